"""Redis or the database is away: at the start, in the middle, and as a worker is asked to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.queue.server_queue import ServerQueue
from tests.server.handing import hand_over
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import until
from tests.support.proxy import Proxy
from tests.support.redis_server import RedisServer
from tests.support.redis_server import redis_server as started_redis
from tests.support.running import Station
from tests.support.serving import SLOW, ServerWorker


@pytest.fixture(scope="module")
def own_redis() -> Iterator[RedisServer]:
    """A server that no other test needs: it is stopped here."""
    with started_redis() as server:
        yield server


@pytest.fixture
def redis_url(own_redis: RedisServer) -> str:
    own_redis.flush()
    return own_redis.url()


def filled(product: Product, receipts: int = 30) -> int:
    business = product.business()
    product.receipts(business, receipts)
    return business


def completed(product: Product, *jobs: int) -> Callable[[], bool]:
    return lambda: all(product.job_status(job) == "completed" for job in jobs)


def test_redis_is_away_as_a_worker_starts(
    product: Product, desk: Station, own_redis: RedisServer, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Redis does not answer")
    (job,) = hand_over(desk, filled(product))
    own_redis.stop()
    with ServerWorker(product, redis_url) as worker:
        until(lambda: worker.rounds() > 1)
        own_redis.start()
        # Redis keeps nothing in these tests: the row alone says that the job waits.
        until(completed(product, job))
    _expect_also(expected_logs, "could not be compared")


def test_redis_is_restarted_while_a_job_runs(
    product: Product,
    desk: Station,
    queue: ServerQueue,
    own_redis: RedisServer,
    redis_url: str,
    expected_logs: ExpectedLogs,
) -> None:
    first, second = hand_over(desk, filled(product), filled(product))
    with ServerWorker(product, redis_url, policy=SLOW) as worker:
        until(lambda: product.job_row(first)["succeeded"])
        own_redis.stop()
        beats = worker.rounds()
        until(lambda: worker.rounds() > beats)
        own_redis.start()
        until(completed(product, first, second))
        until(lambda: [one.name for one in queue.look().ours] == [worker.service.name])
    for job in (first, second):
        assert product.counters(job) == ("completed", 30, 30, 30, 0)
    for told in ("Redis does not answer", "could not be compared"):
        _expect_also(expected_logs, told)


def test_redis_is_away_as_a_worker_ends(
    product: Product, desk: Station, own_redis: RedisServer, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    for told in ("Redis does not answer", "waits without an entry"):
        expected_logs.expect(told)
    (job,) = hand_over(desk, filled(product, 300))
    with ServerWorker(product, redis_url, policy=SLOW):
        until(lambda: product.job_row(job)["succeeded"])
        own_redis.stop()
    own_redis.start()
    row = product.job_row(job)
    assert (row["status"], row["heartbeat_at"]) == ("queued", None)
    with ServerWorker(product, redis_url):
        until(completed(product, job))
    assert product.counters(job) == ("completed", 300, 300, 300, 0)
    _expect_also(expected_logs, "could not be compared")


def test_a_redis_without_room_keeps_no_job_from_being_done(
    product: Product, desk: Station, own_redis: RedisServer, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Redis does not answer")
    jobs = hand_over(desk, filled(product), filled(product))
    with own_redis.client() as client:
        client.config_set("maxmemory", 1)
        try:
            with ServerWorker(product, redis_url):
                until(completed(product, *jobs))
        finally:
            client.config_set("maxmemory", 0)
    _expect_also(expected_logs, "could not be compared")


def test_a_redis_that_never_answers_keeps_no_worker_from_ending(
    product: Product, desk: Station, own_redis: RedisServer, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Redis does not answer")
    with ServerWorker(product, redis_url) as worker:
        until(lambda: worker.rounds() > 0)
        with own_redis.frozen():
            worker.end()
    _expect_also(expected_logs, "could not be compared")


def test_the_database_is_away(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    (job,) = hand_over(desk, filled(product, 100))
    with Proxy(product.url) as proxy, ServerWorker(product, redis_url, policy=SLOW, url=proxy.url):
        until(lambda: product.job_row(job)["succeeded"])
        for _ in range(2):
            proxy.cut()
            before = product.job_row(job)["succeeded"]
            until(lambda before=before: product.job_row(job)["succeeded"] > before)  # type: ignore[misc]
        until(completed(product, job))
    assert product.counters(job) == ("completed", 100, 100, 100, 0)
    for told in ("heartbeat was not written", "could not be compared", "was not taken", "how it is"):
        _expect_also(expected_logs, told)


def _expect_also(logs: ExpectedLogs, pattern: str) -> None:
    """What chance may have let happen, and need not."""
    if any(pattern in message for message in logs.messages):
        logs.expect(pattern)
