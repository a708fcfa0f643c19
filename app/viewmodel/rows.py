"""What the table shows: one frozen snapshot for each business, and the state of the connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.overview import BusinessRow
from app.core.bounds import is_in_range
from app.core.errors import CannotConnect, ConnectionLost, SweepError
from app.core.job import JobStatus
from app.core.server import seconds_on_server
from app.core.unpicked import Unpicked
from app.core.worker import Owner
from app.workers.job_queue import LocalState

NoConnection = CannotConnect | ConnectionLost
"""Kinds of problems after which there is no connection; after others there is."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A business of the table. `free_at` is when (monotonic clock) a job of a console that was killed may be
    taken over, if no heartbeat comes until then. `speed` in items a second, `seconds_left` until its job is
    done, `read_at` when the row was read (monotonic clock). `owner` and `workstation` say who runs a job,
    or was the last to run it, where that is known. `unpicked` is why a job on the server is not taken, if
    that takes long and the reason is known. `flaw` is why the row cannot be shown, in English; nothing can be
    done with it."""

    row: BusinessRow
    speed: float | None
    seconds_left: float | None
    local: LocalState | None
    read_at: float = 0.0
    owner: Owner | None = None
    workstation: str | None = None
    free_at: float | None = None
    flaw: str = ""
    unpicked: Unpicked | None = None

    @property
    def last_sign(self) -> float | None:
        """The time of the job's last heartbeat (monotonic clock); None where it does not run."""
        job = self.row.job
        running = job is not None and job.status is JobStatus.RUNNING
        return self.read_at - job.idle_seconds if job is not None and running else None

    @property
    def waits_on_server_since(self) -> float | None:
        """Since when (monotonic clock) the job waits on the server; None where it does not wait there."""
        job = self.row.job
        if job is None or self.owner is not Owner.SERVER_QUEUE:
            return None
        seconds = seconds_on_server(job)
        return None if seconds is None else self.read_at - seconds

    @property
    def is_listened_for(self) -> bool:
        """Its job waits on the server, where workers listen that will take it."""
        return self.unpicked is not None and self.unpicked.is_listened_for

    def duration(self, now: float) -> float | None:
        """For how many seconds the job has been running at `now` (monotonic clock), or how long it took until
        it was paused or ended; None where it has not begun, waits for a worker, or has odd times."""
        job = self.row.job
        if job is None or job.started_at is None or not is_in_range(job.started_at):
            return None
        if job.status is JobStatus.RUNNING:
            seconds = (job.read_at - job.started_at).total_seconds() + now - self.read_at
        else:
            end = job.updated_at if job.status is JobStatus.PAUSED else job.finished_at
            if end is None or job.status is JobStatus.QUEUED or not is_in_range(end):
                return None
            seconds = (end - job.started_at).total_seconds()
        return seconds if seconds >= 0 else None

    @property
    def alive_until(self) -> float | None:
        """Until when (monotonic clock) the last heartbeat says that a worker still runs a job that is paused
        or over; None for any other job."""
        job = self.row.job
        if job is None or not job.is_run_after_its_end:
            return None
        return self.read_at + (job.seconds_alive or 0.0)


@dataclass(frozen=True, slots=True)
class Connected:
    """The state of the connection: `where` is the database, for people, `at` the local time of the last good
    poll, `milliseconds` how long that took, `problem` why there is no connection."""

    ok: bool
    where: str
    at: datetime | None = None
    milliseconds: float | None = None
    problem: SweepError | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether the database can be worked with, though the last poll may have failed for another
        reason."""
        return self.ok or not isinstance(self.problem, NoConnection | None)
