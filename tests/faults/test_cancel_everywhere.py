"""A cancel that is committed at any boundary of a running job: not a receipt is deleted after it, no count is
wrong, and the row stays as the cancel left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.db import job_writes
from app.engine.events import Ending, Step
from app.files.local import LocalStorage
from app.files.storage import FileResult
from tests.support.journal import Journal
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl
from tests.support.web_side import NAME as WEB
from tests.support.web_side import WebSide, done

BATCH = 4
CANCELLER = "canceller"

At = Callable[[str], object]
Cancel = Callable[[Product, int, int], None]


class Watched(LocalStorage):
    """Tells before and after each request."""

    def __init__(self, root: Path, at: At) -> None:
        super().__init__(root)
        self._at = at

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self._at("files are about to go")
        results = super().delete(business_id, keys)
        self._at("files are gone, their rows are not")
        return results


class Stage:
    """A business for each run of a job that meets all there is: files that others left behind, a batch in
    which every receipt is refused, so that it backs off, one in which one is, and two good ones."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.journal = Journal(product)
        self._storage = Watched(product.storage_root, self.at)
        product.execute("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON receipts FOR EACH ROW
                WHEN (NEW.is_deleted AND OLD.vendor_name = 'refused') EXECUTE FUNCTION refuse()""")
        self._moments: list[str] = []
        self._cancel_at = 0
        self._cancel: Callable[[], object] = lambda: None
        self._cancellers: list[Thread] = []

    def run(self, cancel_at: int, cancel: Cancel) -> Run:
        """Runs the job, and cancels it in the moment of this number (0: never)."""
        product = self.product
        business_id = product.business()
        product.receipts(business_id, 5, files=1, is_deleted=True)
        product.receipts(business_id, BATCH, files=1, vendor_name="refused")
        product.receipts(business_id, 2, files=1)
        product.receipts(business_id, 1, files=1, vendor_name="refused")
        product.receipts(business_id, 4, files=1)
        with Station(product, storage=self._storage, files_behind=0) as station:  # the same order in each run
            (job_id,) = station.start(business_id)
            self._moments, self._cancel_at = [], cancel_at
            self._cancel = lambda: cancel(product, business_id, job_id)
            control = QuickControl(station.clock, lambda _wait: self.at("it waits"))
            with self._watching(station.database.engine):
                result = station.run(job_id, control, self._report, batch_size=BATCH, failure_cap=9)
        for thread in self._cancellers:
            thread.join()
        self._cancellers.clear()
        return Run(business_id, job_id, result.ending, result.succeeded, self._moments)

    def at(self, moment: str) -> None:
        """A boundary of the loop. A cancel that has to wait for this very worker may do so meanwhile."""
        self._moments.append(moment)
        if len(self._moments) == self._cancel_at:
            canceller = Thread(target=self._cancel)
            self._cancellers.append(canceller)
            canceller.start()
            until(lambda: not canceller.is_alive() or self._is_blocked())

    def _is_blocked(self) -> bool:
        return bool(
            self.product.rows(
                "SELECT 1 FROM pg_stat_activity WHERE (application_name LIKE %s OR application_name = %s)"
                " AND datname = current_database() AND wait_event_type = 'Lock'",
                f"sweep:{CANCELLER}:%",
                WEB,
            )
        )

    def _report(self, step: Step) -> None:
        self.at(f"reports {step.wait or 'a commit'}")

    @contextmanager
    def _watching(self, engine: Engine) -> Iterator[None]:
        """Every statement and every commit is a moment."""

        def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            self.at(text.split("(", maxsplit=1)[0][:60])

        def commit(_connection: Any) -> None:
            self.at("commits")

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", commit)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", statement)
            event.remove(engine, "commit", commit)


@dataclass(frozen=True)
class Run:
    """How one run went; `moments` are the boundaries that it passed, the first being number 1."""

    business_id: int
    job_id: int
    ending: Ending
    succeeded: int
    moments: list[str]

    @property
    def last_commit(self) -> int:
        return len(self.moments) - self.moments[::-1].index("commits")


@pytest.fixture
def stage(product: Product, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("app.receipts.sweeper.FILES_AT_ONCE", 3)
    return Stage(product)


def as_the_web_does(product: Product, business_id: int, job_id: int) -> None:
    with WebSide(product.url, product.storage_root) as web:
        done(web.cancel(business_id, job_id))


def as_a_console_does(product: Product, _business_id: int, job_id: int) -> None:
    with Station(product, CANCELLER) as another, another.database.begin() as connection:
        job_writes.cancel(connection, job_id)


def test_a_cancel_before_each_statement_commit_wait_and_file(
    stage: Stage, product: Product, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch 1 in a row: refused")
    undisturbed = stage.run(0, as_the_web_does)
    assert undisturbed.ending is Ending.COMPLETED
    assert {"it waits", "reports backoff", "reports throttle", "commits"} <= set(undisturbed.moments)
    cancelled = 0
    for number, moment in enumerate(undisturbed.moments, 1):
        run = stage.run(number, (as_the_web_does, as_a_console_does)[number % 2])
        where = f"cancelled at {number}, {moment}"
        assert run.moments[: number - 1] == undisturbed.moments[: number - 1], where
        if run.ending is Ending.COMPLETED:  # the commit that completes it, and what comes after
            assert number >= undisturbed.last_commit, f"{where}: it was in time"
            continue
        cancelled += 1
        assert run.ending is Ending.LOST, where
        job = product.job_row(run.job_id)
        must_be_as_the_cancel_left_it(product, run, where)
        assert (job["status"], job["succeeded"]) == ("cancelled", run.succeeded), where
        deleted = "SELECT id, attachment_id FROM receipts WHERE business_id = %s AND is_deleted ORDER BY id"
        mine = product.rows(deleted, run.business_id)[5:]
        assert len(mine) == run.succeeded, where
        assert [one["attachment_id"] for one in mine] == [None] * run.succeeded, f"{where}: files are left"
        assert product.files(run.business_id) == product.attachment_count(run.business_id), where
        assert product.files(run.business_id) >= product.live(run.business_id), where
    stage.journal.check()
    print(f"{len(undisturbed.moments)} moments, {cancelled} of them cancelled")


def must_be_as_the_cancel_left_it(product: Product, run: Run, where: str) -> None:
    """Its last write is the cancel; the journal's rules see to it that nothing is deleted without one."""
    written = "SELECT new->>'status' AS status FROM journal WHERE job_id = %s ORDER BY id"
    statuses = [change["status"] for change in product.rows(written, run.job_id)]
    assert (statuses.count("cancelled"), statuses[-1]) == (1, "cancelled"), f"{where}: {statuses}"
