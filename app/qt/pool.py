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
from app.qt.roster import LocalState, Roster, Stopping

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
        self._roster = Roster()
        self._keeper = _Keeper(heartbeat, self._roster, beat_every)
        self._workers = [_Worker(run_slice, self._roster) for _ in range(self.size)]
        self._keeper.dropped.connect(self.dropped)
        for worker in self._workers:
            worker.stepped.connect(self._on_step)
            worker.left.connect(self._on_left)
            worker.crashed.connect(self.crashed)

    def start(self) -> None:
        """Starts the threads; they wait for jobs."""
        self._keeper.start()
        for worker in self._workers:
            worker.start()

    def ticket(self) -> int:
        """What an action takes before it puts jobs on their rows into the queue, for `enqueue`."""
        return self._roster.ticket()

    def enqueue(self, job_ids: Sequence[int], ticket: int) -> bool:
        """Puts jobs that are queued on their rows, marked as waiting here, into the queue; asks them to pause
        where all was stopped since the `ticket` was taken. False where the console is leaving and nobody
        would run them."""
        return self._roster.put(job_ids, ticket)

    def hold(self, job_ids: Collection[int] | None) -> AbstractContextManager[None]:
        """Within the block none of these jobs (None: none at all) begins here, and those that run begin no
        further batch."""
        return self._roster.hold(job_ids)

    def halt(self) -> None:
        """From now on nothing begins here, no batch and no job, unless it is asked to stop. For the handler
        of a signal: the program is about to end."""
        self._roster.halt()

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        """Asks the workers of these jobs to pause at the next batch, and those that wait not to begin;
        returns the jobs that run here."""
        return self._roster.request(job_ids, Stop.PAUSE)

    def request_pause_of_all(self) -> set[int]:
        """The same for all jobs of this console."""
        return self._roster.request_all(Stop.PAUSE)

    def has(self, job_id: int) -> bool:
        """Whether the job runs or waits here."""
        return self._roster.state_of(job_id) is not None

    def look_again(self, job_id: int) -> None:
        """The row was changed by an action: the job leaves the queue, or its worker's wait ends."""
        if self._roster.withdraw(job_id):
            self.dropped.emit(job_id)
        else:
            self._roster.stir(job_id, Stopping.CANCELLING)

    def state_of(self, job_id: int) -> LocalState | None:
        """What only this console knows of the job; None where it neither waits nor runs here."""
        return self._roster.state_of(job_id)

    @property
    def busy(self) -> int:
        """How many workers run a job."""
        return len(self._roster.running)

    @property
    def waiting(self) -> int:
        """How many jobs wait in the queue."""
        return len(self._roster.waiting)

    def place_of(self, job_id: int) -> int | None:
        """At which place of the queue the job waits, from 1; None where it does not wait here."""
        waiting = self._roster.waiting
        return waiting.index(job_id) + 1 if job_id in waiting else None

    @property
    def own_jobs(self) -> list[int]:
        """The jobs that run or wait here."""
        return list(dict.fromkeys(self._roster.waiting + self._roster.running))

    def request_leave(self) -> None:
        """The console quits: no new jobs, and every running one pauses at its next batch."""
        self._roster.close()
        self._roster.request_all(Stop.LEAVE)

    def close(self, milliseconds: int) -> bool:
        """After `request_leave`: waits for the threads; False where one is still in a batch after that long.

        A thread that runs must not be deleted with its QThread, so do not drop the pool then.
        """
        self.request_leave()
        self._keeper.finish()
        ended = [thread.wait(milliseconds) for thread in (*self._workers, self._keeper)]
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

    def __init__(self, run_slice: RunSlice, roster: Roster) -> None:
        super().__init__()
        self._run_slice = run_slice
        self._roster = roster

    def run(self) -> None:
        while (taken := self._roster.take()) is not None:
            self._work(*taken)

    def _work(self, job_id: int, control: Control) -> None:
        """One slice; or another at once, where a stop was asked just as the first ended by itself."""
        goes_on = True
        while goes_on:
            result = self._slice(job_id, control)
            goes_on = result.ending is Ending.CONTINUES and not self._roster.again(job_id)
            if result.ending is not Ending.CONTINUES:
                self._roster.done(job_id, given_up=result.ending is Ending.ABANDONED)
            self.left.emit(result)

    def _slice(self, job_id: int, control: Control) -> SliceResult:
        try:
            return self._run_slice(job_id, control, self._on_step)
        except Exception as error:  # a bug, shown by the main thread; the other jobs run on
            log.exception("Job %d: the worker met a bug", job_id)
            self.crashed.emit(error)
            return SliceResult(job_id, Ending.ABANDONED, error=str(error))

    def _on_step(self, step: Step) -> None:
        self._roster.note(step)
        self.stepped.emit(step)


class _Keeper(QThread):
    """Beats for all jobs of the pool; a thread of its own, because a worker may hang in a storage."""

    dropped = Signal(object)

    def __init__(self, heartbeat: Heartbeat, roster: Roster, interval: float) -> None:
        super().__init__()
        self._heartbeat = heartbeat
        self._roster = roster
        self._interval = interval
        self._strays: frozenset[int] = frozenset()
        self._finished = threading.Event()

    def finish(self) -> None:
        self._finished.set()

    def run(self) -> None:
        pause = self._interval
        while not self._finished.wait(pause):
            pause = self._beat()

    def _beat(self) -> float:
        """Seconds to the next beat."""
        mine = self._roster.waiting + self._roster.running
        try:
            pulse = self._heartbeat.beat(mine)
        except DatabaseError as error:
            log.warning("The heartbeat was not written: %s", error)
            return min(RETRY_SECONDS, self._interval)
        for job_id in pulse.lost:
            if self._roster.withdraw(job_id):
                self.dropped.emit(job_id)
            else:
                self._roster.stir(job_id)
        # Seen twice, they are not just on their way from an action that has committed to this queue.
        self._roster.adopt(self._strays & pulse.strays, pulse.refused)
        self._strays = pulse.strays
        for job_id, reason in pulse.refused.items():
            self._roster.request([job_id], Stop.PAUSE, reason)
        return self._interval
