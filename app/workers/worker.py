"""A worker: takes jobs from the queue of its console and runs them slice by slice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.engine.control import Control
from app.engine.events import Crash, Ending, SliceResult, Step
from app.engine.last_resort import unexpected
from app.workers.job_queue import JobQueue

log = logging.getLogger(__name__)

T = TypeVar("T")

RunSlice = Callable[[int, Control, Callable[[Step], None]], SliceResult]
"""Runs one slice of a job in the calling thread, until the job ends, pauses, or goes back to the queue. Takes
the id of the job, its control, and what to call after each step. Its `crash` is a bug that ended it."""


def _ignore(_what: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Callbacks about the work of a console. Called in the thread in which it happens, which is a worker's,
    for `dropped` also the heartbeat's or an action's: so each must be quick, and safe from any thread."""

    stepped: Callable[[Step], None] = _ignore
    """A batch was committed, or a wait began."""

    slice_ended: Callable[[SliceResult], None] = _ignore
    """A worker has ended a slice."""

    crashed: Callable[[Crash], None] = _ignore
    """A worker met a bug, whose job is given up, and continues with the next; or the heartbeat met one, and
    goes on too."""

    dropped: Callable[[int], None] = _ignore
    """The job of this id has left the queue without being run: no slice of it will end."""


def tell(callback: Callable[[T], None], what: T) -> None:
    """Calls it at the end of a slice or a beat, where its own bug must not end the loop."""
    try:
        callback(what)
    except Exception:  # whoever listens is none of the loop's business
        log.exception("A listener of the workers met a bug")


class Worker:
    """The loop of one worker; runs in the thread that calls `run`."""

    def __init__(self, run_slice: RunSlice, job_queue: JobQueue, callbacks: Callbacks) -> None:
        self._run_slice = run_slice
        self._job_queue = job_queue
        self._callbacks = callbacks

    def run(self) -> None:
        """Works until the queue is closed; the slice under way is finished first."""
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
            if result.crash is not None:
                tell(self._callbacks.crashed, result.crash)
            tell(self._callbacks.slice_ended, result)

    def _slice(self, job_id: int, control: Control) -> SliceResult:
        try:
            return self._run_slice(job_id, control, self._on_step)
        except BaseException as error:  # a bug before or after the job itself; the other jobs run on
            log.exception("Job %d: the worker met a bug", job_id)
            crash = Crash(job_id, error)
            return SliceResult(job_id, Ending.ABANDONED, error=unexpected(error), crash=crash)

    def _on_step(self, step: Step) -> None:
        self._job_queue.note(step)
        self._callbacks.stepped(step)
