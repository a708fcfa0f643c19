"""The queue on a server against a real Redis and a real RQ."""

from __future__ import annotations

import pytest
from redis import Redis
from rq import Queue, SimpleWorker

from app.core.queue_errors import NobodyListens
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, ListenerState
from app.queue.server_queue import ServerQueue


@pytest.fixture
def queue(redis_url):
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(5)


@pytest.fixture
def client(redis_url):
    with Redis.from_url(redis_url) as client:
        yield client


def test_first(queue, client):
    assert queue.look().entries == ()
    with pytest.raises(NobodyListens):
        queue.require_listening()
    worker = SimpleWorker([Queue("maintenance", connection=client)], connection=client)
    worker.register_birth()
    queue.require_listening()
    queue.enter([1, 2, 3], begun=[2])
    queue.enter([9, 8], at_front=True)
    Queue("maintenance", connection=client).enqueue("os.getpid")
    look = queue.look()
    print(look)
    assert [one.job_id for one in look.entries] == [9, 8, 1, 2, 3]
    assert look.others == {OWN_QUEUE: 0, PRODUCT_QUEUE: 1}
    (seen,) = look.listeners
    assert seen.state is ListenerState.IDLE
    assert queue.remove([2, 9]) == 2
    assert [one.job_id for one in queue.look().entries] == [8, 1, 3]
    queue.remove_soon([8])
    queue.close(5)
    assert [one.job_id for one in queue.look().entries] == [1, 3]
    print(queue.ping())
