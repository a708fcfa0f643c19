"""The jobs of this console: the queue in which they wait, and those that workers run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from app.core.policy import Pace
from app.engine.control import Control, Stop
from app.engine.events import Step, WaitReason

HANGS_AFTER = 15 * 60.0
"""Seconds without a step after which a job counts as hanging. The longest step of one that does not: a batch
that is taken apart, or a page of files (`files.bounded.Patience`), with statements of up to a minute."""


class Stopping(StrEnum):
    """A request that the job's worker has not honoured yet; never written to the row."""

    PAUSING = "pausing"
    CANCELLING = "cancelling"


@dataclass(frozen=True, slots=True)
class Wait:
    """Why and how many seconds a job waits at the moment, and when that began (monotonic clock); `detail`
    is English."""

    reason: WaitReason
    seconds: float
    detail: str = ""
    since: float | None = None

    def left(self, now: float) -> float:
        """Seconds that are left of the wait."""
        return max(0.0, self.seconds - (now - self.since)) if self.since is not None else self.seconds


@dataclass(frozen=True, slots=True)
class LocalState:
    """What only this console knows about a job that it runs or has in its queue."""

    job_id: int
    waiting: bool = False
    stopping: Stopping | None = None
    wait: Wait | None = None
    pace: Pace | None = None


@dataclass(slots=True)
class _Running:
    control: Control
    moved: float
    wait: Wait | None = None
    pace: Pace | None = None
    stopping: Stopping | None = None


class JobQueue:
    """The queue and the running jobs, shared by workers, actions and heartbeat; safe from any thread.

    First in, first out. A job whose slice is over goes to the back, so the businesses share the workers
    fairly: each has at most one active job.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: dict[int, Control] = {}  # in the order of the queue
        self._running: dict[int, _Running] = {}
        self._given_up: set[int] = set()
        self._holds: list[frozenset[int] | None] = []
        self._stops = 0
        self._last_ticket = 0
        self._halted = False
        self._closed = False

    # The queue

    def adopt(self, job_ids: Iterable[int], refused: Mapping[int, str]) -> None:
        """Adds orphaned jobs: those that wait here by their rows alone, but for those that were given up
        here. The `refused` ones may not begin, for the reason given: they are only added to be paused. So are
        all where no action has begun to queue jobs since everything was stopped: they are older than the
        stop."""
        with self._changed:
            adopted = [job_id for job_id in job_ids if job_id not in self._given_up]
            self.put(adopted, self._last_ticket)
            for job_id in refused.keys() & set(adopted):
                self.request([job_id], Stop.PAUSE, refused[job_id])

    def ticket(self) -> int:
        """What an action takes before it begins to put jobs on their rows into the queue: see `put`."""
        with self._changed:
            self._last_ticket = self._stops
            return self._stops

    def put(self, job_ids: Collection[int], ticket: int | None = None) -> bool:
        """Adds jobs at the end of the queue; those that wait there already keep their place. False where the
        queue is closed: no worker would take them.

        Where everything was stopped since the `ticket` was taken, they are asked to pause as they come in.
        """
        with self._changed:
            if self._closed:
                return False
            self._given_up.difference_update(job_ids)
            for job_id in job_ids:
                control = self._waiting.setdefault(job_id, self._new_control(job_id))
                if ticket is not None and ticket != self._stops:
                    control.request(Stop.PAUSE)
            self._changed.notify_all()
            return True

    def take(self) -> tuple[int, Control] | None:
        """Waits for the next job, for the worker that calls; None once the queue is closed."""
        with self._changed:
            while not self._closed:
                for job_id in self._waiting:
                    # A job that was resumed before its last slice ended waits for that end.
                    if job_id not in self._running and not self._is_held(job_id):
                        running = _Running(self._waiting.pop(job_id), self._clock())
                        self._running[job_id] = running
                        return job_id, running.control
                self._changed.wait()
            return None

    def again(self, job_id: int) -> bool:
        """A slice is over and its job continues: back to the end of the queue, in one step.

        False where the job was asked to stop meanwhile: then its worker runs it once more, at once and with
        the same control, so that the request is not lost between two slices.
        """
        with self._changed:
            control = self._running[job_id].control
            if self._closed or control.stop is not Stop.NO:
                return False
            del self._running[job_id]
            self._waiting[job_id] = control
            self._changed.notify_all()
            return True

    def done(self, job_id: int, *, given_up: bool = False) -> None:
        """The worker has ended its slice of the job; `given_up`: it could not write the end to the row."""
        with self._changed:
            if given_up:
                self._given_up.add(job_id)
            self._running.pop(job_id, None)
            self._changed.notify_all()

    def withdraw(self, job_id: int) -> bool:
        """Takes a job out of the queue; False where it does not wait there."""
        with self._changed:
            return self._waiting.pop(job_id, None) is not None

    # Stopping

    @contextmanager
    def hold(self, job_ids: Collection[int] | None) -> Iterator[None]:
        """Within the block none of these jobs (None: none at all) leaves the queue, and those that run begin
        no further batch: so that their rows can be changed meanwhile."""
        held = None if job_ids is None else frozenset(job_ids)
        with self._changed:
            self._holds.append(held)
        try:
            yield
        finally:
            with self._changed:
                self._holds.remove(held)
                for job_id, running in self._running.items():
                    if held is None or job_id in held:
                        running.control.wake()
                self._changed.notify_all()

    def halt(self) -> None:
        """The same for all jobs and for good: the program is about to end. Only sets a flag, so that a signal
        handler may call it."""
        self._halted = True

    def request(self, job_ids: Iterable[int], stop: Stop, reason: str = "") -> set[int]:
        """Asks the jobs that run or wait here to stop; returns those that run. One that waits is not begun
        any more: the worker that takes it only writes the stop to its row."""
        with self._changed:
            found = set()
            for job_id in job_ids:
                if running := self._running.get(job_id):
                    found.add(job_id)
                    running.stopping = Stopping.PAUSING
                    running.control.request(stop, reason)
                if waiting := self._waiting.get(job_id):
                    waiting.request(stop, reason)
            return found

    def request_all(self, stop: Stop) -> set[int]:
        """The same for all, also for those that are just being queued (see `ticket`)."""
        with self._changed:
            self._stops += 1
            return self.request([*self._waiting, *self._running], stop)

    def wake(self, job_id: int, stopping: Stopping | None = None) -> None:
        """Ends the present wait of the job's worker, where one here runs it. An earlier request stays the one
        that is shown, not `stopping`."""
        with self._changed:
            running = self._running.get(job_id)
            if running is None:
                return
            running.stopping = running.stopping or stopping
            running.control.wake()

    def close(self) -> None:
        """Empties the queue and ends the workers; those that run finish their slice first."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()

    # What is known

    def note(self, step: Step) -> None:
        """Remembers why the job waits now, and its pace."""
        with self._changed:
            if running := self._running.get(step.job_id):
                running.moved = self._clock()
                running.wait = (
                    Wait(step.wait, step.seconds, step.detail, self._clock()) if step.wait else None
                )
                running.pace = step.pace or running.pace

    def state_of(self, job_id: int) -> LocalState | None:
        """What is known here of the job, or None where it neither waits nor runs here."""
        with self._changed:
            if running := self._running.get(job_id):
                return LocalState(job_id, False, running.stopping, running.wait, running.pace)
            return LocalState(job_id, waiting=True) if job_id in self._waiting else None

    @property
    def waiting(self) -> list[int]:
        with self._changed:
            return list(self._waiting)

    @property
    def running(self) -> list[int]:
        with self._changed:
            return list(self._running)

    @property
    def moving(self) -> list[int]:
        """Those that run and have begun or ended a step within HANGS_AFTER: the others hang in something that
        nobody has bounded, so that somebody else must be able to take them over."""
        with self._changed:
            since = self._clock() - HANGS_AFTER
            return [job_id for job_id, running in self._running.items() if running.moved >= since]

    def _new_control(self, job_id: int) -> Control:
        return Control(lambda: self._is_held(job_id), lambda: self._note_life(job_id))

    def _note_life(self, job_id: int) -> None:
        with self._changed:
            if running := self._running.get(job_id):
                running.moved = self._clock()

    def _is_held(self, job_id: int) -> bool:
        return self._halted or any(held is None or job_id in held for held in tuple(self._holds))
