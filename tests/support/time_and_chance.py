"""Time, chance and workers in the hand of a test."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from app.engine.control import Control


class Chance(Random):
    """Always the same: 0 takes nothing off a back-off, 1 a half."""

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self._value = value

    def random(self) -> float:
        return self._value


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class QuickControl(Control):
    """Never really waits: notes how long it should have, moves the clock on, and calls `meanwhile` with the
    number of the wait (from 1). A fixed pace waits once after each batch."""

    def __init__(self, clock: Clock | None = None, meanwhile: Callable[[int], object] | None = None) -> None:
        super().__init__()
        self.clock = clock or Clock()
        self.waits: list[float] = []
        self._meanwhile = meanwhile

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.now += seconds
        assert len(self.waits) < 500, "the job waits for ever"
        if self._meanwhile is not None:
            self._meanwhile(len(self.waits))


class Workers:
    """Stands for the pool, as far as actions need it: notes what it was told. `running` are the jobs that
    it claims to run, `waiting` those in its queue."""

    def __init__(self) -> None:
        self.running: set[int] = set()
        self.waiting: set[int] = set()
        self.enqueued: list[int] = []
        self.asked_to_pause: list[int] = []
        self.looked_again: list[int] = []
        self.held: list[frozenset[int] | None] = []

    def ticket(self) -> int:
        return 0

    def enqueue(self, job_ids: Sequence[int], _ticket: int) -> bool:
        self.enqueued += job_ids
        return True

    @contextmanager
    def hold(self, job_ids: Collection[int] | None) -> Iterator[None]:
        self.held.append(None if job_ids is None else frozenset(job_ids))
        yield
        self.held.pop()

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        assert self.held, "asked to stop while it may hand out jobs"
        self.asked_to_pause += job_ids
        return self.running & set(job_ids)

    def request_pause_of_all(self) -> set[int]:
        return self.request_pause(sorted(self.running | self.waiting))

    def has(self, job_id: int) -> bool:
        return job_id in self.running | self.waiting

    def look_again(self, job_id: int) -> None:
        assert self.held, "the queue was let go before it heard what became of its jobs"
        self.looked_again.append(job_id)
