"""The worker threads of the console, and the keeper that keeps their jobs alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.core.errors import DatabaseError
from app.core.policy import check_workers
from app.engine.control import Control, Stop
from app.engine.events import Ending, SliceResult, Step
from app.engine.heartbeat import INTERVAL_SECONDS, RETRY_SECONDS, Heartbeat
from app.workers.job_queue import JobQueue, LocalState, Stopping

log = logging.getLogger(__name__)

RunSlice = Callable[[int, Control, Callable[[Step], None]], SliceResult]
"""Runs one slice of a job in the calling thread: job id, its ear, and where to report steps."""


class WorkerPool(QObject):
    """Threads that draw jobs from one queue. Lives in the main thread; what `actions.workforce` names and
    `state_of` may be called from any."""

    moved = Signal(object)
    """The id of a job whose row or wait has changed: look now."""

    stepped = Signal(object)
    """The Step that a worker has just made: a batch committed, or a wait begun."""

    left = Signal(object)
    """The SliceResult of a job that its worker has left."""

    crashed = Signal(object)
    """The exception of a worker that met a bug; its job is given up."""

    dropped = Signal(object)
    """The id of a job that has left the queue without being run: no slice of it will end."""

    drained = Signal()
    """The last running job was left."""

    def __init__(
        self,
        run_slice: RunSlice,
        heartbeat: Heartbeat,
        workers: int = 4,
        beat_every: float = INTERVAL_SECONDS,
    ) -> None:
        super().__init__()
        self.size = check_workers(workers)
        self._job_queue = JobQueue()
        self._heartbeat_thread = _HeartbeatThread(heartbeat, self._job_queue, beat_every)
        self._workers = [_Worker(run_slice, self._job_queue) for _ in range(self.size)]
        self._heartbeat_thread.dropped.connect(self.dropped)
        for worker in self._workers:
            worker.stepped.connect(self._on_step)
            worker.left.connect(self._on_left)
            worker.crashed.connect(self.crashed)

    def start(self) -> None:
        """Starts the threads; they wait for jobs."""
        self._heartbeat_thread.start()
        for worker in self._workers:
            worker.start()

    def ticket(self) -> int:
        """What an action takes before it puts jobs on their rows into the queue, for `enqueue`."""
        return self._job_queue.ticket()

    def enqueue(self, job_ids: Sequence[int], ticket: int) -> bool:
        """Puts jobs that are queued on their rows, marked as waiting here, into the queue; asks them to pause
        where all was stopped since the `ticket` was taken. False where the console is leaving and nobody
        would run them."""
        return self._job_queue.put(job_ids, ticket)

    def hold(self, job_ids: Collection[int] | None) -> AbstractContextManager[None]:
        """Within the block none of these jobs (None: none at all) begins here, and those that run begin no
        further batch."""
        return self._job_queue.hold(job_ids)

    def halt(self) -> None:
        """From now on nothing begins here, no batch and no job, unless it is asked to stop. For the handler
        of a signal: the program is about to end."""
        self._job_queue.halt()

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        """Asks the workers of these jobs to pause at the next batch, and those that wait not to begin;
        returns the jobs that run here."""
        return self._job_queue.request(job_ids, Stop.PAUSE)

    def request_pause_of_all(self) -> set[int]:
        """The same for all jobs of this console."""
        return self._job_queue.request_all(Stop.PAUSE)

    def has(self, job_id: int) -> bool:
        """Whether the job runs or waits here."""
        return self._job_queue.state_of(job_id) is not None

    def look_again(self, job_id: int) -> None:
        """The row was changed by an action: the job leaves the queue, or its worker's wait ends."""
        if self._job_queue.withdraw(job_id):
            self.dropped.emit(job_id)
        else:
            self._job_queue.wake(job_id, Stopping.CANCELLING)

    def state_of(self, job_id: int) -> LocalState | None:
        """What only this console knows of the job; None where it neither waits nor runs here."""
        return self._job_queue.state_of(job_id)

    @property
    def busy(self) -> int:
        """How many workers run a job."""
        return len(self._job_queue.running)

    @property
    def waiting(self) -> int:
        """How many jobs wait in the queue."""
        return len(self._job_queue.waiting)

    def place_of(self, job_id: int) -> int | None:
        """At which place of the queue the job waits, from 1; None where it does not wait here."""
        waiting = self._job_queue.waiting
        return waiting.index(job_id) + 1 if job_id in waiting else None

    @property
    def own_jobs(self) -> list[int]:
        """The jobs that run or wait here."""
        return list(dict.fromkeys(self._job_queue.waiting + self._job_queue.running))

    def request_leave(self) -> None:
        """The console quits: no new jobs, and every running one pauses at its next batch."""
        self._job_queue.close()
        self._job_queue.request_all(Stop.SHUTDOWN)

    def close(self, milliseconds: int) -> bool:
        """After `request_leave`: waits for the threads; False where one is still in a batch after that long.

        A thread that runs must not be deleted with its QThread, so do not drop the pool then.
        """
        self.request_leave()
        self._heartbeat_thread.finish()
        ended = [thread.wait(milliseconds) for thread in (*self._workers, self._heartbeat_thread)]
        return all(ended)

    @Slot(object)
    def _on_step(self, step: Step) -> None:
        self.stepped.emit(step)
        self.moved.emit(step.job_id)

    @Slot(object)
    def _on_left(self, result: SliceResult) -> None:
        self.left.emit(result)
        if not self.busy:
            self.drained.emit()


class _Worker(QThread):
    stepped = Signal(object)
    left = Signal(object)
    crashed = Signal(object)

    def __init__(self, run_slice: RunSlice, job_queue: JobQueue) -> None:
        super().__init__()
        self._run_slice = run_slice
        self._job_queue = job_queue

    def run(self) -> None:
        while (taken := self._job_queue.take()) is not None:
            self._work(*taken)

    def _work(self, job_id: int, control: Control) -> None:
        """One slice; or another at once, where a stop was asked just as the first ended by itself."""
        goes_on = True
        while goes_on:
            result = self._slice(job_id, control)
            goes_on = result.ending is Ending.CONTINUES and not self._job_queue.again(job_id)
            if result.ending is not Ending.CONTINUES:
                self._job_queue.done(job_id, given_up=result.ending is Ending.ABANDONED)
            self.left.emit(result)

    def _slice(self, job_id: int, control: Control) -> SliceResult:
        try:
            return self._run_slice(job_id, control, self._on_step)
        except Exception as error:  # a bug, shown by the main thread; the other jobs run on
            log.exception("Job %d: the worker met a bug", job_id)
            self.crashed.emit(error)
            return SliceResult(job_id, Ending.ABANDONED, error=str(error))

    def _on_step(self, step: Step) -> None:
        self._job_queue.note(step)
        self.stepped.emit(step)


class _HeartbeatThread(QThread):
    """Beats for all jobs of the pool; a thread of its own, because a worker may hang in a storage."""

    dropped = Signal(object)

    def __init__(self, heartbeat: Heartbeat, job_queue: JobQueue, interval: float) -> None:
        super().__init__()
        self._heartbeat = heartbeat
        self._job_queue = job_queue
        self._interval = interval
        self._orphaned: frozenset[int] = frozenset()
        self._finished = threading.Event()

    def finish(self) -> None:
        self._finished.set()

    def run(self) -> None:
        pause = self._interval
        while not self._finished.wait(pause):
            pause = self._beat()

    def _beat(self) -> float:
        """Seconds to the next beat."""
        mine = self._job_queue.waiting + self._job_queue.running
        try:
            result = self._heartbeat.beat(mine)
        except DatabaseError as error:
            log.warning("The heartbeat was not written: %s", error)
            return min(RETRY_SECONDS, self._interval)
        for job_id in result.lost:
            if self._job_queue.withdraw(job_id):
                self.dropped.emit(job_id)
            else:
                self._job_queue.wake(job_id)
        # Seen twice, they are not just on their way from an action that has committed to this queue.
        self._job_queue.adopt(self._orphaned & result.orphaned, result.refused)
        self._orphaned = result.orphaned
        for job_id, reason in result.refused.items():
            self._job_queue.request([job_id], Stop.PAUSE, reason)
        return self._interval
