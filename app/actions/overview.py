"""What the table shows: every business with its live items and its present or last deletion."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.core.access import Actor, Business, Denial, denial
from app.core.job import Job, JobStatus
from app.core.progress import leaves_items, percent
from app.db import businesses, jobs, users
from app.db.engine import Database
from app.engine.job_type import JobTypes, Live


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """One business of the table, as read. `lowest_live` is the lowest id of its live items, as counted.

    `counted` are its live items at the moment of counting, when its job stood at `counted_at`
    succeeded: counting again at every poll would cost too much, so `items_left` takes off what the
    job has deleted since.
    """

    business: Business
    counted: int
    job: Job | None
    counted_job: int | None = None
    counted_at: int = 0
    lowest_live: int | None = None
    denial: Denial | None = None

    @property
    def may_act(self) -> bool:
        """Whether the person may start a job here."""
        return self.denial is None

    @property
    def percent(self) -> float | None:
        """How far the job is (`core.progress`); None where that cannot be said, and without a job."""
        return percent(self.job, self.lowest_live) if self.job else None

    @property
    def leaves_items(self) -> bool:
        """The job is completed, and items for which it stands are live."""
        job = self.job
        if job is None or job.status is not JobStatus.COMPLETED:
            return False
        return leaves_items(job, self.lowest_live)

    @property
    def items_left(self) -> int:
        if self.job is None or self.job.id != self.counted_job:
            return self.counted
        return max(0, self.counted - (self.job.succeeded - self.counted_at))

    def with_job(self, job: Job) -> BusinessRow:
        """The row after a poll, with the count made before."""
        return replace(self, job=job)


class Overview:
    """Reads the table's rows: all of them at first and on refresh, and then only what may have moved."""

    def __init__(self, database: Database, types: JobTypes) -> None:
        """`types` are those that the table shows; the first is the one that a person starts from it."""
        self._database = database
        self._types = types
        self._first = next(iter(types.values()))

    def read(self, actor: Actor, business_ids: Collection[int] | None = None) -> list[BusinessRow]:
        """The rows of these businesses, or of all that the actor may see, counted anew; four statements.

        Counts and jobs are of one moment (one snapshot of the database).
        """
        with self._database.snapshot() as connection:
            acting = users.by_id(connection, actor.user_id)
            if acting is None:
                return []
            ids = acting.visible(business_ids)
            found = businesses.read(connection, ids)
            counted = {name: one.live(connection, ids) for name, one in self._types.items()}
            current = jobs.current(connection, self._types, ids)
        return [self._row(acting, business, current.get(business.id), counted) for business in found]

    def _row(
        self, actor: Actor, business: Business, job: Job | None, counted: Mapping[str, Mapping[int, Live]]
    ) -> BusinessRow:
        """What is live is counted of the type of the job that the row shows."""
        live = counted[job.job_type if job else self._first.name].get(business.id)
        return BusinessRow(
            business=business,
            counted=live.count if live else 0,
            job=job,
            counted_job=job.id if job else None,
            counted_at=job.succeeded if job else 0,
            lowest_live=live.lowest_id if live else None,
            denial=denial(actor, business, self._first.permission),
        )

    def moved(self, actor: Actor, *, watched: Collection[int], newer_than: int) -> list[Job]:
        """Jobs that may have changed since: the active ones, `watched`, and those inserted later; of the
        businesses that `actor` may see, and none once they may not any more. One statement for all."""
        with self._database.snapshot() as connection:
            return jobs.moved(
                connection, self._types, watched=list(watched), newer_than=newer_than, seen_by=actor
            )
