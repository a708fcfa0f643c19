"""In a business either something is deleted or something comes back, whoever begins, in whichever moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

import pytest

from app.actions.results import Answer
from app.core.restore import RestoreStatus
from app.core.server import server_mark
from tests.support.product import Product
from tests.support.restoring import Restoring, whole_rows
from tests.support.running import Station
from tests.support.web_side import WebSide, done


def aged(product: Product) -> None:
    """The last start was not just now."""
    product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 minutes'")


@pytest.fixture
def ended(product: Product, station: Station, business: int) -> int:
    """A job that has deleted 25 receipts, and 5 that have come since."""
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    station.run(job_id)
    product.receipts(business, 5)
    aged(product)
    return job_id


@pytest.fixture
def another(product: Product) -> Iterator[Station]:
    with Station(product, "another") as console:
        yield console


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_no_deletion_starts_while_something_comes_back(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int, status: str
) -> None:
    (restore_id,) = restoring.start(ended)
    product.execute("UPDATE sweep_restores SET status = %s", status)
    (result,) = station.actions.start(station.person, station.deletion.name, [business])
    assert result.answer is Answer.RESTORE_ACTIVE
    assert restoring.answer("cancel", restore_id) is Answer.CANCELLED
    assert len(station.delete(business)) == 1


@pytest.mark.parametrize("act", ["resume", "take_over", "retry", "run_here"])
def test_no_deletion_goes_on_either(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int, act: str
) -> None:
    restoring.start(ended)
    columns = {"updated_at": "2024-05-01", "created_at": "2024-05-01"}
    cursor = '{"last_id": 0, "at": 0, "max_id": 9, "failed": [[1, "so"]]}'
    status = {"resume": "paused", "take_over": "running", "retry": "completed", "run_here": "queued"}[act]
    if act == "run_here":
        mark = server_mark(datetime(2024, 5, 1))
        cursor = f'{{"last_id": 0, "at": 0, "max_id": 9, "worker": "{mark}"}}'
    other = product.job(business, status, cursor=cursor, **columns)
    (result,) = getattr(station.actions, act)(station.person, [other])
    assert result.answer is Answer.RESTORE_ACTIVE
    assert product.job_status(other) == status


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_nothing_comes_back_while_something_is_deleted(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int, status: str
) -> None:
    other = product.job(business, status)
    (seen,) = restoring.actions.preview(station.person, [ended]).jobs
    (result,) = restoring.actions.start(station.person, [ended])
    assert seen.refusal is result.answer is Answer.ALREADY_ACTIVE
    assert result.job
    assert result.job.id == other
    assert (seen.will_be_restored, product.scalar("SELECT count(*) FROM sweep_restores")) == (25, 0)


def test_nor_while_a_worker_is_still_alive_on_a_failed_job(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int
) -> None:
    product.execute(
        "UPDATE background_jobs SET status = 'failed', finished_at = NULL,"
        " heartbeat_at = timezone('UTC', clock_timestamp()) WHERE id = %s",
        ended,
    )
    (result,) = restoring.actions.start(station.person, [ended])
    assert result.answer is Answer.STILL_ALIVE
    assert result.seconds is not None
    assert 100 < result.seconds <= 120


def test_nor_does_a_paused_one_go_on_then(
    restoring: Restoring, product: Product, business: int, ended: int
) -> None:
    (restore_id,) = restoring.start(ended)
    assert restoring.answer("pause", restore_id) is Answer.PAUSED
    now = product.scalar("SELECT timezone('UTC', clock_timestamp())")
    product.job(business, "failed", finished_at=None, heartbeat_at=now)
    result = restoring.result("go_on", restore_id)
    assert (result.answer, result.restore and result.restore.status) == (
        Answer.STILL_ALIVE,
        RestoreStatus.PAUSED,
    )
    assert result.seconds


def test_one_restore_of_a_business_at_a_time(
    restoring: Restoring, station: Station, another: Station, ended: int
) -> None:
    theirs = Restoring(another)
    (restore_id,) = theirs.start(ended)
    (seen,) = restoring.actions.preview(station.person, [ended]).jobs
    (result,) = restoring.actions.start(station.person, [ended])
    assert seen.refusal is result.answer is Answer.RESTORE_ACTIVE
    assert result.restore
    assert result.restore.id == restore_id


def test_a_failed_one_does_not_go_on_beside_another(
    restoring: Restoring, product: Product, ended: int
) -> None:
    (first,) = restoring.start(ended)
    product.execute("UPDATE sweep_restores SET status = 'failed' WHERE id = %s", first)
    (second,) = restoring.start(ended)
    assert restoring.answer("go_on", first) is Answer.RESTORE_ACTIVE
    assert restoring.run(second).restored == 25


def test_a_deletion_of_the_web_side_pauses_the_restore_at_its_next_batch(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int, web: WebSide
) -> None:
    """What had come back is deleted with it; and the rest comes back when that has ended."""
    person = product.user("admin", business)
    (restore_id,) = restoring.start(ended)
    began = iter([lambda: done(web.delete_all(business, person.id))])
    paused = restoring.run_until(restore_id, lambda _: next(began, lambda: None)())
    assert (paused.status, paused.restored) == (RestoreStatus.PAUSED, 10)
    assert "deletes receipts of this business" in (paused.last_error or "")
    assert restoring.answer("go_on", restore_id) is Answer.ALREADY_ACTIVE
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert product.live(business) == 0
    assert restoring.answer("go_on", restore_id) is Answer.RESTORING
    over = restoring.run(restore_id)
    assert (over.status, over.restored, product.live(business)) == (RestoreStatus.COMPLETED, 25, 15)


def test_a_worker_that_is_alive_on_a_job_that_was_failed_pauses_the_restore_too(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int, web: WebSide
) -> None:
    """A look at the web page fails a job whose worker lives, and that goes on to delete."""
    (restore_id,) = restoring.start(ended)

    def fail_meanwhile(number: int) -> None:
        if number == 1:
            beat = product.scalar("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
            product.job(business, "failed", heartbeat_at=beat, finished_at=None)

    paused = restoring.run_until(restore_id, fail_meanwhile)
    assert (paused.status, paused.restored) == (RestoreStatus.PAUSED, 10)


Step = Callable[[], object]


def in_turn(first: Station, words: str, held: Step, other: Step) -> tuple[object, object]:
    """`held` stops within its transaction, before it sends a statement with these words; `other` begins then,
    and has to wait."""
    is_in, may_go = Event(), Event()

    def stop() -> None:
        is_in.set()
        assert may_go.wait(30)

    with ThreadPoolExecutor(2) as threads, first.just_before(words, stop):
        one = threads.submit(held)
        assert is_in.wait(30)
        two = threads.submit(other)
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while first.product.scalar(waiting) == 0:
            assert not two.done(), two.result()
        may_go.set()
        return one.result(30), two.result(30)


def test_who_is_first_wins_and_the_other_sees_it(
    restoring: Restoring, station: Station, another: Station, product: Product, business: int, ended: int
) -> None:
    """Both ways: the one that waits begins after the commit of the first, and not beside it."""
    theirs = Restoring(another)
    people = station.person, another.person

    def restore() -> Answer:
        return theirs.actions.start(people[1], [ended])[0].answer

    def delete() -> Answer:
        return station.actions.start(people[0], station.deletion.name, [business])[0].answer

    assert in_turn(another, "INSERT INTO sweep_restores", restore, delete) == (
        Answer.RESTORING,
        Answer.RESTORE_ACTIVE,
    )
    assert theirs.answer("cancel", 1) is Answer.CANCELLED
    assert in_turn(station, "INSERT INTO background_jobs", delete, restore) == (
        Answer.STARTED,
        Answer.ALREADY_ACTIVE,
    )


def test_a_resumed_deletion_and_a_restore_that_goes_on(
    restoring: Restoring, station: Station, another: Station, product: Product, business: int, ended: int
) -> None:
    theirs = Restoring(another)
    people = station.person, another.person
    (restore_id,) = theirs.start(ended)
    product.execute("UPDATE sweep_restores SET status = 'failed', heartbeat_at = NULL")
    other = product.job(business, "failed", cursor='{"last_id": 0, "at": 0, "max_id": 9}')

    def go_on() -> Answer:
        return theirs.actions.go_on(people[1], [restore_id])[0].answer

    def resume() -> Answer:
        return station.actions.resume(people[0], [other])[0].answer

    assert in_turn(another, "UPDATE sweep_restores", go_on, resume) == (
        Answer.RESTORING,
        Answer.RESTORE_ACTIVE,
    )
    product.execute("UPDATE sweep_restores SET status = 'failed', heartbeat_at = NULL")
    assert in_turn(station, "UPDATE background_jobs", resume, go_on) == (
        Answer.RESUMED,
        Answer.ALREADY_ACTIVE,
    )


def test_after_the_restore_a_new_job_deletes_the_same_again(
    restoring: Restoring, station: Station, product: Product, business: int, ended: int
) -> None:
    """And only the last job that did gives it back."""
    before = whole_rows(product, business)
    restoring.restore(ended)
    (job_id,) = station.delete(business)
    station.run(job_id)
    (old,) = restoring.actions.preview(station.person, [ended]).jobs
    assert (old.refusal, old.restored_before, old.found.others) == (Answer.NOTHING_TO_RESTORE, 25, 30)
    (again,) = restoring.restore(job_id)
    assert (again.restored, product.live(business), len(before)) == (30, 30, 30)
