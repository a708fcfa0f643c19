"""One batch of a job as one statement: the receipts, the counters, the cursor, and whether it is ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningUpdate

from app.core.cursor import Cursor
from app.core.errors import OwnershipLost
from app.core.job import JobStatus
from app.db.jobs import still
from app.db.receipts import next_live, soft_delete
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, utc_now

_NOT_OURS = "somebody moved the job under this batch of Sweep"
"""What the statement fails with, to undo itself."""


@dataclass(frozen=True, slots=True)
class TakenBatch:
    """`taken` receipts up to `last_id`, of which `deleted` were deleted (the rest by somebody else in the
    same moment), and the attachments of these. `counters` are the job's processed, succeeded and failed.
    With none taken nothing was written: the job has reached its end."""

    taken: int = 0
    last_id: int = 0
    deleted: int = 0
    attachment_ids: tuple[int, ...] = ()
    counters: tuple[int, int, int] = (0, 0, 0)


def take_next(
    connection: Connection, job_id: int, business_id: int, before: Cursor, limit: int
) -> TakenBatch:
    """Deletes softly the next `limit` live receipts after `before`, counts them, and moves the cursor.

    Whole or nothing by itself, so that it needs no transaction around it. Raises OwnershipLost where the job
    is not running at `before` any more. The row is written last, as the web worker does: whoever took it
    first and then waited for a receipt could deadlock with it.
    """
    try:
        row = connection.execute(_statement(connection, job_id, business_id, before, limit)).one()
    except DBAPIError as error:
        if _NOT_OURS in str(error.orig):
            raise OwnershipLost(job_id) from None
        raise
    if not row.ours:
        raise OwnershipLost(job_id)
    if not row.taken:
        return TakenBatch()
    pairs: list[list[int | None]] = row.files or []
    files = dict.fromkeys(one for pair in pairs for one in pair if one is not None)
    return TakenBatch(
        row.taken, row.last_id, row.deleted, tuple(files), (row.processed, row.succeeded, row.failed)
    )


def _statement(
    connection: Connection, job_id: int, business_id: int, before: Cursor, limit: int
) -> Select[Any]:
    is_still = still(job_id, JobStatus.RUNNING, before.text())
    ours = select(select(jobs.c.id).where(is_still).exists().label("ours")).cte("ours")
    is_ours = select(ours.c.ours).scalar_subquery()
    picked = next_live(business_id, before.last_id, before.max_id or 0, limit, is_ours).cte("picked")
    # An array of ids and no join: the planner must not walk the whole business to find a batch of it.
    ids = func.array(select(picked.c.id).scalar_subquery())
    gone = soft_delete(business_id, func.any(ids)).cte("gone")
    pair = array([gone.c.attachment_id, gone.c.preview_attachment_id])
    has_files = or_(gone.c.attachment_id.is_not(None), gone.c.preview_attachment_id.is_not(None))
    done = select(
        select(func.count()).select_from(picked).scalar_subquery().label("taken"),
        select(func.max(picked.c.id)).scalar_subquery().label("last_id"),
        func.count(gone.c.id).label("deleted"),
        func.array_agg(pair).filter(has_files).label("files"),
    ).cte("done")
    counted = _count(connection, is_still, before, done).cte("counted")
    # Not a constant: the planner would work it out, and trip over it.
    undo = cast(literal(_NOT_OURS, String) + cast(done.c.taken, String), Integer)
    lost = and_(done.c.taken > 0, counted.c.processed.is_(None))
    return select(ours, done, counted, case((lost, undo), else_=0)).select_from(
        ours.join(done, true()).outerjoin(counted, true())
    )


def _count(
    connection: Connection, is_still: ColumnElement[bool], before: Cursor, done: CTE
) -> ReturningUpdate[Any]:
    """Adds the batch to the job's counters and moves its cursor, unless nothing was taken."""
    taken, last_id, deleted = (
        select(done.c[name]).scalar_subquery() for name in ("taken", "last_id", "deleted")
    )
    start, end = before.around_last_id()
    beat = {"heartbeat_at": utc_now()} if has_heartbeat(connection) else {}
    return (
        update(jobs)
        .where(is_still, taken > 0)
        .values(
            processed=func.coalesce(jobs.c.processed, 0) + deleted,
            succeeded=func.coalesce(jobs.c.succeeded, 0) + deleted,
            cursor=func.concat(literal(start, String), last_id, literal(end, String)),
            updated_at=utc_now(),
            **beat,
        )
        .returning(jobs.c.processed, jobs.c.succeeded, func.coalesce(jobs.c.failed_count, 0).label("failed"))
    )
