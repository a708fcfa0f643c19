"""What the web API and its worker do to our jobs, and what old and odd rows do to us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from app.actions.overview import Overview
from app.actions.results import Answer
from app.core.access import Actor
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.db import schema
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from tests.support.faulty import refuse, relent
from tests.support.journal import Journal
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import LOST, WebSide, done

AGES = ("created_at", "updated_at", "started_at", "finished_at", "heartbeat_at")


@pytest.fixture
def web(product: Product) -> Iterator[WebSide]:
    with WebSide(product.url, product.storage_root, batch_size=10) as web:
        yield web


@pytest.fixture
def actor(station: Station, product: Product) -> Actor:
    return station.actor(product.user().id)


def row(product: Product, job_id: int) -> dict[str, Any]:
    return product.row("SELECT * FROM background_jobs WHERE id = %s", job_id)


def counts(product: Product, job_id: int) -> tuple[object, ...]:
    job = row(product, job_id)
    return tuple(job[name] for name in ("status", "total", "processed", "succeeded", "failed_count"))


def let_pass(product: Product, seconds: int, *columns: str) -> None:
    """Time, without a sign of life of anybody."""
    aged = ", ".join(f"{name} = {name} - make_interval(secs => {seconds})" for name in columns or AGES)
    product.execute(f"UPDATE background_jobs SET {aged}")


def web_starts(web: WebSide, business: int) -> int:
    job = done(web.delete_all(business)).job
    assert job is not None
    return int(job["id"])


def shown(station: Station, actor: Actor, business: int) -> Job:
    """What the table shows."""
    (found,) = Overview(station.database).read(actor, [business])
    assert found.job is not None
    return found.job


def started(station: Station, actor: Actor, business: int) -> int:
    (result,) = station.actions.delete_all(actor, [business])
    assert result.answer is Answer.STARTED
    assert result.job is not None
    return result.job.id


def pressed(station: Station, actor: Actor, action: str, job_id: int) -> Answer:
    (result,) = getattr(station.actions, action)(actor, [job_id])
    answer: Answer = result.answer
    return answer


# The web worker looks at no status as it starts


def test_a_job_that_was_cancelled_while_it_waited_comes_back_to_life(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """The table shows what the row says; a second cancel is honoured, because by then the worker looks."""
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    assert pressed(station, actor, "cancel", job_id) is Answer.CANCELLED
    assert shown(station, actor, business).status is JobStatus.CANCELLED
    worker = web.work()
    assert worker is not None
    assert next(worker) == "started"
    assert shown(station, actor, business).status is JobStatus.RUNNING
    assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
    while next(worker) != "throttle":
        pass
    assert pressed(station, actor, "cancel", job_id) is Answer.CANCELLED
    worker.finish()
    assert counts(product, job_id) == ("cancelled", 35, 10, 10, 0)
    assert (product.live(business), product.files(business)) == (25, 25)


def test_a_job_that_waits_here_is_begun_by_the_web_worker(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """It was taken over because nobody ran it, and then the worker came after all: ours leaves it alone."""
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    worker = web.work()
    assert worker is not None
    next(worker)
    assert pressed(station, actor, "pause", job_id) is Answer.RUN_ELSEWHERE
    assert station.run(job_id).ending is Ending.LOST
    worker.finish()
    assert counts(product, job_id) == ("completed", 35, 35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_job_that_waits_here_and_is_begun_by_the_web_worker_is_not_kept_alive_from_here(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """Should that worker die, nobody would ever see it."""
    product.receipts(business, 15)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    worker = web.work()
    assert worker is not None
    next(worker)
    let_pass(product, 121)  # it died, and the job still waits for its turn here
    before = row(product, job_id)
    assert Heartbeat(station.database, station.identity).beat([job_id]).lost == {job_id}
    assert row(product, job_id) == before
    assert shown(station, actor, business).is_stale
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    assert station.run(job_id).succeeded == 15


@pytest.mark.parametrize(
    ("around", "web_batch", "ending", "counted", "twice"),
    [
        (False, 7, Ending.LOST, 35, 0),
        # It sets our ten back and counts its seven, deleted twice; the other three nobody counts any more.
        (True, 7, Ending.LOST, 32, 7),
        # What it writes is what ours had written, but for the second place, which it does not know.
        (True, 10, Ending.LOST, 35, 10),
    ],
)
def test_both_run_the_same_job(
    station: Station,
    product: Product,
    web: WebSide,
    actor: Actor,
    business: int,
    around: bool,
    web_batch: int,
    ending: Ending,
    counted: int,
    twice: int,
) -> None:
    """The web worker writes over what was counted since it read the row, because it knows no better; ours
    notices where the job was moved, and leaves without a trace. Each of our own transactions is true."""
    journal = Journal(product)
    product.receipts(business, 35, files=1)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    web.batch_size = web_batch
    worker = web.work()
    assert worker is not None

    def their_first_batch(wait: int) -> None:
        if wait == 1:
            while next(worker) != "committed":
                pass

    def they_read() -> None:
        if around:
            while next(worker) != "read":
                pass

    with station.just_before("UPDATE background_jobs", they_read, nth=2):
        assert station.run_until(job_id, their_first_batch).ending is ending
    worker.finish()
    assert counts(product, job_id) == ("completed", 35, counted, counted, 0)
    journal.check()
    assert sum(change.again for change in journal.changes()) == twice
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
    assert row(product, job_id)["status"] == "cancelled"
    assert station.run(next_id).ending is Ending.COMPLETED
    assert counts(product, next_id) == ("completed", 15, 15, 15, 0)


# A page view fails what looks lost


def test_a_job_that_waits_here_is_kept_from_a_page_view_by_its_heartbeat(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    product.receipts(business, 5)
    job_id = started(station, actor, business)
    heartbeat = Heartbeat(station.database, station.identity)
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
    assert Heartbeat(station.database, station.identity).beat([job_id]).lost == {job_id}
    assert pressed(station, actor, "resume", job_id) is Answer.RESUMED
    assert row(product, job_id)["last_error"] is None
    assert station.run(job_id).ending is Ending.COMPLETED
    assert counts(product, job_id) == ("completed", 25, 25, 25, 0)
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
            left.append(row(product, job_id))

    result = station.run_until(job_id, sleep)
    assert (result.ending, result.succeeded) == (Ending.LOST, 20)
    assert [row(product, job_id)] == left
    assert pressed(station, actor, "resume", job_id) is Answer.RESUMED
    assert station.run(job_id).succeeded == 15
    assert counts(product, job_id) == ("completed", 35, 35, 35, 0)


# Odd rows


@pytest.mark.parametrize("total", [None, 0, 7])
def test_a_total_that_is_missing_or_too_small(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, total: int | None
) -> None:
    """Nobody had frozen its end: as it goes on here, it is counted."""
    product.receipts(business, 25)
    job_id = product.job(business, "paused", total=total, cursor=None)
    pressed(station, actor, "resume", job_id)
    told: list[float | None] = []
    result = station.run_until(job_id, lambda _wait: told.append(percent(shown(station, actor, business))))
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert told == [40.0, 80.0, 99.9]
    assert percent(shown(station, actor, business)) == 100.0
    assert counts(product, job_id) == ("completed", 25, 25, 25, 0)
    assert (web.show(business, job_id).job or {})["percent"] == 100.0


def test_counters_that_are_null_from_start_to_end(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    ids = product.receipts(business, 25)
    refuse(product, ids[3:4])
    nothing = dict.fromkeys(("total", "processed", "succeeded", "failed_count"))
    job_id = product.job(business, "paused", cursor=None, **nothing)
    job = shown(station, actor, business)
    assert (job.total, job.processed, job.succeeded, job.failed) == (0, 0, 0, 0)
    pressed(station, actor, "resume", job_id)
    station.run_batches(job_id, 1)
    assert counts(product, job_id) == ("paused", 25, 10, 9, 1)
    pressed(station, actor, "resume", job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert counts(product, job_id) == ("completed", 25, 25, 24, 1)
    relent(product)
    product.execute("UPDATE background_jobs SET processed = NULL, succeeded = NULL, failed_count = NULL")
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    assert station.run(job_id).succeeded == 1
    assert counts(product, job_id) == ("completed", 25, 1, 1, 0)


def test_an_old_database_in_every_action(product: Product, business: int) -> None:
    """`heartbeat_at` is missing: the signs of life are in `updated_at`. `migrate` names it and adds it."""
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    others = [name for name in AGES if name != "heartbeat_at"]
    ids = product.receipts(business, 35, files=1)
    refuse(product, ids[1:2])
    with Station(product, "old") as old, Station(product, "another") as another:
        actor = old.actor(product.user().id)
        job_id = started(old, actor, business)
        with old.database.begin() as connection:
            (gap,) = schema.missing(connection)
        assert gap.name == "background_jobs.heartbeat_at"

        def elsewhere(wait: int) -> None:
            assert not shown(old, actor, business).is_stale
            assert Heartbeat(old.database, old.identity).beat([job_id]).lost == set()
            assert pressed(another, actor, "take_over", job_id) is Answer.STILL_ALIVE
            if wait == 2:
                let_pass(product, 121, *others)
                assert shown(old, actor, business).is_stale
                assert pressed(another, actor, "take_over", job_id) is Answer.TAKEN_OVER
                let_pass(product, 61, *others)
                assert shown(old, actor, business).is_stuck

        assert old.run_until(job_id, elsewhere).ending is Ending.LOST
        assert pressed(another, actor, "pause", job_id) is Answer.PAUSED
        assert pressed(old, actor, "resume", job_id) is Answer.RESUMED
        assert old.run(job_id).ending is Ending.COMPLETED
        assert counts(product, job_id) == ("completed", 35, 35, 34, 1)
        relent(product)
        assert pressed(old, actor, "retry", job_id) is Answer.RETRYING
        (applied,) = schema.apply(old.database.engine)
        assert applied.name == gap.name
        assert old.run(job_id).ending is Ending.COMPLETED  # on the connections that it has
        assert counts(product, job_id) == ("completed", 35, 35, 35, 0)
    product.receipts(business, 5)
    let_pass(product, 61)
    beats: list[datetime | None] = []
    with Station(product, "new") as new:
        job_id = started(new, new.actor(product.user().id), business)
        new.run_until(job_id, lambda _wait: beats.append(row(product, job_id)["heartbeat_at"]))
    assert None not in beats
    assert len(beats) == 1


def test_keys_of_others_survive_every_hand_that_the_job_passes_through(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """Ours survive the web worker, too: the failed receipts above all."""
    theirs = {"shard": 3, "tags": ["a", {"b": None}], "note": "שלום ⟨x⟩", "max_id_of_web": 2**60}
    ids = product.receipts(business, 45)
    refuse(product, ids[2:3])
    job_id = web_starts(web, business)
    product.execute("UPDATE background_jobs SET cursor = %s", json.dumps({"last_id": 0, **theirs}))

    def others() -> dict[str, Any]:
        return {
            key: value for key, value in json.loads(row(product, job_id)["cursor"]).items() if key in theirs
        }

    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    station.run_batches(job_id, 1)
    assert others() == theirs
    (failure,) = station.cursor(job_id).failed
    done(web.resume(business, job_id))
    worker = web.work()
    assert worker is not None
    while next(worker) != "throttle":
        pass
    assert others() == theirs
    let_pass(product, 121)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    station.run(job_id)
    assert counts(product, job_id) == ("completed", 45, 45, 44, 1)
    assert (others(), station.cursor(job_id).failed) == (theirs, (failure,))
    relent(product)
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    station.run(job_id)
    assert counts(product, job_id) == ("completed", 45, 45, 45, 0)
    assert others() == theirs


# The business goes on meanwhile


def test_a_receipt_that_comes_to_life_ahead_of_the_job_is_deleted_with_the_others(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """It is of those that the person saw or could have seen; more is done than was announced."""
    ids = product.receipts(business, 25, files=1)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", ids[20:24])
    job_id = started(station, actor, business)

    def sync(wait: int) -> None:
        if wait == 1:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = ANY(%s)", ids[20:24])

    assert station.run_until(job_id, sync).succeeded == 25
    assert counts(product, job_id) == ("completed", 21, 25, 25, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_receipt_that_comes_to_life_before_its_file_is_deleted_keeps_it(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Between the commit of the batch and its files; the job counts what it did."""
    ids = product.receipts(business, 15, files=2)
    job_id = started(station, actor, business)

    def sync(_step: object) -> None:
        if row(product, job_id)["succeeded"] == 10:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[4])

    result = station.run(job_id, report=sync)
    assert (result.ending, result.succeeded, result.files_left) == (Ending.COMPLETED, 15, 0)
    assert counts(product, job_id) == ("completed", 15, 15, 15, 0)
    assert (product.live(business), product.files(business)) == (1, 2)
    assert product.scalar("SELECT count(*) FROM attachments") == 2


def test_a_business_that_is_deleted_under_the_job(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Between two batches, with all that is its own; another job goes on as if nothing were."""
    other = product.business()
    for one in (business, other):
        product.receipts(one, 25, files=1)
    job_id, other_id = started(station, actor, business), started(station, actor, other)

    def gone(wait: int) -> None:
        if wait == 1:
            product.execute("DELETE FROM business WHERE id = %s", business)

    result = station.run_until(job_id, gone)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert product.rows("SELECT id FROM background_jobs WHERE id = %s", job_id) == []
    for action in ("cancel", "resume", "take_over", "retry"):
        assert pressed(station, actor, action, job_id) is Answer.NO_SUCH_JOB
    assert Heartbeat(station.database, station.identity).beat([job_id, other_id]).lost == {job_id}
    assert station.run(other_id).ending is Ending.COMPLETED
    assert counts(product, other_id) == ("completed", 25, 25, 25, 0)


def test_a_business_that_is_deleted_within_a_batch(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Whose receipts the batch already holds: the deletion waits for it, or the batch for the deletion."""
    product.receipts(business, 25)
    job_id = started(station, actor, business)
    with station.just_before(
        "WITH ours AS", lambda: product.execute("DELETE FROM business WHERE id = %s", business), nth=2
    ):
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert product.rows("SELECT * FROM background_jobs") == []
