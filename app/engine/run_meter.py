"""Measures how fast this console's workers delete, from the beginnings and ends of slices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.core.going import Going, going_of
from app.core.policy import Pace
from app.core.rates import SEVERAL, Gear, Work
from app.engine.events import Ending, SliceResult, Step, WaitReason

GAP_SECONDS = 1.0
"""Without any work for so long, a run is over."""

_SPOILED = {Ending.FAILED, Ending.LOST, Ending.ABANDONED}

Learn = Callable[[Gear, Work, float], None]


@dataclass(slots=True)
class _Run:
    """From the first slice to the end of the last. `paces` has seconds at each way of going, and the sum of
    their levels: of what was done, each has the part that its levels allow."""

    began: float
    marked: float
    active: int = 0
    worked: float = 0.0
    done: Work = field(default_factory=lambda: Work(0, 0, 0))
    pace: Pace | None = None
    paced: float = 0.0
    paces: dict[Going, tuple[float, float]] = field(default_factory=dict)
    is_spoiled: bool = False


class RunMeter:
    """Safe from any thread. A step costs a lock and a sum; what is learned is told once a run is over."""

    def __init__(self, clock: Callable[[], float], learn: Learn) -> None:
        """`clock` gives monotonic seconds; `learn` is called with what a run did at one gear, and in how many
        seconds."""
        self._clock = clock
        self._learn = learn
        self._lock = threading.Lock()
        self._run: _Run | None = None

    @contextmanager
    def slice(self) -> Iterator[Callable[[SliceResult], SliceResult]]:
        """Around one slice of a job; hand its result to what this gives. A slice that has none was a bug."""
        results: list[SliceResult] = []

        def end(result: SliceResult) -> SliceResult:
            results.append(result)
            return result

        self._begin()
        try:
            yield end
        finally:
            self._end(results[0] if results else None)

    def _begin(self) -> None:
        self.settle()
        with self._lock:
            now = self._clock()
            if self._run is None:
                self._run = _Run(now, now, paced=now)
            self._mark(self._run, now)
            self._run.active += 1

    def _end(self, result: SliceResult | None) -> None:
        with self._lock:
            if (run := self._run) is None:
                return
            self._mark(run, self._clock())
            run.active -= 1
            if result is None or result.ending in _SPOILED:
                run.is_spoiled = True
                return
            done = run.done
            run.done = Work(done.items + result.succeeded, done.files + result.files_deleted, done.jobs + 1)

    def note(self, step: Step) -> None:
        """A worker told of a step."""
        with self._lock:
            if (run := self._run) is None:
                return
            if step.wait in {WaitReason.BACKOFF, WaitReason.DATABASE}:
                run.is_spoiled = True
            elif step.pace is not None:
                if run.pace is not None:
                    self._note_pace(run, self._clock())
                run.pace = step.pace

    def settle(self) -> None:
        """Tells of the last run, if it is over."""
        with self._lock:
            run = self._run
            if run is None or run.active or self._clock() - run.marked < GAP_SECONDS:
                return
            self._run = None
        self._tell(run)

    def finish(self) -> None:
        """Tells of the last run; no worker is at work any more."""
        with self._lock:
            run, self._run = self._run, None
        if run is not None and not run.active:
            self._tell(run)

    def _mark(self, run: _Run, now: float) -> None:
        run.worked += run.active * (now - run.marked)
        run.marked = now

    def _note_pace(self, run: _Run, now: float) -> None:
        assert run.pace is not None  # noqa: S101 - by both callers
        seconds, levels = run.paces.get(going := going_of(run.pace), (0.0, 0.0))
        spent = now - run.paced
        run.paces[going] = seconds + spent, levels + spent * run.pace.level
        run.paced = now

    def _tell(self, run: _Run) -> None:
        if run.is_spoiled or run.pace is None or not run.done.items:
            return
        self._note_pace(run, run.marked)
        all_levels = sum(levels for _, levels in run.paces.values())
        is_many = run.worked >= SEVERAL * (run.marked - run.began)
        gears = {
            Gear.TOGETHER if is_many else Gear.ALONE: (Going.FULL,),
            Gear.GENTLE: (Going.GENTLE, Going.SLOWED),
        }
        for gear, ways in gears.items():
            seconds, levels = map(sum, zip(*(run.paces.get(way, (0.0, 0.0)) for way in ways), strict=True))
            if seconds > 0 and levels > 0:
                self._learn(gear, run.done.part(levels / all_levels), seconds)
