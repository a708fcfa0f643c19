"""The sweep at the end of a job: what was left behind, page by page, and the rows that will not go."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.keeping import Due
from app.core.messages import ROW_STAYS
from app.engine.control import Stop
from app.engine.events import Ending, SliceResult
from app.engine.tally import FileTally
from app.files.bounded import BoundedStorage
from app.files.local import LocalStorage
from app.receipts.file_deletion_queue import FileDeletionQueue
from app.receipts.sweeper import Sweeper
from tests.support.faulty import FaultyStorage
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def run(station: Station, business: int, **policy: Any) -> SliceResult:
    (job_id,) = station.start(business)
    return station.run(job_id, **policy)


def test_the_end_of_a_job_sweeps_what_others_left_behind(
    station: Station, product: Product, business: int
) -> None:
    """A crash between a commit and its files, of a console or of the web worker."""
    product.receipts(business, 12, files=2, is_deleted=True)
    other = product.business()
    product.receipts(other, 3, files=1, is_deleted=True)
    product.receipts(business, 5, files=1)
    result = run(station, business)
    assert (result.succeeded, result.files_deleted) == (5, 29)
    assert (product.files(business), product.attachment_count(business)) == (0, 0)
    assert product.files(other) == 3


def test_a_job_that_goes_on_begins_with_the_files_that_whoever_had_it_left(
    station: Station, product: Product, business: int
) -> None:
    """Before its next batch, and not only at its end, which may be far away."""
    product.receipts(business, 25, files=1)
    (job_id,) = station.start(business)
    assert station.run_batches(job_id, 1).files_deleted == 10
    product.receipts(business, 4, files=1, is_deleted=True)
    station.wait_in_queue(job_id)
    result = station.run_batches(job_id, 1)
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.PAUSED, 10, 14)
    assert product.files(business) == product.attachment_count(business) == product.live(business) == 5


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("app.receipts.sweeper.FILES_AT_ONCE", 4)
    return 4


def test_a_sweep_goes_page_by_page(
    station: Station, product: Product, business: int, small_pages: int
) -> None:
    product.receipts(business, 15, files=1, is_deleted=True)
    stopped = iter([True, False])
    sweeper = Sweeper(BoundedStorage(station.storage))
    with station.database.connection() as connection:
        tally = sweeper.sweep(connection, business, keep_going=lambda: next(stopped), due=Due())
        assert tally.deleted == 2 * small_pages
        assert product.files(business) == 15 - 2 * small_pages
        assert sweeper.sweep(connection, business, due=Due()).deleted == 7
    assert (product.files(business), product.attachment_count(business)) == (0, 0)


def test_a_page_of_stubborn_files_does_not_hold_up_the_sweep(
    product: Product, business: int, small_pages: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*: Connection reset")
    product.receipts(business, 15, files=1, is_deleted=True)
    first = {row["storage_path"] for row in product.rows("SELECT * FROM attachments ORDER BY id LIMIT 6")}
    storage = FaultyStorage(LocalStorage(product.storage_root), fails=first.__contains__)
    with Station(product, "faulty", storage=storage) as station, station.database.connection() as connection:
        tally = Sweeper(BoundedStorage(storage)).sweep(connection, business, due=Due())
    assert (tally.deleted, tally.left, tally.reason) == (9, 6, "Connection reset")
    assert [len(keys) for keys in storage.requests] == [small_pages] * 3 + [3]


def test_a_pause_during_the_sweep_is_honoured_between_pages(
    product: Product, business: int, small_pages: int
) -> None:
    product.receipts(business, 15, files=1, is_deleted=True)
    product.receipts(business, 1)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station:
        (job_id,) = station.start(business)
        control = QuickControl(station.clock)

        def pause(_key: str) -> bool:
            control.request(Stop.PAUSE)
            return False

        storage.fails = pause
        paused = station.run(job_id, control)
        assert (paused.ending, paused.succeeded, paused.files_deleted) == (Ending.PAUSED, 1, small_pages)
        assert product.job_status() == "paused"
        storage.fails = lambda key: False
        station.wait_in_queue(job_id)
        done = station.run(job_id)
        assert (done.ending, done.succeeded, done.files_deleted) == (Ending.COMPLETED, 0, 11)
    assert product.files(business) == 0


def test_a_pause_during_the_first_sweep_comes_before_the_next_batch(product: Product, business: int) -> None:
    """Of a job that goes on: what was left behind is swept before its next batch."""
    product.receipts(business, 25)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station:
        (job_id,) = station.start(business)
        station.run_batches(job_id, 1)
        product.receipts(business, 4, files=1, is_deleted=True)
        station.wait_in_queue(job_id)
        control = QuickControl(station.clock)

        def pause(_key: str) -> bool:
            control.request(Stop.PAUSE)
            return False

        storage.fails = pause
        paused = station.run(job_id, control)
    assert (paused.ending, paused.succeeded, paused.files_deleted) == (Ending.PAUSED, 0, 4)
    assert product.counters() == ("paused", 25, 10, 10, 0)


@pytest.mark.parametrize("status", ["cancelled", "failed", "paused"])
def test_a_job_that_is_ended_by_others_during_the_sweep_stops_at_the_next_page(
    product: Product, business: int, small_pages: int, status: str
) -> None:
    product.receipts(business, 15, files=1, is_deleted=True)
    product.receipts(business, 1)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station:
        (job_id,) = station.start(business)

        def end(_key: str) -> bool:
            product.execute("UPDATE background_jobs SET status = %s", status)
            return False

        storage.fails = end
        result = station.run(job_id)
    assert result.ending is Ending.LOST
    assert len(storage.requests) == 1
    assert product.job_status() == status
    assert product.files(business) == 15 - small_pages


def test_a_sweep_without_anything_to_do_asks_the_storage_for_nothing(product: Product, business: int) -> None:
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station, station.database.connection() as connection:
        sweeper = Sweeper(BoundedStorage(storage))
        for tally in (
            sweeper.sweep(connection, business, due=Due()),
            FileDeletionQueue(station.database, sweeper, lambda: False, 0).add(
                connection, business, Cursor(), []
            ),
            FileDeletionQueue(station.database, sweeper, lambda: False, 0).add(
                connection, business, Cursor(), [999_999]
            ),
        ):
            assert tally == FileTally()
    assert storage.requests == []


REFUSAL = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'attachment % is under legal hold', OLD.id; END $$;
    CREATE TRIGGER hold BEFORE DELETE ON attachments FOR EACH ROW
        WHEN (OLD.filename_original = 'held') EXECUTE FUNCTION refuse();
    UPDATE attachments SET filename_original = 'held' WHERE id IN (3, 4, 17)
"""
LATE_REFUSAL = REFUSAL.replace("CREATE TRIGGER hold BEFORE", "CREATE CONSTRAINT TRIGGER hold AFTER").replace(
    "ON attachments FOR", "ON attachments DEFERRABLE INITIALLY DEFERRED FOR"
)
SILENCE = REFUSAL.replace("RAISE EXCEPTION 'attachment % is under legal hold', OLD.id", "RETURN NULL")
RETURN = SILENCE.replace("RETURN NULL", "INSERT INTO attachments SELECT OLD.*; RETURN NULL").replace(
    "BEFORE DELETE", "AFTER DELETE"
)


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        (REFUSAL, "is under legal hold"),
        (LATE_REFUSAL, "is under legal hold"),
        (SILENCE, ROW_STAYS),
        (RETURN, ROW_STAYS),
    ],
    ids=["refuses", "refuses at the commit", "keeps it silently", "brings it back"],
)
def test_a_row_that_cannot_be_dropped_keeps_its_file_and_stops_neither_the_others_nor_the_job(
    station: Station,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    obstacle: str,
    reason: str,
) -> None:
    """The database says so before a file is touched."""
    expected_logs.expect(reason)
    product.receipts(business, 25, files=1)
    product.execute(obstacle)
    result = run(station, business)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert product.live(business) == 0
    left = product.rows("SELECT storage_path FROM attachments ORDER BY id")
    assert len(left) == product.files(business) == 3
    assert all(product.path(row["storage_path"]).exists() for row in left)
    assert (result.files_deleted, result.files_left) == (22, 3)
    assert reason in str(product.last_error())
