"""How a job is made to go on, or given up: what each action does to its row, inside the transaction that
`actions.jobs` opened for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from app.actions.results import ActionResult, Answer
from app.actions.stopping import answered
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import ConstraintViolation, CursorDamaged, RowsLocked
from app.core.job import Job, JobStatus
from app.core.messages import MARKED_BY_HAND
from app.core.server import RunsOn, is_waiting_elsewhere, server_mark
from app.core.worker import ConsoleIdentity, console_that_keeps, worker_in
from app.db import job_writes, jobs, server_rows, starting
from app.db.engine import Connection, transaction
from app.engine import balance
from app.engine.job_type import JobTypes

_LOSABLE = {JobStatus.QUEUED, JobStatus.RUNNING}


def keep_files(connection: Connection, job: Job, days: int) -> ActionResult:
    """The files that are still there are kept for `days` at least. Of a job at work the cursor is its
    worker's alone. May raise CursorDamaged, and DatabaseError kinds."""
    if job.status in _LOSABLE:
        return answered(Answer.WRONG_STATUS, job)
    cursor = Cursor.parse(job.cursor_text)
    if cursor.keep_days >= days:
        return answered(Answer.KEEPS_FILES, job)
    changed = job_writes.tell_files(connection, job, replace(cursor, keep_days=days))
    if changed is None:
        return _active_alive_or_changed(connection, job)
    return answered(Answer.KEEPS_FILES, changed)


class Changes:
    """The changes of status that a person can ask for, but those that stop a job. Each answers with the row
    as it is afterwards, and leaves a job alone where a fresh heartbeat says that somebody is alive, on it or
    on another one of its business, whatever their status.

    A method may raise CursorDamaged before it has changed anything, and DatabaseError kinds.
    """

    def __init__(self, identity: ConsoleIdentity, types: JobTypes) -> None:
        self._identity = identity
        self._types = types

    def resume(
        self,
        connection: Connection,
        job: Job,
        actor: Actor,
        *,
        ends: Mapping[int, int],
        accept_missing: bool = False,
        on: RunsOn = RunsOn.HERE,
    ) -> ActionResult:
        """Goes on from the cursor, or from the start where there is none yet; counters go on too. A job whose
        end nobody has frozen is frozen now: at the highest id in `ends`, which the person was shown, or else
        of this moment."""
        if not job.is_resumable:
            return answered(Answer.WRONG_STATUS, job)
        if starting.restore_in(connection, job.business_id):
            return answered(Answer.RESTORE_ACTIVE, job)
        cursor, total = self._wish(connection, job, actor, ends, accept_missing)
        cursor = replace(cursor, interrupted=cursor.interrupted or _broke_off(job))
        is_here = on is RunsOn.HERE
        if not is_here:
            cursor = cursor.owned_by(server_mark(server_rows.moment(connection)))
        try:
            resumed = _unless_held(
                connection, lambda: job_writes.resume(connection, job, cursor, total=total, beats=is_here)
            )
        except ConstraintViolation:
            return _other_active(connection, job)
        if resumed is None:
            return _active_alive_or_changed(connection, job)
        return answered(Answer.RESUMED if is_here else Answer.HANDED_OVER, resumed)

    def run_here(
        self,
        connection: Connection,
        job: Job,
        actor: Actor,
        *,
        ends: Mapping[int, int],
        accept_missing: bool = False,
    ) -> ActionResult:
        """Runs a job here that waits for a worker on a server, however long it has waited; with its end as
        `resume` does."""
        if not is_waiting_elsewhere(job):
            return answered(Answer.WRONG_STATUS, job)
        if starting.restore_in(connection, job.business_id):
            return answered(Answer.RESTORE_ACTIVE, job)
        cursor, total = self._wish(connection, job, actor, ends, accept_missing)
        cursor = replace(cursor, interrupted=cursor.interrupted or job.started_at is not None)
        taken = _unless_held(connection, lambda: server_rows.take_here(connection, job, cursor, total=total))
        return answered(Answer.TAKEN_OVER, taken) if taken else _alive_or_changed(connection, job)

    def take_over(
        self,
        connection: Connection,
        job: Job,
        actor: Actor,
        *,
        ends: Mapping[int, int],
        accept_missing: bool = False,
    ) -> ActionResult:
        """Runs a stale or stuck job here; with its end as `resume` does."""
        if job.status not in _LOSABLE:
            return answered(Answer.WRONG_STATUS, job)
        if starting.restore_in(connection, job.business_id):
            return answered(Answer.RESTORE_ACTIVE, job)
        cursor, total = self._wish(connection, job, actor, ends, accept_missing)
        cursor = replace(cursor, interrupted=True)
        taken = _unless_held(connection, lambda: job_writes.take_over(connection, job, cursor, total=total))
        return answered(Answer.TAKEN_OVER, taken) if taken else _alive_or_changed(connection, job)

    def mark_failed(self, connection: Connection, job: Job, _actor: Actor) -> ActionResult:
        """The hard reset of last resort for a stale or stuck job; it can be resumed, or `detail` says why
        not."""
        if job.status not in _LOSABLE:
            return answered(Answer.WRONG_STATUS, job)
        marked = _unless_held(connection, lambda: job_writes.mark_failed(connection, job, MARKED_BY_HAND))
        if marked is None:
            return _alive_or_changed(connection, job)
        return replace(answered(Answer.MARKED_FAILED, marked), detail=_why_not_resumable(marked))

    def _wish(
        self,
        connection: Connection,
        job: Job,
        actor: Actor,
        ends: Mapping[int, int],
        accept_missing: bool,
    ) -> tuple[Cursor, int | None]:
        """The cursor with which the job goes on here, and its total where that is another one."""
        cursor, total = balance.freeze(
            connection,
            self._types[job.job_type],
            job,
            Cursor.parse(job.cursor_text),
            upto=ends.get(job.id),
        )
        wished = cursor.wished_by(actor.user_id, self._identity.waiting, accept_missing=accept_missing)
        return wished, total

    def retry(
        self, connection: Connection, job: Job, actor: Actor, *, accept_missing: bool = False
    ) -> ActionResult:
        """Runs the recorded failed items again, and those that an earlier retry did not come to; no
        other."""
        if job.status not in {JobStatus.COMPLETED, JobStatus.FAILED}:
            return answered(Answer.WRONG_STATUS, job)
        cursor = Cursor.parse(job.cursor_text)
        if not cursor.to_retry:
            return answered(Answer.NOTHING_TO_RETRY, job)
        if starting.restore_in(connection, job.business_id):
            return answered(Answer.RESTORE_ACTIVE, job)
        again = cursor.retrying(job.status).wished_by(
            actor.user_id, self._identity.waiting, accept_missing=accept_missing
        )
        again = replace(again, interrupted=again.interrupted or _broke_off(job))
        try:
            retried = _unless_held(
                connection, lambda: job_writes.retry(connection, job, again, again=len(cursor.failed))
            )
        except ConstraintViolation:
            return _other_active(connection, job)
        return answered(Answer.RETRYING, retried) if retried else _active_alive_or_changed(connection, job)


def _why_not_resumable(job: Job) -> str:
    try:
        Cursor.parse(job.cursor_text)
    except CursorDamaged as error:
        return str(error)
    return ""


def _broke_off(job: Job) -> bool:
    """Nobody knows that whoever ran the job came to the end of its files: the row was failed, perhaps under a
    runner, or still names one."""
    worker = worker_in(job.cursor_text)
    return job.status is JobStatus.FAILED or (
        worker is not None and console_that_keeps(job.cursor_text) is None
    )


def _unless_held(connection: Connection, write: Callable[[], Job | None]) -> Job | None:
    """What `write` gives; None too where somebody holds the row for longer than the lock time-out. Who writes
    on a row is alive, and may yet commit: the server ends a batch though its console was killed."""
    try:
        with transaction(connection):
            return write()
    except RowsLocked:
        return None


def _other_active(connection: Connection, job: Job) -> ActionResult:
    """The guard on the single active job spoke: another one was started since this one ended."""
    other = jobs.other_active(connection, job)
    return ActionResult(Answer.ALREADY_ACTIVE, job.business_id, other or job)


def _active_alive_or_changed(connection: Connection, job: Job) -> ActionResult:
    """The statement changed nothing: another job of the business is active, or as below."""
    other = jobs.other_active(connection, job)
    if other is not None:
        return ActionResult(Answer.ALREADY_ACTIVE, job.business_id, other)
    return _alive_or_changed(connection, job)


def _alive_or_changed(connection: Connection, job: Job) -> ActionResult:
    """The statement changed nothing: somebody is alive on the job, or on another one of the business, or was
    quicker. The row is shown as it is."""
    now = jobs.read(connection, job.id) or job
    if now.status is not job.status:
        return answered(Answer.WRONG_STATUS, now)
    alive = jobs.alive(connection, [job.job_type], [job.business_id]).get(job.business_id, now)
    if alive.id != job.id and alive.is_active:
        return ActionResult(Answer.ALREADY_ACTIVE, job.business_id, alive)
    seconds = max(1, now.seconds_to_rescue, math.ceil(alive.seconds_alive or 0.0))
    return replace(answered(Answer.STILL_ALIVE, now), seconds=seconds)
