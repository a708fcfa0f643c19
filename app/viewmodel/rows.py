"""What the table shows: one frozen snapshot for each business, and the state of the connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.overview import BusinessRow
from app.core.errors import CannotConnect, ConnectionLost, SweepError
from app.core.job import JobStatus
from app.core.worker import Owner
from app.workers.job_queue import LocalState

NoConnection = CannotConnect | ConnectionLost
"""Kinds of problems after which there is no connection; after others there is."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A business of the table. `free_at` is when (monotonic clock) a job of a console that was killed may be
    taken over, if no heartbeat comes until then. `speed` in items a second, `seconds_left` until its job is
    done, `read_at` when the row was read (monotonic clock). `owner` and `workstation` say who runs a job,
    where that is known. `flaw` is why the row cannot be shown, in English; nothing can be done with it."""

    row: BusinessRow
    speed: float | None
    seconds_left: float | None
    local: LocalState | None
    read_at: float = 0.0
    owner: Owner | None = None
    workstation: str | None = None
    free_at: float | None = None
    flaw: str = ""

    @property
    def last_sign(self) -> float | None:
        """The time of the job's last heartbeat (monotonic clock); None where it does not run."""
        job = self.row.job
        running = job is not None and job.status is JobStatus.RUNNING
        return self.read_at - job.idle_seconds if job is not None and running else None

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
