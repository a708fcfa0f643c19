"""What all deletions under way come to together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.job import Job, JobStatus
from app.viewmodel.rows import ShownRow


@dataclass(frozen=True, slots=True)
class Totals:
    """How many jobs are queued or running with somebody to run them, receipts done and in all, and receipts
    a second."""

    active: int = 0
    processed: int = 0
    total: int = 0
    speed: float = 0.0

    @property
    def share(self) -> float:
        """0–1, and never quite 1 while anything is active."""
        return min(0.999, self.processed / self.total) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the present speed of all; None where nothing moves."""
        if self.speed <= 0 or self.total < self.processed:
            return None
        return (self.total - self.processed) / self.speed


class RunningTotals:
    """Keeps the totals from snapshots as they come, without going through all businesses again.

    What a job has done stays counted until the last one is through, or the whole would go back each time
    that one of them ends.
    """

    def __init__(self) -> None:
        self._moving: dict[int, ShownRow] = {}
        self._done: dict[int, int] = {}

    def see(self, changed: Iterable[ShownRow]) -> Totals:
        """Takes new or changed rows in; returns the totals."""
        for shown in changed:
            business_id, job = shown.row.business.id, shown.row.job
            if job is not None and not shown.flaw and _moves(job):
                self._moving[business_id] = shown
                self._done.pop(business_id, None)
            elif self._moving.pop(business_id, None) is not None and job is not None:
                self._done[business_id] = job.processed
        return self._totals()

    def forget(self, business_ids: Iterable[int]) -> Totals:
        """Leaves businesses out that are not there any more."""
        for business_id in business_ids:
            self._moving.pop(business_id, None)
        return self._totals()

    def _totals(self) -> Totals:
        if not self._moving:
            self._done.clear()
        done = sum(self._done.values())
        jobs = [shown.row.job for shown in self._moving.values() if shown.row.job]
        return Totals(
            active=len(jobs),
            processed=done + sum(min(job.processed, job.total) for job in jobs),
            total=done + sum(job.total for job in jobs),
            speed=sum(filter(math.isfinite, (shown.speed or 0.0 for shown in self._moving.values()))),
        )


def _moves(job: Job) -> bool:
    alive = not job.is_stale and not job.is_stuck
    return alive and job.status in {JobStatus.QUEUED, JobStatus.RUNNING}
