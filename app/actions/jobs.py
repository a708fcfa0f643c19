"""What a person can do with jobs: each for many at once, with an answer and an audit line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.actions.acting import asked_for, refusal
from app.actions.audit import AuditTrail
from app.actions.changes import Changes, keep_files
from app.actions.on_server import OnServer
from app.actions.results import ActionResult, Answer
from app.actions.server_side import ServerSide
from app.actions.workforce import Workforce
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.job import Job
from app.core.keeping import check_days
from app.core.policy import Policy
from app.core.run import Run, RunLabel
from app.core.server import RunsOn, server_mark
from app.core.worker import ConsoleIdentity, console_of, holder_of, workstation_of
from app.db import businesses, jobs, restores, server_rows, starting
from app.db.again import again
from app.db.engine import Connection, Database
from app.engine import balance
from app.engine.job_type import JobType, JobTypes


@dataclass(frozen=True, slots=True)
class Unfrozen:
    """A job without a frozen end: it would delete `total` items up to `max_id` now, where the row says
    `job.total`."""

    job: Job
    total: int
    max_id: int

    @property
    def differs(self) -> bool:
        """It would delete another number than it announced."""
        return self.total != self.job.total


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a start asks for, as in `JobActions.start`."""

    keep_days: int
    accept_missing: bool
    on: RunsOn


_BEGUN = frozenset({Answer.STARTED, Answer.HANDED_OVER})


class JobActions(OnServer):
    """What a person can do with jobs. Every call reads the person's rights again, acts on the rows by
    compare-and-set, and leaves one audit line for each business or job.

    All methods block on the database and may raise DatabaseError kinds, AuditUnavailable, and (those that let
    something be deleted) StorageUnusable; then nothing was done. With `accept_missing` the person confirms
    that missing files are really gone, however many they are (see `receipts.file_pages`). Stopping jobs: see
    `StopActions`; jobs that wait on a server: `OnServer`.
    """

    def __init__(
        self,
        database: Database,
        types: JobTypes,
        audit: AuditTrail,
        identity: ConsoleIdentity,
        workforce: Workforce,
        dead_consoles: Sequence[str] = (),
        policy: Callable[[], Policy | None] = lambda: None,
        server: ServerSide | None = None,
    ) -> None:
        """`dead_consoles` are names of processes of this workstation that are known to have ended. `policy`
        is asked at each start: the run keeps it. `server` is the queue on a server, where one is named."""
        super().__init__(database, types, audit, identity, workforce, server)
        self._dead_consoles = dead_consoles
        self._policy = policy
        self._changes = Changes(identity, types)

    def start(
        self,
        actor: Actor,
        job_type: str,
        business_ids: Sequence[int],
        *,
        run: RunLabel | None = None,
        left_out: Mapping[int, Answer] | None = None,
        accept_missing: bool = False,
        keep_days: int = 0,
        on: RunsOn = RunsOn.HERE,
        anyway: bool = False,
    ) -> list[ActionResult]:
        """Starts a job of this type in each business, in this console's queue or on a server: together they
        are a run, which names those that were refused, and those that were asked for but `left_out` before,
        by business id.

        All starts are one statement in one transaction: either all that are allowed happen, or none. Where
        nothing is started there is no run. On a server it raises NoQueueNamed, QueueUnreachable and, unless
        they are to wait there `anyway`, NobodyListens; then nothing was done.
        """
        kind = self._types[job_type]
        if self._server_for(on, anyway=anyway) is None:  # the storage of a server is not this one's business
            self._require_ready(actor, [kind], accept_missing)
        ticket = self._workforce.ticket()
        ids = list(dict.fromkeys(business_ids))
        started_at = workstation_of(self._identity.waiting) or ""
        together = Run.fresh(run or RunLabel(), started_at, self._policy())
        wanted = _Wanted(check_days(keep_days), accept_missing, on)
        start = partial(self._start, actor, kind, ids, together, left_out or {}, wanted)
        acting, results, started = again(start)
        if on is RunsOn.HERE:
            self._hand_over(acting, started, ticket)
        return self._entered(results)

    def _start(
        self,
        actor: Actor,
        kind: JobType,
        ids: Sequence[int],
        run: Run,
        left_out: Mapping[int, Answer],
        wanted: _Wanted,
    ) -> tuple[Actor, list[ActionResult], list[int]]:
        """The person as the row says now, the answers, and the jobs in the order of `ids`."""
        action, is_here = asked_for("delete", wanted.accept_missing), wanted.on is RunsOn.HERE
        with self._audit.entry() as notes, self._database.begin() as connection:
            acting, found = self._read_again(connection, actor, ids)
            refused = {key: why for key in ids if (why := refusal(acting, found.get(key), kind.permission))}
            allowed = [key for key in ids if key not in refused]
            started = starting.start(
                connection,
                kind.name,
                kind.totals(),
                allowed,
                user_id=acting.user_id,
                worker=self._identity.waiting if is_here else server_mark(server_rows.moment(connection)),
                accept_missing=wanted.accept_missing,
                keep_days=wanted.keep_days,
                run=run,
                beats=is_here,
            )
            active = jobs.active(connection, [kind.name], allowed)
            restored = restores.active_here(
                connection, [one for one in allowed if one not in {*started, *active}]
            )
            alive = jobs.alive(connection, [kind.name], allowed)
            too_soon = starting.seconds_until_next(connection, kind.name, allowed)
            left = kind.live(connection, list(too_soon))
            results = [
                ActionResult(refused[key], key)
                if key in refused
                else _start_result(
                    key,
                    key in started,
                    active.get(key),
                    alive.get(key),
                    too_soon.get(key) if key in left else None,
                    is_here=is_here,
                    is_restored=key in restored,
                )
                for key in ids
            ]
            results = _with_refused(connection, results, left_out)
            notes.write(connection, [self._line(acting, action, result, before=None) for result in results])
        return acting, results, [started[key] for key in ids if key in started]

    def resume(
        self,
        actor: Actor,
        job_ids: Sequence[int],
        ends: Mapping[int, int] | None = None,
        *,
        accept_missing: bool = False,
        on: RunsOn = RunsOn.HERE,
        anyway: bool = False,
    ) -> list[ActionResult]:
        """Resumes paused and failed jobs from their cursor, here or on a server as `start`; one that never
        began has none, and begins as a new one does. `ends` are the highest item ids that the person was
        shown, by job id, for jobs without a frozen end (`unfrozen`)."""
        if self._server_for(on, anyway=anyway) is None:
            self._require_ready(actor, self._types.values(), accept_missing)
        act = partial(self._changes.resume, ends=ends or {}, accept_missing=accept_missing, on=on)
        return self._entered(self._each(actor, asked_for("resume", accept_missing), job_ids, act))

    def take_over(
        self,
        actor: Actor,
        job_ids: Sequence[int],
        ends: Mapping[int, int] | None = None,
        *,
        accept_missing: bool = False,
    ) -> list[ActionResult]:
        """Runs stale or stuck jobs here; the worker that had one loses it at its next commit. `ends` as for
        `resume`."""
        self._require_ready(actor, self._types.values(), accept_missing)
        act = partial(self._changes.take_over, ends=ends or {}, accept_missing=accept_missing)
        return self._each(actor, asked_for("take_over", accept_missing), job_ids, act)

    def unfrozen(self, actor: Actor, job_ids: Sequence[int]) -> list[Unfrozen]:
        """Those of these jobs without a frozen end, with what they would delete now: to be shown where it
        differs, and to be passed on when they are resumed. Nothing is changed; jobs that cannot be resumed
        are left out."""
        with self._database.snapshot() as connection:
            before = jobs.by_ids(connection, job_ids)
            acting, found = self._read_again(connection, actor, [job.business_id for job in before.values()])
            return [
                Unfrozen(job, total, cursor.max_id or 0)
                for job in before.values()
                if (kind := self._types.get(job.job_type)) is not None
                and (job.is_resumable or job.needs_rescue)
                and not job.is_alive
                and self._refused(acting, job, found) is None
                for cursor, total in _frozen_now(connection, kind, job)
            ]

    def left_behind(self, actor: Actor) -> list[Job]:
        """Jobs that dead consoles of this workstation were running or kept waiting, where `actor` may act.
        Not those that the web worker, which keeps the name, has begun since."""
        with self._database.begin() as connection:
            acting, _ = self._read_again(connection, actor, [])
            dead = self._dead_consoles
            held = jobs.held_by(connection, self._types, dead, acting.visible()) if dead else []
            lost = [job for job in held if console_of(holder_of(job)) in dead]
            found = {one.id: one for one in businesses.read(connection, [job.business_id for job in lost])}
        return [job for job in lost if self._refused(acting, job, found) is None]

    def keep_files(self, actor: Actor, job_ids: Sequence[int], days: int) -> list[ActionResult]:
        """Keeps the files of ended or paused jobs, as far as they are still there, for so many days from the
        deletion of their receipts, unless they are kept longer. Raises PolicyOutOfBounds."""
        keep = partial(keep_files, days=check_days(days))
        return self._each(actor, "keep_files", job_ids, lambda connection, job, _actor: keep(connection, job))

    def mark_failed(self, actor: Actor, job_ids: Sequence[int]) -> list[ActionResult]:
        """Marks stale or stuck jobs as failed; they can be resumed."""
        return self._each(actor, "mark_failed", job_ids, self._changes.mark_failed, stopping=True)

    def retry(
        self, actor: Actor, job_ids: Sequence[int], *, accept_missing: bool = False
    ) -> list[ActionResult]:
        """Runs the recorded failed items of ended jobs again, here, and no others."""
        self._require_ready(actor, self._types.values(), accept_missing)
        act = partial(self._changes.retry, accept_missing=accept_missing)
        return self._each(actor, asked_for("retry", accept_missing), job_ids, act)


def _frozen_now(connection: Connection, kind: JobType, job: Job) -> Iterator[tuple[Cursor, int]]:
    """The job's cursor and total if its end were frozen now; nothing where it is frozen already."""
    try:
        cursor, total = balance.freeze(connection, kind, job, Cursor.parse(job.cursor_text))
    except CursorDamaged:
        return  # the action will say so
    if total is not None:
        yield cursor, total


def _with_refused(
    connection: Connection, results: Sequence[ActionResult], left_out: Mapping[int, Answer]
) -> list[ActionResult]:
    """The run's first job says which businesses got none."""
    begun = [result for result in results if result.answer in _BEGUN and result.job]
    first = min(begun, key=lambda result: result.job.id if result.job else 0, default=None)
    if first is None or first.job is None:
        return list(results)
    refused: dict[str, list[int]] = {}
    answers = {result.business_id: result.answer for result in results if result.business_id is not None}
    for business_id, answer in {**left_out, **answers}.items():
        if answer not in _BEGUN:
            refused.setdefault(answer.value, []).append(business_id)
    noted = replace(first, job=starting.note_refused(connection, first.job, refused))
    return [noted if result is first else result for result in results]


def _start_result(
    business_id: int,
    started: bool,
    job: Job | None,
    alive: Job | None,
    seconds: int | None,
    *,
    is_here: bool,
    is_restored: bool,
) -> ActionResult:
    if started:
        return ActionResult(Answer.STARTED if is_here else Answer.HANDED_OVER, business_id, job)
    if job is not None:
        return ActionResult(Answer.ALREADY_ACTIVE, business_id, job)
    if is_restored:
        return ActionResult(Answer.RESTORE_ACTIVE, business_id)
    if alive is not None:
        return ActionResult(Answer.STILL_ALIVE, business_id, alive, seconds=alive.seconds_to_rescue)
    if seconds is not None:
        return ActionResult(Answer.TOO_SOON, business_id, seconds=seconds)
    return ActionResult(Answer.NOTHING_TO_DELETE, business_id)
