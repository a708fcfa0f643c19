"""What each action does to one job's row, inside the transaction that `actions.jobs` opened for it."""

from __future__ import annotations

from collections.abc import Collection

from app.actions.results import ActionResult, Answer
from app.actions.workforce import Workforce
from app.core.cursor import Cursor
from app.core.errors import RowsRefused
from app.core.job import Job, JobStatus
from app.core.worker import ConsoleIdentity
from app.db import jobs
from app.db.engine import Connection, transaction

MARKED_BY_HAND = "Marked as failed by a person: there was no sign of life any more."


class Changes:
    """The changes of status that a person can ask for. Each answers with the row as it is afterwards.

    A method may raise CursorDamaged before it has changed anything, and DatabaseError kinds.
    """

    def __init__(
        self, identity: ConsoleIdentity, workforce: Workforce, dead_consoles: Collection[str] = ()
    ) -> None:
        """`dead_consoles` are names of processes of this workstation that are known to have ended."""
        self._identity = identity
        self._workforce = workforce
        self._dead_consoles = dead_consoles

    def pause(self, connection: Connection, job: Job) -> ActionResult:
        """A running job pauses at its next batch, one that waits here at once."""
        if job.status is JobStatus.RUNNING:
            return self._ask_to_pause(job)
        if job.status is not JobStatus.QUEUED:
            return answer(Answer.WRONG_STATUS, job)
        cursor = Cursor.parse(job.cursor_text)
        if cursor.worker != self._identity.waiting:
            return answer(Answer.RUN_ELSEWHERE, job)
        paused = jobs.pause_waiting(connection, job, cursor.owned_by(None))
        if paused is not None:
            return answer(Answer.PAUSED, paused)
        now = jobs.read(connection, job.id) or job
        if now.status is JobStatus.RUNNING:  # a worker has claimed it in this moment
            return self._ask_to_pause(now)
        return answer(Answer.WRONG_STATUS, now)

    def _ask_to_pause(self, job: Job) -> ActionResult:
        asked = self._workforce.request_pause(job.id)
        return answer(Answer.PAUSING if asked else Answer.RUN_ELSEWHERE, job)

    def resume(self, connection: Connection, job: Job) -> ActionResult:
        """Goes on from the cursor; counters go on too."""
        if not job.is_resumable:
            return answer(Answer.WRONG_STATUS, job)
        cursor = Cursor.parse(job.cursor_text).owned_by(self._identity.waiting)
        try:
            with transaction(connection):
                resumed = jobs.resume(connection, job, cursor)
        except RowsRefused:
            return _other_active(connection, job)
        return answer(Answer.RESUMED, resumed) if resumed else _changed_meanwhile(connection, job)

    def cancel(self, connection: Connection, job: Job) -> ActionResult:
        """Whoever runs it; the worker stops at its next batch."""
        cancelled = jobs.cancel(connection, job.id)
        return answer(Answer.CANCELLED, cancelled) if cancelled else _changed_meanwhile(connection, job)

    def take_over(self, connection: Connection, job: Job) -> ActionResult:
        """Runs a stale or stuck job here, or one of a dead process of this workstation."""
        if job.status not in {JobStatus.QUEUED, JobStatus.RUNNING}:
            return answer(Answer.WRONG_STATUS, job)
        cursor = Cursor.parse(job.cursor_text)
        dead = next(
            (name for name in self._dead_consoles if (cursor.worker or "").startswith(f"{name}/")), None
        )
        taken = jobs.take_over(connection, job, cursor.owned_by(self._identity.waiting), dead_console=dead)
        return answer(Answer.TAKEN_OVER, taken) if taken else _alive_or_changed(connection, job)

    def mark_failed(self, connection: Connection, job: Job) -> ActionResult:
        """The hard reset of last resort for a stale or stuck job; it can be resumed from its cursor."""
        if job.status not in {JobStatus.QUEUED, JobStatus.RUNNING}:
            return answer(Answer.WRONG_STATUS, job)
        marked = jobs.mark_failed(connection, job, MARKED_BY_HAND)
        return answer(Answer.MARKED_FAILED, marked) if marked else _alive_or_changed(connection, job)

    def retry(self, connection: Connection, job: Job) -> ActionResult:
        """Runs the recorded failed receipts again, and no other."""
        if job.status not in {JobStatus.COMPLETED, JobStatus.FAILED}:
            return answer(Answer.WRONG_STATUS, job)
        cursor = Cursor.parse(job.cursor_text)
        if not (cursor.failed or cursor.deferred):
            return answer(Answer.NOTHING_TO_RETRY, job)
        again = cursor.retrying(job.status).owned_by(self._identity.waiting)
        try:
            with transaction(connection):
                retried = jobs.retry(connection, job, again, again=len(cursor.failed))
        except RowsRefused:
            return _other_active(connection, job)
        return answer(Answer.RETRYING, retried) if retried else _changed_meanwhile(connection, job)


def answer(kind: Answer, job: Job) -> ActionResult:
    """The result for one job."""
    return ActionResult(kind, job.business_id, job)


def _other_active(connection: Connection, job: Job) -> ActionResult:
    """The guard on the single active job spoke: another one was started since this one ended."""
    other = jobs.active(connection, [job.business_id]).get(job.business_id)
    return ActionResult(Answer.ALREADY_ACTIVE, job.business_id, other or job)


def _changed_meanwhile(connection: Connection, job: Job) -> ActionResult:
    """The compare-and-set did not match: somebody else was quicker. The row as it is now is shown."""
    return answer(Answer.WRONG_STATUS, jobs.read(connection, job.id) or job)


def _alive_or_changed(connection: Connection, job: Job) -> ActionResult:
    now = jobs.read(connection, job.id) or job
    unchanged = now.status is job.status and not now.needs_rescue
    return answer(Answer.STILL_ALIVE if unchanged else Answer.WRONG_STATUS, now)
