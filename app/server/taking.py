"""How a worker comes to a job on a row that waits on the server, and how it gives it back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import partial
from typing import TypeVar

from app.core.cursor import Cursor
from app.core.errors import ConstraintViolation, CursorDamaged
from app.core.job import Job, JobStatus
from app.core.server import may_be_taken, server_mark, waits_for_web
from app.core.worker import ConsoleIdentity
from app.db import job_writes, jobs, server_rows
from app.db.again import again
from app.db.engine import Connection, Database
from app.db.health import require_all_rows
from app.engine.events import Ending
from app.engine.heartbeat import refusals
from app.engine.job_type import JobTypes
from app.engine.recording import EndNotes, Recorder

log = logging.getLogger(__name__)

T = TypeVar("T")


class Taken(StrEnum):
    """What an entry of the queue came to."""

    MINE = auto()
    """The job waits in the queue of this worker."""
    NOT_WAITING = auto()
    """Its row says that it does not wait for a worker on a server, or is gone: the entry is late, or one of
    two."""
    OTHER_WAS_QUICKER = auto()
    REFUSED = auto()
    """Whoever asked for it has lost the right: it is paused, and its row says why."""
    DAMAGED = auto()
    """Its place cannot be read: it is failed, and its row says why."""


@dataclass(frozen=True, slots=True)
class Taking:
    """The rows of one worker. All methods raise DatabaseError kinds."""

    database: Database
    types: JobTypes
    identity: ConsoleIdentity
    recorder: Recorder

    def take(self, job_id: int) -> tuple[Taken, Job | None]:
        """What the row says of the job, and the row."""
        try:
            return self._within(partial(self._take, job_id))
        except ConstraintViolation:  # it had failed, and its business has another one by now
            return Taken.NOT_WAITING, None

    def give_back_all(self) -> list[Job]:
        """Every job that this worker runs or has in its queue waits on the server again; those that were
        given back. Files of a step that is cut off may be gone, and their rows not."""
        return self._within(self._give_back_all)

    def _within(self, act: Callable[[Connection, EndNotes], T]) -> T:
        def transaction() -> T:
            with self.recorder.ends() as notes, self.database.begin() as connection:
                return act(connection, notes)

        return again(transaction)

    def _take(self, job_id: int, connection: Connection, notes: EndNotes) -> tuple[Taken, Job | None]:
        job = jobs.read(connection, job_id)
        if job is None or job.job_type not in self.types or not may_be_taken(job):
            return Taken.NOT_WAITING, job
        require_all_rows(connection)
        try:
            cursor = Cursor.parse(job.cursor_text)
        except CursorDamaged as error:
            is_queued = job.status is JobStatus.QUEUED
            given_up = server_rows.give_up(connection, job, str(error)) if is_queued else None
            if given_up is not None:
                notes.job(connection, job, given_up, given_up.status.value)
            return Taken.DAMAGED, given_up or job
        if (why := refusals(connection, self.types, [job_id]).get(job_id)) is not None:
            return self._refuse(connection, notes, job, cursor, why)
        # Whoever had a job of the web side before may have ended between a file and its row.
        interrupted = cursor.interrupted or (waits_for_web(job) and job.started_at is not None)
        mine = replace(cursor.owned_by(self.identity.waiting), interrupted=interrupted)
        taken = server_rows.take(connection, job, mine)
        return (Taken.MINE, taken) if taken else (Taken.OTHER_WAS_QUICKER, job)

    def _refuse(
        self, connection: Connection, notes: EndNotes, job: Job, cursor: Cursor, why: str
    ) -> tuple[Taken, Job | None]:
        if job.status is not JobStatus.QUEUED:
            return Taken.REFUSED, job
        paused = job_writes.pause(connection, job, cursor.owned_by(None), error=why)
        if paused is not None:
            notes.job(connection, job, paused, Ending.PAUSED.value)
        return Taken.REFUSED, paused

    def _give_back_all(self, connection: Connection, notes: EndNotes) -> list[Job]:
        held = jobs.held_by(connection, self.types, [self.identity.name])
        mark = server_mark(server_rows.moment(connection))
        back = []
        for job in held:
            try:
                cursor = Cursor.parse(job.cursor_text).owned_by(mark)
            except CursorDamaged as error:
                log.warning("Job %d cannot be given back: %s", job.id, error)
                continue
            is_cut_off = job.status is JobStatus.RUNNING
            cursor = replace(cursor, interrupted=cursor.interrupted or is_cut_off)
            if (returned := server_rows.put_back(connection, job, cursor)) is not None:
                notes.job(connection, job, returned, Ending.RETURNED.value)
                back.append(returned)
        return back
