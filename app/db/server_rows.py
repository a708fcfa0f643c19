"""Rows that wait on the server, and what workers there do with them (`core.server`).

Each change is a compare-and-set as in `job_writes`. A row that waits there has no heartbeat: nobody has it
yet. What keeps it from being failed by a page view of the web side, after 300 s, is `updated_at`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, and_, func, literal, not_, null, or_, select, update

from app.core.cursor import Cursor
from app.core.job import STALE_AFTER, Job, JobStatus
from app.core.server import (
    FAILED_BY_A_PAGE_VIEW,
    MARK,
    is_failed_while_waiting,
    seconds_on_server,
    server_worker_of,
    waits_for_web,
)
from app.core.worker import KIND
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.job_writes import adjusted, alone, as_read, change, nobodys
from app.db.jobs import known_jobs, names, not_moved, select_jobs, sign_of_life
from app.db.tables import background_jobs as jobs
from app.db.tables import utc_now

BROUGHT_BACK_WITHIN = 60 * 60
"""Seconds after which a job that was failed while it waited stays so: by then a person has seen that, and
may have done something about it."""


def moment(connection: Connection) -> datetime:
    """The database's time, naive UTC."""
    return cast(datetime, connection.scalar(select(utc_now())))


def waiting(connection: Connection, types: Collection[str], *, web: bool) -> list[Job]:
    """Queued jobs of these types that wait on the server, the oldest first; with `web` also those of the web
    side, which wait for the product's worker."""
    query = select_jobs(connection).where(_of(types), jobs.c.status == JobStatus.QUEUED, _may_wait(web=web))
    found = known_jobs(connection.execute(query.order_by(jobs.c.id)))
    return [job for job in found if seconds_on_server(job) is not None or (web and waits_for_web(job))]


def keep_waiting(connection: Connection, types: Collection[str], job_ids: Collection[int]) -> int:
    """Shows that somebody listens for these rows, as far as they still wait; how many did. Locked ones do not
    stop the others."""
    of_these = jobs.c.id == func.any(list(job_ids))
    wanted = select(jobs.c.id).where(
        of_these, _of(types), jobs.c.status == JobStatus.QUEUED, _may_wait(web=True)
    )
    free = wanted.with_for_update(skip_locked=True).cte("free")
    kept = update(jobs).where(jobs.c.id == free.c.id).values(updated_at=utc_now())
    return connection.execute(kept).rowcount


def take(connection: Connection, job: Job, cursor: Cursor) -> Job | None:
    """A job that waits for a worker on a server → into the queue that the cursor names, if the row is as it
    was read; so too one that a page view has failed meanwhile, if it is the newest of its business and nobody
    is alive there. None where somebody was quicker.

    Raises ConstraintViolation (SQLSTATE 23505) where the business of a failed one has another active job.
    """
    is_failed = job.status is JobStatus.FAILED
    return change(
        connection,
        and_(alone(connection, job), _is_newest(job)) if is_failed else as_read(job),
        {
            "status": JobStatus.QUEUED,
            "cursor": cursor.text(),
            "heartbeat_at": utc_now(),
            **(_not_failed() if is_failed else {}),
        },
    )


def failed_while_waiting(connection: Connection, types: Collection[str], *, web: bool) -> list[Job]:
    """Jobs of these types that a page view has failed before anybody took them, within the last
    BROUGHT_BACK_WITHIN seconds. Not where the business has had another one since: whoever cancelled that does
    not want this one either."""
    said = func.left(jobs.c.last_error, len(FAILED_BY_A_PAGE_VIEW)) == literal(FAILED_BY_A_PAGE_VIEW)
    lately = seconds(utc_now() - within(func.coalesce(jobs.c.finished_at, jobs.c.updated_at)))
    query = select_jobs(connection).where(
        _of(types),
        jobs.c.status == JobStatus.FAILED,
        said,
        lately < number(BROUGHT_BACK_WITHIN),
        _may_wait(web=web),
        ~_newer(jobs.c.business_id, jobs.c.job_type, jobs.c.id),
    )
    found = known_jobs(connection.execute(query.order_by(jobs.c.id)))
    return [job for job in found if is_failed_while_waiting(job)]


def wait_again(connection: Connection, job: Job, cursor: Cursor) -> Job | None:
    """failed → queued on the server with this cursor, if the row is as it was read, is the business's newest,
    and nobody is alive or active there. Raises ConstraintViolation as `take`."""
    values = {"status": JobStatus.QUEUED, "cursor": cursor.text(), "heartbeat_at": null(), **_not_failed()}
    return change(connection, and_(alone(connection, job), _is_newest(job)), values)


def of_lost_workers(connection: Connection, types: Collection[str]) -> list[Job]:
    """Jobs of these types that a worker on a server runs or had taken, and that have shown no heartbeat for
    STALE_AFTER."""
    query = select_jobs(connection).where(
        _of(types),
        jobs.c.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)),
        names(KIND),
        not_(names(MARK)),
        _is_lost(connection),
    )
    return [job for job in known_jobs(connection.execute(query.order_by(jobs.c.id))) if server_worker_of(job)]


def give_back(connection: Connection, job: Job, cursor: Cursor) -> Job | None:
    """One of those → queued on the server with this cursor, if the row is as it was read and still shows no
    heartbeat: by the database's clock, in the same statement."""
    condition = and_(nobodys(connection, job), _is_lost(connection))
    values = {"status": JobStatus.QUEUED, "cursor": cursor.text(), "heartbeat_at": null()}
    return change(connection, condition, values)


def put_back(connection: Connection, job: Job, cursor: Cursor) -> Job | None:
    """A job that a worker on a server runs or has in its queue → queued there for all of them, with this
    cursor, if the row is as it was read. For that worker alone."""
    values = {"status": JobStatus.QUEUED, "cursor": cursor.text(), "heartbeat_at": null()}
    return change(connection, as_read(job), values)


def give_up(connection: Connection, job: Job, error: str) -> Job | None:
    """A queued job that nobody can run → failed, if the row is as it was read; its cursor stays."""
    values = {
        "status": JobStatus.FAILED,
        "last_error": error,
        "finished_at": utc_now(),
        "heartbeat_at": null(),
    }
    return change(connection, as_read(job), values)


def take_here(connection: Connection, job: Job, cursor: Cursor, *, total: int | None = None) -> Job | None:
    """A queued job that waits for a worker on a server → into the queue of a console, which the cursor names,
    if the row is as it was read and nobody is alive in its business. `total` where its end was frozen just
    now."""
    values = {
        "status": JobStatus.QUEUED,
        "cursor": cursor.text(),
        "heartbeat_at": utc_now(),
        **adjusted(total),
    }
    return change(connection, nobodys(connection, job), values)


def _of(types: Collection[str]) -> ColumnElement[bool]:
    return jobs.c.job_type.in_(tuple(types))


def _may_wait(*, web: bool) -> ColumnElement[bool]:
    """The cursor has the server's mark and was not moved since, or no console's name at all."""
    marked = and_(names(MARK), not_moved())
    return or_(marked, jobs.c.cursor.is_(None), not_(names(KIND)), not_(not_moved())) if web else marked


def _is_newest(job: Job) -> ColumnElement[bool]:
    return ~_newer(literal(job.business_id), literal(job.job_type), literal(job.id))


def _newer(business_id: Any, job_type: Any, job_id: Any) -> ColumnElement[bool]:
    newer = jobs.alias("newer")
    same = (newer.c.business_id == business_id, newer.c.job_type == job_type)
    return select(newer.c.id).where(*same, newer.c.id > job_id).exists()


def _is_lost(connection: Connection) -> ColumnElement[bool]:
    return seconds(utc_now() - within(sign_of_life(connection, jobs.c))) > number(STALE_AFTER)


def _not_failed() -> dict[str, object]:
    return {"last_error": None, "finished_at": None}
