"""What all jobs have deleted lately, and which of them moved: one look at the table, and two by ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.core.access import Actor
from app.core.bounds import EARLIEST
from app.core.job import ENDED
from app.core.run import MARK, RUN_LENGTH, run_of
from app.core.throughput import HOUR_SECONDS, NO_RUN, MovedJob
from app.db.runs import run_id_or_null
from app.db.tables import background_jobs as jobs
from app.db.tables import utc_now
from app.db.users import still_sees

MOVED_READ = 20_000
"""How many jobs of the last hour are read at most, the newest."""

AHEAD = timedelta(days=1)
"""How far a clock may be ahead: what is later is no time at which anything ended."""


_OTHERS = (jobs.c.updated_at, jobs.c.started_at, jobs.c.created_at)


@dataclass(frozen=True, slots=True)
class Deleted:
    """Items that the jobs deleted which last moved since two moments. `lately` are ids of the jobs that moved
    within the last hour before `read_at` (naive UTC)."""

    since_first: int
    since_second: int
    lately: Sequence[int]
    read_at: datetime


def deleted(
    connection: Connection,
    types: Collection[str],
    *,
    first: datetime,
    second: datetime,
    seen_by: Actor | None = None,
) -> Deleted:
    """Sums over jobs of these types of what `seen_by` (None: who may see all) saw at sign-in and still may
    see, since `first` and since the earlier `second` (naive UTC, more than an hour ago).
    A job counts as a whole, at the time it ended, or last moved."""
    now = select(utc_now().label("now")).scalar_subquery()
    query: Any = select(jobs.c.id, _count().label("succeeded"), _moved_at(now).label("moved_at")).where(
        jobs.c.job_type.in_(tuple(types)),
        # Whatever counts has one such time; most rows are older, and are done with here.
        func.greatest(jobs.c.finished_at, *_OTHERS) >= second,
    )
    if seen_by is not None:
        visible = seen_by.visible()
        if visible is not None:
            query = query.where(jobs.c.business_id == func.any(visible))
        query = query.where(still_sees(seen_by))
    part = query.subquery("part")
    lately = and_(part.c.moved_at >= now - timedelta(seconds=HOUR_SECONDS), part.c.succeeded > 0)
    row = connection.execute(
        select(
            func.sum(part.c.succeeded).filter(part.c.moved_at >= first),
            func.sum(part.c.succeeded).filter(part.c.moved_at >= second),
            func.array_agg(aggregate_order_by(part.c.id, part.c.id.desc())).filter(lately),
            now,
        )
    ).one()
    return Deleted(int(row[0] or 0), int(row[1] or 0), row[2] or (), row[3])


def moved(connection: Connection, lately: Sequence[int], read_at: datetime) -> list[MovedJob]:
    """What these jobs, of which `deleted` said at `read_at` that they had moved, did and when. Each by the
    index of its id."""
    run_id = run_id_or_null().label("run_id")
    begin = _sane(jobs.c.started_at, read_at).label("begin")
    rows = connection.execute(
        select(jobs.c.id, run_id, _count().label("succeeded"), begin, _moved_at(read_at).label("moved_at"))
        .where(jobs.c.id == func.any(list(lately[:MOVED_READ])))
        .order_by(jobs.c.id)
    ).all()
    first_of = {row.run_id: row.id for row in reversed(rows) if row.run_id}
    names = _names(connection, list(first_of.values())) if first_of else {}
    return [
        MovedJob(
            row.id,
            row.run_id or NO_RUN,
            names.get(first_of.get(row.run_id, 0), ""),
            row.succeeded,
            row.begin,
            row.moved_at,
        )
        for row in rows
        if row.moved_at is not None
    ]


def _names(connection: Connection, job_ids: Sequence[int]) -> dict[int, str]:
    """What the runs of these jobs are called: the first job of a run names all that it refused, so that no
    more than one of each is read."""
    begins = func.strpos(jobs.c.cursor, literal(MARK, Text)) + len(MARK) - 1
    json = func.substr(jobs.c.cursor, begins, RUN_LENGTH, type_=Text).label("json")
    rows = connection.execute(select(jobs.c.id, json).where(jobs.c.id == func.any(list(job_ids))))
    return {row.id: run.name for row in rows if (run := run_of(row.json or "")) is not None}


def _count() -> ColumnElement[int]:
    """What it has deleted; a count below zero is none."""
    return func.greatest(
        func.coalesce(cast(jobs.c.succeeded, BigInteger), cast(0, BigInteger)), cast(0, BigInteger)
    )


def _moved_at(now: Any) -> ColumnElement[Any]:
    """When the job ended, or else when its row last moved; a time that is none does not count."""
    rests = case((jobs.c.status.in_(tuple(ENDED)), _sane(jobs.c.finished_at, now)), else_=null())
    return func.coalesce(rests, *(_sane(column, now) for column in _OTHERS))


def _sane(moment: Any, now: Any) -> ColumnElement[Any]:
    is_one = and_(moment > EARLIEST, moment <= now + AHEAD)
    return case((is_one, moment), else_=null())
