"""What a person can do to bring back what jobs have deleted: with permission, and an audit line for each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Protocol

from app.actions.acting import refusal
from app.actions.audit import AuditTrail, of_restore
from app.actions.audit_notes import IN_DOUBT
from app.actions.restore_preview import JobPreview, RestoreLook, RestorePreview
from app.actions.results import Answer
from app.actions.runs import Runs
from app.core.access import Actor
from app.core.errors import ConnectionLost, DatabaseError, RowsLocked
from app.core.job import Job
from app.core.record import AuditLine
from app.core.restore import ACTIVE, GOES_ON, Restore, RestoreStatus
from app.core.restore_errors import NoRestoresHere
from app.core.run import run_in
from app.core.worker import ConsoleIdentity
from app.db import businesses, jobs, restores, starting, users
from app.db.again import again
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes
from app.engine.restoring import Restoring

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The answer for one job or restore. `restore` is the row as it is now, where there is one; `job` is the
    deletion in the way, or else the job; `seconds` is how long to wait for STILL_ALIVE."""

    answer: Answer
    business_id: int | None
    job_id: int | None = None
    restore: Restore | None = None
    job: Job | None = None
    seconds: int | None = None


class RestoreCrew(Protocol):
    """What runs restores in this console; implemented by `workers.restoring`. Safe from any thread."""

    def hand_over(self, restore_ids: Sequence[int]) -> None:
        """Puts restores whose rows wait for this console into its queue; they run one after the other."""

    def look_again(self, restore_id: int) -> None:
        """The row was changed by an action: the restore leaves the queue, or its wait ends."""


LOCK_TRIES = 5
"""How often a stop waits for a row that a batch holds."""

_Act = Callable[[Connection, Restore, Actor], RestoreResult]


class RestoreActions:
    """Every call reads the person's rights again, acts on the rows by compare-and-set, and leaves one audit
    line for each job or restore.

    All methods block on the database and may raise DatabaseError kinds, and those that change something
    AuditUnavailable; then nothing was done. `preview` and `start` raise NoRestoresHere where the database has
    no table for it, and TooManyChosen.
    """

    def __init__(
        self,
        database: Database,
        kind: Restoring,
        types: JobTypes,
        audit: AuditTrail,
        identity: ConsoleIdentity,
        crew: RestoreCrew,
    ) -> None:
        self._database = database
        self._kind = kind
        self._types = types
        self._audit = audit
        self._identity = identity
        self._crew = crew
        self._look = RestoreLook(kind)

    def is_there(self) -> bool:
        """Whether the database has the table of restores; else nothing can be restored."""
        with self._database.begin() as connection:
            return restores.is_there(connection)

    def preview(
        self, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None = None
    ) -> RestorePreview:
        """What would come back, of all that these jobs have deleted or of these `items` alone. Nothing is
        changed. Jobs that the person may not see are as such that do not exist."""
        with self._database.begin() as connection:
            _require_table(connection)
            return RestorePreview(tuple(self._look(connection, actor, job_ids, items)[1]))

    def start(
        self, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None = None
    ) -> list[RestoreResult]:
        """Starts a restore for each of these jobs, in this console: RESTORING, or why not. One job of a
        business at a time. Either all that are allowed start, or none."""
        results = again(partial(self._start, actor, job_ids, items))
        self._crew.hand_over([one.restore.id for one in results if one.restore and one.answer.is_done])
        return results

    def _start(
        self, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None
    ) -> list[RestoreResult]:
        with self._audit.entry() as notes, self._database.begin() as connection:
            _require_table(connection)
            before = jobs.by_ids(connection, list(job_ids))
            starting.one_at_a_time(connection, [job.business_id for job in before.values()])
            acting, seen = self._look(connection, actor, job_ids, items)
            going: dict[int, JobPreview] = {}
            for one in seen:
                if one.refusal is None and one.business_id is not None:
                    going.setdefault(one.business_id, one)
            rows = [_new(one) for one in going.values()]
            begun = restores.insert(connection, rows, user_id=acting.user_id, owner=self._identity.waiting)
            results = [_started(one, going, begun) for one in seen]
            notes.write(connection, [self._line(acting, "restore", result, None) for result in results])
        return results

    def pause(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """PAUSED at once, wherever it runs: a batch under way is waited for."""
        return self._each(actor, "pause_restore", restore_ids, self._pause, stopping=True)

    def note_stop(self, actor: Actor, restore_ids: Sequence[int]) -> None:
        """Audit lines for restores that were asked to pause here, whatever the person may do: as with jobs,
        nothing missing can prevent that. Raises nothing that can be expected of a database."""
        try:
            rows = self.read(None, ids=restore_ids)
        except DatabaseError as error:
            log.warning("Restores %s were paused, which is not in the audit trail: %s", restore_ids, error)
            return
        results = [(_answered(Answer.PAUSING, row), row) for row in rows]
        self._audit.write_soon([self._line(actor, "pause_restore", one, row) for one, row in results])

    def go_on(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """Lets paused and failed restores, and those whose console has ended, go on in this console:
        RESTORING."""
        results = self._each(actor, "go_on_restore", restore_ids, self._go_on)
        self._crew.hand_over([one.restore.id for one in results if one.restore and one.answer.is_done])
        return results

    def cancel(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """CANCELLED at once, wherever it runs. What has come back stays."""
        return self._each(actor, "cancel_restore", restore_ids, self._cancel, stopping=True)

    def read(
        self,
        actor: Actor | None,
        *,
        ids: Collection[int] | None = None,
        job_ids: Collection[int] | None = None,
        run_id: str | None = None,
        only_active: bool = False,
    ) -> list[Restore]:
        """The restores that the person (None: whoever may see all) may see, newest first; empty where the
        database has no table of them. With `ids`, `job_ids` or `run_id` only these."""
        with self._database.begin() as connection:
            if not restores.is_there(connection):
                return []
            visible = None
            if actor is not None:
                now = users.by_id(connection, actor.user_id)
                visible = [] if now is None else now.visible()
            return restores.listed(
                connection,
                ids=ids,
                job_ids=job_ids,
                run_id=run_id,
                business_ids=visible,
                only_active=only_active,
            )

    def job_ids_of_run(self, actor: Actor | None, name: str) -> list[int]:
        """The jobs of the run of this id or name. Raises NoSuchRun, RunAmbiguous."""
        return [job.id for job in Runs(self._database, self._types).find(actor, name).jobs]

    def _each(
        self, actor: Actor, action: str, ids: Sequence[int], act: _Act, *, stopping: bool = False
    ) -> list[RestoreResult]:
        """One transaction a restore, so that a failure in the middle leaves whole answers behind."""
        results = []
        for restore_id in dict.fromkeys(ids):
            result = _patiently(partial(self._in_one_go, actor, action, restore_id, act, stopping))
            if result.answer.is_done:
                self._crew.look_again(restore_id)
            results.append(result)
        return results

    def _in_one_go(
        self, actor: Actor, action: str, restore_id: int, act: _Act, stopping: bool
    ) -> RestoreResult:
        act_on = partial(self._act, actor=actor, action=action, restore_id=restore_id, act=act)
        if stopping:
            result = self._stop(partial(act_on, stopping=True))
        else:
            with self._audit.entry() as notes, self._database.begin() as connection:
                result, line = act_on(connection, stopping=False)
                notes.write(connection, [line])
        is_hidden = result.answer is Answer.OTHER_BUSINESS
        return RestoreResult(Answer.NO_SUCH_RESTORE, None) if is_hidden else result

    def _stop(self, act_on: Callable[[Connection], tuple[RestoreResult, AuditLine]]) -> RestoreResult:
        """What is the matter with file or table of the record must not keep a restore going: the line
        follows."""
        line: AuditLine | None = None
        try:
            with self._database.begin() as connection:
                result, line = act_on(connection)
        except ConnectionLost:
            if line is not None:
                self._audit.write_soon([replace(line, answer=IN_DOUBT)])
            raise
        self._audit.write_soon([line])
        return result

    def _act(
        self,
        connection: Connection,
        *,
        actor: Actor,
        action: str,
        restore_id: int,
        act: _Act,
        stopping: bool,
    ) -> tuple[RestoreResult, AuditLine]:
        _require_table(connection)
        seen = restores.read(connection, restore_id)
        acting = users.by_id(connection, actor.user_id) or replace(actor, is_active=False)
        result = self._refused(connection, acting, seen, stopping)
        if result is None and seen is not None:
            result = act(connection, seen, acting)
        assert result is not None  # noqa: S101 - refused where nothing is seen
        return result, self._line(acting, action, result, seen)

    def _refused(
        self, connection: Connection, acting: Actor, seen: Restore | None, stopping: bool
    ) -> RestoreResult | None:
        if seen is None:
            unknown = Answer.NO_SUCH_RESTORE if acting.may_sign_in else Answer.NO_PERMISSION
            return RestoreResult(unknown, None)
        known = businesses.read(connection, [seen.business_id])
        why = refusal(acting, known[0] if known else None, self._kind.permission, stopping=stopping)
        return None if why is None else RestoreResult(why, seen.business_id, seen.job_id)

    def _pause(self, connection: Connection, seen: Restore, _actor: Actor) -> RestoreResult:
        if not seen.may_pause:
            return _answered(Answer.WRONG_STATUS, seen)
        now = _stopped(connection, seen, RestoreStatus.PAUSED)
        return _answered(Answer.PAUSED if now.status is RestoreStatus.PAUSED else Answer.WRONG_STATUS, now)

    def _cancel(self, connection: Connection, seen: Restore, _actor: Actor) -> RestoreResult:
        if not seen.may_cancel:
            return _answered(Answer.WRONG_STATUS, seen)
        now = _stopped(connection, seen, RestoreStatus.CANCELLED)
        is_so = now.status is RestoreStatus.CANCELLED
        return _answered(Answer.CANCELLED if is_so else Answer.WRONG_STATUS, now)

    def _go_on(self, connection: Connection, seen: Restore, actor: Actor) -> RestoreResult:
        if seen.status not in ACTIVE | GOES_ON:
            return _answered(Answer.WRONG_STATUS, seen)
        if not seen.may_go_on:
            return replace(_answered(Answer.STILL_ALIVE, seen), seconds=max(1, seen.seconds_to_rescue))
        starting.alone_in(connection, seen.business_id)
        types, ids = [self._kind.name], [seen.business_id]
        if job := jobs.active(connection, types, ids).get(seen.business_id):
            return replace(_answered(Answer.ALREADY_ACTIVE, seen), job=job)
        if job := jobs.alive(connection, types, ids).get(seen.business_id):
            seconds = max(1, ceil(job.seconds_alive or 0.0))
            return replace(_answered(Answer.STILL_ALIVE, seen), job=job, seconds=seconds)
        other = restores.active(connection, ids).get(seen.business_id)
        if other is not None and other.id != seen.id:
            return _answered(Answer.RESTORE_ACTIVE, other)
        going = restores.go_on(connection, seen, user_id=actor.user_id, owner=self._identity.waiting)
        return _answered(Answer.RESTORING, going) if going else _changed(connection, seen)

    def _line(self, actor: Actor, action: str, result: RestoreResult, before: Restore | None) -> AuditLine:
        line = self._audit.line(
            actor,
            action,
            result.answer.value,
            business_id=result.business_id,
            job=None,
            old_status=before.status.value if before else None,
        )
        now = result.restore or before
        if now is None:
            return replace(line, job_id=result.job_id)
        return of_restore(line, now)


def _require_table(connection: Connection) -> None:
    if not restores.is_there(connection):
        raise NoRestoresHere


def _new(one: JobPreview) -> restores.NewRestore:
    run = run_in(one.job.cursor_text) if one.job else None
    return restores.NewRestore(
        one.business_id or 0,
        one.job_id,
        run.id if run else "",
        run.name if run else "",
        one.asked.text() if one.asked else "",
        one.found.found,
    )


def _started(one: JobPreview, going: Mapping[int, JobPreview], begun: Mapping[int, Restore]) -> RestoreResult:
    business_id = one.business_id
    job = one.in_the_way or one.job
    if one.refusal is not None or business_id is None:
        refused = one.refusal or Answer.NO_SUCH_JOB
        return RestoreResult(refused, business_id, one.job_id, one.restore, job, one.seconds)
    restore = begun.get(business_id)
    is_this = restore is not None and going[business_id].job_id == one.job_id
    answer = Answer.RESTORING if is_this else Answer.RESTORE_ACTIVE
    return RestoreResult(answer, business_id, one.job_id, restore, job)


def _answered(answer: Answer, restore: Restore) -> RestoreResult:
    return RestoreResult(answer, restore.business_id, restore.job_id, restore)


def _stopped(connection: Connection, seen: Restore, status: RestoreStatus) -> Restore:
    """The row as it is then. It may just have been claimed, or paused: once more for that one."""
    stopped = restores.stop(connection, seen, status)
    if stopped is not None:
        return stopped
    now = restores.read(connection, seen.id) or seen
    may_stop = now.may_pause if status is RestoreStatus.PAUSED else now.may_cancel
    return (restores.stop(connection, now, status) if may_stop else None) or now


def _changed(connection: Connection, seen: Restore) -> RestoreResult:
    """The statement changed nothing: somebody was quicker, or its console is alive after all. The row is
    shown as it is."""
    now = restores.read(connection, seen.id) or seen
    if now.seconds_alive is not None:
        return replace(_answered(Answer.STILL_ALIVE, now), seconds=max(1, now.seconds_to_rescue))
    return _answered(Answer.WRONG_STATUS, now)


def _patiently(transaction: Callable[[], RestoreResult]) -> RestoreResult:
    """Waits for a batch that holds the row longer than a statement waits for a lock."""
    for _ in range(LOCK_TRIES):
        try:
            return again(transaction)
        except RowsLocked:
            continue
    return again(transaction)
