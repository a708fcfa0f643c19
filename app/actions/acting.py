"""What all actions on jobs share: the rows of person and businesses, read again, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from app.actions.audit import AuditTrail
from app.actions.results import ActionResult, Answer
from app.actions.server_side import ServerSide
from app.actions.workforce import Workforce
from app.core.access import Actor, Business, Permission, denial
from app.core.errors import FilesNotFound
from app.core.job import Job
from app.core.record import AuditLine
from app.core.server import is_waiting_elsewhere
from app.core.worker import ConsoleIdentity
from app.db import businesses, users
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes


class Acting:
    """For `actions.jobs` and `actions.stopping`."""

    def __init__(
        self,
        database: Database,
        types: JobTypes,
        audit: AuditTrail,
        identity: ConsoleIdentity,
        workforce: Workforce,
        server: ServerSide | None = None,
    ) -> None:
        self._server = server
        self._database = database
        self._types = types
        self._audit = audit
        self._identity = identity
        self._workforce = workforce

    def _read_again(
        self, connection: Connection, actor: Actor, business_ids: Sequence[int]
    ) -> tuple[Actor, dict[int, Business]]:
        """The person and the businesses as their rows say now: a revoked user can do nothing any more."""
        now = users.by_id(connection, actor.user_id) or replace(actor, is_active=False)
        return now, {found.id: found for found in businesses.read(connection, business_ids)}

    def _refused(
        self, actor: Actor, job: Job, found: dict[int, Business], *, stopping: bool = False
    ) -> ActionResult | None:
        """Why `actor` may not act on the job, whose business is in `found`; or None."""
        job_type = self._types.get(job.job_type)
        permission = job_type.permission if job_type else Permission(page_key=None)
        reason = refusal(actor, found.get(job.business_id), permission, stopping=stopping)
        if reason is not None:
            return ActionResult(reason, job.business_id)
        return None if job_type else ActionResult(Answer.OTHER_JOB_TYPE, job.business_id, job)

    def _forget_entries(self, jobs: Iterable[Job | None]) -> None:
        """Jobs that were as these do not wait for a worker on a server any more."""
        if self._server is not None:
            waited = [job.id for job in jobs if job is not None and is_waiting_elsewhere(job)]
            if waited:
                self._server.remove_soon(waited)

    def _line(self, actor: Actor, action: str, result: ActionResult, *, before: Job | None) -> AuditLine:
        return self._audit.line(
            actor,
            action,
            result.answer.value,
            business_id=result.business_id,
            job=result.job or before,
            old_status=before.status.value if before else None,
        )


ACCEPTING = "_accept_missing"
"""Suffix of the action of an audit line: the person has confirmed that missing files are really gone."""


def asked_for(action: str, accept_missing: bool) -> str:
    """The action as the audit trail names it."""
    return f"{action}{ACCEPTING}" if accept_missing else action


def what_was_asked(action: str) -> tuple[str, bool]:
    """The inverse of `asked_for`: the action, and whether missing files were accepted with it."""
    return action.removesuffix(ACCEPTING), action.endswith(ACCEPTING)


def no_such_job(actor: Actor) -> ActionResult:
    """The answer where there is no row; who may not even sign in learns nothing from it."""
    return ActionResult(Answer.NO_SUCH_JOB if actor.may_sign_in else Answer.NO_PERMISSION, None)


def as_told(result: ActionResult) -> ActionResult:
    """What the person hears of an action on one job, after the audit trail has it whole: a job of another
    business is as one that does not exist."""
    is_hidden = result.answer is Answer.OTHER_BUSINESS
    return ActionResult(Answer.NO_SUCH_JOB, None) if is_hidden else result


@contextmanager
def only_own_files_named(actor: Actor | None) -> Iterator[None]:
    """The newest files, by which a storage is recognized, are of any business: a FilesNotFound out of the
    block names one only to whoever sees all businesses (None: who needs no sign-in)."""
    try:
        yield
    except FilesNotFound as error:
        if actor is None or actor.sees_all_businesses:
            raise
        raise error.without_example() from None


def refusal(
    actor: Actor | None, business: Business | None, permission: Permission, *, stopping: bool = False
) -> Answer | None:
    """Why `actor` may not act on `business`, or None; either is None where the row is gone. Which other
    businesses there are is not for who may act in one alone."""
    if actor is None or not actor.may_sign_in:
        return Answer.NO_PERMISSION
    if business is None:
        return Answer.NO_SUCH_BUSINESS if actor.sees_all_businesses else Answer.OTHER_BUSINESS
    reason = denial(actor, business, permission, stopping=stopping)
    return Answer.denied(reason) if reason else None
