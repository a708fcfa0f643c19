"""Examples are judged by what they show, not by how long they took: the computer may be busy."""

from hypothesis import HealthCheck, settings

settings.register_profile("sweep", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sweep")
