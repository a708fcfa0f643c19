"""The loop that runs one job: claim, batch, files, pace, finish."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from app.core import messages
from app.core.cursor import Cursor
from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    CursorDamaged,
    DatabaseError,
    MissingRight,
    MissingTables,
    NeverPasses,
    OwnershipLost,
    ReadOnlyDatabase,
    TransientError,
)
from app.core.job import Job, JobStatus
from app.core.policy import Pacer, Policy, Turns, backoff
from app.core.worker import ConsoleIdentity, console_that_keeps, runner_of
from app.db import jobs, running
from app.db.engine import IDLE_SECONDS, Connection, Database, statement, transaction
from app.engine import balance, claiming, late_files
from app.engine.after_commit import AfterCommit, NothingFollows
from app.engine.batch import BatchResult, TooManyFailures
from app.engine.control import Control, Stop
from app.engine.events import Ending, SliceResult, Step, WaitReason
from app.engine.job_type import JobType, JobTypes
from app.engine.leaving import PendingFinish, leave, owner_after
from app.engine.recording import NoRecord, Recorder
from app.engine.tally import FileTally

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunnerDependencies:
    """What runners need and do not make: `clock` gives seconds of a monotonic clock, `random` the jitter,
    and `report` is called after each step, in the runner's thread. Tests give their own."""

    database: Database
    types: JobTypes
    identity: ConsoleIdentity
    clock: Callable[[], float]
    random: Random
    report: Callable[[Step], None]
    turns: Turns | None = None
    """Whom an adaptive pace asks (see `engine.governor`); without, it is at full speed."""
    recorder: Recorder = field(default_factory=NoRecord)
    """Where the ends of jobs are noted."""
    serves: bool = False
    """This is a worker on a server: where it is asked to end, its job waits there for the next one."""


class Runner:
    """Runs one slice of one job, in the thread that calls `run`: from the claim in this console's queue
    until the job ends, pauses, reaches its runtime cap, or is not ours any more.

    The heartbeat between batches is the caller's (see `app.workers`): a runner may hang in a storage.
    """

    def __init__(
        self, dependencies: RunnerDependencies, policy: Policy, job_id: int, control: Control
    ) -> None:
        self._dependencies = dependencies
        self._policy = policy
        self._control = control
        self._pacer = Pacer(policy, dependencies.random, dependencies.turns)
        self._job_id = job_id
        self._token = dependencies.identity.claim()
        self._began = dependencies.clock()
        self._files = FileTally()
        self._items_left = 0  # of a completed job, which ought to be gone
        self._after: AfterCommit = NothingFollows()
        self._verdict: str | None = None  # why the job has to fail, once that is settled
        self._sweep_due = False
        self._is_passed = False  # the last batch found fewer items than it might take: only deferred are left
        self._is_empty = False  # it found none at all
        self._in_doubt = False  # the server may still be at work on what we sent as the connection broke
        self._pending_finish: PendingFinish | None = None
        self._first: Job | None = None  # as it was claimed
        # Set by the claim.
        self._type: JobType
        # Both as the last committed batch left them; read from the row by `_claim_or_reattach`.
        self._job: Job
        self._cursor: Cursor

    @property
    def job_id(self) -> int:
        return self._job_id

    @property
    def is_leaving(self) -> bool:
        """The console quits, and does not wait for a database that is away."""
        return self._control.stop is Stop.SHUTDOWN

    def run(self) -> SliceResult:
        """Never raises for what can be expected of a database: a lost connection is waited out."""
        try:
            return self._run()
        finally:
            self._after.close()

    def _run(self) -> SliceResult:
        attempt = refusals = 0
        while True:
            try:
                with self._dependencies.database.connection(tried_after=IDLE_SECONDS) as connection:
                    ended = self._claim_or_reattach(connection)
                    attempt = 0
                    return ended or self._work(connection)
            except OwnershipLost:
                if not self._in_doubt:
                    if self._first is not None:
                        late_files.tell(self._dependencies.database, self._job_id, self._cursor, self._files)
                    return self.so_far(Ending.LOST)
                self._in_doubt = False  # our own late commit may have moved the row: let it tell once more
            except (CannotConnect, ConnectionLost, TransientError) as error:
                self._in_doubt = True
                self._after.forget()
                attempt += 1
                # One that never began here, and is not to begin, is not worth a worker for ever.
                in_vain = self._first is None and attempt >= 2 * self._policy.failure_cap
                if self._control.stop is Stop.SHUTDOWN or (self._is_stopping() and in_vain):
                    return self.so_far(Ending.ABANDONED, str(error))
                self._wait(WaitReason.DATABASE, backoff(attempt, self._dependencies.random), str(error))
            except ReadOnlyDatabase as error:
                # A standby may take over while we wait; but no row can say meanwhile that we do.
                self._after.forget()
                refusals += 1
                if self._control.stop is Stop.SHUTDOWN or refusals >= 2 * self._policy.failure_cap:
                    return self.so_far(Ending.ABANDONED, str(error))
                self._wait(WaitReason.DATABASE, backoff(refusals, self._dependencies.random), str(error))
            except DatabaseError as error:  # not even the row can be read or claimed
                return self.so_far(Ending.ABANDONED, str(error))

    def _claim_or_reattach(self, connection: Connection) -> SliceResult | None:
        """Claims the job, or finds it still ours after a lost connection; the row says how far it is, so
        it does not matter whether the commit in flight was done. Answers with the end of the slice where
        that was the one, or where the job was asked to stop before it began. Raises OwnershipLost."""
        self._control.stand_still_while_held()
        may_begin = self._first is None and self._control.stop is Stop.NO
        types, queue = self._dependencies.types, self._dependencies.identity.waiting
        job = claiming.read(connection, self._job_id, types, queue, self._token, claim_new=may_begin)
        job_type = self._dependencies.types.get(job.job_type) if job else None
        if job is None or job_type is None:
            raise OwnershipLost(self._job_id)
        try:
            cursor = Cursor.parse(job.cursor_text)
        except CursorDamaged as error:  # it was whole when it came into our queue: not ours any more
            raise OwnershipLost(self._job_id) from error
        if self._pending_finish is not None and self._pending_finish.was_written(job):
            self._job = job
            return self.so_far(self._pending_finish.ending, self._pending_finish.error)
        waits_for = console_that_keeps(job.cursor_text) if job.status is JobStatus.QUEUED else None
        if waits_for == self._dependencies.identity.name:
            if self._control.stop is not Stop.NO:
                return self._leave_unbegun(connection, job, cursor)
            job, cursor = claiming.claim(connection, job_type, job, cursor, self._token)
        if not self._is_mine(job):
            raise OwnershipLost(self._job_id)
        self._type, self._job, self._cursor = job_type, job, cursor
        self._is_passed = False
        if self._first is None:
            self._first = job
            self._after = job_type.after_commit(self._dependencies.database, self._is_stopping)
        self._after.accept_missing = cursor.accept_missing
        self._dependencies.report(Step(self._job_id))
        return None

    def _leave_unbegun(self, connection: Connection, job: Job, cursor: Cursor) -> SliceResult:
        if self._stopped is Ending.RETURNED:
            self._job = claiming.return_unbegun(connection, job, cursor, self._dependencies.recorder)
        else:
            reason, recorder = self._control.reason, self._dependencies.recorder
            self._job = claiming.pause_unbegun(connection, job, cursor, reason, recorder)
        return self.so_far(self._stopped, self._control.reason)

    def _work(self, connection: Connection) -> SliceResult:
        self._sweep_due = self._cursor.last_id > 0 or self._cursor.interrupted
        while True:
            try:
                result = self._step(connection)
            except (CannotConnect, ConnectionLost, ReadOnlyDatabase):
                raise  # another connection may be better
            except OwnershipLost:
                # Their items are deleted, whoever has the job now.
                self._files += self._after.finish()
                raise
            except (MissingRight, MissingTables, NeverPasses) as error:
                self._after.forget()  # the rows of their files could not be dropped either
                result = self._settle_on_failure(str(error))
            except TooManyFailures as error:
                result = self._settle_on_failure(str(error))
            except DatabaseError as error:
                result = self._note_failed_batch(str(error))
            if result is not None:
                return result

    def _step(self, connection: Connection) -> SliceResult | None:
        """One batch and the wait after it, or the end of the slice."""
        self._control.stand_still_while_held()
        ending = self._due_ending()
        if ending is not None:
            self._files += self._after.finish()
            return self._leave(connection, ending, self._verdict or self._control.reason)
        if self._sweep_due:
            self._files += self._after.finish()
            self._sweep_what_was_left(connection)
            if self._control.stop is not Stop.NO:
                return None
        self._files += self._after.collect()
        if self._is_through:
            self._files += self._after.finish()
            return self._finish(connection)
        if (seconds := self._pacer.before_batch()) > 0:
            self._wait(WaitReason.THROTTLE, seconds)
            return None
        began = self._dependencies.clock()
        limit = self._pacer.batch_size
        batch = self._take(connection, limit)
        took = self._dependencies.clock() - began
        self._is_passed, self._is_empty = self._is_passed or batch.taken < limit, not batch.taken
        if not batch.taken:
            return None
        in_last_pass = batch.cursor.last_id == self._cursor.last_id
        self._job, self._cursor = batch.job, batch.cursor
        self._dependencies.report(Step(self._job_id, pace=self._pacer.news))
        self._files += self._after.add(connection, self._job.business_id, self._cursor, batch.file_ids)
        # In the last pass every item is recorded by itself; that many fail again does not stop the others.
        if batch.failed and not batch.succeeded and not in_last_pass:
            return self._note_failed_batch(self._cursor.failed[-1].reason)
        pause = self._pacer.succeeded(batch.taken, took, batch.next_id)
        if pause is not None and not self._is_through:
            self._wait(WaitReason.THROTTLE, pause)
        return None

    @property
    def _is_through(self) -> bool:
        """Every item up to the end was looked at, and none is deferred."""
        return (self._is_passed or self._cursor.retry is not None) and not self._cursor.deferred

    def _due_ending(self) -> Ending | None:
        """How the slice has to end now, if it has to."""
        if self._verdict is not None:
            return Ending.FAILED
        if self._control.stop is not Stop.NO:
            return self._stopped
        cap = self._policy.runtime_cap_seconds
        if cap is not None and self._dependencies.clock() - self._began >= cap:
            return Ending.CONTINUES if self._policy.auto_continue else Ending.CAPPED
        return None

    @property
    def _stopped(self) -> Ending:
        """How a job ends here that was asked to stop."""
        is_to_return = self._dependencies.serves and self._control.stop is Stop.SHUTDOWN
        return Ending.RETURNED if is_to_return and not self._control.reason else Ending.PAUSED

    def _take(self, connection: Connection, limit: int) -> BatchResult:
        """The next items; when there are none, the deferred ones."""
        if self._is_passed or self._cursor.retry is not None:
            return self._type.deferred(connection, self._job, self._cursor, limit)
        return self._type.next_batch(connection, self._job, self._cursor, limit)

    def _note_failed_batch(self, reason: str) -> SliceResult | None:
        """Backs off, or settles on failure at the failure cap. What fails while the slice is ending is the
        end itself: that is tried as often again, and then the job is left for a take-over."""
        seconds = self._pacer.failed()
        tries = self._pacer.failures_in_a_row
        log.warning("Job %d: failed batch %d in a row: %s", self._job_id, tries, reason)
        if self._due_ending() is None:
            if self._pacer.given_up:
                return self._settle_on_failure(messages.BATCHES_FAILED.format(count=tries, reason=reason))
        elif self._control.stop is Stop.SHUTDOWN or tries >= 2 * self._policy.failure_cap:
            return self.so_far(Ending.ABANDONED, reason)
        self._wait(WaitReason.BACKOFF, seconds, reason)
        return None

    def _settle_on_failure(self, reason: str) -> SliceResult | None:
        """The job is to fail, with its row saying why; where that cannot be written either, it is left."""
        if self._verdict is not None:
            return self.so_far(Ending.ABANDONED, reason)
        self._verdict = reason
        return None

    def _finish(self, connection: Connection) -> SliceResult | None:
        """Sweeps the files, counts once more, and completes the job; what could not be deleted, and what does
        not agree, is said in `last_error`."""
        swept = self._sweep(connection)
        if self._control.stop is not Stop.NO:
            self._files += replace(swept, kept=0)
            return self._leave(connection, self._stopped, self._control.reason)
        # The sweep has met again every file that a batch had to leave.
        self._files = self._files.all_but_what_stays + swept
        done = replace(self._cursor, retry=None, files=self._cursor.files.all_but_what_stays)
        if self._cursor.retry is JobStatus.FAILED:
            told = [messages.RETRIED_ONLY, *balance.what_is_left(self._cursor, self._files)]
            return self._leave(connection, Ending.FAILED, messages.joined(told), after=done)
        with statement(connection):
            self._items_left = self._type.count_live(connection, self._job, self._cursor)
        if self._items_left and not self._is_empty and self._cursor.retry is None:
            # They may have come since the last batch was picked.
            self._is_passed = False
            return None
        told = [
            *balance.what_differs(self._job, self._items_left),
            *balance.what_is_left(self._cursor, self._files),
        ]
        return self._leave(connection, Ending.COMPLETED, messages.joined(told), after=done)

    def _sweep_what_was_left(self, connection: Connection) -> None:
        """Whoever had the job before may have ended between a commit and its files, or between files and
        their rows."""
        # What is kept is counted already, with the batches or at the end.
        self._files += replace(self._sweep(connection), kept=0)
        self._sweep_due = False
        if self._cursor.interrupted and self._control.stop is Stop.NO:
            swept = replace(self._cursor, interrupted=False)
            with transaction(connection):
                job = running.checkpoint(connection, self._job_id, self._cursor, swept, succeeded=0, failed=0)
            if job is None:
                raise OwnershipLost(self._job_id)
            self._job, self._cursor = job, swept

    def _sweep(self, connection: Connection) -> FileTally:
        return self._after.sweep(
            connection,
            self._job.business_id,
            lambda: self._may_sweep(connection),
            of_job=self._cursor,
            guarded=not self._cursor.interrupted,
        )

    def _may_sweep(self, connection: Connection) -> bool:
        """Raises OwnershipLost where a sweep of many files would go on after the job was cancelled."""
        self._control.show_life()
        with statement(connection):
            row = jobs.read(connection, self._job_id)
        if row is None or not self._is_mine(row):
            raise OwnershipLost(self._job_id)
        return self._control.stop is Stop.NO

    def _is_mine(self, job: Job) -> bool:
        return job.status is JobStatus.RUNNING and runner_of(job.cursor_text, job.started_at) == self._token

    def _leave(
        self, connection: Connection, ending: Ending, error: str = "", *, after: Cursor | None = None
    ) -> SliceResult:
        """Gives the job up with the status of `ending`. Raises OwnershipLost."""
        next_owner = owner_after(ending, self._dependencies.identity, connection)
        written = (after or self._cursor).owned_by(next_owner)
        written = replace(written, files=self._files.added_to(written.files))
        if self._files.in_doubt:  # what is missing then is no sign of a wrong storage
            written = replace(written, interrupted=True)
        self._pending_finish = PendingFinish(ending, written.text(), error)
        leave(connection, self._dependencies.recorder, self._job, self._cursor, ending, written, error)
        return self.so_far(ending, error)

    def so_far(self, ending: Ending, error: str = "") -> SliceResult:
        """What the slice has done by now, as it ends so."""
        first = self._first
        return SliceResult(
            self._job_id,
            ending,
            succeeded=self._job.succeeded - first.succeeded if first else 0,
            failed=self._job.failed - first.failed if first else 0,
            files_deleted=self._files.deleted,
            files_missing=self._files.missing,
            files_needed=self._files.needed,
            files_left=self._files.left,
            files_kept=self._files.kept,
            items_left=self._items_left,
            error=error,
        )

    def _is_stopping(self) -> bool:
        return self._control.stop is not Stop.NO

    def _wait(self, reason: WaitReason, seconds: float, detail: str = "") -> None:
        self._dependencies.report(Step(self._job_id, reason, seconds, detail, self._pacer.news))
        self._control.wait(seconds)
