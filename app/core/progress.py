"""Percent, speed and time left of a job."""

from __future__ import annotations

from collections import deque

from app.core.job import Job, JobStatus

SPEED_WINDOW_SECONDS = 20.0
"""Speed is the average over this long: shorter jumps with every batch, longer hides a slow-down."""

BATCH_COST_SECONDS = 0.05
"""What a batch takes beside its throttle: some four answers of a database over an office network."""


def least_seconds(receipts: int, batch_size: int, throttle_ms: int) -> float:
    """How long so many receipts take at least at this pace; files and a busy database come on top."""
    return -(-receipts // batch_size) * (throttle_ms / 1000 + BATCH_COST_SECONDS)


def percent(job: Job) -> float | None:
    """How far the job is, 0.0–100.0 with one decimal; None where it cannot be said.

    At most 99.9 before `completed` (product.md, the job, point 6). A completed job is 100 even where
    other hands deleted some of its receipts first. None when there is no total, or more was done than it.
    """
    if job.status is JobStatus.COMPLETED:
        return 100.0
    if job.total <= 0 or job.processed > job.total:
        return None
    return min(99.9, round(job.processed / job.total * 100, 1))


class SpeedMeter:
    """Receipts a second of one job, from its processed counter as it is seen over time."""

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
        """Receipts a second, or None before there are two samples."""
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
