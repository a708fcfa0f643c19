"""`app.qt.pool`: worker threads on real jobs, and what they say."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QThread

from app.core.errors import PolicyOutOfBounds
from app.core.worker import ConsoleIdentity
from app.db.engine import Database
from app.engine.control import Control
from app.engine.events import Ending, SliceResult, Step
from app.engine.heartbeat import Heartbeat
from app.files.local import LocalStorage
from app.files.storage import FileResult
from app.qt.pool import WorkerPool
from app.workers.job_queue import JobQueue, LocalState
from tests.qt.pool.conftest import NewStation, Until
from tests.support.gate import GUARD_SECONDS, Gate, waits
from tests.support.product import Product
from tests.support.running import EAGER, PATIENT

# Work


def test_businesses_are_cleared_and_others_left_alone(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    ours, other = [product.business() for _ in range(3)], product.business()
    for business_id in (*ours, other):
        product.receipts(business_id, 7, files=2)
    crew = new_crew(workers=2, policy=EAGER)
    jobs = crew.delete(*ours)
    until(lambda: len(crew.results) == 3)
    assert [product.counters(job_id) for job_id in jobs] == [("completed", 7, 7, 7, 0)] * 3
    assert [(product.live(one), product.files(one)) for one in ours] == [(0, 0)] * 3
    assert (product.live(other), product.files(other)) == (7, 14)
    assert {(result.ending, result.succeeded, result.files_deleted) for result in crew.results} == {
        (Ending.COMPLETED, 7, 14)
    }
    assert (crew.pool.busy, crew.pool.waiting, crew.pool.own_jobs) == (0, 0, [])


def test_several_workers_run_several_businesses_at_the_same_time(
    product: Product, new_crew: NewStation, storage_root: Path, until: Until
) -> None:
    together = threading.Barrier(3, timeout=GUARD_SECONDS)

    class Meeting(LocalStorage):
        def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
            together.wait()
            return super().delete(business_id, keys)

    businesses = [product.business() for _ in range(3)]
    for business_id in businesses:
        product.receipts(business_id, 4, files=1)
    crew = new_crew(storage=Meeting(storage_root), workers=3)
    jobs = crew.delete(*businesses)
    until(lambda: len(crew.results) == 3)
    assert not together.broken
    assert [product.counters(job_id) for job_id in jobs] == [("completed", 4, 4, 4, 0)] * 3


def test_no_more_jobs_run_than_there_are_workers(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    businesses = [product.business() for _ in range(4)]
    for business_id in businesses:
        product.receipts(business_id, 1, files=1)
    crew = new_crew(storage=gate, workers=2)
    jobs = crew.delete(*businesses)
    until(lambda: len(gate.entered) == 2)
    assert (crew.pool.busy, crew.pool.waiting) == (2, 2)
    assert crew.pool.own_jobs == jobs[2:] + jobs[:2]
    assert [product.job_status(job_id) for job_id in jobs] == ["running", "running", "queued", "queued"]
    assert crew.pool.state_of(jobs[3]) == LocalState(jobs[3], waiting=True)
    gate.open()
    until(lambda: len(crew.results) == 4)
    assert {product.job_status(job_id) for job_id in jobs} == {"completed"}


def test_a_job_at_its_runtime_cap_goes_to_the_back_of_the_queue(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    businesses = [product.business() for _ in range(3)]
    for business_id in businesses:
        product.receipts(business_id, 6)
    policy = replace(EAGER, runtime_cap_seconds=10)
    crew = new_crew(policy=policy, workers=1, ticks=4)  # two batches a slice
    jobs = crew.delete(*businesses)
    until(lambda: len(crew.results) >= 12)
    assert [result.job_id for result in crew.results] == jobs * 4
    assert [result.ending for result in crew.results] == [Ending.CONTINUES] * 9 + [Ending.COMPLETED] * 3
    assert [result.succeeded for result in crew.results] == [2] * 9 + [0] * 3
    assert [product.counters(job_id) for job_id in jobs] == [("completed", 6, 6, 6, 0)] * 3


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs in the order in which workers take them."""
    found: list[int] = []
    take, one_at_a_time = JobQueue.take, threading.Lock()

    def take_and_note(queue: JobQueue) -> tuple[int, Control] | None:
        with one_at_a_time:
            job = take(queue)
            if job is not None:
                found.append(job[0])
        return job

    monkeypatch.setattr(JobQueue, "take", take_and_note)
    return found


def test_two_hundred_businesses_advance_together(
    product: Product, taken: list[int], new_crew: NewStation, until: Until
) -> None:
    """Nobody begins a second slice while others wait for their first. When slices end tells nothing of it:
    one may be slow while others are through with several."""
    businesses = [product.business() for _ in range(200)]
    for business_id in businesses:
        product.receipts(business_id, 3)
    crew = new_crew(policy=replace(EAGER, runtime_cap_seconds=10), workers=4, ticks=4)
    jobs = crew.delete(*businesses)
    until(lambda: len(crew.results) == 2 * len(jobs))
    assert set(taken[: len(jobs)]) == set(jobs)
    assert [result.succeeded for result in crew.results].count(2) == len(jobs)
    assert product.scalar("SELECT count(*) FROM background_jobs WHERE status = 'completed'") == len(jobs)
    assert sum(product.live(business_id) for business_id in businesses) == 0


def test_without_auto_continue_the_cap_pauses_the_job(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    business_id = product.business()
    product.receipts(business_id, 6)
    policy = replace(EAGER, runtime_cap_seconds=10, auto_continue=False)
    crew = new_crew(policy=policy, ticks=4)
    (job_id,) = crew.delete(business_id)
    until(lambda: crew.results)
    assert crew.results[0].ending is Ending.CAPPED
    assert product.counters(job_id) == ("paused", 6, 2, 2, 0)
    assert crew.pool.own_jobs == []


# Signals


def test_signals_arrive_in_the_main_thread(product: Product, new_crew: NewStation, until: Until) -> None:
    business_id = product.business()
    product.receipts(business_id, 2)
    crew = new_crew()
    moved: list[tuple[object, int]] = []
    steps: list[int] = []
    ended: list[int] = []
    crew.pool.moved.connect(lambda job_id: moved.append((job_id, threading.get_ident())))
    crew.pool.stepped.connect(lambda _: steps.append(threading.get_ident()))
    crew.pool.slice_ended.connect(lambda _: ended.append(threading.get_ident()))
    (job_id,) = crew.delete(business_id)
    until(lambda: ended and moved)
    here = threading.get_ident()
    assert set(moved) == {(job_id, here)}
    assert set(steps) == {here}
    assert len(steps) >= 3  # the claim and each batch
    assert ended == [here]


def test_steps_of_one_moment_are_one_movement(new_crew: NewStation, until: Until) -> None:
    pool = new_crew().pool
    moved: list[object] = []
    pool.moved.connect(moved.append)
    for job_id in (7, 8, 9):
        pool._on_step(Step(job_id))
    assert moved == []
    until(lambda: moved)
    assert moved == [9]


# Quitting


def test_to_leave_pauses_what_runs_and_takes_nothing_new(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    businesses = [product.business() for _ in range(3)]
    for business_id in businesses:
        product.receipts(business_id, 5)
    crew = new_crew(policy=PATIENT, workers=2)
    jobs = crew.delete(*businesses)
    until(lambda: waits(crew, jobs[0]) and waits(crew, jobs[1]))
    assert crew.pool.close(GUARD_SECONDS * 1000)
    until(lambda: len(crew.results) == 2)
    assert {result.ending for result in crew.results} == {Ending.PAUSED}
    assert [product.counters(job_id) for job_id in jobs[:2]] == [("paused", 5, 2, 2, 0)] * 2
    assert product.counters(jobs[2]) == ("queued", 5, 0, 0, 0)
    assert crew.pool.own_jobs == []


def test_to_close_ends_every_thread_and_may_be_done_twice(new_crew: NewStation) -> None:
    crew = new_crew(workers=16)
    threads = cast(list[QThread], crew.pool._threads)
    assert all(thread.isRunning() for thread in threads)
    assert crew.pool.close(GUARD_SECONDS * 1000)
    assert all(thread.isFinished() for thread in threads)
    assert crew.pool.close(0)


def test_to_close_says_when_a_worker_is_still_in_a_batch(
    product: Product, new_crew: NewStation, gate: Gate, until: Until
) -> None:
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    crew = new_crew(storage=gate)
    (job_id,) = crew.delete(business_id)
    until(lambda: gate.entered)
    assert not crew.pool.close(1)
    gate.open()
    assert crew.pool.close(GUARD_SECONDS * 1000)
    assert product.counters(job_id) == ("paused", 3, 1, 1, 0)


def test_a_pool_that_never_started_is_closed_in_peace(database: Database) -> None:
    def never(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        raise AssertionError(job_id, control, report)

    pool = WorkerPool(never, Heartbeat(database, ConsoleIdentity.fresh("test", 1), {}), 3)
    pool.enqueue([1], 0)
    assert pool.close(0)
    gone = weakref.ref(pool)
    del pool
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("workers", [0, 17, -1])
def test_the_size_of_the_pool_has_bounds(database: Database, workers: int) -> None:
    heartbeat = Heartbeat(database, ConsoleIdentity.fresh("test", 1), {})
    with pytest.raises(PolicyOutOfBounds):
        WorkerPool(lambda *_: SliceResult(0, Ending.LOST), heartbeat, workers)


def test_the_size_is_that_of_its_threads(new_crew: NewStation) -> None:
    crew = new_crew(workers=16)
    assert crew.pool.size == 16
    assert len(crew.pool._threads) == 17  # and the heartbeat's
