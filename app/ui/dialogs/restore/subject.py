"""What is to be restored: the deletions of a run, or one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.core.job import Job
from app.core.run import RunRow


@dataclass(frozen=True, slots=True)
class RestoreSubject:
    """The jobs `job_ids`, called `title` in the present language. `begun` and `ended` are when they deleted,
    naive UTC, as far as is known."""

    job_ids: tuple[int, ...]
    title: Callable[[], str]
    is_run: bool = False
    note: str = ""
    requested_by: str | None = None
    begun: datetime | None = None
    ended: datetime | None = None

    @classmethod
    def of_run(cls, row: RunRow, job_ids: list[int], title: Callable[[], str]) -> RestoreSubject:
        run = row.run
        return cls(tuple(job_ids), title, True, run.note, row.requested_by, row.created_at, row.finished_at)

    @classmethod
    def of_job(cls, job: Job, title: Callable[[], str]) -> RestoreSubject:
        begun = job.started_at or job.created_at
        ended = job.finished_at or job.updated_at
        return cls((job.id,), title, requested_by=job.requested_by, begun=begun, ended=ended)
