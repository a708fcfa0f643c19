"""The pool's queue: who waits in it, and what becomes of those who are asked to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.actions.results import Answer
from app.core.cursor import Cursor
from app.db import job_writes
from app.engine.control import Control
from app.engine.events import Ending, SliceResult, Step
from app.workers.job_queue import LocalState, Stopping
from tests.qt.pool.conftest import NewStation, Until
from tests.support.gate import LONG_AGO, QUICK, Gate
from tests.support.product import Product
from tests.support.running import EAGER, Station

# The queue


def test_a_waiting_job_is_paused_at_once_and_never_starts(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    first, second = product.business(), product.business()
    product.receipts(first, 1, files=1)
    product.receipts(second, 3, files=1)
    crew = new_crew(storage=gate, workers=1)
    running, waiting = crew.delete(first, second)
    until(lambda: gate.entered)
    assert crew.pause(waiting).answer is Answer.PAUSED
    assert crew.pool.own_jobs == [running]
    gate.open()
    until(lambda: crew.results)
    assert product.counters(waiting) == ("paused", 3, 0, 0, 0)
    assert Cursor.parse(product.job_row(waiting)["cursor"]).worker is None
    assert product.live(second) == 3


def test_a_waiting_job_that_is_cancelled_elsewhere_leaves_the_queue(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    first, second = product.business(), product.business()
    product.receipts(first, 1, files=1)
    product.receipts(second, 3)
    crew = new_crew(storage=gate, workers=1, beat_every=QUICK)
    running, waiting = crew.delete(first, second)
    until(lambda: gate.entered)
    product.execute("UPDATE background_jobs SET status = 'cancelled' WHERE id = %s", waiting)
    until(lambda: crew.pool.waiting == 0)
    assert crew.pool.own_jobs == [running]
    gate.open()
    until(lambda: crew.results)
    assert crew.pool.own_jobs == []
    assert product.counters(waiting) == ("cancelled", 3, 0, 0, 0)
    assert product.live(second) == 3
    assert [result.job_id for result in crew.results] == [running]


@pytest.mark.parametrize(
    "change",
    [
        "status = 'cancelled'",
        "status = 'failed', last_error = 'Server restarted / job heartbeat lost'",
        'cursor = \'{"last_id": 0, "worker": "sweep:elsewhere:7:abc/queue"}\'',
        "cursor = 'damaged'",
    ],
)
def test_a_job_that_was_changed_while_it_waited_is_not_run(
    product: Product, new_crew: NewStation, gate: Gate, until: Until, change: str
) -> None:
    """Its worker takes it before any heartbeat could tell."""
    first, second = product.business(), product.business()
    product.receipts(first, 1, files=1)
    product.receipts(second, 3)
    crew = new_crew(storage=gate, workers=1)
    _, waiting = crew.delete(first, second)
    until(lambda: gate.entered)
    product.execute(f"UPDATE background_jobs SET {change} WHERE id = %s", waiting)
    before = product.job_row(waiting)
    gate.open()
    until(lambda: len(crew.results) == 2)
    assert (crew.results[1].job_id, crew.results[1].ending) == (waiting, Ending.LOST)
    assert product.job_row(waiting) == before
    assert product.live(second) == 3


def test_a_row_that_is_gone_is_no_trouble(product: Product, new_crew: NewStation, until: Until) -> None:
    crew = new_crew()
    crew.pool.enqueue([4711], 0)
    until(lambda: crew.results)
    assert crew.results == [SliceResult(4711, Ending.LOST)]


def test_a_cancelled_job_may_be_followed_by_a_new_one_while_its_worker_still_leaves(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    crew = new_crew(storage=gate, workers=2)
    (old,) = crew.delete(business_id)
    until(lambda: gate.entered)
    crew.cancel(old)
    assert crew.pool.state_of(old) == LocalState(old, stopping=Stopping.CANCELLING)
    product.execute("UPDATE background_jobs SET created_at = %s WHERE id = %s", LONG_AGO, old)
    (new,) = crew.delete(business_id)
    gate.open()
    until(lambda: len(crew.results) == 2)
    assert product.counters(old) == ("cancelled", 3, 1, 1, 0)
    assert product.counters(new) == ("completed", 2, 2, 2, 0)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_nothing_can_be_asked_of_a_job_of_somebody_else(product: Product, new_crew: NewStation) -> None:
    crew = new_crew()
    assert not crew.pool.request_pause([4711])
    crew.pool.look_again(4711)
    assert crew.pool.state_of(4711) is None


@pytest.mark.parametrize("action", ["pause", "cancel"])
def test_a_waiting_job_does_not_begin_while_it_is_being_stopped(
    product: Product,
    new_crew: NewStation,
    gate: Gate,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
) -> None:
    """Before the action writes, a worker becomes free; others in the queue are let by."""
    first, second, third = (product.business() for _ in range(3))
    for business_id in (first, second, third):
        product.receipts(business_id, 5, files=1)
    crew = new_crew(storage=gate, workers=1, policy=EAGER)
    _running, waiting, behind = crew.delete(first, second, third)
    until(lambda: gate.entered)
    write = getattr(job_writes, f"{action}_many")

    def late(*arguments: Any) -> object:
        gate.open()
        until(lambda: product.job_status(behind) == "completed")
        return write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(job_writes, f"{action}_many", late)
        getattr(crew, action)(waiting)
    until(lambda: not crew.pool.own_jobs)
    row_now = product.job_row(waiting)
    done = {"pause": "paused", "cancel": "cancelled"}[action]
    assert (row_now["status"], row_now["started_at"]) == (done, None)
    assert (product.live(first), product.live(second)) == (0, 5)


@pytest.mark.parametrize("asked", ["pause", "leave"])
def test_a_pause_that_is_asked_as_a_slice_ends_is_not_lost(
    product: Product, new_crew: NewStation, until: Until, asked: str
) -> None:
    """The slice has just written `queued` (runtime cap, auto-continue), and its worker is not back yet."""
    business_id = product.business()
    product.receipts(business_id, 6)

    class Interrupted(Station):
        def run_slice(self, job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
            result = super().run_slice(job_id, control, report)
            if result.ending is Ending.CONTINUES and asked == "pause":
                assert self.pool.request_pause([job_id])
            elif result.ending is Ending.CONTINUES:
                self.pool.request_leave()
            return result

    crew = new_crew(kind=Interrupted, policy=replace(EAGER, runtime_cap_seconds=10), ticks=4)
    (job_id,) = crew.delete(business_id)
    until(lambda: crew.results and crew.pool.own_jobs == [])
    assert product.counters(job_id) == ("paused", 6, 2, 2, 0)
    assert Cursor.parse(product.job_row(job_id)["cursor"]).worker is None
