"""The model of the web side that other tests trust, against web-api-contract.md."""

from __future__ import annotations

import pytest

from tests.support.pressing import let_pass, web_starts, web_works
from tests.support.product import Product
from tests.support.web_side import NO_QUEUE, Queue, WebSide, done


def test_it_does_not_see_receipts_without_a_mark(product: Product, web: WebSide, business: int) -> None:
    product.receipts(business, 2, is_deleted=None)
    assert done(web.delete_all(business)) == (202, None)
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert (product.counters(job_id), product.live(business)) == (("completed", 15, 15, 15, 0), 2)


def test_nothing_holds_a_second_start(product: Product, web: WebSide, business: int) -> None:
    product.receipts(business, 1)
    job_id = web_starts(web, business)
    answer = done(web.delete_all(business))
    assert (answer.status, (answer.job or {})["id"]) == (202, job_id)
    done(web.cancel(business, job_id))
    assert web_starts(web, business) > job_id


def test_it_beats_at_its_start_and_once_a_batch(product: Product, web: WebSide, business: int) -> None:
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    assert product.job_row(job_id)["heartbeat_at"] is None
    worker = web_works(web, "started")
    begun = product.job_row(job_id)
    web_works(web, "committed", worker)
    after_a_batch = product.job_row(job_id)
    assert begun["started_at"] <= begun["heartbeat_at"] < after_a_batch["heartbeat_at"]
    web_works(web, "committed", worker)
    last = product.job_row(job_id)["heartbeat_at"]
    worker.finish()
    ended = product.job_row(job_id)
    assert (ended["status"], ended["heartbeat_at"]) == ("completed", last)
    assert ended["finished_at"] > last
    web.queue.append(job_id)  # a late entry
    web_works(web, "started")
    assert product.job_row(job_id)["started_at"] > begun["started_at"]


@pytest.mark.parametrize(
    ("queue", "start", "row_after", "resumed"),
    [
        (Queue.WAS_AWAY, 503, ("queued", NO_QUEUE, None), 503),
        (Queue.FAILS, 500, ("failed", "Failed to enqueue job", None), 500),
    ],
)
def test_a_queue_that_takes_nothing(
    product: Product,
    web: WebSide,
    business: int,
    queue: Queue,
    start: int,
    row_after: tuple[str, str, None],
    resumed: int,
) -> None:
    product.receipts(business, 1)
    web.queue_state = queue
    answer = done(web.delete_all(business))
    assert (answer.status, list(web.queue)) == (start, [])
    job_id = (answer.job or {})["id"]
    job = product.job_row(job_id)
    assert (job["status"], job["last_error"], job["finished_at"]) == row_after
    product.execute("UPDATE background_jobs SET status = 'paused'")
    assert done(web.resume(business, job_id)).status == resumed
    assert (product.job_status(job_id), list(web.queue)) == ("paused", [])


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
@pytest.mark.parametrize(("column", "seconds"), [("heartbeat_at", 121), ("updated_at", 301)])
def test_a_page_view_fails_what_looks_lifeless(
    product: Product, web: WebSide, business: int, status: str, column: str, seconds: int
) -> None:
    now = "timezone('UTC', clock_timestamp())"
    job_id = product.job(business, status)
    product.execute(f"UPDATE background_jobs SET heartbeat_at = {now}, updated_at = {now}")
    let_pass(product, seconds - 2, column)
    assert (done(web.page_view(business)).job or {})["status"] == status
    let_pass(product, 2, column)
    done(web.page_view(business))
    assert product.job_status(job_id) == "failed"


def test_a_job_that_never_beat_is_judged_by_its_update_alone(
    product: Product, web: WebSide, business: int
) -> None:
    job_id = product.job(business, "paused")
    let_pass(product, 299)
    done(web.page_view(business))
    assert product.job_status(job_id) == "paused"


def test_an_error_of_the_database_leaves_the_row_running(
    product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    worker = web_works(web, "started")
    before = product.job_row(job_id)
    product.execute("ALTER TABLE receipts RENAME TO bills")
    worker.finish()
    product.execute("ALTER TABLE bills RENAME TO receipts")
    assert product.job_row(job_id) == before
    assert next(worker, None) is None


def test_another_error_loses_its_record_and_the_files(product: Product, web: WebSide, business: int) -> None:
    ids = product.receipts(business, 15, files=1)
    job_id = web_starts(web, business)
    web.stumbles = 1
    worker = web_works(web, "throttle")
    job = product.job_row(job_id)
    assert (job["status"], job["failed_count"], job["last_error"]) == ("running", 0, None)
    assert (product.live(business), product.files(business), web.robbed) == (15, 5, set(ids[:10]))
    worker.finish()
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)


def test_a_file_of_a_contract_keeps_all_rows_of_its_batch(
    product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 15, files=1)
    contract = "INSERT INTO contract_files (business_id, attachment_id) SELECT %s, min(id) FROM attachments"
    product.execute(contract, business)
    web_starts(web, business)
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert (product.live(business), product.files(business)) == (0, 0)
    assert product.attachment_count() == 10


def test_it_looks_at_no_job_type(product: Product, web: WebSide, business: int) -> None:
    """To resume a deletion of leads on the web deletes all receipts."""
    product.receipts(business, 5)
    job_id = product.job(business, "paused", job_type="delete_leads", cursor="{}")
    assert done(web.resume(business, job_id)).status == 200
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert product.live(business) == 0


def test_a_cancelled_job_that_waited_comes_back_to_life(
    product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 5)
    job_id = web_starts(web, business)
    done(web.cancel(business, job_id))
    web_works(web, "started").finish()
    assert (product.job_status(job_id), product.live(business)) == ("completed", 0)
