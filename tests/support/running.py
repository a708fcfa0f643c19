"""A console for tests of jobs: real database, real files; time, chance and faults are in the test's hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import psycopg2
from sqlalchemy import event

from app.actions.audit import AuditTrail
from app.actions.jobs import JobActions
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.job import Job
from app.core.policy import Policy
from app.core.worker import ConsoleIdentity
from app.db import job_writes, jobs, starting, users
from app.db.engine import Connection, Database, parse_url
from app.engine.control import Control, Stop
from app.engine.events import SliceResult, Step
from app.engine.job_type import by_name
from app.engine.runner import Runner, RunnerDependencies
from app.files.local import LocalStorage
from app.files.storage import Storage
from app.receipts.file_deletion_queue import PAGES_BEHIND
from app.receipts.job_type import ReceiptDeletion
from tests.support.other_sessions import wait_until_blocked
from tests.support.product import Product
from tests.support.statements import bare


class Chance(Random):
    """Always the same: 0 takes nothing off a back-off, 1 a half."""

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self._value = value

    def random(self) -> float:
        return self._value


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class QuickControl(Control):
    """Never really waits: notes how long it should have, moves the clock on, and calls `meanwhile` with the
    number of the wait (from 1). A fixed pace waits once after each batch."""

    def __init__(self, clock: Clock | None = None, meanwhile: Callable[[int], object] | None = None) -> None:
        super().__init__()
        self.clock = clock or Clock()
        self.waits: list[float] = []
        self._meanwhile = meanwhile

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.now += seconds
        assert len(self.waits) < 500, "the job waits for ever"
        if self._meanwhile is not None:
            self._meanwhile(len(self.waits))


class Workers:
    """Stands for the pool, as far as actions need it: notes what it was told. `running` are the jobs that
    it claims to run, `waiting` those in its queue."""

    def __init__(self) -> None:
        self.running: set[int] = set()
        self.waiting: set[int] = set()
        self.enqueued: list[int] = []
        self.asked_to_pause: list[int] = []
        self.looked_again: list[int] = []
        self.held: list[frozenset[int] | None] = []

    def ticket(self) -> int:
        return 0

    def enqueue(self, job_ids: Sequence[int], _ticket: int) -> bool:
        self.enqueued += job_ids
        return True

    @contextmanager
    def hold(self, job_ids: Collection[int] | None) -> Iterator[None]:
        self.held.append(None if job_ids is None else frozenset(job_ids))
        yield
        self.held.pop()

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        assert self.held, "asked to stop while it may hand out jobs"
        self.asked_to_pause += job_ids
        return self.running & set(job_ids)

    def request_pause_of_all(self) -> set[int]:
        return self.request_pause(sorted(self.running | self.waiting))

    def has(self, job_id: int) -> bool:
        return job_id in self.running | self.waiting

    def look_again(self, job_id: int) -> None:
        assert self.held, "the queue was let go before it heard what became of its jobs"
        self.looked_again.append(job_id)


class Station:
    """One console on one workstation. `files_behind` of 0: the files of a batch go before the next batch."""

    def __init__(
        self,
        product: Product,
        name: str = "desk",
        *,
        url: str | None = None,
        storage: Storage | None = None,
        audit: Path | None = None,
        files_behind: int = PAGES_BEHIND,
    ) -> None:
        self.product = product
        self.identity = ConsoleIdentity.fresh(name, 42)
        self.database = Database(parse_url(url or product.url), connections=20, application=name)
        self.storage = storage or LocalStorage(product.storage_root)
        self.deletion = ReceiptDeletion(self.storage, files_behind=files_behind)
        self.types = by_name(self.deletion)
        self.clock = Clock()
        self.chance = Chance()
        self.steps: list[Step] = []
        self.workers = Workers()
        self.audit = AuditTrail(
            audit or product.storage_root.parent / f"audit-{name}.jsonl", name, lambda: self.database.where
        )
        self.actions = JobActions(self.database, self.types, self.audit, self.identity, self.workers)
        self._name = name
        self._asked = 0
        event.listen(self.database.engine, "before_cursor_execute", self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.audit.end()
        self.database.close()

    def _count(self, *_rest: object) -> None:
        self._asked += 1
        assert self._asked < 3000, "the console asks the database for ever"

    def start(self, *business_ids: int) -> list[int]:
        """Starts deletions, past permission and audit, in this console's queue; returns the job ids."""
        user = self.product.user(business_id=business_ids[0])
        with self.database.begin() as connection:
            started = self.insert(connection, business_ids, user.id)
        return [started[business_id] for business_id in business_ids]

    def insert(
        self, connection: Connection, business_ids: Sequence[int], user_id: int, **more: bool
    ) -> dict[int, int]:
        """The statement that starts jobs, within the transaction of `connection`; job ids by business id."""
        kind, waiting = self.deletion, self.identity.waiting
        return starting.start(
            connection, kind.name, kind.totals(), business_ids, user_id=user_id, worker=waiting, **more
        )

    def runner(
        self,
        job_id: int,
        control: Control | None = None,
        report: Callable[[Step], object] | None = None,
        **policy: Any,
    ) -> Runner:
        """A runner of the job; `policy` replaces defaults (batches of 10, 200 ms, no cap, 3 failures)."""

        def note(step: Step) -> None:
            self.steps.append(step)
            if report is not None:
                report(step)

        values = {"batch_size": 10, "runtime_cap_seconds": None, "failure_cap": 3} | policy
        around = RunnerDependencies(
            self.database,
            self.types,
            self.identity,
            self.clock,
            self.chance,
            note,
        )
        return Runner(around, Policy(**values), job_id, control or QuickControl(self.clock))

    def run(
        self,
        job_id: int,
        control: Control | None = None,
        report: Callable[[Step], object] | None = None,
        **policy: Any,
    ) -> SliceResult:
        """One slice of the job, in this thread."""
        return self.runner(job_id, control, report, **policy).run()

    def run_until(self, job_id: int, meanwhile: Callable[[int], object], **policy: Any) -> SliceResult:
        """One slice; `meanwhile` is called in each wait with its number."""
        return self.run(job_id, QuickControl(self.clock, meanwhile), **policy)

    def run_batches(self, job_id: int, number: int, **policy: Any) -> SliceResult:
        """A slice that is paused after so many batches."""
        control: QuickControl

        def stop(wait: int) -> None:
            if wait == number:
                control.request(Stop.PAUSE)

        control = QuickControl(self.clock, stop)
        return self.run(job_id, control, **policy)

    def wait_in_queue(self, job_id: int) -> None:
        """Puts a job that is paused or failed on its row into this console's queue."""
        with self.database.begin() as connection:
            job = jobs.read(connection, job_id)
            assert job
            cursor = Cursor.parse(job.cursor_text).owned_by(self.identity.waiting)
            assert job_writes.resume(connection, job, cursor)

    def read(self, job_id: int) -> Job:
        with self.database.begin() as connection:
            job = jobs.read(connection, job_id)
        assert job
        return job

    def cursor(self, job_id: int) -> Cursor:
        return Cursor.parse(self.read(job_id).cursor_text)

    def actor(self, user_id: int) -> Actor:
        """The user as sign-in would give it."""
        with self.database.begin() as connection:
            actor = users.by_id(connection, user_id)
        assert actor
        return actor

    def kill_connections(self) -> int:
        """An administrator ends all sessions of this console on the server; returns how many."""
        ended = self.product.rows(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE application_name = %s AND datname = current_database()",
            self._name,
        )
        return len(ended)

    def wait_until_blocked(self) -> None:
        """Returns once a session of this console waits for somebody's lock."""
        wait_until_blocked(self.product, self._name)

    @contextmanager
    def just_before(self, words: str, action: Callable[[], object], nth: int = 1) -> Iterator[None]:
        """Runs `action` once, before this console sends the `nth` statement that contains `words`."""
        seen = 0

        def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            nonlocal seen
            if words in bare(statement):
                seen += 1
                if seen == nth:
                    action()

        event.listen(self.database.engine, "before_cursor_execute", look)
        try:
            yield
        finally:
            event.remove(self.database.engine, "before_cursor_execute", look)
        assert seen >= nth, f"only {seen} statements with {words!r}"

    @contextmanager
    def before_commit(self, action: Callable[[], object], nth: int = 1) -> Iterator[None]:
        """Runs `action` once, before this console sends its `nth` COMMIT."""
        seen = 0

        def look(_connection: object) -> None:
            nonlocal seen
            seen += 1
            if seen == nth:
                action()

        event.listen(self.database.engine, "commit", look)
        try:
            yield
        finally:
            event.remove(self.database.engine, "commit", look)
        assert seen >= nth, f"only {seen} commits"

    @contextmanager
    def losing_a_commit(self, nth: int, *, done: bool) -> Iterator[None]:
        """The connection breaks in this console's `nth` commit: the server has `done` it, or not."""
        dialect, seen = self.database.engine.dialect, 0
        commit = dialect.do_commit

        def break_in(connection: Any) -> None:
            nonlocal seen
            seen += 1
            if seen != nth:
                return commit(connection)
            if done:
                commit(connection)
            connection.close()
            raise psycopg2.OperationalError("server closed the connection unexpectedly")

        with patch.object(dialect, "do_commit", break_in):
            yield
        assert seen >= nth, f"only {seen} commits"

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collects what this console sends within the block, on a connection that is there already."""
        sent: list[str] = []
        with self.database.connection():
            pass

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(bare(statement))

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)
