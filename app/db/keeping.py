"""Jobs by how long the files of what they deleted are kept, as their cursors say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Interval,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from app.core.job import Job, JobStatus
from app.core.keeping import MAX_DAYS
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.jobs import known_jobs, select_jobs
from app.db.tables import array_of, utc_now
from app.db.tables import background_jobs as jobs

_MARK = '"keep_days": '
"""How it stands in a cursor. Within a text there, the quotation marks would be escaped."""

_STAMPS = '"stamps": [["'
_TIME = (
    r"^(?:19[7-9]|2[0-9]{2})[0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r" (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}$"
)

_AT_WORK = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)
"""These sweep by themselves as they end."""


@dataclass(frozen=True, slots=True)
class DueBusiness:
    """A business in which files of deleted items may be due, and since when (naive UTC): by the job of which
    this came last."""

    business_id: int
    since: datetime


def keeps_files() -> ColumnElement[bool]:
    """The job was to keep files."""
    return _place() > 0


def keep_days() -> ColumnElement[int]:
    """For how many days; 0 for a job of the web side. As `core.cursor` reads it."""
    after = func.substr(jobs.c.cursor, _place() + len(_MARK), 6)
    written = cast(func.substring(after, literal("^([0-9]{1,4})[^0-9]", Text)), Integer)
    return case((keeps_files(), func.least(func.coalesce(written, MAX_DAYS), MAX_DAYS)), else_=0)


def first_stamp() -> ColumnElement[datetime]:
    """The time of the first stamp, or NULL: put together of its numbers, as the text of a cursor may name a
    day that no month has."""
    begins = func.strpos(func.coalesce(jobs.c.cursor, ""), literal(_STAMPS, Text))
    text = func.substr(jobs.c.cursor, begins + len(_STAMPS), 26, type_=Text)
    month = cast(func.substr(text, 1, 8).op("||")(literal("01", Text)), DateTime)
    days = func.make_interval(0, 0, 0, cast(func.substr(text, 9, 2), Integer) - 1)
    moment = month + days + cast(func.substr(text, 12), Interval)
    return case((and_(begins > 0, text.regexp_match(_TIME)), moment), else_=null())


def resting_keepers(connection: Connection, job_type: str, business_id: int) -> list[Job]:
    """The jobs of the business that keep files and are not at work."""
    query = select_jobs(connection).where(
        jobs.c.job_type == job_type,
        jobs.c.business_id == business_id,
        jobs.c.status != func.all(array_of(_AT_WORK, Text)),
        keeps_files(),
    )
    return list(known_jobs(connection.execute(query)))


def due_businesses(
    connection: Connection, job_type: str, days: int, *, only: Sequence[int] | None = None, overdue: float = 0
) -> list[DueBusiness]:
    """Those with a job of this type, not at work, that has done nothing for longer than its files are kept,
    and longer than `days`, by `overdue` seconds at least; in the order of ids. All that such a job deleted is
    due."""
    rests = func.greatest(within(jobs.c.finished_at), within(jobs.c.updated_at), within(jobs.c.created_at))
    kept_for = func.make_interval(0, 0, 0, func.greatest(keep_days(), literal(days, Integer)))
    found = (
        select(jobs.c.business_id, (rests + kept_for).label("since"))
        .where(
            jobs.c.job_type == job_type,
            jobs.c.status != func.all(array_of(_AT_WORK, Text)),
            *([jobs.c.business_id == func.any(list(only))] if only is not None else []),
        )
        .subquery("found")
    )
    query = (
        select(found.c.business_id, func.max(found.c.since).label("since"))
        .where(seconds(utc_now() - found.c.since) > number(overdue))
        .group_by(found.c.business_id)
        .order_by(found.c.business_id)
    )
    return [DueBusiness(row.business_id, row.since) for row in connection.execute(query)]


def _place() -> ColumnElement[int]:
    return func.strpos(func.coalesce(jobs.c.cursor, ""), literal(_MARK, Text))
