"""How a slice leaves the row of its job: with which status, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.cursor import Cursor
from app.core.errors import OwnershipLost
from app.core.job import Job, JobStatus
from app.core.messages import joined
from app.core.record import Sealed
from app.core.server import server_mark
from app.core.worker import ConsoleIdentity
from app.db import running, server_rows
from app.db.engine import Connection, statement
from app.engine.events import Ending
from app.engine.recording import Recorder, recorded

STATUS_AFTER = {
    Ending.COMPLETED: JobStatus.COMPLETED,
    Ending.PAUSED: JobStatus.PAUSED,
    Ending.CAPPED: JobStatus.PAUSED,
    Ending.CONTINUES: JobStatus.QUEUED,
    Ending.RETURNED: JobStatus.QUEUED,
    Ending.FAILED: JobStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class PendingFinish:
    """The end of a slice as it is being written: its commit may be done though the answer is lost."""

    ending: Ending
    cursor_text: str
    error: str

    def was_written(self, job: Job) -> bool:
        return job.status is STATUS_AFTER[self.ending] and job.cursor_text == self.cursor_text


def leave(
    connection: Connection,
    recorder: Recorder,
    job: Job,
    before: Cursor,
    ending: Ending,
    after: Cursor,
    error: str,
) -> None:
    """Gives the row of `job`, which runs at the cursor `before`, the status of `ending` and the cursor
    `after`, with the line about it. Raises OwnershipLost."""
    status = STATUS_AFTER[ending]

    def act(sealed: Sealed | None) -> None:
        left = running.leave(
            connection,
            job.id,
            before,
            status,
            after=after,
            error=joined([error]) or None,
            beats=ending is not Ending.RETURNED,
            sealed=sealed,
        )
        if not left:
            raise OwnershipLost(job.id)

    recorded(recorder, connection, job, ending.value, status, act)


def owner_after(ending: Ending, identity: ConsoleIdentity, connection: Connection) -> str | None:
    """Whose queue the job waits in afterwards, where it waits in one."""
    match ending:
        case Ending.CONTINUES:
            return identity.waiting
        case Ending.RETURNED:
            with statement(connection):
                return server_mark(server_rows.moment(connection))
        case _:
            return None
