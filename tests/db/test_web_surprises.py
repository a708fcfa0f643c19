"""What the web API and its worker do to our jobs."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.core.job import JobStatus
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from tests.support.journal import Journal
from tests.support.pressing import let_pass, pressed, shown, started, web_starts, web_works
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import LOST, WebSide, done

# The web worker looks at no status as it starts


def test_a_job_that_was_cancelled_while_it_waited_comes_back_to_life(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """The table shows what the row says; a second cancel is honoured, because by then the worker looks."""
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    assert pressed(station, actor, "cancel", job_id) is Answer.CANCELLED
    assert shown(station, actor, business).status is JobStatus.CANCELLED
    worker = web_works(web, "started")
    assert shown(station, actor, business).status is JobStatus.RUNNING
    assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
    web_works(web, "throttle", worker)
    assert pressed(station, actor, "cancel", job_id) is Answer.CANCELLED
    worker.finish()
    assert product.counters(job_id) == ("cancelled", 35, 10, 10, 0)
    assert (product.live(business), product.files(business)) == (25, 25)


def test_a_job_that_waits_here_is_begun_by_the_web_worker(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """It was taken over because nobody ran it, and then the worker came after all: ours leaves it alone."""
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    worker = web_works(web, "started")
    assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
    assert station.run(job_id).ending is Ending.LOST
    worker.finish()
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_job_that_waits_here_and_is_begun_by_the_web_worker_is_not_kept_alive_from_here(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """Should that worker die, nobody would ever see it."""
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    web_works(web, "started")
    let_pass(product, 121)  # it died, and the job still waits for its turn here
    before = product.job_row(job_id)
    assert Heartbeat(station.database, station.identity, station.types).beat([job_id]).lost == {job_id}
    assert product.job_row(job_id) == before
    assert shown(station, actor, business).is_stale
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    assert station.run(job_id).succeeded == 15


@pytest.mark.parametrize("within", [False, True])
def test_both_run_the_same_job(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, within: bool
) -> None:
    """The web worker comes late, between two batches or within one: ours notices that it has begun, and
    leaves without a trace. So nothing is deleted twice, and nothing counted over."""
    journal = Journal(product)
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    web.batch_size = 7
    workers = []

    def comes(moment: int) -> None:
        if moment == 1:
            workers.append(web_works(web, "read"))

    with station.just_before("UPDATE background_jobs", lambda: comes(int(within)), nth=2):
        result = station.run_until(job_id, lambda wait: comes(0 if within else wait))
    assert (result.ending, result.succeeded) == (Ending.LOST, 0 if within else 10)
    (worker,) = workers
    worker.finish()
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)
    journal.check()
    assert not any(change.again for change in journal.changes())
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_job_that_is_revived_beside_a_new_one_is_nobodys_trouble(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """The index that guards the single active job stops the web worker."""
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    pressed(station, actor, "cancel", job_id)
    let_pass(product, 61)
    next_id = started(station, actor, business)
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert product.job_status(job_id) == "cancelled"
    assert station.run(next_id).ending is Ending.COMPLETED
    assert product.counters(next_id) == ("completed", 15, 15, 15, 0)


# A page view fails what looks lost


def test_a_job_that_waits_here_is_kept_from_a_page_view_by_its_heartbeat(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    product.receipts(business, 5)
    job_id = started(station, actor, business)
    heartbeat = Heartbeat(station.database, station.identity, station.types)
    for _minutes in range(3):
        let_pass(product, 290)
        heartbeat.beat([job_id])
        assert (done(web.page_view(business)).job or {})["status"] == "queued"
    assert station.run(job_id).ending is Ending.COMPLETED


@pytest.mark.parametrize("status", ["queued", "paused", "running"])
def test_a_job_that_a_page_view_failed_goes_on_and_counts_on(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, status: str
) -> None:
    """Paused jobs have nobody to beat for them; nor have those of a console that is asleep."""
    product.receipts(business, 25, files=1)
    job_id = started(station, actor, business)
    station.run_batches(job_id, 1)
    if status != "paused":
        pressed(station, actor, "resume", job_id)
    if status == "running":
        cursor = station.cursor(job_id).owned_by(station.identity.claim()).text()
        product.execute("UPDATE background_jobs SET status = 'running', cursor = %s", cursor)
    let_pass(product, 301)
    assert (done(web.page_view(business)).job or {})["status"] == "failed"
    job = shown(station, actor, business)
    assert (job.status, job.is_resumable) == (JobStatus.FAILED, True)
    assert (job.last_error or "").startswith(LOST)
    assert Heartbeat(station.database, station.identity, station.types).beat([job_id]).lost == {job_id}
    assert pressed(station, actor, "resume", job_id) is Answer.RESUMED
    assert product.last_error(job_id) is None
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_worker_that_wakes_up_after_its_job_was_marked_as_failed(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 35, files=1)
    job_id = started(station, actor, business)
    left: list[dict[str, Any]] = []

    def sleep(wait: int) -> None:
        if wait == 2:
            let_pass(product, 121)
            with Station(product, "another") as another:
                assert pressed(another, actor, "mark_failed", job_id) is Answer.MARKED_FAILED
            left.append(product.job_row(job_id))

    result = station.run_until(job_id, sleep)
    assert (result.ending, result.succeeded) == (Ending.LOST, 20)
    assert [product.job_row(job_id)] == left
    assert pressed(station, actor, "resume", job_id) is Answer.RESUMED
    assert station.run(job_id).succeeded == 15
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)
