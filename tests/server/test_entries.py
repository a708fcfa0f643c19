"""What entries of the queue come to: doubled, lost, evicted, late, hostile, or of other work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from rq import Queue
from rq.job import Job as RqJob

from app.actions.results import Answer
from app.core.server import FAILED_BY_A_PAGE_VIEW
from app.queue.server_queue import ServerQueue
from tests.server.handing import hand_over
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.serving import ServerWorker
from tests.support.web_side import WebSide, done


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """Redis past the code under test."""
    with redis.Redis.from_url(redis_url) as client:
        yield client


def work(product: Product, redis_url: str, **more: object) -> ServerWorker:
    """A worker until nothing of ours waits."""
    with ServerWorker(product, redis_url, burst=True, **more) as worker:  # type: ignore[arg-type]
        worker.join()
    return worker


def filled(product: Product, receipts: int = 12) -> int:
    business = product.business()
    product.receipts(business, receipts)
    return business


def test_a_doubled_entry_does_no_harm(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    (job,) = hand_over(desk, filled(product))
    queue.enter([job])
    queue.enter([job], at_front=True)
    work(product, redis_url)
    assert product.counters(job) == ("completed", 12, 12, 12, 0)
    assert product.job_row(job)["last_error"] is None


@pytest.mark.parametrize("status", ["paused", "running", "completed", "failed", "cancelled"])
def test_a_late_entry_changes_nothing(
    product: Product, queue: ServerQueue, business: int, redis_url: str, status: str
) -> None:
    product.receipts(business, 3)
    job = product.job(business, status)
    queue.enter([job, job + 1000])
    before = product.job_row(job)
    work(product, redis_url)
    assert product.job_row(job) == before
    assert queue.look().entries == ()


def test_a_job_that_a_console_took_back_is_its_own(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    (job,) = hand_over(desk, filled(product))
    assert desk.actions.run_here(desk.person, [job])[0].answer is Answer.TAKEN_OVER
    queue.enter([job])
    work(product, redis_url)
    assert desk.read(job).status == "queued"
    assert desk.run(job).succeeded == 12


def test_other_work_is_left_for_others(
    product: Product, desk: Station, client: redis.Redis, redis_url: str
) -> None:
    """In their places; a function of the product that only its own workers know."""
    others = Queue("maintenance", connection=client)
    names = [others.enqueue("server.jobs.mail.send", number).id for number in range(150)]
    (job,) = hand_over(desk, filled(product))
    names += [others.enqueue("server.jobs.mail.send", 7, description="delete_receipts_batch_job").id]
    work(product, redis_url)
    assert product.job_status(job) == "completed"
    assert others.job_ids == names


def test_an_entry_that_is_none_costs_no_other(
    product: Product, desk: Station, queue: ServerQueue, client: redis.Redis, redis_url: str
) -> None:
    """Whoever can write to Redis must not run anything here."""
    for number, data in enumerate([b"", b"garbage", b"\x80\x04cos\nsystem\n.", bytes(3000)]):
        client.hset(f"rq:job:bad-{number}", mapping={"data": data, "meta": b"\x80\x04cos\nsystem\n."})
        client.rpush("rq:queue:sweep", f"bad-{number}")
    client.set("rq:job:text", "no hash")
    client.rpush("rq:queue:sweep", "text", b"\xff\xfe", "evicted")
    (job,) = hand_over(desk, filled(product))
    client.rpush("rq:queue:sweep", queue.entries_of([job])[0].id)
    work(product, redis_url)
    assert product.job_status(job) == "completed"


def test_rows_come_before_entries(
    product: Product, desk: Station, web: WebSide, client: redis.Redis, redis_url: str
) -> None:
    """Redis has lost all: what waits is entered again, also what the web side had asked for."""
    handed = hand_over(desk, filled(product), filled(product))
    of_web = (done(web.delete_all(filled(product))).job or {})["id"]
    client.flushdb()
    product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")
    jobs = [*handed, of_web]
    with ServerWorker(product, redis_url):
        until(lambda: all(product.job_status(job) == "completed" for job in jobs))


def test_who_was_told_that_there_is_no_queue_is_not_surprised(
    product: Product, web: WebSide, redis_url: str
) -> None:
    """The web API's 503 leaves a queued row; nobody deletes then behind the person's back."""
    refused = product.job(filled(product), last_error="RQ not available")
    entered = (done(web.delete_all(filled(product))).job or {})["id"]
    with ServerWorker(product, redis_url) as worker:
        until(lambda: product.job_status(entered) == "completed")
        rounds = worker.rounds()
        until(lambda: worker.rounds() >= rounds + 3)
    assert product.job_status(refused) == "queued"


def test_what_the_web_side_has_forgotten_is_not_begun_behind_its_back(
    product: Product, web: WebSide, redis_url: str
) -> None:
    """It would delete what has come since. A page view fails it, so that it is in nobody's way."""
    business = filled(product)
    forgotten = product.job(business, created_at=web.now() - timedelta(minutes=11))
    entered = (done(web.delete_all(filled(product))).job or {})["id"]
    with ServerWorker(product, redis_url) as worker:
        until(lambda: product.job_status(entered) == "completed")
        rounds = worker.rounds()
        until(lambda: worker.rounds() >= rounds + 3)
    assert (product.job_status(forgotten), product.live(business)) == ("queued", 12)
    product.execute("UPDATE background_jobs SET updated_at = updated_at - interval '301 s'")
    assert (done(web.page_view(business)).job or {})["status"] == "failed"


def test_what_a_page_view_failed_while_it_waited_is_run(
    product: Product, desk: Station, web: WebSide, redis_url: str
) -> None:
    business = filled(product)
    (job,) = hand_over(desk, business)
    product.execute("UPDATE background_jobs SET updated_at = updated_at - interval '301 s'")
    assert (done(web.page_view(business)).job or {})["status"] == "failed"
    assert product.last_error(job).startswith(FAILED_BY_A_PAGE_VIEW)
    with ServerWorker(product, redis_url):
        until(lambda: product.job_status(job) == "completed")
    assert product.last_error(job) is None


def test_a_listening_worker_keeps_page_views_from_failing_what_waits(
    product: Product, desk: Station, web: WebSide, client: redis.Redis, redis_url: str
) -> None:
    business = filled(product)
    (job,) = hand_over(desk, business)
    client.set("rq:suspended", 1)  # it takes nothing, and listens
    old = "UPDATE background_jobs SET updated_at = updated_at - interval '301 s'"
    with ServerWorker(product, redis_url):
        for _ in range(3):
            product.execute(old)
            until(lambda: product.scalar("SELECT updated_at > created_at FROM background_jobs"))
            assert (done(web.page_view(business)).job or {})["status"] == "queued"
        assert product.job_status(job) == "queued"
        client.delete("rq:suspended")
        until(lambda: product.job_status(job) == "completed")


def test_a_cancelled_job_is_not_run(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    business = filled(product)
    (job,) = hand_over(desk, business)
    assert desk.cancel(job).answer is Answer.CANCELLED
    until(lambda: queue.entries_of([job]) == ())
    queue.enter([job])
    work(product, redis_url)
    assert (product.job_status(job), product.live(business)) == ("cancelled", 12)


def test_who_has_lost_the_right_deletes_nothing(
    product: Product, desk: Station, web: WebSide, redis_url: str
) -> None:
    mine, theirs = filled(product), filled(product)
    (job,) = hand_over(desk, mine)
    of_web = (done(web.delete_all(theirs, product.user(business_id=theirs).id)).job or {})["id"]
    product.execute("UPDATE users SET role = 'agent'")
    work(product, redis_url)
    for one, business in ((job, mine), (of_web, theirs)):
        assert (product.job_status(one), product.live(business)) == ("paused", 12)
        assert "permission" in product.last_error(one)


def test_a_damaged_place_is_failed_once(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    business = filled(product)
    (job,) = hand_over(desk, business)
    product.execute(
        'UPDATE background_jobs SET cursor = replace(cursor, \'"max_id"\', \'"max_id": [], "x"\')'
    )
    work(product, redis_url)
    assert (product.job_status(job), product.live(business)) == ("failed", 12)
    assert "position" in product.last_error(job)


def test_what_the_web_side_had_begun_goes_on(
    product: Product, web: WebSide, redis_url: str, business: int
) -> None:
    """Its worker paused itself after its five minutes, and support has resumed it on the web."""
    product.receipts(business, 25, files=1)
    job = (done(web.delete_all(business)).job or {})["id"]
    worker = web.work()
    assert worker
    while product.job_row(job)["succeeded"] != 10:
        next(worker)
    product.execute("UPDATE background_jobs SET status = 'paused'")
    assert done(web.resume(business, job)).status == 200
    work(product, redis_url)
    assert product.counters(job) == ("completed", 25, 25, 25, 0)
    assert (product.live(business), product.files(business), product.attachment_count(business)) == (0, 0, 0)


def test_rq_sees_a_worker_that_is_at_work(
    product: Product, desk: Station, client: redis.Redis, queue: ServerQueue, redis_url: str
) -> None:
    (job,) = hand_over(desk, filled(product))
    entry = queue.entries_of([job])[0].id
    work(product, redis_url)
    done_with = RqJob.fetch(entry, connection=client)
    assert done_with.get_status() == "finished"
    assert 0 < client.ttl(f"rq:job:{entry}") <= 300
