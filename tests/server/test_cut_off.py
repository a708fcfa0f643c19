"""A worker that nothing answers, though nobody hangs up: the network between it and the database, or Redis,
is silent for a while. For seconds here, and for three minutes in `packaging/dev.py soak servers`."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.server.handing import hand_over
from tests.support.journal import Journal
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import until
from tests.support.proxy import Proxy, RedisProxy
from tests.support.running import Station
from tests.support.serving import SLOW, ServerWorker

RECEIPTS = 100
LONG = pytest.param(180, marks=pytest.mark.soak)
TOLD = ("heartbeat was not written", "could not be compared", "was not taken", "how it is", "does not answer")


@pytest.fixture
def told(expected_logs: ExpectedLogs) -> Iterator[None]:
    """What may be logged of it, and need not."""
    yield
    for pattern in TOLD:
        if any(pattern in message for message in expected_logs.messages):
            expected_logs.expect(pattern)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("seconds", [2, LONG])
def test_from_the_database(
    product: Product, desk: Station, redis_url: str, business: int, seconds: float
) -> None:
    """After two minutes another worker has its job; it loses that with its next word."""
    product.receipts(business, RECEIPTS)
    journal = Journal(product, apart=False)
    (job,) = hand_over(desk, business)
    with Proxy(product.url) as proxy, ServerWorker(product, redis_url, policy=SLOW, url=proxy.url):
        until(lambda: product.job_row(job)["succeeded"])
        with ServerWorker(product, redis_url):
            proxy.fall_silent()
            time.sleep(seconds)
            proxy.resume()
            until(lambda: product.job_status(job) == "completed")
    assert product.counters(job) == ("completed", RECEIPTS, RECEIPTS, RECEIPTS, 0)
    journal.check()
    assert not any(change.again for change in journal.changes())


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("seconds", [2, LONG])
def test_from_redis(product: Product, desk: Station, redis_url: str, seconds: float) -> None:
    """What runs goes on; what waits is taken once Redis answers again. Nobody else listens."""
    businesses = [product.business() for _ in range(2)]
    for business in businesses:
        product.receipts(business, RECEIPTS)
    first, second = hand_over(desk, *businesses)
    with RedisProxy(redis_url) as proxy, ServerWorker(product, proxy.url, policy=SLOW):
        until(lambda: product.job_row(first)["succeeded"])
        proxy.fall_silent()
        before = product.job_row(first)["succeeded"]
        until(lambda: product.job_row(first)["succeeded"] > before)
        time.sleep(seconds)
        proxy.resume()
        until(lambda: product.job_status(first) == product.job_status(second) == "completed")
    for job in (first, second):
        assert product.counters(job) == ("completed", RECEIPTS, RECEIPTS, RECEIPTS, 0)
