"""Stopping jobs: pause, cancel, and the end of the console.

First the workers are held, and then the rows are changed, in few statements for any number of jobs: from the
click on no job begins, and one that runs here commits at most its current batch. Nothing missing can prevent
a stop: the audit lines follow the commit, and jobs of this console can be stopped without a right.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from app.actions.acting import Acting, as_told, no_such_job
from app.actions.audit_notes import IN_DOUBT
from app.actions.results import ActionResult, Answer
from app.core.access import Actor, Business
from app.core.cursor import Cursor
from app.core.errors import CannotConnect, ConnectionLost, CursorDamaged, DatabaseError
from app.core.job import Job, JobStatus
from app.core.messages import LEFT_AT_ONCE
from app.core.worker import WEB_WORKER, console_of, console_that_keeps, runner_of
from app.db import job_writes, jobs
from app.db.again import again
from app.db.engine import Connection

log = logging.getLogger(__name__)

W = TypeVar("W")
R = TypeVar("R")

Results = dict[int, ActionResult]
"""By job id; a job that is not among them was locked by another transaction, or changed meanwhile."""


class StopActions(Acting):
    """All methods block on the database and may raise DatabaseError kinds. What they asked of workers of this
    console stays asked even then; rows of other consoles are as they were."""

    def pause(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Pauses jobs that a console runs, this one (at their next batch) or another (which loses the batch
        under way), or keeps in its queue. A job of the web worker is never paused: it would not notice."""
        ids = list(dict.fromkeys(job_ids))
        with self._workforce.hold(ids):
            return self._pause(actor, "pause", ids, self._workforce.request_pause(ids))

    def stop_own(self, actor: Actor) -> list[ActionResult]:
        """Pauses all that this console itself runs or keeps waiting. Needs no right: a person who has lost
        theirs must be able to stop too."""
        with self._workforce.hold(None):
            running = self._workforce.request_pause_of_all()
            with self._database.begin() as connection:
                held = [job.id for job in jobs.held_by(connection, self._types, [self._identity.name])]
            return self._pause(actor, "stop", list(dict.fromkeys([*held, *sorted(running)])), running)

    def let_go(self, actor: Actor) -> list[ActionResult]:
        """Pauses on their rows all that this console runs or keeps waiting, past its workers, which hang or
        would take too long: whatever they are at, they lose the job at their next commit. Anybody may resume
        it at once. Waits for no row; NOT_WRITTEN is what could not be paused."""
        held, ours, paused = again(self._let_all_go)
        results = {
            job.id: answered(Answer.PAUSED, paused[job.id])
            if job.id in paused
            else answered(Answer.NOT_WRITTEN, job)
            for job, _cursor in ours
        }
        self._audit.write_soon(
            [self._line(actor, "stop", result, before=held[job_id]) for job_id, result in results.items()]
        )
        return list(results.values())

    def _let_all_go(self) -> tuple[dict[int, Job], list[tuple[Job, Cursor]], dict[int, Job]]:
        """What this console holds, with which cursor each is let go, and what was paused."""
        with self._database.begin() as connection:
            held = {job.id: job for job in jobs.held_by(connection, self._types, [self._identity.name])}
            ours = [(job, cursor) for job in held.values() if (cursor := _let_go(job)) is not None]
            paused = job_writes.pause_many(
                connection, [one for one in ours if one[0].status is JobStatus.QUEUED]
            ) | job_writes.pause_many(
                connection, [one for one in ours if one[0].status is JobStatus.RUNNING], error=LEFT_AT_ONCE
            )
        return held, ours, paused

    def cancel(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Cancels jobs, whoever runs them; their worker stops at its next batch."""
        ids = list(dict.fromkeys(job_ids))
        with self._workforce.hold(ids):
            return self._change(actor, "cancel", ids, self._cancel_many, self._cancel_one)

    def _hand_over(self, actor: Actor, job_ids: Sequence[int], ticket: int) -> None:
        """Puts jobs that wait here on their rows into the queue of the workers; pauses them where there are
        no workers any more. Such jobs were being started while the console was asked to quit, which did not
        see their rows yet: else they would wait in the queue of a console that has ended."""
        if self._workforce.enqueue(job_ids, ticket):
            return
        try:
            self._pause(actor, "stop", job_ids, ())
        except DatabaseError as error:
            log.warning("Not every waiting job could be paused: %s", error)
        self._audit.end()  # the last that the console does

    def end(self, seconds: float) -> bool:
        """Waits at most so long for audit lines that are not written yet; False where some are lost."""
        return self._audit.end(seconds)

    def _change(
        self,
        actor: Actor,
        action: str,
        ids: Sequence[int],
        many: Callable[[Connection, Sequence[Job]], Results],
        one: Callable[[Connection, Job], ActionResult],
    ) -> list[ActionResult]:
        """All that can be changed at once in one transaction; then the rest one by one, each in its own and
        waiting for its row: so that two people who stop the same jobs cannot deadlock."""
        with self._database.begin() as connection:
            before = jobs.by_ids(connection, ids)
            acting, found = self._read_again(connection, actor, [job.business_id for job in before.values()])
        refused = {job_id: self._unstoppable(acting, before.get(job_id), found) for job_id in ids}
        results = {job_id: result for job_id, result in refused.items() if result is not None}
        allowed = [job for job_id, job in before.items() if job_id not in results]
        results |= self._at_once(acting, action, allowed, many)
        self._settle(acting, action, results, before)
        for job in allowed:
            if job.id not in results:
                alone = {job.id: self._alone(one, job)}
                self._settle(acting, action, alone, before)
                results |= alone
        return [as_told(results[job_id]) for job_id in ids]

    def _at_once(
        self,
        acting: Actor,
        action: str,
        allowed: Sequence[Job],
        many: Callable[[Connection, Sequence[Job]], Results],
    ) -> Results:
        """None of them where the database rejects the change of one: they are then changed one by one."""
        try:
            return again(partial(self._in_transaction, many, allowed))
        except ConnectionLost:  # perhaps in the answer to the commit; the rows will tell
            lines = [
                self._line(acting, action, answered(Answer.NOT_WRITTEN, job), before=job) for job in allowed
            ]
            self._audit.write_soon([replace(line, answer=IN_DOUBT) for line in lines])
            raise
        except CannotConnect:
            raise
        except DatabaseError as error:
            log.warning("Jobs are stopped one by one: %s", error)
            return {}

    def _alone(self, one: Callable[[Connection, Job], ActionResult], job: Job) -> ActionResult:
        try:
            return again(partial(self._in_transaction, one, job))
        except (ConnectionLost, CannotConnect):
            raise
        except DatabaseError as error:
            return ActionResult(Answer.NOT_WRITTEN, job.business_id, job, detail=str(error))

    def _in_transaction(self, change: Callable[[Connection, W], R], what: W) -> R:
        with self._database.begin() as connection:
            return change(connection, what)

    def _unstoppable(self, acting: Actor, job: Job | None, found: dict[int, Business]) -> ActionResult | None:
        """Why the person may not stop the job, or None; one of this console needs no right."""
        if job is None:
            return no_such_job(acting)
        if self._is_own(job) and job.job_type in self._types:
            return None
        return self._refused(acting, job, found, stopping=True)

    def _is_own(self, job: Job) -> bool:
        if self._workforce.has(job.id):
            return True
        is_running = job.status is JobStatus.RUNNING
        console = console_of(runner_of(job.cursor_text, job.started_at)) if is_running else None
        return self._identity.name in {console, console_that_keeps(job.cursor_text)}

    def _settle(self, acting: Actor, action: str, results: Results, before: dict[int, Job]) -> None:
        """What workers and audit trail must know, once the transaction is committed."""
        for job_id, result in results.items():
            if result.answer in {Answer.PAUSED, Answer.CANCELLED}:
                self._workforce.look_again(job_id)
        stopped = {Answer.PAUSED, Answer.CANCELLED}
        self._forget_entries(before.get(one) for one, result in results.items() if result.answer in stopped)
        self._audit.write_soon(
            [
                self._line(acting, action, result, before=before.get(job_id))
                for job_id, result in results.items()
            ]
        )

    # Pause

    def _pause(
        self, actor: Actor, action: str, ids: Sequence[int], running: Collection[int]
    ) -> list[ActionResult]:
        def many(connection: Connection, allowed: Sequence[Job]) -> Results:
            verdicts = {job.id: _pausable(job, running) for job in allowed}
            wanted = [(job, found) for job in allowed if isinstance(found := verdicts[job.id], Cursor)]
            paused = job_writes.pause_many(connection, wanted)
            told = {job_id: found for job_id, found in verdicts.items() if isinstance(found, ActionResult)}
            return told | {job_id: answered(Answer.PAUSED, job) for job_id, job in paused.items()}

        def one(connection: Connection, job: Job) -> ActionResult:
            now = jobs.locked(connection, job.id) or job
            verdict = _pausable(now, running)
            if isinstance(verdict, ActionResult):
                return verdict
            paused = job_writes.pause(connection, now, verdict)
            return answered(Answer.PAUSED, paused) if paused else answered(Answer.WRONG_STATUS, now)

        return self._change(actor, action, ids, many, one)

    # Cancel

    def _cancel_many(self, connection: Connection, allowed: Sequence[Job]) -> Results:
        over = {job.id: answered(Answer.WRONG_STATUS, job) for job in allowed if not job.is_cancellable}
        cancelled = job_writes.cancel_many(connection, [job.id for job in allowed if job.id not in over])
        return over | {job_id: answered(Answer.CANCELLED, job) for job_id, job in cancelled.items()}

    def _cancel_one(self, connection: Connection, job: Job) -> ActionResult:
        cancelled = job_writes.cancel(connection, job.id)
        if cancelled is not None:
            return answered(Answer.CANCELLED, cancelled)
        return answered(Answer.WRONG_STATUS, jobs.read(connection, job.id) or job)


def _let_go(job: Job) -> Cursor | None:
    """The cursor with which the row is left to whoever wants it; None where it is not a console's."""
    found = _pausable(job, ())
    if isinstance(found, ActionResult):
        return None
    # Files of the step that is cut off may be gone, and their rows not.
    return replace(found, interrupted=True) if job.status is JobStatus.RUNNING else found


def answered(kind: Answer, job: Job) -> ActionResult:
    """The result for one job."""
    return ActionResult(kind, job.business_id, job)


def _pausable(job: Job, running: Collection[int]) -> Cursor | ActionResult:
    """The cursor with which the job's row is paused, or the answer where this console must not change it."""
    if job.id in running and job.status in {JobStatus.RUNNING, JobStatus.PAUSED}:
        # Its worker does it, at the next batch; or has done it since it was asked.
        return answered(Answer.PAUSING if job.status is JobStatus.RUNNING else Answer.PAUSED, job)
    if job.status is JobStatus.RUNNING:
        is_consoles = runner_of(job.cursor_text, job.started_at) != WEB_WORKER
    elif job.status is JobStatus.QUEUED:
        is_consoles = console_that_keeps(job.cursor_text) is not None
    else:
        return answered(Answer.WRONG_STATUS, job)
    if not is_consoles:
        return answered(Answer.RUN_ELSEWHERE, job)
    try:
        return Cursor.parse(job.cursor_text).owned_by(None)
    except CursorDamaged as error:
        return ActionResult(Answer.CURSOR_DAMAGED, job.business_id, job, detail=str(error))
