"""Percent, speed and time left of a job."""

from __future__ import annotations

from collections import deque

from app.core.cursor import last_item_of
from app.core.job import Job, JobStatus

SPEED_WINDOW_SECONDS = 20.0
"""Speed is the average over this long: shorter jumps with every batch, longer hides a slow-down."""

BATCH_COST_SECONDS = 0.05
"""What a batch takes beside its throttle: some four answers of a database over an office network."""


def least_seconds(items: int, batch_size: int, throttle_ms: int) -> float:
    """How long so many items take at least at this pace; files and a busy database come on top."""
    return -(-items // batch_size) * (throttle_ms / 1000 + BATCH_COST_SECONDS)


def percent(job: Job, lowest_live: int | None = None) -> float | None:
    """How far the job is, 0.0–100.0 with one decimal; None where it cannot be said.

    100 where the job is completed and none of its items is live, also where some were deleted by others
    first; at most 99.9 before (states.md, Percent). `lowest_live` is the lowest id of the business's live
    items, None where it has none. None when there is no total, or more was done than it.
    """
    left = leaves_items(job, lowest_live)
    if job.status is JobStatus.COMPLETED and not left:
        return 100.0
    if job.total <= 0 or job.processed > job.total:
        return None
    return min(99.9, round(job.processed / job.total * 100, 1))


def leaves_items(job: Job, lowest_live: int | None) -> bool:
    """Whether items that the job covers are live: failed ones, those that a retry did not reach, and those
    that were skipped or restored by others; never of a job of another type. `lowest_live` as for
    `percent`."""
    if job.is_foreign:
        return False
    return job.failed > 0 or (lowest_live is not None and lowest_live <= last_item_of(job.cursor_text))


class SpeedMeter:
    """Items a second of one job, from its processed counter as it is seen over time."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def see(self, now: float, job: Job) -> None:
        """Notes the job's counter at `now` (seconds of a monotonic clock). While it is not running the
        meter is empty, so that waits and pauses do not count into the speed."""
        if job.status is not JobStatus.RUNNING:
            self._samples.clear()
            return
        if self._samples and job.processed < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((now, job.processed))
        while self._samples[0][0] < now - SPEED_WINDOW_SECONDS and len(self._samples) > 2:
            self._samples.popleft()

    @property
    def per_second(self) -> float | None:
        """Items a second, or None before there are two samples."""
        if len(self._samples) < 2:
            return None
        (then, before), (now, after) = self._samples[0], self._samples[-1]
        return (after - before) / (now - then) if now > then else None

    def seconds_left(self, job: Job) -> float | None:
        """Until the job is done at the present speed; None where that cannot be said."""
        speed = self.per_second
        if not speed or job.total <= 0 or job.processed > job.total:
            return None
        return (job.total - job.processed) / speed
