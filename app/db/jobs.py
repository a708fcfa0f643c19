"""Rows of background_jobs: insert, claim, checkpoint, finish, change of status.

Every write is one statement that says in its WHERE what must still be true, and by its row count whether
it happened. A worker's writes compare the whole text of the cursor: it holds the worker's name and the
place, so they fail when anybody else has moved the job, also the web worker, which keeps a foreign name in
the cursor that it rewrites.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    extract,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on

from app.core.cursor import Cursor
from app.core.errors import IllegalTransition
from app.core.job import (
    ACTIVE,
    DELETE_RECEIPTS,
    RESUMABLE,
    STALE_AFTER,
    STUCK_AFTER,
    Job,
    JobStatus,
    require,
    sources,
)
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, users, utc_now

log = logging.getLogger(__name__)

_STATUSES = frozenset(JobStatus)


def read(connection: Connection, job_id: int) -> Job | None:
    """The job of this id, of any type, or None."""
    row = connection.execute(select_jobs(connection).where(jobs.c.id == job_id)).one_or_none()
    return next(known_jobs([row]), None) if row else None


def listed(
    connection: Connection,
    *,
    business_ids: Sequence[int] | None = None,
    statuses: Collection[JobStatus] | None = None,
    limit: int = 1000,
) -> list[Job]:
    """Jobs of any type, newest first, of these businesses and in these statuses (None: all)."""
    query = select_jobs(connection)
    if business_ids is not None:
        query = query.where(jobs.c.business_id == func.any(list(business_ids)))
    if statuses is not None:
        query = query.where(jobs.c.status.in_(statuses))
    return list(known_jobs(connection.execute(query.order_by(jobs.c.id.desc()).limit(limit))))


def active(connection: Connection, business_ids: Sequence[int]) -> dict[int, Job]:
    """The active deletion of each of these businesses that has one."""
    rows = connection.execute(
        select_jobs(connection).where(
            jobs.c.business_id == func.any(list(business_ids)),
            jobs.c.job_type == DELETE_RECEIPTS,
            jobs.c.status.in_(ACTIVE),
        )
    )
    return {job.business_id: job for job in known_jobs(rows)}


def current(connection: Connection, business_ids: Sequence[int] | None = None) -> dict[int, Job]:
    """For each business the deletion to show: the active one, or else the newest; by business id."""
    query = (
        select_jobs(connection)
        .where(jobs.c.job_type == DELETE_RECEIPTS)
        .ext(distinct_on(jobs.c.business_id))
        .order_by(jobs.c.business_id, jobs.c.status.in_(ACTIVE).desc(), jobs.c.id.desc())
    )
    if business_ids is not None:
        query = query.where(jobs.c.business_id == func.any(list(business_ids)))
    return {job.business_id: job for job in known_jobs(connection.execute(query))}


def moved(connection: Connection, *, watched: Sequence[int], newer_than: int) -> list[Job]:
    """Deletions that may have changed: the active ones, those of `watched`, and those with a higher id.

    One statement for all businesses. The active rows and the new ones come from indexes; `updated_at`
    is not trusted to tell changes, because not every writer sets it.
    """
    rows = connection.execute(
        select_jobs(connection)
        .where(
            jobs.c.job_type == DELETE_RECEIPTS,
            or_(jobs.c.status.in_(ACTIVE), jobs.c.id == func.any(list(watched)), jobs.c.id > newer_than),
        )
        .order_by(jobs.c.id)
    )
    return list(known_jobs(rows))


def claim(connection: Connection, waiting: Job, cursor: Cursor) -> Job | None:
    """queued → running for the worker named in `cursor`, if the row still is as `waiting` was read.

    `started_at` is written the first time only. Returns the job as it is now, or None.
    """
    return _change(
        connection,
        still(waiting.id, JobStatus.QUEUED, waiting.cursor_text),
        {
            "status": JobStatus.RUNNING,
            "cursor": cursor.text(),
            "started_at": func.coalesce(jobs.c.started_at, utc_now()),
            "heartbeat_at": utc_now(),
        },
    )


def checkpoint(
    connection: Connection, job_id: int, before: Cursor, after: Cursor, *, succeeded: int, failed: int
) -> Job | None:
    """Adds a batch to the counters and moves the cursor, if the job is still running at `before`.

    None means that it is not ours any more: roll the batch back.
    """
    return _change(
        connection,
        still(job_id, JobStatus.RUNNING, before.text()),
        {
            "processed": func.coalesce(jobs.c.processed, 0) + succeeded + failed,
            "succeeded": func.coalesce(jobs.c.succeeded, 0) + succeeded,
            "failed_count": func.coalesce(jobs.c.failed_count, 0) + failed,
            "cursor": after.text(),
            "heartbeat_at": utc_now(),
        },
    )


def leave(
    connection: Connection,
    job_id: int,
    before: Cursor,
    status: JobStatus,
    *,
    after: Cursor,
    error: str | None = None,
) -> Job | None:
    """running → `status` by its worker, if the job is still running at `before`; None where it is not.

    `error` replaces `last_error` (None clears it). `finished_at` is written where the status ends the job.
    """
    require(JobStatus.RUNNING, status)
    return _change(
        connection,
        still(job_id, JobStatus.RUNNING, before.text()),
        {
            "status": status,
            "cursor": after.text(),
            "last_error": error,
            "finished_at": None if status in ACTIVE else utc_now(),
            "heartbeat_at": utc_now(),
        },
    )


def pause_waiting(connection: Connection, waiting: Job, cursor: Cursor) -> Job | None:
    """queued → paused for a job that waits in this console's queue, if it is as it was read."""
    require(JobStatus.QUEUED, JobStatus.PAUSED)
    return _change(
        connection,
        still(waiting.id, JobStatus.QUEUED, waiting.cursor_text),
        {"status": JobStatus.PAUSED, "cursor": cursor.text()},
    )


def resume(connection: Connection, stopped: Job, cursor: Cursor) -> Job | None:
    """paused or failed → queued in this console's queue, if the row is as `stopped` was read.

    Raises RowsRefused (SQLSTATE 23505) where the business has another active job by now, IllegalTransition
    where the job is neither paused nor failed.
    """
    if stopped.status not in RESUMABLE:
        raise IllegalTransition(stopped.status, JobStatus.QUEUED)
    return _change(
        connection,
        still(stopped.id, stopped.status, stopped.cursor_text),
        {
            "status": JobStatus.QUEUED,
            "cursor": cursor.text(),
            "last_error": None,
            "finished_at": None,
            "heartbeat_at": utc_now(),
        },
    )


def cancel(connection: Connection, job_id: int) -> Job | None:
    """queued, running or paused → cancelled, whoever runs it; None where the job is in none of these."""
    return _change(
        connection,
        and_(jobs.c.id == job_id, jobs.c.status.in_(sources(JobStatus.CANCELLED))),
        {"status": JobStatus.CANCELLED, "finished_at": utc_now()},
    )


def take_over(
    connection: Connection, lost: Job, cursor: Cursor, *, dead_console: str | None = None
) -> Job | None:
    """A stale or stuck job → queued in this console's queue, if it is as `lost` was read and still lifeless.

    The database's clock decides what is lifeless, in the same statement; but a job of `dead_console`, a
    process of this workstation that is known to have ended, is. Whoever ran the job loses at the next
    commit, because the cursor is another. `last_error` stays, to be seen.
    """
    lifeless = _is_lifeless(connection)
    if dead_console is not None:
        lifeless = or_(lifeless, _names(dead_console))
    return _change(
        connection,
        and_(still(lost.id, lost.status, lost.cursor_text), lifeless),
        {"status": JobStatus.QUEUED, "cursor": cursor.text(), "heartbeat_at": utc_now()},
    )


def mark_failed(connection: Connection, lost: Job, reason: str) -> Job | None:
    """A stale or stuck job → failed, if it is as `lost` was read and still lifeless."""
    require(lost.status, JobStatus.FAILED)
    return _change(
        connection,
        and_(still(lost.id, lost.status, lost.cursor_text), _is_lifeless(connection)),
        {"status": JobStatus.FAILED, "last_error": reason, "finished_at": utc_now()},
    )


def retry(connection: Connection, ended: Job, cursor: Cursor, *, again: int) -> Job | None:
    """completed or failed → queued, to run `again` failed receipts once more; their counts are taken back.

    Raises RowsRefused (SQLSTATE 23505) where the business has another active job by now.
    """
    require(ended.status, JobStatus.QUEUED)
    return _change(
        connection,
        still(ended.id, ended.status, ended.cursor_text),
        {
            "status": JobStatus.QUEUED,
            "cursor": cursor.text(),
            "processed": func.greatest(func.coalesce(jobs.c.processed, 0) - again, 0),
            "failed_count": func.greatest(func.coalesce(jobs.c.failed_count, 0) - again, 0),
            "last_error": None,
            "finished_at": None,
            "heartbeat_at": utc_now(),
        },
    )


def held_by(connection: Connection, console: str) -> list[Job]:
    """Active deletions whose cursor names this console as worker or queue."""
    rows = connection.execute(
        select_jobs(connection).where(
            jobs.c.job_type == DELETE_RECEIPTS,
            jobs.c.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)),
            _names(console),
        )
    )
    return list(known_jobs(rows))


def keep_alive(connection: Connection, job_ids: Sequence[int], console: str, waiting: str) -> set[int]:
    """The heartbeat of all jobs that this console runs or keeps in its queue, in one statement.

    Returns the ids of `job_ids` that are still its own, and of all jobs that wait in its queue, marked with
    `waiting`, whether asked for or not. `updated_at` is written too: the web side's page view fails an
    active job whose `updated_at` is older than 300 s. A row that somebody else holds locked does not stop
    the others' beat. The console's name is searched for in the text and not in the JSON, so that one
    damaged cursor does not stop them either. A running job that still bears the mark of the queue was begun
    by the web worker, which keeps foreign keys of the cursor: that one beats for itself.
    """
    running = and_(
        jobs.c.id == func.any(list(job_ids)),
        jobs.c.status == JobStatus.RUNNING,
        _names(console),
        not_(_names(waiting)),
    )
    queued = and_(jobs.c.job_type == DELETE_RECEIPTS, jobs.c.status == JobStatus.QUEUED, _names(waiting))
    mine = select(jobs.c.id).where(or_(running, queued))
    free = mine.with_for_update(skip_locked=True).cte("free")
    beat = {"heartbeat_at": utc_now()} if has_heartbeat(connection) else {}
    beaten = update(jobs).where(jobs.c.id == free.c.id).values(updated_at=utc_now(), **beat).cte("beaten")
    return set(connection.scalars(mine.add_cte(beaten)))


def _names(console: str) -> ColumnElement[bool]:
    """The cursor names this console, as worker or as queue."""
    return func.strpos(jobs.c.cursor, literal(console, String)) > 0


def _is_lifeless(connection: Connection) -> ColumnElement[bool]:
    """Stale, or stuck, at this moment."""
    idle = extract("epoch", utc_now() - _sign_of_life(connection, jobs.c))
    return or_(
        and_(jobs.c.status == JobStatus.RUNNING, idle > STALE_AFTER),
        and_(jobs.c.status == JobStatus.QUEUED, idle > STUCK_AFTER),
    )


def still(
    job_id: int | BindParameter[int], status: JobStatus, cursor_text: str | BindParameter[str] | None
) -> ColumnElement[bool]:
    """The condition that the row is where its reader or owner left it."""
    return and_(jobs.c.id == job_id, jobs.c.status == status, jobs.c.cursor.is_not_distinct_from(cursor_text))


def _change(connection: Connection, condition: ColumnElement[bool], values: dict[str, Any]) -> Job | None:
    columns = _columns(connection)
    written = {name: value for name, value in values.items() if name in columns}
    changed = (
        update(jobs)
        .where(condition)
        .values(updated_at=utc_now(), **written)
        .returning(*columns.values())
        .cte("changed")
    )
    row = connection.execute(select_jobs(connection, changed)).one_or_none()
    return _from_row(row) if row else None


def _columns(connection: Connection) -> dict[str, Any]:
    """The columns that this database has, by name."""
    old = not has_heartbeat(connection)
    return {column.name: column for column in jobs.c if not (old and column.name == "heartbeat_at")}


def select_jobs(connection: Connection, source: Any = jobs) -> Select[Any]:
    """The columns of `Job`, from the table or from the rows that a statement changed."""
    columns = source.c
    shown = [columns[name] for name in _columns(connection) if name != "requested_by_user_id"]
    return select(
        *shown,
        users.c.email.label("requested_by"),
        extract("epoch", utc_now() - _sign_of_life(connection, columns)).label("idle_seconds"),
    ).select_from(source.outerjoin(users, users.c.id == columns.requested_by_user_id))


def _sign_of_life(connection: Connection, columns: Any) -> ColumnElement[Any]:
    """When somebody was last seen to care for the job. A queued one does not beat on the web side."""
    beat = [columns.heartbeat_at] if has_heartbeat(connection) else []
    return case(
        (columns.status == JobStatus.QUEUED, func.greatest(*beat, columns.updated_at, columns.created_at)),
        else_=func.coalesce(*beat, columns.updated_at, columns.started_at, columns.created_at),
    )


def known_jobs(rows: Iterable[Any]) -> Iterator[Job]:
    """The jobs of the rows. One whose status is none of the contract's six is left out and logged: it must
    not hide all others."""
    for row in rows:
        if row.status in _STATUSES:
            yield _from_row(row)
        else:
            log.warning("Job %d has the unknown status %r and is not shown.", row.id, row.status)


def _from_row(row: Any) -> Job:
    return Job(
        id=row.id,
        business_id=row.business_id,
        job_type=row.job_type,
        status=JobStatus(row.status),
        total=row.total or 0,
        processed=row.processed or 0,
        succeeded=row.succeeded or 0,
        failed=row.failed_count or 0,
        last_error=row.last_error,
        cursor_text=row.cursor,
        created_at=row.created_at,
        updated_at=row.updated_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        heartbeat_at=getattr(row, "heartbeat_at", None),
        requested_by=row.requested_by,
        idle_seconds=float(row.idle_seconds or 0.0),
    )
