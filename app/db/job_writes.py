"""Changes of rows of background_jobs that a person asks for. Those of the worker that runs a job: `running`.

Every write is one statement that says in its WHERE what must still be true, and by its row count whether it
happened. A worker's writes compare the whole text of the cursor: it holds the worker's name and the place, so
they fail when anyone else has moved the job, also the web worker, which keeps our name in the cursor that it
rewrites.

A fresh heartbeat counts more than the status (`core.job.Job.seconds_alive`): every statement that gives a job
to a worker requires in its WHERE that there is none, on this job and on any other of its business. So every
statement that stops a job clears its heartbeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    DateTime,
    Text,
    and_,
    cast,
    func,
    not_,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import Update

from app.core.bounds import CURSOR_LENGTH
from app.core.cursor import Cursor
from app.core.errors import ChangeIgnored, IllegalTransition
from app.core.job import (
    ACTIVE,
    RESUMABLE,
    STALE_AFTER,
    STUCK_AFTER,
    Job,
    JobStatus,
    require,
    sources,
)
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.jobs import columns_here, is_alive, known_jobs, select_jobs, sign_of_life
from app.db.tables import array_of, utc_now
from app.db.tables import background_jobs as jobs


def pause(connection: Connection, job: Job, cursor: Cursor, *, error: str | None = None) -> Job | None:
    """queued or running → paused for a job that a console keeps waiting or runs, if it is as it was read.

    Its worker, if one runs it, loses at its next commit. Waits for a row that another transaction holds
    locked.
    """
    require(job.status, JobStatus.PAUSED)
    return change(connection, as_read(job), _paused(cursor.text(), error))


def tell_files(connection: Connection, job: Job, cursor: Cursor) -> Job | None:
    """What `cursor` says of files, for a job that stays as it is, if it is as it was read."""
    return change(connection, as_read(job), {"cursor": cursor.text()})


def pause_many(
    connection: Connection, wanted: Sequence[tuple[Job, Cursor]], *, error: str | None = None
) -> dict[int, Job]:
    """The same for many jobs in one statement, each with its new cursor; those that were paused, by id. Left
    out are rows that are not as they were read, and locked rows.

    `started_at` is compared too: until its first batch, nothing else shows that a web worker has begun.
    """
    if not wanted:
        return {}
    rows = func.unnest(
        array_of([job.id for job, _ in wanted], BigInteger),
        array_of([job.status.value for job, _ in wanted], Text),
        array_of([job.cursor_text for job, _ in wanted], Text),
        array_of([job.started_at for job, _ in wanted], DateTime),
        array_of([cursor.text() for _, cursor in wanted], Text),
    ).table_valued("id", "status", "before", "started_at", "after", name="wanted")
    wish = select(rows.render_derived()).cte("wanted")
    as_read = and_(
        jobs.c.id == wish.c.id,
        jobs.c.status == wish.c.status,
        jobs.c.cursor.is_not_distinct_from(wish.c.before),
        within(jobs.c.started_at).is_not_distinct_from(wish.c.started_at),
    )
    values = _paused(wish.c.after, error)
    return _change_free(connection, select(jobs.c.id).join(wish, as_read), as_read, values)


def fail(connection: Connection, job: Job, cursor: Cursor, error: str) -> Job | None:
    """queued or running → failed, by the console that keeps or runs it, if it is as it was read; its worker
    loses it at its next commit."""
    require(job.status, JobStatus.FAILED)
    return change(
        connection, as_read(job), {"status": JobStatus.FAILED, "cursor": cursor.text(), **_ended(error)}
    )


def resume(
    connection: Connection, stopped: Job, cursor: Cursor, *, total: int | None = None, beats: bool = True
) -> Job | None:
    """paused or failed → queued in the queue that the cursor names, if the row is as `stopped` was read and
    no job of its business has a fresh heartbeat and no other one is active. `total` where the job's end was
    frozen just now; `beats` unless it is to wait on the server. Run it after `db.starting.alone_in`.

    Raises ConstraintViolation (SQLSTATE 23505) where the business has another active job by now,
    IllegalTransition where the job is neither paused nor failed.
    """
    if stopped.status not in RESUMABLE:
        raise IllegalTransition(stopped.status, JobStatus.QUEUED)
    return change(
        connection,
        alone(connection, stopped),
        {
            "status": JobStatus.QUEUED,
            "cursor": cursor.text(),
            "last_error": None,
            "finished_at": None,
            "heartbeat_at": utc_now() if beats else null(),
            **adjusted(total),
        },
    )


def cancel(connection: Connection, job_id: int) -> Job | None:
    """queued, running or paused → cancelled, whoever runs it; None where the job is in none of these. Waits
    for a row that another transaction holds locked."""
    return change(connection, and_(jobs.c.id == job_id, _is_cancellable()), _cancelled())


def cancel_many(connection: Connection, job_ids: Sequence[int]) -> dict[int, Job]:
    """The same for many deletions in one statement; those that were cancelled, by id. Left out are locked
    rows."""
    among = and_(jobs.c.id == func.any(list(job_ids)), _is_cancellable())
    return _change_free(connection, select(jobs.c.id).where(among), among, _cancelled())


def take_over(connection: Connection, lost: Job, cursor: Cursor, *, total: int | None = None) -> Job | None:
    """A stale or stuck job → queued in this console's queue, if it is as `lost` was read and still stale or
    stuck.

    The database's clock decides, in the same statement. The worker that ran the job loses it at its next
    commit, because the cursor differs. `last_error` is kept, to be shown. `total` as for `resume`.
    """
    return change(
        connection,
        and_(nobodys(connection, lost), _is_lifeless(connection)),
        {
            "status": JobStatus.QUEUED,
            "cursor": cursor.text(),
            "heartbeat_at": utc_now(),
            **adjusted(total),
        },
    )


def mark_failed(connection: Connection, lost: Job, reason: str) -> Job | None:
    """A stale or stuck job → failed, if it is as `lost` was read and still stale or stuck."""
    require(lost.status, JobStatus.FAILED)
    return change(
        connection,
        and_(nobodys(connection, lost), _is_lifeless(connection)),
        {"status": JobStatus.FAILED, **_ended(reason)},
    )


def retry(connection: Connection, ended: Job, cursor: Cursor, *, again: int) -> Job | None:
    """completed or failed → queued, to run `again` failed items once more, if no job of the business has a
    fresh heartbeat; the counts of these items are subtracted.

    Raises ConstraintViolation (SQLSTATE 23505) where the business has another active job by now.
    """
    require(ended.status, JobStatus.QUEUED)
    return change(
        connection,
        alone(connection, ended),
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


def still(
    job_id: int | BindParameter[int], status: JobStatus, cursor_text: str | BindParameter[str] | None
) -> ColumnElement[bool]:
    """The condition that the row is as its reader or owner left it."""
    is_cut = isinstance(cursor_text, str) and len(cursor_text) > CURSOR_LENGTH
    text = func.left(jobs.c.cursor, CURSOR_LENGTH + 1, type_=Text) if is_cut else jobs.c.cursor
    return and_(jobs.c.id == job_id, jobs.c.status == status, text.is_not_distinct_from(cursor_text))


def still_run(
    job_id: int | BindParameter[int],
    cursor_text: str | BindParameter[str],
    claimed: str | BindParameter[str] | None,
) -> ColumnElement[bool]:
    """The condition that the worker that claimed the job as its cursor says still runs it.

    The web worker begins by setting `started_at`, and leaves the cursor alone until its first batch: by then
    it has read the counters that it will overwrite.
    """
    begun_by_it = jobs.c.started_at == cast(claimed, DateTime)
    return and_(still(job_id, JobStatus.RUNNING, cursor_text), func.coalesce(begun_by_it, true()))


def as_read(job: Job) -> ColumnElement[bool]:
    """The row was not moved since, and no worker has begun to run the job."""
    begun = within(jobs.c.started_at).is_not_distinct_from(job.started_at)
    return and_(still(job.id, job.status, job.cursor_text), begun)


def nobodys(connection: Connection, job: Job) -> ColumnElement[bool]:
    """The row is as it was read, and no job of its business has a fresh heartbeat."""
    others = jobs.alias("others")
    beside = _beside(job, others, is_alive(connection, others.c))
    return and_(as_read(job), not_(is_alive(connection, jobs.c)), not_(beside))


def alone(connection: Connection, job: Job) -> ColumnElement[bool]:
    """The same, and no other job of the business is active: a database may lack the index that forbids it."""
    others = jobs.alias("active_others")
    return and_(nobodys(connection, job), not_(_beside(job, others, others.c.status.in_(ACTIVE))))


def _beside(job: Job, others: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    same = (others.c.business_id == job.business_id, others.c.job_type == job.job_type)
    return select(others.c.id).where(*same, others.c.id != job.id, condition).exists()


def _is_lifeless(connection: Connection) -> ColumnElement[bool]:
    """Stale, or stuck, at this moment."""
    idle = seconds(utc_now() - within(sign_of_life(connection, jobs.c)))
    return or_(
        and_(jobs.c.status == JobStatus.RUNNING, idle > number(STALE_AFTER)),
        and_(jobs.c.status == JobStatus.QUEUED, idle > number(STUCK_AFTER)),
    )


def _is_cancellable() -> ColumnElement[bool]:
    return jobs.c.status.in_(sources(JobStatus.CANCELLED))


def _cancelled() -> dict[str, Any]:
    return {"status": JobStatus.CANCELLED, "finished_at": utc_now(), "heartbeat_at": null()}


def _ended(error: str) -> dict[str, Any]:
    return {"last_error": error, "finished_at": utc_now(), "heartbeat_at": null()}


def _paused(cursor: Any, error: str | None) -> dict[str, Any]:
    told = {} if error is None else {"last_error": error}
    return {"status": JobStatus.PAUSED, "cursor": cursor, "heartbeat_at": null(), **told}


def adjusted(total: int | None) -> dict[str, Any]:
    """The new total, where there is one."""
    return {} if total is None else {"total": total}


def change(connection: Connection, condition: ColumnElement[bool], values: dict[str, Any]) -> Job | None:
    """The row as it is now, or None where it does not meet the condition; where it does, and stays as it was
    all the same, raises ChangeIgnored. It is looked at under a lock, as it may have come to meet it since."""
    wanted = update(jobs).where(condition)
    if changed := _changed(connection, wanted, values):
        return changed[0]
    if connection.scalar(select(jobs.c.id).where(condition).with_for_update(of=jobs)) is None:
        return None
    if changed := _changed(connection, wanted, values):
        return changed[0]
    raise ChangeIgnored(jobs.name)


def _change_free(
    connection: Connection, among: Any, condition: ColumnElement[bool], values: dict[str, Any]
) -> dict[int, Job]:
    """Changes those rows of the query `among` that are not locked. `condition` is checked once more on the
    row itself: it may have been changed between the moment of the statement and its lock."""
    free = among.with_for_update(of=jobs, skip_locked=True).cte("free")
    held = jobs.c.id.in_(select(free.c.id))
    return {job.id: job for job in _changed(connection, update(jobs).where(condition, held), values)}


def _changed(connection: Connection, statement: Update, values: dict[str, Any]) -> list[Job]:
    columns = columns_here(connection)
    written = {name: value for name, value in values.items() if name in columns}
    changed = statement.values(updated_at=utc_now(), **written).returning(*columns.values()).cte("changed")
    found = list(known_jobs(connection.execute(select_jobs(connection, changed))))
    text = values.get("cursor")
    for job in found:  # a trigger may have put it back
        is_moved = not isinstance(text, str) or text == job.cursor_text
        if values.get("status", job.status) != job.status or not is_moved:
            raise ChangeIgnored(jobs.name)
    return found
