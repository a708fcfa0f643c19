"""A job: one row of `background_jobs`, its status, and which change of status is legal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.errors import IllegalTransition

LATE_AFTER = 60
"""Seconds without a heartbeat after which a running job is shown as late: two heartbeats in a row are missing
by the web API's rule."""

STALE_AFTER = 120
"""Seconds without a heartbeat after which a running job counts as stale (the web API's rule)."""

STUCK_AFTER = 60
"""Seconds in the queue without a worker after which a job counts as stuck (the web API's rule)."""


class JobStatus(StrEnum):
    """The six values of `background_jobs.status`; the table's CHECK constraint allows no other."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED})
"""At most one job of a business and type may be in these (`idx_background_jobs_unique_active`)."""

ENDED = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})

RESUMABLE = frozenset({JobStatus.PAUSED, JobStatus.FAILED})
"""From these a person may resume at the cursor, or from the start where there is none yet. Failed jobs are
among them: a page view on the web side marks jobs as failed that were paused or queued for some minutes."""

# Every change of status that this console makes; `require` raises on the rest. Each is carried out as a
# compare-and-set in `db.job_writes`, so this table says what may be asked for and the database what happened.
TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset(
        {
            JobStatus.RUNNING,  # a worker claims it
            JobStatus.PAUSED,  # a person pauses it while it waits in a console's queue
            JobStatus.CANCELLED,  # a person cancels it
            JobStatus.FAILED,  # a person marks a stuck one as failed; its console cannot run it
        }
    ),
    JobStatus.RUNNING: frozenset(
        {
            JobStatus.QUEUED,  # runtime cap with auto-continue: to the back of the queue; or taken over
            JobStatus.PAUSED,  # a person here or at another console, quitting, the runtime cap, a lost right
            JobStatus.COMPLETED,  # nothing is left
            JobStatus.FAILED,  # failed batches, a bug, or a person marks a stale one
            JobStatus.CANCELLED,  # a person cancels it
        }
    ),
    JobStatus.PAUSED: frozenset(
        {
            JobStatus.QUEUED,  # a person resumes it
            JobStatus.CANCELLED,  # a person cancels it
        }
    ),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),  # a person resumes it from its cursor, or from the start
    JobStatus.COMPLETED: frozenset({JobStatus.QUEUED}),  # a person retries its failed items
    JobStatus.CANCELLED: frozenset(),
}


def require(old: JobStatus, new: JobStatus) -> None:
    """Raises IllegalTransition unless the table allows `old` → `new`."""
    if new not in TRANSITIONS[old]:
        raise IllegalTransition(old, new)


def sources(new: JobStatus) -> frozenset[JobStatus]:
    """The statuses from which `new` may be reached: the WHERE of a compare-and-set."""
    return frozenset(old for old, targets in TRANSITIONS.items() if new in targets)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of `background_jobs` as it was read; times are naive UTC, counters in items (receipts).

    NULL counters are read as 0. `cursor_text` is the raw JSON text: parse it with `Cursor.parse`, which may
    raise. `idle_seconds` is the age of the latest activity by the database's clock at the moment of reading
    (heartbeat of a running job; the latest of heartbeat, update and creation of a queued one), and `read_at`
    is that moment. `is_foreign`: of a type that this console only shows. Such a job may have no heartbeat at
    all, so this console never calls it stale.
    """

    id: int
    business_id: int
    job_type: str
    status: JobStatus
    total: int
    processed: int
    succeeded: int
    failed: int
    last_error: str | None
    cursor_text: str | None
    created_at: datetime | None
    updated_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None
    requested_by: str | None
    idle_seconds: float
    read_at: datetime
    is_foreign: bool = False

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def seconds_alive(self) -> float | None:
        """For how many more seconds the last heartbeat proves that a worker has the job, running or queued;
        None where it does not.

        A heartbeat counts more than the status: the web worker continues on a row that was set to paused or
        failed. It proves nothing once it is older than STALE_AFTER, or where the job was ended after it. A
        time in the future means a wrong clock, and counts too.
        """
        if self.heartbeat_at is None:
            return None
        if self.finished_at is not None and self.heartbeat_at <= self.finished_at:
            return None
        left = STALE_AFTER - (self.read_at - self.heartbeat_at).total_seconds()
        return left if left > 0 else None

    @property
    def seconds_to_rescue(self) -> int:
        """Whole seconds until the job may be taken over, if no further heartbeat comes."""
        limit = STALE_AFTER if self.status is JobStatus.RUNNING else STUCK_AFTER
        return math.ceil(max(0.0, limit - self.idle_seconds, self.seconds_alive or 0.0))

    @property
    def is_alive(self) -> bool:
        """Whether a fresh heartbeat says that a worker has the job."""
        return self.seconds_alive is not None

    @property
    def is_run_after_its_end(self) -> bool:
        """A job that is paused or over still runs: on the web worker, which does not check the status."""
        resting = self.status not in {JobStatus.QUEUED, JobStatus.RUNNING}
        return not self.is_foreign and resting and self.is_alive

    @property
    def is_late(self) -> bool:
        """Running, and its heartbeat is overdue, but not yet for so long that it counts as stale."""
        overdue = LATE_AFTER < self.idle_seconds <= STALE_AFTER
        return not self.is_foreign and self.status is JobStatus.RUNNING and overdue

    @property
    def is_stale(self) -> bool:
        """Running, but without a heartbeat for more than STALE_AFTER seconds."""
        return not self.is_foreign and self.status is JobStatus.RUNNING and self.idle_seconds > STALE_AFTER

    @property
    def is_stuck(self) -> bool:
        """Queued, without a worker for more than STUCK_AFTER seconds, and no fresh heartbeat."""
        lonely = self.idle_seconds > STUCK_AFTER and not self.is_alive
        return not self.is_foreign and self.status is JobStatus.QUEUED and lonely

    @property
    def is_completed_with_failures(self) -> bool:
        """It went through, and could not delete some of its items."""
        return self.status is JobStatus.COMPLETED and self.failed > 0

    @property
    def needs_rescue(self) -> bool:
        """Stale or stuck: it may be taken over, or marked as failed."""
        return self.is_stale or self.is_stuck

    @property
    def is_cancellable(self) -> bool:
        return JobStatus.CANCELLED in TRANSITIONS[self.status]

    @property
    def is_resumable(self) -> bool:
        """Paused or failed. One that never began has no cursor, and begins anew: its end is frozen then."""
        return self.status in RESUMABLE
