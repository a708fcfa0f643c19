"""How a worker leaves the ends of its jobs in the record of who did what (`core.record`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from app.core.errors import CannotConnect, ChangeIgnored, ConnectionLost, DatabaseError, ReadOnlyDatabase
from app.core.job import Job, JobStatus
from app.core.record import Sealed
from app.core.restore import Restore
from app.db.engine import Connection

log = logging.getLogger(__name__)

T = TypeVar("T")


class EndNotes(Protocol):
    """Notes of what one transaction does, to be added in it."""

    def anew(self) -> None:
        """The transaction begins, perhaps once more: what was noted before was rolled back."""

    def job(self, connection: Connection, before: Job, after: Job, answer: str) -> None:
        """A job has left its worker's hands."""

    def restore(self, connection: Connection, after: Restore) -> None:
        """A restore has."""


class Recorder(Protocol):
    """Implemented by `actions.audit`. Safe from any thread. An exception out of one of its blocks means that
    nothing was done."""

    def ending(
        self, connection: Connection, job: Job, answer: str, status: JobStatus
    ) -> AbstractContextManager[Sealed | None]:
        """Around the statement by which `job`, with the counts that it has then, leaves its worker for
        `status`: the line to be added in it. None where the table is not there; then the line is written
        afterwards."""

    def ends(self) -> AbstractContextManager[EndNotes]:
        """Around a transaction in which jobs or restores end otherwise. The record never keeps them from
        it."""

    def do_without(self) -> None:
        """The table does not take a line: for some time lines go to the file, and to the table later."""


class NoRecord:
    """For who keeps none."""

    def ending(
        self, connection: Connection, job: Job, answer: str, status: JobStatus
    ) -> AbstractContextManager[Sealed | None]:
        return nullcontext()

    def ends(self) -> AbstractContextManager[EndNotes]:
        return nullcontext(_NoNotes())

    def do_without(self) -> None:
        """There is nothing to do without."""


class _NoNotes:
    def anew(self) -> None:
        """Nobody asks."""

    def job(self, connection: Connection, before: Job, after: Job, answer: str) -> None:
        """Nobody asks."""

    def restore(self, connection: Connection, after: Restore) -> None:
        """Nobody asks."""


def recorded(
    recorder: Recorder,
    connection: Connection,
    job: Job,
    answer: str,
    status: JobStatus,
    act: Callable[[Sealed | None], T],
) -> T:
    """What `act` returns, which ends the job and adds the line in one statement. What is the matter with the
    record must not keep a job from its end: then the line comes later."""
    sealed: Sealed | None = None
    try:
        with recorder.ending(connection, job, answer, status) as sealed:
            return act(sealed)
    except (CannotConnect, ChangeIgnored, ConnectionLost, ReadOnlyDatabase):
        raise
    except DatabaseError as error:  # perhaps of the row of the job: then it comes again
        if sealed is None or connection.in_transaction():
            raise
        log.warning("Job %d: its end is recorded later: %s", job.id, error)
        recorder.do_without()
    with recorder.ending(connection, job, answer, status) as nothing:
        return act(nothing)
