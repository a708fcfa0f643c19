"""The jobs of one business, page by page, as the details show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from app.core.job import Job
from app.db.jobs import known_jobs, select_jobs
from app.db.tables import background_jobs as jobs


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Jobs, newest first; `older` is what `before` has to be for the next page, None after the last one."""

    jobs: tuple[Job, ...]
    older: int | None


def page(
    connection: Connection, types: Collection[str], business_id: int, *, before: int | None, limit: int
) -> HistoryPage:
    """Jobs of this business, of any type: those with an id below `before`, or the newest. Those of
    other types than `types` are foreign.

    By the id and not by an offset: jobs that begin meanwhile neither repeat a row nor skip one.
    """
    query = select_jobs(connection).where(jobs.c.business_id == business_id)
    if before is not None:
        query = query.where(jobs.c.id < before)
    rows = connection.execute(query.order_by(jobs.c.id.desc()).limit(limit + 1)).all()
    older = rows[limit - 1].id if len(rows) > limit else None
    return HistoryPage(tuple(known_jobs(rows[:limit], types)), older)
