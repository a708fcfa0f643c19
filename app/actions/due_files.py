"""Deletes the files whose time has come: those that jobs kept, and what was left behind by a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.actions.acting import only_own_files_named, refusal
from app.actions.audit import AuditTrail
from app.actions.results import Answer
from app.actions.sweeping import SweepResult, figures
from app.core.access import Actor, going_on_denial
from app.db import businesses, keeping, users
from app.db.again import again
from app.db.engine import Database
from app.db.health import require_all_rows
from app.db.tables import background_jobs
from app.engine.job_type import JobType

log = logging.getLogger(__name__)

FILES_AT_ONCE = 300
PAUSE_SECONDS = 1.0
"""After each page of files: nobody waits for these, and others use the storage."""

SWEEP_DUE = "sweep_due"
"""The action of its audit lines."""


class DueFiles:
    """For one console or one worker. Businesses in which nothing was left, nor kept for later, are not looked
    at again before another job's files are due there."""

    def __init__(
        self, database: Database, job_type: JobType, audit: AuditTrail, keep_days: Callable[[], int]
    ) -> None:
        """`keep_days` is the setting of this console, see `core.keeping`."""
        self._database = database
        self._type = job_type
        self._audit = audit
        self._keep_days = keep_days
        self._done: dict[int, datetime] = {}

    def round(
        self,
        actor: Actor | None,
        wait: Callable[[float], bool],
        report: Callable[[SweepResult], object] = lambda _: None,
    ) -> list[SweepResult]:
        """Sweeps all businesses in which files are due and `actor` may delete, a few hundred files at a time;
        None is a worker on a server, which nobody has signed in at. An audit line tells of each business of
        which something was deleted, or could not be.

        `wait` pauses for so many seconds; once it returns False, the round ends after the page of files under
        way. Raises StorageUnusable, AuditUnavailable, RowsHidden and other DatabaseError kinds; what was
        swept stays so.
        """
        found = again(partial(self._due, actor))
        wanted = [one for one in found if self._done.get(one.business_id) != one.since]
        if not wanted:
            return []
        with self._database.connection() as connection, only_own_files_named(actor):
            self._type.require_ready(connection, accept_missing=False)
        self._audit.require_writable()
        going = True

        def keep_going() -> bool:
            nonlocal going
            going = wait(PAUSE_SECONDS)
            return going

        results = []
        files_of = self._type.after_commit(self._database, lambda: not going)
        for one in wanted:
            acting, refused = again(partial(self._refused, actor, one.business_id))
            if refused is not None:
                continue
            with self._database.connection() as connection:
                files = files_of.sweep(connection, one.business_id, keep_going, page=FILES_AT_ONCE)
            if going and not (files.left or files.kept):
                self._done[one.business_id] = one.since
            result = SweepResult(one.business_id, None, files)
            self._note(acting, result)
            results.append(result)
            report(result)
            if not going:
                break
        return results

    def _due(self, actor: Actor | None) -> list[keeping.DueBusiness]:
        visible = actor.visible() if actor else None
        with self._database.begin() as connection:
            require_all_rows(connection, background_jobs.name)  # a job that is not seen may keep files
            return keeping.due_businesses(connection, self._type.name, self._keep_days(), only=visible)

    def _refused(self, actor: Actor | None, business_id: int) -> tuple[Actor | None, Answer | None]:
        """The person as the row says now, and why they may not. Without one, the business alone decides, as
        for a job that goes on."""
        with self._database.begin() as connection:
            acting = users.by_id(connection, actor.user_id) if actor else None
            found = businesses.read(connection, [business_id])
        if actor is not None:
            return acting or actor, refusal(acting, found[0] if found else None, self._type.permission)
        if not found:
            return None, Answer.NO_SUCH_BUSINESS
        denied = going_on_denial(None, found[0], self._type.permission, is_known=False)
        return None, Answer.denied(denied) if denied else None

    def _note(self, acting: Actor | None, result: SweepResult) -> None:
        files = result.files
        if not (files.deleted or files.missing or files.left):
            return
        told = figures(files)
        log.info("Business %d, files that were due: %s", result.business_id, told)
        if acting is not None:
            line = self._audit.line(
                acting, SWEEP_DUE, told, business_id=result.business_id, job=None, old_status=None
            )
            self._audit.write([line])
