"""`app.workers.thread_pool`: the loops of the workers in plain threads; see also tests/qt/pool."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import cast

import pytest

from app.core.errors import ConnectionLost, PolicyOutOfBounds
from app.engine.control import Control
from app.engine.events import Crash, Ending, SliceResult, Step
from app.engine.heartbeat import Heartbeat, HeartbeatResult
from app.engine.last_resort import unexpected
from app.workers.thread_pool import ThreadPool
from app.workers.worker import Callbacks, RunSlice
from tests.support.logs import ExpectedLogs

GUARD_SECONDS = 30
NOTHING = HeartbeatResult(frozenset(), frozenset())


class StubHeartbeat:
    """A heartbeat without a database, which answers as it is told."""

    def __init__(self) -> None:
        self.answer = NOTHING
        self.beats = 0
        self.is_away = False
        self.bug: BaseException | None = None

    def beat(self, _job_ids: object) -> HeartbeatResult:
        self.beats += 1
        if self.is_away:
            raise ConnectionLost("away")
        if self.bug:
            raise self.bug
        return self.answer


class Heard:
    """What the workers tell, and in which threads."""

    def __init__(self) -> None:
        self.results: list[SliceResult] = []
        self.steps: list[Step] = []
        self.crashes: list[Crash] = []
        self.dropped: list[int] = []
        self.threads: set[str] = set()

    def callbacks(self) -> Callbacks:
        return Callbacks(self.steps.append, self._on_ended, self.crashes.append, self.dropped.append)

    def _on_ended(self, result: SliceResult) -> None:
        self.threads.add(threading.current_thread().name)
        self.results.append(result)


def pool_of(
    run_slice: RunSlice, heard: Heard, heartbeat: StubHeartbeat | None = None, workers: int = 2
) -> ThreadPool:
    return ThreadPool(
        run_slice, cast(Heartbeat, heartbeat or StubHeartbeat()), workers, 0.01, heard.callbacks()
    )


def until(condition: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.001)


def complete(job_id: int, _control: Control, report: Callable[[Step], None]) -> SliceResult:
    report(Step(job_id))
    return SliceResult(job_id, Ending.COMPLETED)


def wait_for_stop(job_id: int, control: Control, _report: Callable[[Step], None]) -> SliceResult:
    while not control.stop:
        control.wait(GUARD_SECONDS)
    return SliceResult(job_id, Ending.PAUSED)


def test_all_jobs_are_run_and_told_of_in_the_threads_of_the_workers() -> None:
    heard = Heard()
    pool = pool_of(complete, heard)
    pool.start()
    assert pool.enqueue([1, 2, 3], pool.ticket())
    until(lambda: len(heard.results) == 3)
    assert pool.close(GUARD_SECONDS * 1000)
    assert {result.job_id for result in heard.results} == {step.job_id for step in heard.steps} == {1, 2, 3}
    assert heard.threads <= {"worker 1", "worker 2"}
    assert pool.own_jobs == []


def test_a_bug_costs_one_job_and_no_worker(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the worker met a bug")

    def fails_once(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        if job_id == 1:
            raise ZeroDivisionError("a bug")
        return complete(job_id, control, report)

    heard = Heard()
    pool = pool_of(fails_once, heard, workers=1)
    pool.start()
    pool.enqueue([1, 2], pool.ticket())
    until(lambda: len(heard.results) == 2)
    assert pool.close(GUARD_SECONDS * 1000)
    assert [result.ending for result in heard.results] == [Ending.ABANDONED, Ending.COMPLETED]
    assert [type(crash.error) for crash in heard.crashes] == [ZeroDivisionError]


def test_the_end_pauses_what_runs_and_begins_nothing_new() -> None:
    heard = Heard()
    pool = pool_of(wait_for_stop, heard, workers=1)
    pool.start()
    pool.enqueue([1, 2], pool.ticket())
    until(lambda: pool.busy == 1)
    assert (pool.waiting, pool.place_of(2), pool.has(2)) == (1, 1, True)
    assert pool.close(GUARD_SECONDS * 1000)
    assert [result.job_id for result in heard.results] == [1]
    assert not pool.enqueue([3], pool.ticket())


def test_it_says_when_a_worker_is_still_in_a_batch() -> None:
    """Whose thread does not keep the process from ending."""
    entered, released = threading.Event(), threading.Event()

    def hang(job_id: int, _control: Control, _report: Callable[[Step], None]) -> SliceResult:
        entered.set()
        assert threading.current_thread().daemon
        assert released.wait(GUARD_SECONDS)
        return SliceResult(job_id, Ending.PAUSED)

    heard = Heard()
    pool = pool_of(hang, heard)
    pool.start()
    pool.enqueue([1], pool.ticket())
    assert entered.wait(GUARD_SECONDS)
    assert not pool.close(1)
    released.set()
    assert pool.close(GUARD_SECONDS * 1000)


def test_what_leaves_the_queue_without_being_run_is_told() -> None:
    """By an action, and by the heartbeat that finds it is not ours any more."""
    heard, heartbeat = Heard(), StubHeartbeat()
    pool = pool_of(wait_for_stop, heard, heartbeat, workers=1)
    pool.start()
    pool.enqueue([1, 2, 3], pool.ticket())
    until(lambda: pool.busy)
    pool.look_again(2)
    assert heard.dropped == [2]
    heartbeat.answer = HeartbeatResult(frozenset({3}), frozenset())
    until(lambda: heard.dropped == [2, 3])
    assert pool.own_jobs == [1]
    assert pool.close(GUARD_SECONDS * 1000)


def test_the_heartbeat_goes_on_after_the_database_was_away(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("The heartbeat was not written")
    heartbeat = StubHeartbeat()
    heartbeat.is_away = True
    pool = pool_of(complete, Heard(), heartbeat)
    pool.start()
    until(lambda: heartbeat.beats >= 2)
    heartbeat.is_away, seen = False, heartbeat.beats
    until(lambda: heartbeat.beats > seen)
    assert pool.close(GUARD_SECONDS * 1000)


def test_one_that_never_started_is_closed_in_peace() -> None:
    pool = pool_of(complete, Heard())
    pool.enqueue([1], pool.ticket())
    assert pool.close(0)


@pytest.mark.parametrize("workers", [0, 17, -1])
def test_the_number_of_workers_has_bounds(workers: int) -> None:
    with pytest.raises(PolicyOutOfBounds):
        pool_of(complete, Heard(), workers=workers)


@pytest.mark.parametrize("bug", [ZeroDivisionError(), SystemExit(2), MemoryError(), GeneratorExit()])
def test_no_bug_ends_a_worker(bug: BaseException, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the worker met a bug")

    def fails_once(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        if job_id == 1:
            raise bug
        return complete(job_id, control, report)

    heard = Heard()
    pool = pool_of(fails_once, heard, workers=1)
    pool.start()
    pool.enqueue([1, 2], pool.ticket())
    until(lambda: len(heard.results) == 2)
    assert pool.close(GUARD_SECONDS * 1000)
    (crash,) = heard.crashes
    assert (crash.error, heard.results[0].error) == (bug, unexpected(bug))


def test_no_listener_ends_a_worker(expected_logs: ExpectedLogs) -> None:
    """Its own bug is told in the log; what the job did is not undone by it."""
    expected_logs.expect("A listener of the workers met a bug")
    expected_logs.expect("the worker met a bug")
    heard: list[int] = []

    def deaf(result: SliceResult) -> None:
        heard.append(result.job_id)
        raise ZeroDivisionError

    def slice_of(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        if job_id == 2:
            raise KeyError
        return SliceResult(job_id, Ending.COMPLETED)

    def broken(_crash: Crash) -> None:
        raise ZeroDivisionError

    callbacks = Callbacks(slice_ended=deaf, crashed=broken)
    pool = ThreadPool(slice_of, cast(Heartbeat, StubHeartbeat()), 1, 0.01, callbacks)
    pool.start()
    pool.enqueue([1, 2, 3], pool.ticket())
    until(lambda: heard == [1, 2, 3] and not pool.busy)
    assert pool.close(GUARD_SECONDS * 1000)


@pytest.mark.parametrize("bug", [ZeroDivisionError(), SystemExit()])
def test_the_heartbeat_goes_on_after_a_bug(bug: BaseException, expected_logs: ExpectedLogs) -> None:
    """Which is told once: without beats others would take the jobs over."""
    expected_logs.expect("The heartbeat met a bug")
    heard, heartbeat = Heard(), StubHeartbeat()
    heartbeat.bug = bug
    pool = pool_of(complete, heard, heartbeat)
    pool.start()
    until(lambda: heartbeat.beats >= 3)
    assert [crash.error for crash in heard.crashes] == [bug]
    heartbeat.bug, seen = None, heartbeat.beats
    until(lambda: heartbeat.beats > seen + 1)
    heartbeat.bug = bug
    until(lambda: len(heard.crashes) == 2)
    assert pool.close(GUARD_SECONDS * 1000)
