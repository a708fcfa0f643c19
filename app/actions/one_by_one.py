"""Actions that change jobs one by one, each in a transaction of its own with its audit line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from app.actions.acting import as_told, no_such_job, only_own_files_named
from app.actions.results import ActionResult, Answer
from app.actions.stopping import StopActions
from app.core.access import Actor
from app.core.errors import CursorDamaged
from app.core.job import Job
from app.db import jobs
from app.db.again import again
from app.db.engine import Connection
from app.engine.job_type import JobType

Act = Callable[[Connection, Job, Actor], ActionResult]


class OneByOne(StopActions):
    """For `actions.jobs` and `actions.on_server`."""

    def _require_ready(self, actor: Actor, types: Iterable[JobType], accept_missing: bool) -> None:
        """Raises StorageUnusable where nothing can be deleted in the storage, or it is not the one that the
        database names."""
        with self._database.connection() as connection, only_own_files_named(actor):
            for one in types:
                one.require_ready(connection, accept_missing=accept_missing)

    def _each(
        self, actor: Actor, action: str, job_ids: Sequence[int], act: Act, *, stopping: bool = False
    ) -> list[ActionResult]:
        """One transaction a job, so that a failure in the middle leaves whole answers behind."""
        results = []
        ticket = self._workforce.ticket()
        for job_id in dict.fromkeys(job_ids):
            result, acting, before = again(partial(self._in_one_go, actor, action, job_id, act, stopping))
            if result.job is not None and result.answer.runs_here:
                self._hand_over(acting, [result.job.id], ticket)
                self._forget_entries([before])
            results.append(as_told(result))
        return results

    def _in_one_go(
        self, actor: Actor, action: str, job_id: int, act: Act, stopping: bool
    ) -> tuple[ActionResult, Actor, Job | None]:
        with self._audit.entry() as notes, self._database.begin() as connection:
            result, acting, before = self._act_on_one(connection, actor, job_id, act, stopping)
            notes.write(connection, [self._line(acting, action, result, before=before)])
        return result, acting, before

    def _act_on_one(
        self, connection: Connection, actor: Actor, job_id: int, act: Act, stopping: bool
    ) -> tuple[ActionResult, Actor, Job | None]:
        job = jobs.read(connection, job_id)
        acting, found = self._read_again(connection, actor, [job.business_id] if job else [])
        if job is None:
            return no_such_job(acting), acting, None
        refused = self._refused(acting, job, found, stopping=stopping)
        if refused is not None:
            return refused, acting, job
        try:
            return act(connection, job, acting), acting, job
        except CursorDamaged as error:
            return ActionResult(Answer.CURSOR_DAMAGED, job.business_id, job, detail=str(error)), acting, job
