"""Rows of background_jobs, read: one, many, those that may have changed. What changes them: `job_writes`."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from app.core.access import Actor
from app.core.job import ACTIVE, STALE_AFTER, Job, JobStatus
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, users, utc_now
from app.db.users import still_sees

log = logging.getLogger(__name__)

_STATUSES = frozenset(JobStatus)


def read(connection: Connection, job_id: int) -> Job | None:
    """The job of this id, of any type, or None."""
    row = connection.execute(_one(has_heartbeat(connection)), {"job": job_id}).one_or_none()
    return next(known_jobs([row]), None) if row else None


def locked(connection: Connection, job_id: int) -> Job | None:
    """The same, locked until the end of the transaction. Waits for whoever holds it locked, and raises
    RowsLocked where that takes too long."""
    query = select_jobs(connection).where(jobs.c.id == job_id).with_for_update(of=jobs)
    row = connection.execute(query).one_or_none()
    return next(known_jobs([row]), None) if row else None


def listed(
    connection: Connection,
    types: Collection[str],
    *,
    business_ids: Sequence[int] | None = None,
    statuses: Collection[JobStatus] | None = None,
    limit: int = 1000,
) -> list[Job]:
    """Jobs of any type, newest first, of these businesses and in these statuses (None: all). Those of other
    types than `types` are foreign."""
    query = _within(select_jobs(connection), business_ids)
    if statuses is not None:
        query = query.where(jobs.c.status.in_(statuses))
    rows = connection.execute(query.order_by(jobs.c.id.desc()).limit(limit))
    return list(known_jobs(rows, types))


def active(connection: Connection, types: Collection[str], business_ids: Sequence[int]) -> dict[int, Job]:
    """The active job of these types of each of these businesses that has one."""
    rows = connection.execute(
        select_jobs(connection).where(
            jobs.c.business_id == func.any(list(business_ids)),
            jobs.c.job_type.in_(tuple(types)),
            jobs.c.status.in_(ACTIVE),
        )
    )
    return {job.business_id: job for job in known_jobs(rows)}


def current(
    connection: Connection, types: Collection[str], business_ids: Sequence[int] | None = None
) -> dict[int, Job]:
    """For each business the job of these types to show: the active one, or else the newest; by business
    id."""
    query = (
        select_jobs(connection)
        .where(jobs.c.job_type.in_(tuple(types)))
        .ext(distinct_on(jobs.c.business_id))
        .order_by(jobs.c.business_id, jobs.c.status.in_(ACTIVE).desc(), jobs.c.id.desc())
    )
    rows = connection.execute(_within(query, business_ids))
    return {job.business_id: job for job in known_jobs(rows)}


def moved(
    connection: Connection,
    types: Collection[str],
    *,
    watched: Sequence[int],
    newer_than: int,
    seen_by: Actor | None = None,
) -> list[Job]:
    """Jobs of these types that may have changed: the active ones, those of `watched`, and those with a higher
    id; of the businesses that `seen_by` (None: who may see all) saw at sign-in and still may see.

    One statement for all businesses. The active rows and the new ones come from indexes; `updated_at` is not
    relied on to find changes, because not every writer sets it.
    """
    query = select_jobs(connection).where(
        jobs.c.job_type.in_(tuple(types)),
        or_(jobs.c.status.in_(ACTIVE), jobs.c.id == func.any(list(watched)), jobs.c.id > newer_than),
    )
    if seen_by is not None:
        query = _within(query, seen_by.visible()).where(still_sees(seen_by))
    return list(known_jobs(connection.execute(query.order_by(jobs.c.id))))


def held_by(
    connection: Connection,
    types: Collection[str],
    consoles: Sequence[str],
    business_ids: Sequence[int] | None = None,
) -> list[Job]:
    """Queued and running jobs of these types, of these businesses (None: of all), whose cursor names one of
    these consoles as worker or queue."""
    query = select_jobs(connection).where(
        jobs.c.job_type.in_(tuple(types)),
        jobs.c.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)),
        or_(false(), *(names(console) for console in consoles)),
    )
    return list(known_jobs(connection.execute(_within(query, business_ids))))


def by_ids(connection: Connection, job_ids: Sequence[int]) -> dict[int, Job]:
    """The jobs of these ids, of any type; unknown ones are left out."""
    rows = connection.execute(select_jobs(connection).where(jobs.c.id == func.any(list(job_ids))))
    return {job.id: job for job in known_jobs(rows)}


def other_active(connection: Connection, job: Job) -> Job | None:
    """Another active job of the business and the type of `job`."""
    rows = connection.execute(
        select_jobs(connection).where(
            jobs.c.business_id == job.business_id,
            jobs.c.job_type == job.job_type,
            jobs.c.id != job.id,
            jobs.c.status.in_(ACTIVE),
        )
    )
    return next(known_jobs(rows), None)


def alive(connection: Connection, types: Collection[str], business_ids: Sequence[int]) -> dict[int, Job]:
    """Of each of these businesses the job of these types with a fresh heartbeat, whatever its status."""
    rows = connection.execute(
        select_jobs(connection).where(
            jobs.c.business_id == func.any(list(business_ids)),
            jobs.c.job_type.in_(tuple(types)),
            is_alive(connection, jobs.c),
        )
    )
    return {job.business_id: job for job in known_jobs(rows)}


def _within(query: Select[Any], business_ids: Sequence[int] | None) -> Select[Any]:
    """Of these businesses; None: of all."""
    if business_ids is None:
        return query
    return query.where(jobs.c.business_id == func.any(list(business_ids)))


def names(console: str) -> ColumnElement[bool]:
    """The cursor names this console, as worker or as queue."""
    marks = (f'"worker": "{console}', f'"worker":"{console}')  # a person's text may hold the name too
    return or_(*(func.strpos(jobs.c.cursor, literal(mark, Text)) > 0 for mark in marks))


def not_moved() -> ColumnElement[bool]:
    """The web worker has not moved the job since the worker named in the cursor did (`core.worker`)."""
    place, at = (func.substring(jobs.c.cursor, f'"{key}": ?([0-9]+)') for key in ("last_id", "at"))
    return func.coalesce(place == at, True)


def columns_here(connection: Connection) -> dict[str, Any]:
    """The columns that this database has, by name."""
    return columns_with(has_heartbeat(connection))


@cache
def columns_with(heartbeat: bool) -> dict[str, Any]:
    """The same, for a statement that is built once."""
    return {column.name: column for column in jobs.c if heartbeat or column.name != "heartbeat_at"}


def select_jobs(connection: Connection, source: Any = jobs) -> Select[Any]:
    """The columns of `Job`, from the table or from the rows that a statement changed."""
    heartbeat = has_heartbeat(connection)
    return _all_jobs(heartbeat) if source is jobs else jobs_from(source, heartbeat=heartbeat)


@cache
def _all_jobs(heartbeat: bool) -> Select[Any]:
    return jobs_from(jobs, heartbeat=heartbeat)


@cache
def _one(heartbeat: bool) -> Select[Any]:
    return _all_jobs(heartbeat).where(jobs.c.id == bindparam("job", type_=BigInteger))


def jobs_from(source: Any, *, heartbeat: bool) -> Select[Any]:
    """As `select_jobs`, for a statement that is built once."""
    columns = source.c
    shown = [columns[name] for name in columns_with(heartbeat) if name != "requested_by_user_id"]
    return select(
        *shown,
        users.c.email.label("requested_by"),
        seconds(utc_now() - within(_life(columns, heartbeat=heartbeat))).label("idle_seconds"),
        utc_now().label("read_at"),
    ).select_from(source.outerjoin(users, users.c.id == columns.requested_by_user_id))


def is_alive(connection: Connection, columns: Any) -> ColumnElement[bool]:
    """A fresh heartbeat says that a worker has the job: the rule of `core.job.Job.seconds_alive`, at this
    moment. Always false where the database has no heartbeats."""
    if not has_heartbeat(connection):
        return false()
    age = seconds(utc_now() - within(columns.heartbeat_at))
    after_its_end = or_(columns.finished_at.is_(None), columns.heartbeat_at > columns.finished_at)
    return func.coalesce(and_(age < number(STALE_AFTER), after_its_end), False)


def sign_of_life(connection: Connection, columns: Any) -> ColumnElement[Any]:
    """The latest activity on the job. Queued jobs of the web side have no heartbeat."""
    return _life(columns, heartbeat=has_heartbeat(connection))


def _life(columns: Any, *, heartbeat: bool) -> ColumnElement[Any]:
    beat = [columns.heartbeat_at] if heartbeat else []
    return case(
        (columns.status == JobStatus.QUEUED, func.greatest(*beat, columns.updated_at, columns.created_at)),
        else_=func.coalesce(*beat, columns.updated_at, columns.started_at, columns.created_at),
    )


def known_jobs(rows: Iterable[Any], types: Collection[str] | None = None) -> Iterator[Job]:
    """The jobs of the rows. One whose status is none of the contract's six is left out and logged: it must
    not hide all others. Of other types than `types` (None: all are known) they are foreign."""
    for row in rows:
        if row.status in _STATUSES:
            yield _from_row(row, is_foreign=types is not None and row.job_type not in types)
        else:
            log.warning("Job %d has the unknown status %r and is not shown.", row.id, row.status)


def _from_row(row: Any, *, is_foreign: bool) -> Job:
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
        read_at=row.read_at,
        is_foreign=is_foreign,
    )
