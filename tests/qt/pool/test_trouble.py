"""The heartbeat of the jobs of the pool, and what goes wrong under its workers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.core.access import Denial
from app.core.cursor import Cursor
from app.core.job import Job
from app.core.messages import UNEXPECTED
from app.db.engine import Connection
from app.engine.events import Ending, WaitReason
from app.engine.heartbeat import REFUSED
from app.receipts.job_type import ReceiptDeletion
from tests.qt.conftest import Outage
from tests.qt.pool.conftest import NewStation, Until
from tests.support.gate import QUICK, Gate, age, is_alive, waits
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import PATIENT

# The heartbeat


def test_a_job_whose_worker_hangs_in_the_storage_stays_alive(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    business_id = product.business()
    product.receipts(business_id, 2, files=1)
    crew = new_crew(storage=gate, beat_every=QUICK)
    (job_id,) = crew.delete(business_id)
    until(lambda: gate.entered)
    for _ in range(2):
        age(product, job_id)
        until(lambda: is_alive(product, job_id))
    assert product.counters(job_id) == ("running", 2, 1, 1, 0)
    gate.open()
    until(lambda: crew.results)
    assert product.counters(job_id) == ("completed", 2, 2, 2, 0)


def test_waiting_jobs_are_kept_alive_on_their_rows(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    """Else the web side's page view fails them after some minutes in the queue."""
    businesses = [product.business() for _ in range(3)]
    for business_id in businesses:
        product.receipts(business_id, 1, files=1)
    crew = new_crew(storage=gate, workers=1, beat_every=QUICK)
    _, *waiting = crew.delete(*businesses)
    until(lambda: gate.entered)
    for job_id in waiting:
        age(product, job_id)
    until(lambda: all(is_alive(product, job_id) for job_id in waiting))
    assert [product.counters(job_id) for job_id in waiting] == [("queued", 1, 0, 0, 0)] * 2
    gate.open()
    until(lambda: len(crew.results) == 3)


def test_jobs_of_others_get_no_heartbeat_from_here(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    business_id = product.business()
    product.receipts(business_id, 1, files=1)
    theirs = product.job(product.business(), "running", cursor='{"last_id": 5}')
    paused = product.job(product.business(), "paused", cursor='{"last_id": 5}')
    age(product, theirs)
    age(product, paused)
    before = product.job_row(theirs), product.job_row(paused)
    crew = new_crew(storage=gate, beat_every=QUICK)
    (job_id,) = crew.delete(business_id)
    until(lambda: gate.entered)
    age(product, job_id)
    until(lambda: is_alive(product, job_id))
    assert (product.job_row(theirs), product.job_row(paused)) == before
    gate.open()


def test_a_job_whose_start_nobody_heard_of_is_adopted(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    """The answer to the commit was lost. Seen by one heartbeat alone, it may be on its way to the queue."""
    business_id = product.business()
    highest = product.receipts(business_id, 3)[-1]
    crew = new_crew()
    cursor = Cursor(max_id=highest, worker=crew.identity.waiting)
    job_id = product.job(business_id, "queued", total=3, cursor=cursor.text())
    crew.pool._heartbeat_loop.beat()
    assert crew.pool.own_jobs == []
    crew.pool._heartbeat_loop.beat()
    until(lambda: crew.results)
    assert product.counters(job_id) == ("completed", 3, 3, 3, 0)


def test_one_that_is_adopted_without_a_right_does_not_begin(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    """The page was switched off meanwhile: it must not delete until the next heartbeat."""
    business_id = product.business(pages=())
    highest = product.receipts(business_id, 3)[-1]
    crew = new_crew()
    cursor = Cursor(max_id=highest, worker=crew.identity.waiting)
    job_id = product.job(business_id, "queued", total=3, cursor=cursor.text())
    crew.pool._heartbeat_loop.beat()
    crew.pool._heartbeat_loop.beat()
    until(lambda: crew.results)
    assert product.counters(job_id) == ("paused", 3, 0, 0, 0)
    assert product.last_error(job_id) == REFUSED[Denial.PAGE_DISABLED]


def test_the_heartbeat_survives_a_database_that_is_away(
    product: Product,
    new_crew: NewStation,
    gate: Gate,
    until: Until,
    outage: Outage,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("The heartbeat was not written")
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    crew = new_crew(storage=gate, workers=1, beat_every=QUICK)
    (job_id,) = crew.delete(business_id)
    until(lambda: gate.entered)
    outage.begin()
    until(lambda: any("heartbeat was not written" in message for message in expected_logs.messages))
    outage.end()
    with Product(product.url, product.storage_root) as again:
        age(again, job_id)
        until(lambda: is_alive(again, job_id))
        gate.open()
        until(lambda: crew.results)
        assert again.counters(job_id) == ("completed", 3, 3, 3, 0)
        assert (again.live(business_id), again.files(business_id)) == (0, 0)


# Trouble


def test_a_job_lives_through_the_loss_of_its_connection(
    product: Product, new_crew: NewStation, until: Until, outage: Outage
) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=1)
    crew = new_crew(policy=PATIENT)
    (job_id,) = crew.delete(business_id)
    until(lambda: waits(crew, job_id))
    outage.cut()
    with Product(product.url, product.storage_root) as again:
        for done in (4, 5):
            crew.pool.look_again(job_id)
            until(lambda: again.job_row(job_id)["processed"] == done)  # noqa: B023 - called in this turn
        crew.pool.look_again(job_id)
        until(lambda: crew.results)
        assert again.counters(job_id) == ("completed", 5, 5, 5, 0)
        assert (again.live(business_id), again.files(business_id)) == (0, 0)


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    """The address of a database that refuses every connection at once."""
    return f"postgresql:///nothing?host={tmp_path}"


def test_a_wait_for_the_database_ends_as_the_console_quits(
    new_crew: NewStation, nowhere: str, until: Until
) -> None:
    crew = new_crew(url=nowhere)
    crew.pool.enqueue([1], 0)
    until(lambda: crew.steps)
    state = crew.pool.state_of(1)
    assert state is not None
    assert state.wait is not None
    assert state.wait.reason is WaitReason.DATABASE
    crew.pool.request_leave()
    until(lambda: crew.results)
    assert crew.results[0].ending is Ending.ABANDONED


def test_a_pause_does_not_turn_the_wait_for_the_database_into_a_race(
    new_crew: NewStation, nowhere: str, until: Until
) -> None:
    """It tries once more at once, and then it waits again: no hammering at a server that is down."""
    crew = new_crew(url=nowhere)
    crew.pool.enqueue([1], 0)
    until(lambda: crew.steps)
    crew.pool.request_pause([1])
    tries = len(crew.steps)
    threading.Event().wait(0.5)
    assert len(crew.steps) - tries < 5


def test_a_bug_gives_up_its_job_and_spares_the_others(
    product: Product,
    new_crew: NewStation,
    until: Until,
    expected_logs: ExpectedLogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs.expect("the worker met a bug")
    first, second = product.business(), product.business()
    product.receipts(first, 2, files=1)
    product.receipts(second, 2, files=1)

    def broken_count(self: ReceiptDeletion, connection: Connection, job: Job, cursor: Cursor) -> int:
        if job.business_id == first:
            raise ZeroDivisionError("a bug")
        return count_live(self, connection, job, cursor)

    count_live = ReceiptDeletion.count_live
    monkeypatch.setattr(ReceiptDeletion, "count_live", broken_count)
    crew = new_crew(workers=1)
    broken, whole = crew.delete(first, second)
    until(lambda: len(crew.results) == 2)
    assert [(result.job_id, result.ending) for result in crew.results] == [
        (broken, Ending.FAILED),
        (whole, Ending.COMPLETED),
    ]
    (crash,) = crew.crashes
    assert (crash.job_id, type(crash.error)) == (broken, ZeroDivisionError)
    assert crew.pool.own_jobs == []
    assert product.counters(broken) == ("failed", 2, 2, 2, 0)
    assert product.last_error(broken) == UNEXPECTED.format(reason="ZeroDivisionError")
    assert product.counters(whole) == ("completed", 2, 2, 2, 0)
