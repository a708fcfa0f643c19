"""The console's own engine as a benchmark runs it, and the limit of what a database can do."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from psycopg2.extensions import cursor as Cursor

from app.actions.audit import AuditTrail
from app.bootstrap.job_types import job_types
from app.core.policy import Policy
from app.core.run import Run, RunLabel
from app.core.worker import ConsoleIdentity
from app.db import starting
from app.db.engine import Database
from app.db.url import parse_url
from app.db.waiting import unbound_waits
from app.engine.control import Control
from app.engine.events import Ending, Step
from app.engine.governor import Governor
from app.engine.runner import Runner, RunnerDependencies
from app.files.storage import FileResult, Storage
from app.settings import Settings

_UPDATE = (
    "UPDATE receipts SET is_deleted = true, deleted_at = timezone('UTC', clock_timestamp()),"
    " updated_at = timezone('UTC', clock_timestamp())"
)


def unthrottled(batch_size: int) -> Policy:
    """As fast as batches of this size go, from the first receipt to the last."""
    return Policy(batch_size=batch_size, throttle_ms=0, runtime_cap_seconds=None)


def default_policy() -> Policy:
    """What jobs run with where nobody has set anything."""
    return Settings.read({}).policy


class NoStorage:
    """For receipts without files: must not be asked."""

    @property
    def place(self) -> str:
        return "nowhere"

    def check(self) -> None:
        """There is nothing to check."""

    def finds_any(self, keys: Sequence[str]) -> bool:
        return not keys

    def holds(self, business_id: int) -> bool:
        return True

    def keeps_versions(self) -> bool | None:
        return False

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        raise AssertionError(f"business {business_id} has no files, yet {keys} are to be deleted")

    def tidy(self, business_id: int) -> None:
        """There is nothing to tidy."""


class Desk:
    """A console without a window: one database, jobs started and run one after the other, their ends in the
    record."""

    def __init__(self, url: str, storage: Storage | None = None) -> None:
        self.identity = ConsoleIdentity.fresh("bench", 1)
        self.database = Database(parse_url(url), connections=20, application=self.identity.name)
        self._types = job_types(storage or NoStorage())
        (self.deletion,) = self._types.values()
        self._governor = Governor.of(self.database, self.deletion.table, self.identity.name, time.monotonic)
        self._data = TemporaryDirectory(prefix="sweep-bench-data-")
        path = Path(self._data.name) / "audit.jsonl"
        self._audit = AuditTrail(path, "bench", lambda: url, self.database, self.identity.name)

    def start(self, *business_ids: int, label: RunLabel | None = None) -> list[int]:
        """Inserts a job for each business, of one run where it has a label; returns their ids."""
        run = Run.fresh(label, "bench") if label else None
        with self.database.begin() as connection:
            jobs = starting.start(
                connection,
                self.deletion.name,
                self.deletion.totals(),
                business_ids,
                user_id=1,
                worker=self.identity.waiting,
                run=run,
            )
        return [jobs[business_id] for business_id in business_ids]

    def run(
        self,
        job_id: int,
        policy: Policy,
        control: Control | None = None,
        report: Callable[[Step], None] = lambda step: None,
        progress: Callable[[int], None] = lambda deleted: None,
    ) -> Ending:
        """One slice of the job, in the calling thread. `progress` hears after each step how many receipts the
        slice has deleted."""

        def told(step: Step) -> None:
            progress(runner.so_far(Ending.CONTINUES).succeeded)
            report(step)

        with self._governor.at_work() as turns:
            around = RunnerDependencies(
                self.database,
                self._types,
                self.identity,
                time.monotonic,
                random.Random(1),
                told,
                turns,
                self._audit,
            )
            runner = Runner(around, policy, job_id, control or Control())
            return runner.run().ending

    def close(self) -> None:
        self._audit.end()
        self.database.close()
        self._data.cleanup()


def run_job(
    url: str,
    business_id: int,
    policy: Policy,
    storage: Storage | None = None,
    label: RunLabel | None = None,
) -> float:
    """Deletes all receipts of the business as the console does; returns the seconds that the job took."""
    with closing(Desk(url, storage)) as desk:
        (job_id,) = desk.start(business_id, label=label)
        began = time.perf_counter()
        ending = desk.run(job_id, policy)
        took = time.perf_counter() - began
    assert ending is Ending.COMPLETED, ending
    return took


def single_statements(url: str, *businesses: int) -> float:
    """The limit: all receipts of a business in one statement, without a trace of it anywhere; one business
    after the other. Returns the seconds."""
    with unbound_waits(), closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        for business_id in businesses:
            cursor.execute(f"{_UPDATE} WHERE business_id = %s AND is_deleted IS NOT TRUE", (business_id,))
            connection.commit()
        return time.perf_counter() - began


def updates_by_ids(url: str, business_id: int, batch_size: int, pause: float) -> float:
    """The limit of a pace: so many rows, found by their ids, updated and committed, then `pause` seconds.
    Returns the seconds for all."""
    with unbound_waits(), closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT id FROM receipts WHERE business_id = %s ORDER BY id", (business_id,))
        ids = [one for (one,) in cursor]
        began = time.perf_counter()
        for start in range(0, len(ids), batch_size):
            update_by_ids(cursor, ids[start : start + batch_size])
            time.sleep(pause)
        return time.perf_counter() - began


def update_by_ids(cursor: Cursor, ids: Sequence[int]) -> float:
    """The limit of a batch: these rows updated, and committed at once where the session does so. Returns the
    seconds."""
    began = time.perf_counter()
    cursor.execute(f"{_UPDATE} WHERE id = ANY(%s)", (ids,))
    return time.perf_counter() - began


def single_statements_with_files(url: str, files: Mapping[int, Sequence[Path]]) -> float:
    """The limit with files, whose paths are given by business: for each business one statement for the
    receipts, the files one by one, a statement to take their pointers off, and one for the attachments;
    returns the seconds."""
    with unbound_waits(), closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        for business_id, paths in files.items():
            cursor.execute(f"{_UPDATE} WHERE business_id = %s AND is_deleted IS NOT TRUE", (business_id,))
            connection.commit()
            for path in paths:
                os.unlink(path)
            cursor.execute(
                "UPDATE receipts SET attachment_id = NULL, preview_attachment_id = NULL"
                " WHERE business_id = %s",
                (business_id,),
            )
            cursor.execute("DELETE FROM attachments WHERE business_id = %s", (business_id,))
            connection.commit()
        return time.perf_counter() - began


def require_done(url: str, *businesses: int, files: bool = False) -> None:
    """A figure counts only where the work was done."""
    every = list(businesses)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE is_deleted IS NOT TRUE), count(*) FROM receipts"
            " WHERE business_id = ANY(%s)",
            (every,),
        )
        left, total = cursor.fetchone() or (1, 0)
        assert total
        assert not left, f"{left} of {total} receipts are left"
        if files:
            cursor.execute("SELECT count(*) FROM attachments WHERE business_id = ANY(%s)", (every,))
            assert cursor.fetchone() == (0,), "attachment rows are left"
