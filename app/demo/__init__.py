"""The embedded demo: a real PostgreSQL with a believable product in it, for trying out and for tests."""

from app.demo.demo import Demo, DemoPlace, DemoStep
from app.demo.people import DEMO_EMAIL, DEMO_PASSWORD
from app.demo.places import default_demo_dir

__all__ = ["DEMO_EMAIL", "DEMO_PASSWORD", "Demo", "DemoPlace", "DemoStep", "default_demo_dir"]
