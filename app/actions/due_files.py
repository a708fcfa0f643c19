"""Deletes the files whose time has come: those that jobs kept, and what was left behind by a crash."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.actions.acting import only_own_files_named
from app.actions.audit import AuditTrail
from app.actions.results import Answer
from app.actions.sweeping import BEGUN, SweepResult, figures, sweep_refused
from app.core.access import Actor
from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    DatabaseError,
    MissingTables,
    ReadOnlyDatabase,
    RowsHidden,
)
from app.db import keeping
from app.db.again import again
from app.db.engine import Database
from app.db.health import require_all_rows
from app.db.tables import background_jobs
from app.engine.job_type import JobType

log = logging.getLogger(__name__)

FILES_AT_ONCE = 300
PAUSE_SECONDS = 1.0
"""After each page of files: nobody waits for these, and others use the storage."""

LOOK_AGAIN_SECONDS = 24 * 3600.0

_OF_ALL = (CannotConnect, ConnectionLost, MissingTables, ReadOnlyDatabase, RowsHidden)
"""What no other business would fare better with."""

SWEEP_DUE = "sweep_due"
"""The action of its audit lines."""


class DueFiles:
    """For one console or one worker. Businesses in which nothing was left, nor kept for later, are looked at
    again when another job's files are due there, or after LOOK_AGAIN_SECONDS: the web side deletes single
    receipts without a job, and what needed a file may be gone."""

    def __init__(
        self,
        database: Database,
        job_type: JobType,
        audit: AuditTrail,
        keep_days: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`keep_days` is the setting of this console, see `core.keeping`."""
        self._database = database
        self._type = job_type
        self._audit = audit
        self._keep_days = keep_days
        self._monotonic = monotonic
        self._done: dict[int, tuple[datetime, float]] = {}

    def round(
        self,
        actor: Actor | None,
        wait: Callable[[float], bool],
        report: Callable[[SweepResult], object] = lambda _: None,
    ) -> list[SweepResult]:
        """Sweeps all businesses in which files are due and `actor` may delete, a few hundred files at a time;
        None is a worker on a server, which nobody has signed in at. Audit lines tell of each business, before
        its first file and after its last.

        `wait` pauses for so many seconds; once it returns False, the round ends after the page of files under
        way. Where receipts of a business are being restored, its files stay meanwhile. Raises
        StorageUnusable, AuditUnavailable, RowsHidden and other DatabaseError kinds; one that is of a single
        business after the others are swept. What was swept stays so.
        """
        found = again(partial(self._due, actor))
        wanted = [one for one in found if not self._is_done(one)]
        if not wanted:
            return []
        with self._database.connection() as connection, only_own_files_named(actor):
            self._type.require_ready(connection, accept_missing=False)
        self._audit.require_writable()
        going = True
        refused: Answer | None = None
        problem: DatabaseError | None = None

        def keep_going(business_id: int) -> bool:
            nonlocal going, refused
            going = wait(PAUSE_SECONDS)
            refused = self._refused(actor, business_id)[1] if going else None
            return going and refused is None

        results = []
        files_of = self._type.after_commit(self._database, lambda: not going)
        for one in wanted:
            try:
                acting, refused = self._refused(actor, one.business_id)
                if refused is not None:
                    continue
                self._note(acting or actor, one.business_id, BEGUN)
                with self._database.connection() as connection:
                    goes_on = partial(keep_going, one.business_id)
                    files = files_of.sweep(connection, one.business_id, goes_on, page=FILES_AT_ONCE)
            except _OF_ALL:
                raise
            except DatabaseError as error:
                log.warning("Business %d: files that are due stay for now: %s", one.business_id, error)
                problem = problem or error
                continue
            if going and refused is None and not (files.left or files.kept):
                self._done[one.business_id] = one.since, self._monotonic()
            result = SweepResult(one.business_id, None, files)
            told = figures(files)
            self._note(acting or actor, one.business_id, told)
            if files.deleted or files.missing or files.left:
                log.info("Business %d, files that were due: %s", one.business_id, told)
            results.append(result)
            report(result)
            if not going:
                break
        if problem is not None:
            raise problem
        return results

    def _is_done(self, one: keeping.DueBusiness) -> bool:
        since, looked = self._done.get(one.business_id, (None, 0.0))
        return since == one.since and self._monotonic() - looked < LOOK_AGAIN_SECONDS

    def _due(self, actor: Actor | None) -> list[keeping.DueBusiness]:
        visible = actor.visible() if actor else None
        with self._database.begin() as connection:
            require_all_rows(connection, background_jobs.name)  # a job that is not seen may keep files
            return keeping.due_businesses(connection, self._type.name, self._keep_days(), only=visible)

    def _refused(self, actor: Actor | None, business_id: int) -> tuple[Actor | None, Answer | None]:
        return again(partial(sweep_refused, self._database, actor, business_id, self._type.permission))

    def _note(self, acting: Actor | None, business_id: int, answer: str) -> None:
        self._audit.write([self._audit.line(acting, SWEEP_DUE, answer, business_id=business_id)])
