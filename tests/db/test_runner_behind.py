"""Files that are deleted behind the batches: within a bound, after their commit, and none of them twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest

from app.core.messages import FILES_NOT_DELETED
from app.core.storage_messages import STORAGE_BUG
from app.engine.control import Stop
from app.engine.events import Ending, SliceResult, Step
from app.engine.tally import FileTally
from app.files.local import LocalStorage
from app.files.storage import FileResult
from app.receipts import file_deletion_queue
from app.receipts.file_deletion_queue import PAGES_BEHIND, FileDeletionQueue
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

BATCH = 10


class Slow(LocalStorage):
    """Answers a request when the test lets it; until then it hangs, as a remote storage may."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.storage_root)
        self.asked: list[set[str]] = []
        self._product = product
        self._answers = threading.Semaphore(0)

    def answer(self, requests: int = 1) -> None:
        self._answers.release(requests)

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.asked.append(set(keys))
        assert self._answers.acquire(timeout=60)
        return super().delete(business_id, keys)


@pytest.fixture(autouse=True)
def a_page_for_each_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.receipts.file_deletion_queue.GATHERED", 1)


@pytest.fixture
def slow(product: Product) -> Iterator[Slow]:
    storage = Slow(product)
    yield storage
    storage.answer(1000)


class Running:
    """A job of batches of 10 in a thread of its own, on a storage that hangs; with so many more receipts than
    the business has."""

    def __init__(self, product: Product, storage: Slow, business: int, receipts: int) -> None:
        if receipts:
            product.receipts(business, receipts, files=1)
        self.station = Station(product, "slow", storage=storage)
        (self.job_id,) = self.station.start(business)
        self.control = QuickControl(self.station.clock)
        self._product = product
        self._results: list[SliceResult] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._results.append(self.station.run(self.job_id, self.control, batch_size=BATCH))

    @property
    def row(self) -> dict[str, Any]:
        return self._product.job_row()

    def processed(self) -> int:
        return int(self.row["processed"])

    def end(self) -> SliceResult:
        self._thread.join(60)
        self.station.database.close()
        return self._results[0]


def deleted_keys(product: Product) -> set[str]:
    """The files of receipts whose deletion is committed."""
    found = product.rows(
        "SELECT storage_path FROM attachments a JOIN receipts r ON attachment_id = a.id WHERE r.is_deleted"
    )
    return {one["storage_path"] for one in found}


def test_batches_run_ahead_of_their_files_within_a_bound(product: Product, business: int, slow: Slow) -> None:
    job = Running(product, slow, business, 6 * BATCH)
    ahead = (PAGES_BEHIND + 1) * BATCH  # the last of them waits for the first's files
    until(lambda: job.processed() == ahead)
    until(lambda: len(slow.asked) > 0)
    assert len(slow.asked) == 1, "one request after the other"
    assert slow.asked[0] <= deleted_keys(product), "files are asked for after their commit"
    slow.answer()
    until(lambda: job.processed() == ahead + BATCH)
    assert len(product.rows("SELECT id FROM attachments")) == 5 * BATCH, "rows go with their files"
    slow.answer(1000)
    result = job.end()
    assert (result.ending, result.files_deleted, result.files_left) == (Ending.COMPLETED, 60, 0)
    assert [len(keys) for keys in slow.asked] == [BATCH] * 6, "the last sweep finds nothing left"
    assert product.files(business) == 0


@pytest.mark.parametrize("stop", [Stop.PAUSE, Stop.SHUTDOWN])
def test_a_pause_waits_for_the_files_of_the_batches_before(
    product: Product, business: int, slow: Slow, stop: Stop
) -> None:
    """Small batches have a request or two open: these are ended, and no other begins. The first counts among
    them where the runner had not begun to wait for it before the stop."""
    job = Running(product, slow, business, 6 * BATCH)
    until(lambda: job.processed() == 3 * BATCH)
    job.control.request(stop)
    slow.answer(1)
    until(lambda: len(slow.asked) == 2)
    assert job.row["status"] == "running"
    slow.answer(1000)
    result = job.end()
    assert (result.ending, result.succeeded) == (Ending.PAUSED, 30)
    assert result.files_deleted in {20, 30}
    left = 60 - result.files_deleted
    assert product.files(business) == len(product.rows("SELECT id FROM attachments")) == left


def test_the_files_of_what_a_cancelled_job_has_deleted_are_still_finished(
    product: Product, business: int, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may ever sweep after a job that was cancelled: its receipts are gone, and so are their files."""
    noticed = threading.Event()

    def finish(self: FileDeletionQueue, whole: Any = FileDeletionQueue.finish) -> FileTally:
        noticed.set()
        tally: FileTally = whole(self)
        return tally

    monkeypatch.setattr(FileDeletionQueue, "finish", finish)
    job = Running(product, slow, business, 6 * BATCH)
    until(lambda: job.processed() == 3 * BATCH)
    product.execute("UPDATE background_jobs SET status = 'cancelled'")
    slow.answer(1)  # the next batch may begin, and finds the job cancelled while files are still behind
    assert noticed.wait(60)
    slow.answer(1000)
    result = job.end()
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.LOST, 30, 30)
    assert product.files(business) == len(product.rows("SELECT id FROM attachments")) == 30
    assert product.live(business) == 30


def cancel_and_tell(done: threading.Event) -> Callable[[Sequence[Any]], None]:
    """What the runner does as it notices a stop, told to the test."""
    cancel = file_deletion_queue._cancel

    def do(parts: Sequence[Any]) -> None:
        cancel(parts)
        done.set()

    return do


def test_a_pause_leaves_most_of_a_large_batch_to_the_sweep(
    product: Product, business: int, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files need many requests, and a pause waits for few; the resumed job begins with a sweep."""
    monkeypatch.setattr("app.receipts.sweeper.FILES_AT_ONCE", 2)
    left_alone = threading.Event()

    job = Running(product, slow, business, 2 * BATCH)
    until(lambda: job.processed() == BATCH and len(slow.asked) == 1)
    with patch.object(file_deletion_queue, "_cancel", cancel_and_tell(left_alone)):
        job.control.request(Stop.PAUSE)
        slow.answer()
        assert left_alone.wait(60)
        slow.answer(1000)
        result = job.end()
    assert result.ending is Ending.PAUSED
    # The first request counts among them where the runner had not begun to wait for it before the pause.
    assert result.files_deleted in {2 * PAGES_BEHIND, 2 * (1 + PAGES_BEHIND)}
    left = 2 * BATCH - result.files_deleted
    assert product.files(business) == len(product.rows("SELECT id FROM attachments")) == left
    with Station(product, "later") as later:
        later.wait_in_queue(job.job_id)
        again = later.run(job.job_id)
    assert (again.ending, again.succeeded, again.files_deleted) == (Ending.COMPLETED, BATCH, left)
    assert product.files(business) == 0


def test_a_job_that_is_cancelled_still_ends_the_files_of_what_it_deleted(
    product: Product, business: int, slow: Slow
) -> None:
    """The receipts are deleted whoever has the job now; no other receipt is, and the row is left alone."""
    job = Running(product, slow, business, 6 * BATCH)
    until(lambda: job.processed() == 3 * BATCH)
    product.execute("UPDATE background_jobs SET status = 'cancelled', finished_at = now()")
    before = job.row
    slow.answer(1000)
    result = job.end()
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.LOST, 30, 30)
    assert job.row == before
    assert product.live(business) == product.files(business) == 30
    assert len(product.rows("SELECT id FROM attachments")) == 30


def test_a_connection_that_is_lost_while_files_are_behind(
    product: Product, business: int, slow: Slow
) -> None:
    """The files go all the same, and the sweep after the reconnection drops their rows."""
    job = Running(product, slow, business, 4 * BATCH)
    until(lambda: job.processed() == 3 * BATCH)
    until(lambda: len(slow.asked) > 0)  # by then the thread of the files has a session, too
    assert job.station.kill_connections() >= 2  # another of an earlier test may not have ended yet
    slow.answer(1000)
    result = job.end()
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.COMPLETED, 40, 40)
    assert (product.files(business), len(product.rows("SELECT id FROM attachments"))) == (0, 0)
    assert job.row["succeeded"] == 40


def test_a_row_that_is_locked_as_its_file_goes_is_left_to_the_sweep(
    product: Product, business: int, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it in the middle of the job; its file stays as long."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    product.receipts(business, 4 * BATCH, files=1)
    with somebody(product, "SELECT 1 FROM attachments WHERE id = 1 FOR UPDATE") as other:
        job = Running(product, slow, business, 0)
        slow.answer()
        until(lambda: job.processed() == 4 * BATCH)
        assert [len(keys) for keys in slow.asked[:1]] == [BATCH - 1]
        other.rollback()
    slow.answer(1000)
    result = job.end()
    assert (result.files_deleted, result.files_left) == (40, 0)
    assert product.rows("SELECT id FROM attachments") == []


def test_a_bug_in_a_storage_leaves_the_files_and_no_receipt(
    product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """Also where the files go behind the batches, in a thread of their own."""
    expected_logs.expect("The storage failed unexpectedly: ZeroDivisionError|Attachment .* stays")

    class Broken(LocalStorage):
        def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
            raise ZeroDivisionError

    product.receipts(business, BATCH, files=1)
    storage = Broken(product.storage_root)
    with Station(product, "broken", storage=storage) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    assert (result.ending, result.succeeded, result.files_left) == (Ending.COMPLETED, BATCH, BATCH)
    reason = STORAGE_BUG.format(reason="ZeroDivisionError")
    assert product.last_error() == FILES_NOT_DELETED.format(count=BATCH, reason=reason)
    assert product.files(business) == len(product.storage_paths(business)) == BATCH


def test_the_thread_ends_with_the_slice(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 3 * BATCH, files=1)
    (job_id,) = station.start(business)
    names: set[str] = set()
    report: Callable[[Step], object] = lambda _step: names.update(  # noqa: E731
        thread.name for thread in threading.enumerate()
    )
    station.run(job_id, report=report)
    assert "files" in names
    until(lambda: all(thread.name != "files" for thread in threading.enumerate()))


def test_a_job_without_files_needs_no_thread(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 3 * BATCH)
    (job_id,) = station.start(business)
    seen: list[str] = []
    report: Callable[[Step], object] = lambda _step: seen.extend(  # noqa: E731
        thread.name for thread in threading.enumerate()
    )
    station.run(job_id, report=report)
    assert "files" not in seen
