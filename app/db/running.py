"""Changes of a job's row by the worker that runs it: claim, checkpoint, end. The rules are those of
`job_writes`, which has what a person asks for.

What every job needs is one statement and one round trip, and built once: to build it anew takes longer than
the server does with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ClauseElement,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.cursor import PLACE, Cursor, claimed_in_place, new_in_queue
from app.core.errors import ChangeIgnored
from app.core.job import ACTIVE, Job, JobStatus, require
from app.core.record import Sealed
from app.db import built, record
from app.db.engine import statement, transaction
from app.db.job_writes import adjusted, change, still, still_run
from app.db.jobs import columns_with, jobs_from, known_jobs
from app.db.own_work import own_work
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, utc_now
from app.db.undoing import undo, undone_as

_NOT_AS_WRITTEN = "the database put back what Sweep wrote about this job"
"""The statement fails on this, to roll itself back: a trigger has changed the row once more."""


def claim_new(
    connection: Connection, job_id: int, types: Collection[str], queue: str, worker: str
) -> Job | None:
    """The job as it is now, claimed for `worker` where it waits in `queue` as it was started there: of these
    types, with its end, and never begun. Any other is only read: then it is for `claim`. None where there is
    none.

    `started_at` is of this moment, and the cursor says so. Raises ChangeIgnored.
    """
    before, after = claimed_in_place(queue, worker, own_work(connection).counts)
    values = {
        "job": job_id,
        "types": list(types),
        "new": new_in_queue(queue),
        "before": before,
        "after": after,
    }
    with _by_itself(connection):
        found = connection.execute(_claim_new(has_heartbeat(connection)), values).all()
    return next(known_jobs(found), None)


@cache
def _claim_new(heartbeat: bool) -> Select[Any]:
    moment = select(utc_now().label("now")).cte("moment")
    now = select(moment.c.now).scalar_subquery()
    # As Python writes a time, which leaves out a fraction of nothing.
    written = func.replace(func.to_char(now, "YYYY-MM-DD HH24:MI:SS.US"), ".000000", "")
    claim = func.replace(_text("after"), PLACE, written)
    text = func.replace(jobs.c.cursor, _text("before"), claim, type_=Text)
    columns = columns_with(heartbeat)
    values = {"status": JobStatus.RUNNING, "cursor": text, "started_at": now, "updated_at": now}
    is_new = and_(
        jobs.c.id == _whole("job"),
        jobs.c.status == JobStatus.QUEUED,
        jobs.c.job_type == func.any(bindparam("types", type_=ARRAY(Text))),
        jobs.c.started_at.is_(None),
        func.substring(jobs.c.cursor, _text("new")).is_not(None),
    )
    is_so = and_(
        jobs.c.status == JobStatus.RUNNING,
        func.strpos(jobs.c.cursor, claim) > 0,
        jobs.c.started_at == now,
    )
    beat = {"heartbeat_at": now} if heartbeat else {}
    claimed = (
        update(jobs)
        .where(is_new)
        .values(**values, **beat)
        .returning(*columns.values(), _or_undo(is_so).label("so"))
        .cte("claimed")
    )
    is_claimed = select(claimed.c.id).exists()
    as_it_is = select(*columns.values()).where(jobs.c.id == _whole("job"), ~is_claimed)
    ours = select(*(claimed.c[name] for name in columns)).where(claimed.c.so == 0)
    return jobs_from(union_all(ours, as_it_is).cte("found"), heartbeat=heartbeat)


def claim(connection: Connection, waiting: Job, cursor: Cursor, *, total: int | None = None) -> Job | None:
    """queued → running for the worker named in `cursor`, if the row still is as `waiting` was read.

    `started_at` is written the first time only. `total` where the claim has frozen the job's end. Returns the
    job as it is now, or None.
    """
    return change(
        connection,
        still(waiting.id, JobStatus.QUEUED, waiting.cursor_text),
        {
            "status": JobStatus.RUNNING,
            "cursor": cursor.text(),
            "started_at": waiting.started_at or waiting.read_at,
            "heartbeat_at": utc_now(),
            **adjusted(total),
        },
    )


def checkpoint(
    connection: Connection, job_id: int, before: Cursor, after: Cursor, *, succeeded: int, failed: int
) -> Job | None:
    """Adds a batch to the counters and moves the cursor, if the job is still running at `before`.

    None means that this worker does not own the job any more: roll the batch back.
    """
    return change(
        connection,
        still_run(job_id, before.text(), before.claimed),
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
    beats: bool = True,
    sealed: Sealed | None = None,
) -> bool:
    """running → `status` by its worker, if the job is still running at `before`; False where it is not. With
    it goes the line `sealed` of the record, where there is one.

    `error` replaces `last_error` (None clears it). `finished_at` is written where the status ends the job;
    a queued one `beats`, unless it waits on the server then.
    Raises ChangeIgnored.
    """
    require(JobStatus.RUNNING, status)
    leaves = partial(
        built.execute,
        connection,
        _leave,
        has_heartbeat(connection),
        status,
        beats and status is JobStatus.QUEUED,
        sealed is not None,
        job=job_id,
        before=before.text(),
        claimed=before.claimed,
        after=after.text(),
        error=error,
        **(record.values_of(sealed) if sealed else {}),
    )
    with _by_itself(connection):
        if leaves().first():
            return True
    # Under a lock: it may have come to meet the condition since, or a trigger may have swallowed the change.
    condition = still_run(job_id, before.text(), before.claimed)
    with transaction(connection), _undone():
        if connection.scalar(select(jobs.c.id).where(condition).with_for_update(of=jobs)) is None:
            return False
        if leaves().first():
            return True
    raise ChangeIgnored(jobs.name)


def _leave(heartbeat: bool, status: JobStatus, beats: bool, recorded: bool) -> ClauseElement:
    before, claimed, after = _text("before"), _text("claimed"), _text("after")
    beat = {"heartbeat_at": utc_now() if beats else null()} if heartbeat else {}
    leaving = (
        update(jobs)
        .where(still_run(_whole("job"), before, claimed))
        .values(
            status=status,
            cursor=after,
            last_error=_text("error"),
            finished_at=null() if status in ACTIVE else utc_now(),
            updated_at=utc_now(),
            **beat,
        )
        .returning(_or_undo(and_(jobs.c.status == status, jobs.c.cursor == after)).label("so"))
    )
    if not recorded:
        return leaving
    left = leaving.cte("left_by_it")
    return select(left.c.so).add_cte(record.adding_where(left.c.so == 0))


def _undone() -> AbstractContextManager[None]:
    return undone_as({_NOT_AS_WRITTEN: partial(ChangeIgnored, jobs.name)})


def _or_undo(is_so: ColumnElement[bool]) -> ColumnElement[int]:
    return case((is_so, 0), else_=undo(_NOT_AS_WRITTEN, jobs.c.id))


@contextmanager
def _by_itself(connection: Connection) -> Iterator[None]:
    """One statement that is a transaction by itself, unless one is open."""
    with nullcontext() if connection.in_transaction() else statement(connection), _undone():
        yield


def _whole(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)
