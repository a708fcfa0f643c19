"""The heartbeat of jobs on their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, func, not_, or_, select, update

from app.core.job import JobStatus
from app.db.jobs import names, not_moved
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, utc_now


def keep_alive(
    connection: Connection, types: Collection[str], job_ids: Sequence[int], console: str, waiting: str
) -> set[int]:
    """The heartbeat of all jobs that this console runs or keeps in its queue, in one statement.

    Returns the ids of `job_ids` that are still its own, and of all jobs of these types that wait in its
    queue, marked with `waiting`, whether asked for or not. `updated_at` is written too: the web side's page
    view fails an active job whose `updated_at` is older than 300 s. A locked row does not stop the heartbeat
    of the others. The console's name is searched for in the text and not in the JSON, so that one damaged
    cursor does not stop them either. A running job that still bears the mark of the queue was begun by the
    web worker, which keeps keys that it does not know: that worker sends its own heartbeat. So was a queued
    one that has been moved: it waits for that worker now.
    """
    running = and_(
        jobs.c.id == func.any(list(job_ids)),
        jobs.c.status == JobStatus.RUNNING,
        names(console),
        not_(names(waiting)),
    )
    queued = and_(
        jobs.c.job_type.in_(tuple(types)), jobs.c.status == JobStatus.QUEUED, names(waiting), not_moved()
    )
    mine = select(jobs.c.id).where(or_(running, queued))
    free = mine.with_for_update(skip_locked=True).cte("free")
    beat = {"heartbeat_at": utc_now()} if has_heartbeat(connection) else {}
    beaten = update(jobs).where(jobs.c.id == free.c.id).values(updated_at=utc_now(), **beat).cte("beaten")
    return set(connection.scalars(mine.add_cte(beaten)))
