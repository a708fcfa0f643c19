"""How a worker comes to its job: the claim of a row that waits in the queue of its console."""

from __future__ import annotations

from app.core.cursor import Cursor
from app.core.errors import OwnershipLost
from app.core.job import Job
from app.core.server import server_mark
from app.db import job_writes, jobs, running, server_rows
from app.db.engine import Connection, statement, transaction
from app.db.own_work import own_work
from app.engine import balance
from app.engine.events import Ending
from app.engine.job_type import JobType, JobTypes
from app.engine.recording import Recorder


def read(
    connection: Connection, job_id: int, types: JobTypes, queue: str, token: str, *, claim_new: bool
) -> Job | None:
    """The row in one round trip. With `claim_new`, a job of these types that was just started into `queue` is
    claimed with it; any other that waits there is for `claim`."""
    if claim_new:
        return running.claim_new(connection, job_id, types, queue, token)
    with statement(connection):
        return jobs.read(connection, job_id)


def claim(
    connection: Connection, job_type: JobType, job: Job, cursor: Cursor, token: str
) -> tuple[Job, Cursor]:
    """One that has begun before, or that has no end yet: that is frozen now. Raises OwnershipLost where the
    row is not as it was read any more."""
    with transaction(connection):
        cursor, total = balance.freeze(connection, job_type, job, cursor)
        counts = own_work(connection).counts
        cursor = cursor.claimed_by(token, job.started_at or job.read_at, counts)
        claimed = running.claim(connection, job, cursor, total=total)
    if claimed is None:
        raise OwnershipLost(job.id)
    return claimed, cursor


def pause_unbegun(connection: Connection, job: Job, cursor: Cursor, reason: str, recorder: Recorder) -> Job:
    """One that was asked to stop before it began. Raises OwnershipLost as `claim` does."""
    with recorder.ends() as notes, transaction(connection):
        paused = job_writes.pause(connection, job, cursor.owned_by(None), error=reason or job.last_error)
        if paused is None:
            raise OwnershipLost(job.id)
        notes.job(connection, job, paused, Ending.PAUSED.value)
    return paused


def return_unbegun(connection: Connection, job: Job, cursor: Cursor, recorder: Recorder) -> Job:
    """The same on a server: it waits for another worker there. Raises OwnershipLost as `claim` does."""
    with recorder.ends() as notes, transaction(connection):
        returned = server_rows.put_back(connection, job, cursor.owned_by(server_mark(job.read_at)))
        if returned is None:
            raise OwnershipLost(job.id)
        notes.job(connection, job, returned, Ending.RETURNED.value)
    return returned
