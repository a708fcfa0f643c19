"""Inserting new jobs: the one statement that decides which businesses may start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Interval,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert

from app.core.cursor import PLACE, Cursor
from app.core.errors import ChangeIgnored
from app.core.job import ACTIVE, Job, JobStatus
from app.core.run import Run
from app.db import restores
from app.db.exact import number, seconds
from app.db.health import require_all_rows
from app.db.job_writes import change, still
from app.db.jobs import is_alive
from app.db.tables import background_jobs as jobs
from app.db.tables import business, has_heartbeat, utc_now

START_INTERVAL_SECONDS = 60
"""At most one start a minute and business (web-api-contract.md, What the web API does)."""

_LINE_TIMEOUT_MS = 20_000
"""How long a start waits for those before it in the same businesses; a start takes some milliseconds."""

Totals = FromClause
"""What a kind of job would delete now: columns `total` and `max_id`, lateral to the table of businesses."""

_LOCK_SPACE = 0x53574550  # "SWEP": keeps this console's advisory locks apart from all others
_ALL = -1  # in place of an id, for all businesses

_LOCKED_ALONE = 50
"""Up to so many businesses are locked each for itself. A server has room for some thousand locks of all its
sessions together, so whoever starts more locks all businesses at once: the others wait for it meanwhile."""


def start(
    connection: Connection,
    job_type: str,
    totals: Totals,
    business_ids: Sequence[int],
    *,
    user_id: int,
    worker: str,
    accept_missing: bool = False,
    keep_days: int = 0,
    run: Run | None = None,
    beats: bool = True,
) -> dict[int, int]:
    """Inserts a queued job of this type for each business that may have one; returns job ids by business id.

    Left out are businesses with an active job of the type, with one that has a fresh heartbeat whatever its
    status, with one that was started within the last START_INTERVAL_SECONDS (by whichever writer), those in
    which something is being restored, those without anything to delete, and unknown ones. `total` and
    `max_id` are of this moment; `worker` marks the queue in which the new jobs wait, `beats` unless that is
    the server's; `accept_missing`, `keep_days` and `run` go into their cursors. In a transaction of its own:
    until the end of it, other consoles wait with starts in the same businesses. Raises RowsHidden where a
    policy would keep something from being seen, and ChangeIgnored where the database inserts nothing.
    """
    if not business_ids:
        return {}
    require_all_rows(connection)
    may_be_restored = one_at_a_time(connection, business_ids)
    cursor = Cursor(
        max_id=0,
        worker=worker,
        user_id=user_id,
        accept_missing=accept_missing,
        keep_days=keep_days,
        run=run,
    )
    values = _new_job(job_type, totals, cursor)
    if beats and has_heartbeat(connection):
        values[jobs.c.heartbeat_at] = utc_now()
    started: dict[int, int] = {}
    wanted: Sequence[int] = business_ids
    for _ in range(2):  # once more for those that have come to meet the conditions just now
        of_these = (
            business.c.id == func.any(list(wanted)),
            totals.c.total > 0,
            ~select(jobs.c.id).where(*_in_the_way(connection, job_type, business.c.id)).exists(),
            *([~restores.is_restoring(business.c.id)] if may_be_restored else []),
        )
        there = business.join(totals, true())
        rows = connection.execute(
            insert(jobs)
            .from_select(list(values), select(*values.values()).select_from(there).where(*of_these))
            .on_conflict_do_nothing()
            .returning(jobs.c.business_id, jobs.c.id)
        )
        started |= {row.business_id: row.id for row in rows}
        if started.keys() >= set(wanted):
            return started
        wanted = list(connection.scalars(select(business.c.id).select_from(there).where(*of_these)))
        if not wanted:
            return started
    raise ChangeIgnored(jobs.name)


def note_refused(connection: Connection, first: Job, refused: Mapping[str, Sequence[int]]) -> Job:
    """The first job of a run, with the businesses that got none; in the transaction that started it. Raises
    ChangeIgnored."""
    cursor = Cursor.parse(first.cursor_text)
    if not refused or cursor.run is None:
        return first
    noted = replace(cursor, run=cursor.run.refusing(refused))
    condition = still(first.id, JobStatus.QUEUED, first.cursor_text)
    changed = change(connection, condition, {"cursor": noted.text()})
    if changed is None:
        raise ChangeIgnored(jobs.name)
    return changed


def _new_job(job_type: str, totals: Totals, cursor: Cursor) -> dict[Column[Any], ColumnElement[Any]]:
    text = literal(cursor.template("max_id"), Text)
    return {
        jobs.c.business_id: business.c.id,
        jobs.c.requested_by_user_id: literal(cursor.user_id),
        jobs.c.job_type: literal(job_type),
        jobs.c.status: literal(JobStatus.QUEUED.value),
        jobs.c.total: totals.c.total,
        jobs.c.processed: literal(0),
        jobs.c.succeeded: literal(0),
        jobs.c.failed_count: literal(0),
        jobs.c.cursor: func.replace(text, PLACE, cast(totals.c.max_id, Text)),
        jobs.c.created_at: utc_now(),
        jobs.c.updated_at: utc_now(),
    }


def seconds_until_next(connection: Connection, job_type: str, business_ids: Sequence[int]) -> dict[int, int]:
    """Whole seconds until each business may start a job of the type again, by business id; those that may now
    are left out."""
    waited = seconds(utc_now() - func.max(jobs.c.created_at))
    rows = connection.execute(
        select(jobs.c.business_id, func.ceil(number(START_INTERVAL_SECONDS) - waited))
        .where(*_recent(job_type, func.any(list(business_ids))))
        .group_by(jobs.c.business_id)
    )
    return {row[0]: max(1, int(row[1])) for row in rows}


def _recent(job_type: str, business_id: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    interval = cast(literal(f"{START_INTERVAL_SECONDS} seconds", Text), Interval)
    return (
        jobs.c.business_id == business_id,
        jobs.c.job_type == job_type,
        jobs.c.created_at > utc_now() - interval,
        # Times further in the future come from writers that used the server's local time.
        jobs.c.created_at < utc_now() + interval,
    )


def _in_the_way(
    connection: Connection, job_type: str, business_id: ColumnElement[int]
) -> tuple[ColumnElement[bool], ...]:
    """A recent job, an active one (the unique index forbids that too, but a database may lack it), or one
    that a worker still runs."""
    ours, recent = _recent(job_type, business_id)[:2], _recent(job_type, business_id)[2:]
    return (*ours, or_(and_(*recent), jobs.c.status.in_(ACTIVE), is_alive(connection, jobs.c)))


def alone_in(connection: Connection, business_id: int) -> bool:
    """Until the end of the transaction no console starts a job in the business, or resumes one there: else
    two old jobs could be resumed at once, neither of which sees the other yet. Returns as
    `one_at_a_time`; raises RowsHidden as `start` does."""
    require_all_rows(connection)
    usual = connection.scalar(select(func.current_setting("lock_timeout")))
    has_restores = one_at_a_time(connection, [business_id])
    connection.execute(select(func.set_config("lock_timeout", usual, True)))
    return has_restores


def restore_in(connection: Connection, business_id: int) -> bool:
    """Whether what was deleted in the business is being restored; so it stays until the end of the
    transaction. As `alone_in`."""
    return alone_in(connection, business_id) and bool(restores.active(connection, [business_id]))


def one_at_a_time(connection: Connection, business_ids: Sequence[int]) -> bool:
    """Two starts at once could both see no recent job, the first be over before the second inserts, and
    the unique index stay silent. The locks end with the transaction; their order keeps them from deadlock:
    that of all businesses, which starts of few share, and then those of each.

    Many starts may wait here, and each should get its answer: this transaction waits longer for locks than
    others do. Returns whether the database has restores, which may have come since the connection was
    opened."""
    # Such a lock has four bytes for the id. Businesses that share one wait for each other, no more.
    ids = sorted({one % 2**31 for one in business_ids})
    are_few = len(ids) <= _LOCKED_ALONE
    lock_all = func.pg_advisory_xact_lock_shared if are_few else func.pg_advisory_xact_lock
    wait = func.set_config("lock_timeout", str(_LINE_TIMEOUT_MS), True)
    has_restores = restores.table_is_there(connection).label("has_restores")
    found = connection.execute(select(wait, lock_all(_LOCK_SPACE, _ALL), has_restores)).one()
    if are_few:
        each = func.unnest(ids).column_valued("id")
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, each)))
    return bool(found.has_restores)
