"""A worker on a server runs what waits there: handed over by a console, or by the web side."""

from __future__ import annotations

from app.queue.server_queue import ServerQueue
from tests.server.handing import hand_over
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.serving import SLOW, ServerWorker
from tests.support.web_side import WebSide, done


def test_it_runs_what_was_handed_over(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    businesses = [product.business() for _ in range(3)]
    for business in businesses:
        product.receipts(business, 12, files=1)
    with ServerWorker(product, redis_url):
        until(lambda: queue.look().ours)
        jobs = hand_over(desk, *businesses)
        until(lambda: all(product.job_status(job) == "completed" for job in jobs))
    for job, business in zip(jobs, businesses, strict=True):
        assert product.counters(job) == ("completed", 12, 12, 12, 0)
        assert (product.live(business), product.files(business)) == (0, 0)
    assert queue.look().entries == ()
    assert queue.look().listeners == (), "a worker that has ended is not listed"


def test_it_runs_what_the_web_side_enqueued(product: Product, web: WebSide, redis_url: str) -> None:
    business = product.business()
    product.receipts(business, 12)
    answer = done(web.delete_all(business, product.user(business_id=business).id))
    assert answer.job
    with ServerWorker(product, redis_url, burst=True) as worker:
        worker.join()
    assert product.counters(answer.job["id"]) == ("completed", 12, 12, 12, 0)
    assert product.live(business) == 0


def test_it_gives_its_job_back_where_it_is_asked_to_end(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    business = product.business()
    product.receipts(business, 300)
    (job,) = hand_over(desk, business)
    with ServerWorker(product, redis_url, policy=SLOW):
        until(lambda: product.job_row(job)["succeeded"])
    row = product.job_row(job)
    assert (row["status"], row["heartbeat_at"]) == ("queued", None)
    assert 0 < row["succeeded"] < 300
    assert [entry.job_id for entry in queue.look().entries] == [job]
    with ServerWorker(product, redis_url, burst=True) as worker:
        worker.join()
    assert product.counters(job) == ("completed", 300, 300, 300, 0)
