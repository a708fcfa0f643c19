"""What a person can do with jobs: each for many at once, with an answer and an audit line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from app.actions.audit import AuditLine, AuditTrail
from app.actions.changes import Changes
from app.actions.results import ActionResult, Answer
from app.actions.workforce import Workforce
from app.core.access import Actor, Business, denial
from app.core.errors import ConnectionLost, CursorDamaged, DatabaseError
from app.core.job import DELETE_RECEIPTS, Job
from app.core.worker import ConsoleIdentity
from app.db import businesses, jobs, starting, users
from app.db.engine import Connection, Database
from app.files.storage import Storage

UNDONE = "undone"
"""The answer of an audit line whose action was rolled back after the line was written."""


IN_DOUBT = "in_doubt"
"""The answer of an audit line whose commit may or may not have been done as the connection broke."""


class JobActions:
    """What a person can do with jobs. Every call reads the person's rights again, acts on the rows by
    compare-and-set, and leaves one audit line for each business or job.

    All methods block on the database and may raise DatabaseError kinds, AuditUnavailable, and (delete and
    resume) StorageUnusable; then nothing was done.
    """

    def __init__(
        self,
        database: Database,
        storage: Storage,
        audit: AuditTrail,
        identity: ConsoleIdentity,
        workforce: Workforce,
        dead_consoles: Sequence[str] = (),
    ) -> None:
        """`dead_consoles` are names of processes of this workstation that are known to have ended."""
        self._database = database
        self._storage = storage
        self._audit = audit
        self._identity = identity
        self._workforce = workforce
        self._dead_consoles = dead_consoles
        self._changes = Changes(identity, workforce, dead_consoles)

    def delete_all(self, actor: Actor, business_ids: Sequence[int]) -> list[ActionResult]:
        """Starts the deletion of all receipts of each business, in this console's queue.

        All starts are one statement in one transaction: either all that are allowed happen, or none.
        """
        self._storage.check()
        ids = list(dict.fromkeys(business_ids))
        with self._audited("delete") as lines, self._database.begin() as connection:
            acting, found = self._read_again(connection, actor, ids)
            refused = {key: refusal for key in ids if (refusal := _refusal(acting, found.get(key)))}
            allowed = [key for key in ids if key not in refused]
            started = starting.start(
                connection, allowed, user_id=acting.user_id, worker=self._identity.waiting
            )
            active = jobs.active(connection, allowed)
            too_soon = starting.seconds_until_next(connection, allowed)
            left = businesses.live_receipts(connection, list(too_soon))
            results = [
                ActionResult(refused[key], key)
                if key in refused
                else _start_result(
                    key, key in started, active.get(key), too_soon.get(key) if left.get(key) else None
                )
                for key in ids
            ]
            lines.extend(self._line(acting, "delete", result, before=None) for result in results)
            self._audit.write(lines)
        self._workforce.enqueue([started[key] for key in ids if key in started])
        return results

    def pause(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Pauses jobs that this console runs (at their next batch) or keeps in its queue (at once)."""
        return self._each(actor, "pause", job_ids, self._changes.pause)

    def stop_own(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Pauses what this console itself runs or keeps waiting, because it ends. Needs no right: whoever
        has lost theirs must all the more be able to stop."""
        return self._each(actor, "stop", job_ids, self._changes.pause, needs_right=False)

    def resume(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Lets paused jobs, and failed ones with a cursor, go on here from their cursor."""
        self._storage.check()
        return self._each(actor, "resume", job_ids, self._changes.resume)

    def cancel(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Cancels jobs, whoever runs them; their worker stops at its next batch."""
        return self._each(actor, "cancel", job_ids, self._changes.cancel)

    def take_over(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Runs stale or stuck jobs here; whoever ran them loses at the next commit."""
        self._storage.check()
        return self._each(actor, "take_over", job_ids, self._changes.take_over)

    def left_behind(self, actor: Actor) -> list[Job]:
        """Jobs that dead consoles of this workstation were running or kept waiting, where `actor` may act."""
        with self._database.begin() as connection:
            found = [job for name in self._dead_consoles for job in jobs.held_by(connection, name)]
            acting, known = self._read_again(connection, actor, [job.business_id for job in found])
        return [job for job in found if _refusal(acting, known.get(job.business_id)) is None]

    def mark_failed(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Marks stale or stuck jobs as failed; they can be resumed from their cursor."""
        return self._each(actor, "mark_failed", job_ids, self._changes.mark_failed)

    def retry(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Runs the recorded failed receipts of ended jobs again, here, and no other receipts."""
        self._storage.check()
        return self._each(actor, "retry", job_ids, self._changes.retry)

    def _each(
        self,
        actor: Actor,
        action: str,
        job_ids: Sequence[int],
        act: Callable[[Connection, Job], ActionResult],
        *,
        needs_right: bool = True,
    ) -> list[ActionResult]:
        """One transaction a job, so that a failure in the middle leaves whole answers behind."""
        results = []
        for job_id in dict.fromkeys(job_ids):
            with self._audited(action) as lines, self._database.begin() as connection:
                result, acting, before = self._act_on_one(connection, actor, job_id, act, needs_right)
                lines.append(self._line(acting, action, result, before=before))
                self._audit.write(lines)
            self._follow_up(result)
            results.append(result)
        return results

    def _act_on_one(
        self,
        connection: Connection,
        actor: Actor,
        job_id: int,
        act: Callable[[Connection, Job], ActionResult],
        needs_right: bool,
    ) -> tuple[ActionResult, Actor, Job | None]:
        job = jobs.read(connection, job_id)
        acting, found = self._read_again(connection, actor, [job.business_id] if job else [])
        if job is None:
            known = Answer.NO_SUCH_JOB if acting.may_sign_in else Answer.NO_PERMISSION
            return ActionResult(known, None), acting, None
        refusal = _refusal(acting, found.get(job.business_id))
        if refusal is not None and needs_right:
            return ActionResult(refusal, job.business_id), acting, job
        if job.job_type != DELETE_RECEIPTS:
            return ActionResult(Answer.OTHER_JOB_TYPE, job.business_id, job), acting, job
        try:
            return act(connection, job), acting, job
        except CursorDamaged as error:
            return ActionResult(Answer.CURSOR_DAMAGED, job.business_id, job, detail=str(error)), acting, job

    def _follow_up(self, result: ActionResult) -> None:
        """What the workers must know, once the transaction is committed."""
        if result.job is None:
            return
        if result.answer.runs_here:
            self._workforce.enqueue([result.job.id])
        elif result.answer in {Answer.CANCELLED, Answer.PAUSED}:
            self._workforce.look_again(result.job.id)

    def _read_again(
        self, connection: Connection, actor: Actor, business_ids: Sequence[int]
    ) -> tuple[Actor, dict[int, Business]]:
        """The person and the businesses as their rows say now: a revoked user can do nothing any more."""
        now = users.by_id(connection, actor.user_id) or replace(actor, is_active=False)
        return now, {found.id: found for found in businesses.read(connection, business_ids)}

    @contextmanager
    def _audited(self, action: str) -> Iterator[list[AuditLine]]:
        """The lines are written before the commit, so that nothing happens without a trace; should the
        commit fail, further lines say that it was undone, or that nobody knows."""
        self._audit.require_writable()
        lines: list[AuditLine] = []
        try:
            yield lines
        except ConnectionLost:  # perhaps in the answer to the commit; the rows will tell
            self._audit.write([replace(line, answer=IN_DOUBT) for line in lines])
            raise
        except DatabaseError:
            self._audit.write([replace(line, answer=UNDONE, new_status=line.old_status) for line in lines])
            raise

    def _line(self, actor: Actor, action: str, result: ActionResult, *, before: Job | None) -> AuditLine:
        return self._audit.line(
            actor,
            action,
            result.answer.value,
            business_id=result.business_id,
            job=result.job or before,
            old_status=before.status.value if before else None,
        )


def _refusal(actor: Actor, business: Business | None) -> Answer | None:
    if business is None:
        return Answer.NO_SUCH_BUSINESS if actor.may_sign_in else Answer.NO_PERMISSION
    reason = denial(actor, business)
    return Answer.denied(reason) if reason else None


def _start_result(business_id: int, started: bool, job: Job | None, seconds: int | None) -> ActionResult:
    if started:
        return ActionResult(Answer.STARTED, business_id, job)
    if job is not None:
        return ActionResult(Answer.ALREADY_ACTIVE, business_id, job)
    if seconds is not None:
        return ActionResult(Answer.TOO_SOON, business_id, seconds=seconds)
    return ActionResult(Answer.NOTHING_TO_DELETE, business_id)
