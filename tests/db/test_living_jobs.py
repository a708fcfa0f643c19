"""A fresh heartbeat beats every other sign: names in the cursor, statuses, and what is known of the dead."""

from __future__ import annotations

import pytest

from app.actions.jobs import JobActions
from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.job import STALE_AFTER, JobStatus
from app.core.worker import WEB_WORKER, runner_of
from app.engine.control import Stop
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from app.receipts.names import DELETE_RECEIPTS
from tests.support.faulty import refuse, relent
from tests.support.journal import Journal
from tests.support.pressing import let_pass, pressed, result_of, shown, started, web_starts, web_works
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl
from tests.support.web_side import WebSide, done

SEIZING = ("resume", "retry", "take_over", "mark_failed")


class Killed(BaseException):
    """The end of a console, in the middle of something."""


def taken_over(station: Station, product: Product, web: WebSide, actor: Actor, business: int) -> int:
    """A job of the web whose worker has not come yet; its queue still has it."""
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    return job_id


def test_the_name_of_a_dead_console_proves_nothing_while_a_web_worker_beats(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """1,400 were counted and 1,500 deleted, when it did. Here a console was killed after its second batch,
    and then the worker came to the entry that it still had."""
    product.receipts(business, 45)
    with Station(product, "desk") as dead:

        def killed(wait: int) -> None:
            if wait == 2:
                raise Killed

        job_id = taken_over(dead, product, web, actor, business)
        with pytest.raises(Killed):
            dead.run_until(job_id, killed)
        actions = JobActions(
            station.database,
            station.types,
            station.audit,
            station.identity,
            station.workers,
            [dead.identity.name],
        )
        assert [job.id for job in actions.left_behind(actor)] == [job_id]
        worker = web_works(web, "committed")
        assert dead.identity.name in (product.job_row(job_id)["cursor"] or "")
        before = product.job_row(job_id)
        (refused,) = actions.take_over(actor, [job_id])
        assert refused.answer is Answer.STILL_ALIVE
        assert 0 < (refused.seconds or 0) <= STALE_AFTER
        assert product.job_row(job_id) == before
        worker.finish()
    assert product.counters(job_id) == ("completed", 45, 45, 45, 0)


def test_a_job_that_a_page_view_failed_while_its_worker_lives(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """One batch took it so long that it looked dead. Nobody goes on with the job, nobody starts another."""
    product.receipts(business, 35)
    job_id = web_starts(web, business)
    worker = web_works(web, "read")
    let_pass(product, 121)
    assert (done(web.page_view(business)).job or {})["status"] == "failed"
    web_works(web, "committed", worker)
    job = shown(station, actor, business)
    assert (job.status, job.is_run_after_its_end) == (JobStatus.FAILED, True)
    resumed = result_of(station, actor, "resume", job_id)
    (another,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    for refused in (resumed, another):
        assert refused.answer is Answer.STILL_ALIVE
        assert 0 < (refused.seconds or 0) <= STALE_AFTER
    assert station.workers.enqueued == []
    worker.finish()
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)
    assert product.scalar("SELECT count(*) FROM background_jobs") == 1


def test_it_can_be_resumed_two_minutes_after_its_worker_has_really_ended(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    product.receipts(business, 35)
    job_id = web_starts(web, business)
    worker = web_works(web, "read")
    let_pass(product, 121)
    done(web.page_view(business))
    web_works(web, "committed", worker)
    let_pass(product, 119)
    assert pressed(station, actor, "resume", job_id) is Answer.STILL_ALIVE
    let_pass(product, 2)
    assert pressed(station, actor, "resume", job_id) is Answer.RESUMED
    assert station.run(job_id).succeeded == 25
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)


@pytest.mark.parametrize("ended", ["completed", "failed", "cancelled"])
def test_a_late_entry_of_the_queue_is_left_alone(
    station: Station,
    product: Product,
    web: WebSide,
    actor: Actor,
    business: int,
    ended: str,
    journal: Journal,
) -> None:
    """The worker begins whatever has become of the job, and deletes what has come since."""
    product.receipts(business, 15)
    job_id = taken_over(station, product, web, actor, business)
    if ended == "failed":
        let_pass(product, 121)
        assert pressed(station, actor, "mark_failed", job_id) is Answer.MARKED_FAILED
    elif ended == "cancelled":
        assert pressed(station, actor, "cancel", job_id) is Answer.CANCELLED
    else:
        assert station.run(job_id).ending is Ending.COMPLETED
    product.receipts(business, 20)
    worker = web_works(web, "committed")
    before = product.job_row(job_id)
    assert before["status"] == "running"
    assert pressed(station, actor, "take_over", job_id) is Answer.STILL_ALIVE
    assert pressed(station, actor, "mark_failed", job_id) is Answer.STILL_ALIVE
    assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
    (another,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert another.answer is Answer.ALREADY_ACTIVE
    assert product.job_row(job_id) == before
    worker.finish()
    assert (product.job_status(job_id), product.live(business)) == ("completed", 0)


@pytest.mark.parametrize("action", SEIZING)
def test_nobody_goes_on_with_a_job_beside_another_one_that_lives(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    """The web starts a job beside one that a page view failed while its worker lives: it does not look."""
    failures = Cursor(7, 99, failed=(FailedItem(3, "x"),)).text()
    status = "queued" if action in {"take_over", "mark_failed"} else "failed"
    job_id = product.job(business, status, cursor=failures, failed_count=1)
    living = product.job(business, "failed", cursor='{"last_id": 50}')
    let_pass(product, 200)
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = timezone('UTC', now()) - interval '20 s' WHERE id = %s",
        living,
    )
    before = product.job_row(job_id)
    refused = result_of(station, actor, action, job_id)
    assert refused.answer is Answer.STILL_ALIVE
    assert 60 < (refused.seconds or 0) <= STALE_AFTER - 20
    assert product.job_row(job_id) == before
    let_pass(product, 101)
    assert pressed(station, actor, action, job_id).is_done


@pytest.mark.parametrize("what", ["batch", "careful batch", "last pass", "pause", "end"])
def test_a_web_worker_that_begins_under_ours_has_the_job_from_its_first_moment(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, what: str, journal: Journal
) -> None:
    """It leaves the cursor alone until its first batch; by then it has read the counters over which it will
    write. So ours goes as soon as `started_at` is another one, and does not make the job look dead."""
    ids = product.receipts(business, 25)
    job_id = taken_over(station, product, web, actor, business)
    if what in {"careful batch", "last pass"}:
        refuse(product, ids[12:13])
    if what == "last pass":
        station.run(job_id)
        relent(product)
        assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    control = QuickControl(station.clock, lambda _: control.request(Stop.PAUSE) if what == "pause" else None)
    writes = {"batch": 2, "careful batch": 4, "last pass": 2, "pause": 3, "end": 6}
    left = []

    def begins() -> None:
        web_works(web, "started")
        left.append(product.job_row(job_id))

    with station.just_before("UPDATE background_jobs", begins, nth=writes[what]):
        assert station.run(job_id, control).ending is Ending.LOST
    assert [product.job_row(job_id)] == left
    (job,) = left
    assert (job["status"], runner_of(job["cursor"], job["started_at"])) == ("running", WEB_WORKER)


def test_a_pause_from_elsewhere_meets_a_web_worker_that_begins(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """Between the look and the write: it would be paused on its row, and go on."""
    product.receipts(business, 25)
    job_id = taken_over(station, product, web, actor, business)
    answers = []

    def elsewhere(wait: int) -> None:
        if wait == 1:
            with (
                Station(product, "another") as another,
                another.just_before("UPDATE background_jobs", lambda: web_works(web, "started")),
            ):
                answers.append(pressed(another, actor, "pause", job_id))

    assert station.run_until(job_id, elsewhere).ending is Ending.LOST
    assert (answers, product.job_status(job_id)) == ([Answer.RUN_ELSEWHERE], "running")


def test_a_web_worker_that_slept_between_two_batches_is_told_by_the_place(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """It had begun before our claim, and reads our name before it writes: nothing else tells them apart."""
    product.receipts(business, 35)
    job_id = web_starts(web, business)
    worker = web_works(web, "throttle")
    let_pass(product, 121)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    answers = []

    def wakes_up(wait: int) -> None:
        if wait == 1:
            web_works(web, "committed", worker)
            with Station(product, "another") as another:
                answers.append(pressed(another, actor, "pause", job_id))

    assert station.run_until(job_id, wakes_up).ending is Ending.LOST
    assert station.identity.name in (product.job_row(job_id)["cursor"] or "")
    assert answers == [Answer.RUN_ELSEWHERE]
    worker.finish()
    assert product.counters(job_id) == ("completed", 35, 35, 35, 0)


def test_a_job_that_the_web_resumes_out_of_our_queue_is_not_ours(
    station: Station, product: Product, actor: Actor, business: int, journal: Journal
) -> None:
    """Its worker came to the job while that waited here, paused itself after five minutes, and keeps our
    mark. Nobody has asked us to go on."""
    product.receipts(business, 25)
    with WebSide(product.url, product.storage_root, batch_size=10, elapsed=station.clock) as web:
        job_id = taken_over(station, product, web, actor, business)
        worker = web_works(web, "throttle")
        station.clock.now += 301
        worker.finish()
        assert product.job_status(job_id) == "paused"
        done(web.resume(business, job_id))
        before = product.job_row(job_id)
        assert (before["status"], station.identity.waiting in before["cursor"]) == ("queued", True)
        result = Heartbeat(station.database, station.identity, station.types).beat([job_id])
        assert (result.lost, result.orphaned) == (frozenset({job_id}), frozenset())
        assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
        assert station.run(job_id).ending is Ending.LOST
        assert product.job_row(job_id) == before
        web_works(web, "started").finish()
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)


def test_our_own_waiting_job_is_ours_though_its_heartbeat_is_fresh(
    station: Station, product: Product, actor: Actor, business: int, journal: Journal
) -> None:
    product.receipts(business, 15)
    job_id = started(station, actor, business)
    assert station.read(job_id).is_alive
    assert pressed(station, actor, "take_over", job_id) is Answer.STILL_ALIVE
    assert station.run(job_id).ending is Ending.COMPLETED
