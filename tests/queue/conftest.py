"""The queue on a server: against a real Redis and a real RQ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from redis import Redis

from app.queue.server_queue import ServerQueue

# Examples are judged by what they show, not by how long they took: the computer may be busy.
settings.register_profile("sweep", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sweep")


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    """The queue of this test, empty; nobody listens."""
    made = ServerQueue(redis_url)
    yield made
    made.close(5)


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    """Its Redis, past the code under test."""
    with Redis.from_url(redis_url) as made:
        yield made
