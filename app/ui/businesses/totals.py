"""What all deletions under way come to together."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.core.going import going_of
from app.core.job import Job, JobStatus
from app.core.policy import Pace
from app.core.progress import SpeedMeter
from app.ui.businesses.reasons import pace_of
from app.viewmodel.rows import ShownRow


@dataclass(frozen=True, slots=True)
class Totals:
    """How many jobs are queued or running with somebody to run them, receipts done and in all, receipts a
    second, and the seconds that are left; None where nothing moves."""

    active: int = 0
    processed: int = 0
    total: int = 0
    speed: float = 0.0
    seconds_left: float | None = None

    @property
    def share(self) -> float:
        """0–1, and never quite 1 while anything is active."""
        return min(0.999, self.processed / self.total) if self.total else 0.0


class RunningTotals:
    """Keeps the totals from snapshots as they come, without going through all businesses again.

    What a job has done stays counted until the last one is through, or the whole would go back each time
    that one of them ends. The speed is that of all together: a small job is over before it has one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds and never goes back."""
        self._clock = clock
        self._moving: dict[int, Job] = {}
        self._done: dict[int, int] = {}
        self._paces: dict[int, Pace] = {}  # of the moving ones that have one
        self._speeds: dict[int, float] = {}
        self._processed = self._total = 0  # of all that move
        self._meter = SpeedMeter()
        self._counted = 0

    def see(self, changed: Iterable[ShownRow]) -> Totals:
        """Takes new or changed rows in; returns the totals."""
        for shown in changed:
            business_id, job = shown.row.business.id, shown.row.job
            self._count(self._moving.get(business_id), job)
            was_moving = self._take_out(business_id)
            if job is not None and not shown.flaw and _moves(job):
                self._put_in(shown, job)
                self._done.pop(business_id, None)
            elif was_moving and job is not None:
                self._done[business_id] = job.processed
        return self._totals()

    @property
    def pace(self) -> Pace | None:
        """The adaptive pace of the job here that goes slowest; None where none has one."""
        return min(self._paces.values(), key=going_of, default=None)

    def forget(self, business_ids: Iterable[int]) -> Totals:
        """Leaves businesses out that are not there any more."""
        for business_id in business_ids:
            self._take_out(business_id)
        return self._totals()

    def _put_in(self, shown: ShownRow, job: Job) -> None:
        business_id = shown.row.business.id
        self._moving[business_id] = job
        self._processed += min(job.processed, job.total)
        self._total += job.total
        if (pace := pace_of(shown)) is not None:
            self._paces[business_id] = pace
        if shown.speed is not None and math.isfinite(shown.speed):
            self._speeds[business_id] = shown.speed

    def _take_out(self, business_id: int) -> bool:
        """Whether it was among those that move."""
        job = self._moving.pop(business_id, None)
        if job is None:
            return False
        self._processed -= min(job.processed, job.total)
        self._total -= job.total
        self._paces.pop(business_id, None)
        self._speeds.pop(business_id, None)
        return True

    def _count(self, was: Job | None, job: Job | None) -> None:
        """What was done since; of one that is new, it is not known when."""
        if was is not None and job is not None and was.id == job.id:
            self._counted += max(0, job.processed - was.processed)

    def _totals(self) -> Totals:
        if self._moving:
            self._meter.count(self._clock(), self._counted)
        else:
            self._done.clear()
            self._meter = SpeedMeter()
        done = sum(self._done.values())
        ahead = self._total - self._processed
        speed, left = self._meter.per_second, self._meter.seconds_for(ahead)
        if not speed:  # until it is measured
            speed = sum(self._speeds.values())
            left = ahead / speed if speed > 0 else None
        return Totals(len(self._moving), done + self._processed, done + self._total, speed, left)


def _moves(job: Job) -> bool:
    alive = not job.is_stale and not job.is_stuck
    return alive and job.status in {JobStatus.QUEUED, JobStatus.RUNNING}
