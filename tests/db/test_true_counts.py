"""What was counted is what was deleted, also where the web worker had a hand in it; or the row says that it
is not."""

from __future__ import annotations

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.engine.events import Ending
from app.ui.businesses.reasons import MISCOUNTED, SKIPPED
from tests.support.faulty import refuse, relent
from tests.support.journal import Journal
from tests.support.pressing import (
    let_pass,
    pressed,
    reason,
    result_of,
    shown_row,
    started,
    web_starts,
    web_works,
)
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done


def test_a_failed_job_of_the_web_is_frozen_when_it_goes_on_here(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """760 of 747 came of it: more were deleted than the person had seen."""
    product.receipts(business, 20)
    job_id = web_starts(web, business)
    web_works(web, "committed")  # and dies
    product.receipts(business, 7)
    let_pass(product, 121)
    done(web.page_view(business))
    (unfrozen,) = station.actions.unfrozen(actor, [job_id])
    assert unfrozen.total == 27
    late = product.receipts(business, 3)
    (resumed,) = station.actions.resume(actor, [job_id], ends={job_id: unfrozen.max_id})
    assert (resumed.answer, resumed.job and resumed.job.total) == (Answer.RESUMED, 27)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 27, 27, 27, 0)
    live = product.rows("SELECT id FROM receipts WHERE is_deleted IS NOT TRUE ORDER BY id")
    assert [one["id"] for one in live] == late


def test_receipts_that_the_web_does_not_see_are_counted_when_the_job_goes_on_here(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """183 of 150 came of it: their `is_deleted` is NULL."""
    product.receipts(business, 15)
    product.receipts(business, 3, is_deleted=None)
    job_id = web_starts(web, business)
    assert product.job_row(job_id)["total"] == 15
    let_pass(product, 61)
    taken = result_of(station, actor, "take_over", job_id)
    assert (taken.answer, taken.job and taken.job.total) == (Answer.TAKEN_OVER, 18)
    station.run(job_id)
    assert product.counters(job_id) == ("completed", 18, 18, 18, 0)
    assert (product.live(business), shown_row(station, actor, business).percent) == (0, 100.0)


def test_a_job_that_the_web_ends_with_receipts_left_says_so(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    product.receipts(business, 3, is_deleted=None)
    product.receipts(business, 15)
    web_starts(web, business)
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert shown_row(station, actor, business).percent == 99.9
    assert reason(station, actor, business) == SKIPPED


def test_a_retry_that_is_interrupted_and_that_the_web_ends(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """It was "completed, 100 %" with 250 live receipts. The web worker knows nothing of failed receipts."""
    ids = product.receipts(business, 30)
    refuse(product, ids[::2])
    job_id = started(station, actor, business)
    station.run(job_id)
    assert product.counters(job_id) == ("completed", 30, 30, 15, 15)
    relent(product)
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    station.run_batches(job_id, 1)
    done(web.resume(business, job_id))
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert product.counters(job_id) == ("completed", 30, 25, 25, 0)
    assert product.live(business) == 5
    assert shown_row(station, actor, business).percent == 83.3
    assert reason(station, actor, business) == SKIPPED
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 30, 30, 30, 0)
    assert shown_row(station, actor, business).percent == 100.0


@pytest.mark.parametrize(
    ("web_batch", "counted", "twice"),
    [
        # It sets our ten back and counts its seven, deleted twice; the other three nobody counts any more.
        (7, 32, 7),
        # What it writes is what ours had written, but for the second place, which it does not know.
        (10, 35, 10),
    ],
)
def test_a_web_worker_that_wakes_up_writes_over_our_counters(
    station: Station,
    product: Product,
    web: WebSide,
    actor: Actor,
    business: int,
    web_batch: int,
    counted: int,
    twice: int,
) -> None:
    """It slept for more than two minutes over its first batch, and nobody could know; ours leaves it the job.
    The row says where the counts do not add up."""
    journal = Journal(product)
    product.receipts(business, 35)
    web.batch_size = web_batch
    job_id = web_starts(web, business)
    worker = web_works(web, "read")
    let_pass(product, 121)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER

    def wakes_up(wait: int) -> None:
        if wait == 1:
            web_works(web, "committed", worker)

    assert station.run_until(job_id, wakes_up).ending is Ending.LOST
    assert pressed(station, actor, "take_over", job_id) is Answer.STILL_ALIVE
    worker.finish()
    journal.check()
    assert product.counters(job_id) == ("completed", 35, counted, counted, 0)
    assert sum(change.again for change in journal.changes()) == twice
    assert product.live(business) == 0
    told = str(MISCOUNTED) if counted != 35 else ""
    assert reason(station, actor, business).startswith(told)
    assert bool(reason(station, actor, business)) == bool(told)
