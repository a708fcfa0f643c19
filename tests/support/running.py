"""A console for tests of jobs: real database, real files; time, chance and faults are in the test's hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import psycopg2
from sqlalchemy import event

from app.actions.results import ActionResult, Answer
from app.actions.server_side import ServerSide
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.job import Job
from app.core.policy import Policy
from app.core.storage_place import Folder
from app.db import job_writes, jobs, starting, users
from app.db.engine import Connection
from app.engine.control import Control, Stop
from app.engine.events import SliceResult, Step
from app.engine.heartbeat import Heartbeat
from app.engine.job_type import by_name
from app.engine.runner import Runner, RunnerDependencies
from app.files.storage import Storage
from app.receipts.file_deletion_queue import PAGES_BEHIND
from app.receipts.job_type import ReceiptDeletion
from app.settings import Settings
from app.workers.worker import RunSlice
from tests.support.hearing import Heard
from tests.support.other_sessions import wait_until_blocked
from tests.support.product import Product
from tests.support.statements import bare
from tests.support.time_and_chance import Chance, Clock, QuickControl, Workers

EAGER = Policy(batch_size=1, throttle_ms=0, runtime_cap_seconds=None)
PATIENT = Policy(batch_size=2, throttle_ms=60_000, runtime_cap_seconds=None)
"""Waits for a minute after each batch: who does not end that wait hangs."""

CONNECTED = 8
"""Workers of a console whose slices a test runs itself: by their number it has connections enough."""


class Station:
    """One console on one workstation: that of `app.bootstrap`, with storage, time and chance in the test's
    hand. `files_behind` of 0: the files of a batch go before the next batch.

    Without `pool` its workers are `Workers`, and slices are run by the test in its own thread. With one, such
    as ThreadPool, they run as they do in the program; `steps`, `results` and `crashes` collect what workers
    tell, and each batch takes `ticks` seconds of the slice's clock where that is given.
    """

    def __init__(
        self,
        product: Product,
        name: str = "desk",
        *,
        url: str | None = None,
        storage: Storage | None = None,
        data: Path | None = None,
        files_behind: int = PAGES_BEHIND,
        pool: Callable[..., Any] | None = None,
        policy: Policy = EAGER,
        workers: int = 2,
        beat_every: float = 3600,
        ticks: int = 0,
        server: ServerSide | None = None,
        serves: bool = False,
        keep_files_days: int = 0,
    ) -> None:
        self.product = product
        self.clock = Clock()
        self.chance = Chance()
        self.steps: list[Step] = []
        self.results: list[SliceResult] = []
        self.crashes: list[Any] = []
        self.workers = Workers()
        self._new_pool, self._beat_every, self._ticks = pool, beat_every, ticks
        self._passed = threading.local()
        with patch("app.bootstrap.console.socket.gethostname", return_value=name):
            self.console: Console[Any] = Console(
                ConnectionProfile(url or product.url, Folder(product.storage_root)),
                Settings(
                    policy=policy, workers=workers if pool else CONNECTED, keep_files_days=keep_files_days
                ),
                self._pool,
                data or product.storage_root.parent / f"data-{name}",
                lambda opened, keep_days: by_name(
                    ReceiptDeletion(storage or opened, files_behind=files_behind, keep_days=keep_days)
                ),
                self._seconds if ticks else time.monotonic,
                server,
                serves,
            )
        self._serves = serves
        self.identity = self.console.identity
        self.database = self.console.database
        self.storage = storage or self.console.storage
        self.types, self.deletion = self.console.types, self.console.job_type
        self.audit = self.console.audit
        self.actions = self.console.jobs
        self.pool = self.console.pool
        self._sent = Heard(self.database.engine, "before_cursor_execute")
        self._commits = Heard(self.database.engine, "commit")
        self._asked = 0
        if pool is None:
            event.listen(self.database.engine, "before_cursor_execute", self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.audit.end()
        self.console.close()

    def _pool(self, run_slice: RunSlice, heartbeat: Heartbeat, workers: int) -> Any:
        self._run_slice = run_slice
        if self._new_pool is None:
            return self.workers
        pool = self._new_pool(self.run_slice, heartbeat, workers, self._beat_every)
        pool.slice_ended.connect(self.results.append)
        pool.crashed.connect(self.crashes.append)
        return pool

    def run_slice(self, job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        """One slice of a job, in a worker's thread."""
        self._passed.seconds = 0.0

        def noted(step: Step) -> None:
            self._passed.seconds += 0 if step.wait else self._ticks
            self.steps.append(step)
            report(step)

        return self._run_slice(job_id, control, noted)

    def _seconds(self) -> float:
        return getattr(self._passed, "seconds", 0.0)

    def _count(self, *_rest: object) -> None:
        self._asked += 1
        assert self._asked < 3000, "the console asks the database for ever"

    # A person with all rights, at this console

    @cached_property
    def person(self) -> Actor:
        return self.actor(self.product.user().id)

    def delete(self, *business_ids: int) -> list[int]:
        """Starts a deletion in each business; returns the jobs in the same order."""
        results = self.actions.start(self.person, self.deletion.name, business_ids)
        assert {result.answer for result in results} == {Answer.STARTED}
        return [result.job.id for result in results if result.job]

    def pause(self, job_id: int) -> ActionResult:
        return self.actions.pause(self.person, [job_id])[0]

    def cancel(self, job_id: int) -> ActionResult:
        return self.actions.cancel(self.person, [job_id])[0]

    def resume(self, job_id: int) -> ActionResult:
        return self.actions.resume(self.person, [job_id])[0]

    # Jobs, past permission and audit

    def start(self, *business_ids: int) -> list[int]:
        """Starts deletions, past permission and audit, in this console's queue; returns the job ids."""
        user = self.product.user(business_id=business_ids[0])
        with self.database.begin() as connection:
            started = self.insert(connection, business_ids, user.id)
        return [started[business_id] for business_id in business_ids]

    def insert(
        self, connection: Connection, business_ids: Sequence[int], user_id: int, **more: Any
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
            recorder=self.audit,
            serves=self._serves,
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
            self.identity.name,
        )
        return len(ended)

    def wait_until_blocked(self) -> None:
        """Returns once a session of this console waits for somebody's lock."""
        wait_until_blocked(self.product, self.identity.name)

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

        with self._sent.by(look):
            yield
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

        with self._commits.by(look):
            yield
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

        with self._sent.by(note):
            yield sent
