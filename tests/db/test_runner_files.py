"""The files of deleted receipts: which go, which stay, and that a crash in between leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.messages import (
    FILES_MISSING,
    FILES_NEEDED,
    FILES_NOT_DELETED,
    OTHER_BUSINESS,
    OTHER_PURPOSE,
    REFERENCE,
    STILL_USED,
)
from app.engine.control import Stop
from app.engine.events import Ending, SliceResult
from app.files.local import LocalStorage
from tests.support.faulty import FaultyStorage
from tests.support.logs import ExpectedLogs
from tests.support.product import Attachment, Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def run(station: Station, business: int, **policy: Any) -> SliceResult:
    (job_id,) = station.start(business)
    return station.run(job_id, **policy)


def point(product: Product, receipt: int, attachment: Attachment, column: str = "attachment_id") -> None:
    product.execute(f"UPDATE receipts SET {column} = %s WHERE id = %s", attachment.id, receipt)


@pytest.mark.parametrize("files", [1, 2])
def test_files_and_rows_go_with_their_receipts(
    station: Station, product: Product, business: int, files: int
) -> None:
    other = product.business()
    product.receipts(business, 25, files=files)
    product.receipts(other, 5, files=2)
    result = run(station, business)
    assert (result.ending, result.files_deleted, result.files_left) == (Ending.COMPLETED, 25 * files, 0)
    assert (product.files(business), product.attachment_count(business)) == (0, 0)
    assert (product.files(other), product.attachment_count(other)) == (10, 10)
    assert product.last_error() is None


def test_the_files_of_a_batch_go_before_the_next_batch_where_none_may_be_behind(
    product: Product, business: int
) -> None:
    product.receipts(business, 25, files=2)
    seen: list[tuple[int, int]] = []
    with Station(product, "in order", files_behind=0) as station:
        (job_id,) = station.start(business)
        look = lambda _wait: seen.append((product.files(business), product.attachment_count(business)))  # noqa: E731
        station.run_until(job_id, look)
    assert seen == [(30, 30), (10, 10)]


def test_a_batch_asks_the_storage_once(product: Product, business: int) -> None:
    """One request for many keys is what makes a remote storage bearable."""
    product.receipts(business, 25, files=2)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage, files_behind=0) as station:
        run(station, business)
    assert [len(keys) for keys in storage.requests] == [20, 20, 10]


def test_the_files_of_many_batches_are_one_page(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page may cost a look at the whole table of attachments; the rest goes with the last batch."""
    monkeypatch.setattr("app.receipts.file_deletion_queue.GATHERED", 40)
    product.receipts(business, 50, files=2)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station:
        run(station, business)
    assert [len(keys) for keys in storage.requests] == [40, 40, 20]


def test_no_file_goes_before_the_commit(product: Product, business: int) -> None:
    """A batch that is rolled back must leave its files alone."""
    product.receipts(business, 10, files=1)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, "faulty", storage=storage) as station:
        (job_id,) = station.start(business)

        def cancel() -> None:
            product.execute("UPDATE background_jobs SET status = 'cancelled'")

        with station.just_before("UPDATE background_jobs", cancel, nth=2):
            assert station.run(job_id).ending is Ending.LOST
    assert storage.requests == []
    assert product.live(business) == product.files(business) == 10


def test_a_file_that_was_gone_already_is_counted_as_such(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 5, files=1)
    for path in list((product.storage_root / "attachments").rglob("*.pdf"))[:3]:
        path.unlink()
    result = run(station, business)
    assert (result.files_deleted, result.files_missing, result.files_left) == (2, 3, 0)
    assert product.attachment_count(business) == 0
    assert product.last_error() == FILES_MISSING.format(count=3)


def test_a_file_that_cannot_be_deleted_keeps_its_row(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*: Is a directory")
    product.receipts(business, 3)
    (receipt, *_rest) = product.receipts(business, 4, files=1)
    stubborn = product.row(
        "SELECT a.* FROM attachments a JOIN receipts r ON r.attachment_id = a.id WHERE r.id = %s", receipt
    )
    path = product.path(stubborn["storage_path"])
    path.unlink()
    path.mkdir()
    result = run(station, business)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 7)
    assert (result.files_deleted, result.files_left) == (3, 1)
    assert product.live(business) == 0
    assert [row["id"] for row in product.rows("SELECT id FROM attachments")] == [stubborn["id"]]
    assert product.last_error() == FILES_NOT_DELETED.format(count=1, reason="Is a directory")
    assert path.is_dir()


def test_a_file_that_could_not_be_deleted_is_found_by_the_next_sweep(
    product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*: Connection reset")
    product.receipts(business, 25, files=2)
    storage = FaultyStorage(LocalStorage(product.storage_root), fails=lambda key: True)
    with Station(product, "faulty", storage=storage, files_behind=0) as station:
        (job_id,) = station.start(business)
        control = QuickControl(station.clock)

        def recover(wait: int) -> None:
            if wait == 2:
                storage.fails = lambda key: False

        result = station.run_until(job_id, recover)
    assert control.stop is Stop.NO
    assert (result.files_deleted, result.files_left) == (50, 0)
    assert (product.files(business), product.attachment_count(business)) == (0, 0)
    assert product.last_error() is None


def test_a_failing_storage_stops_no_receipt(
    product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*: Connection reset")
    product.receipts(business, 25, files=2)
    storage = FaultyStorage(LocalStorage(product.storage_root), fails=lambda key: True)
    with Station(product, "faulty", storage=storage) as station:
        result = run(station, business)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert (result.files_deleted, result.files_left) == (0, 50)
    assert (product.files(business), product.attachment_count(business)) == (50, 50)
    assert product.last_error() == FILES_NOT_DELETED.format(count=50, reason="Connection reset")


def test_an_unmounted_storage_loses_no_row(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """Every file would look as if it were gone already."""
    expected_logs.expect("The files stay: .*attachments")
    product.receipts(business, 5, files=1)
    (job_id,) = station.start(business)
    away = product.storage_root.with_name("away")
    product.storage_root.rename(away)
    product.storage_root.mkdir()
    result = station.run(job_id)
    assert (result.files_deleted, result.files_left) == (0, 5)
    assert product.attachment_count(business) == 5


@pytest.mark.parametrize(
    "key",
    [
        "attachments/{other}/receipt_source/2026/05/1.pdf",
        "attachments/{own}/../{other}/receipt_source/2026/05/1.pdf",
        "../outside.pdf",
        "attachments/{own}/../../../outside.pdf",
        "/etc/hostname",
    ],
)
def test_a_key_that_leads_elsewhere_is_refused(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs, key: str
) -> None:
    expected_logs.expect(r"ERROR .*Attachment \d+ stays")
    other = product.business()
    (stolen,) = product.attachments(other, 1)
    outside = product.storage_root.parent / "outside.pdf"
    outside.write_text("keep me")
    (receipt,) = product.receipts(business, 1)
    (attachment,) = product.attachments(
        business, 1, storage_path=key.format(own=business, other=other).replace("/1.pdf", f"/{stolen.id}.pdf")
    )
    point(product, receipt, attachment)
    result = run(station, business)
    assert (result.succeeded, result.files_deleted, result.files_left) == (1, 0, 1)
    assert product.path(stolen.storage_path).exists()
    assert outside.exists()
    assert product.attachment_count(business) == 1


def test_what_is_still_in_use_stays_and_is_reported(
    station: Station, product: Product, business: int, caplog: pytest.LogCaptureFixture
) -> None:
    """By a live receipt, a contract, or an asset: it is in its place, and no failure of the job."""
    caplog.set_level("INFO", "app.receipts.file_pages")
    ids = product.receipts(business, 4)
    shared, contract, asset, fine = product.attachments(business, 4)
    for receipt, attachment in zip(ids, (shared, contract, asset, fine), strict=True):
        point(product, receipt, attachment, "preview_attachment_id")
    product.execute("INSERT INTO contract_files VALUES (DEFAULT, %s, %s)", business, contract.id)
    product.execute("INSERT INTO asset_item_media VALUES (DEFAULT, %s, %s)", business, asset.id)
    (job_id,) = station.start(business)
    (live,) = product.receipts(business, 1)  # it came after the confirmation
    point(product, live, shared)
    result = station.run(job_id)
    assert (result.succeeded, result.files_deleted, result.files_needed, result.files_left) == (4, 1, 3, 0)
    for attachment in (shared, contract, asset):
        assert product.path(attachment.storage_path).exists()
    assert not product.path(fine.storage_path).exists()
    assert product.attachment_count() == 3
    assert product.scalar("SELECT count(*) FROM contract_files") == 1
    assert product.scalar("SELECT count(*) FROM asset_item_media") == 1
    assert product.last_error() == " ".join(
        FILES_NEEDED.format(count=1, reason=reason)
        for reason in (
            STILL_USED,
            REFERENCE.format(table="contract_files"),
            REFERENCE.format(table="asset_item_media"),
        )
    )
    told = {record.args[0] for record in caplog.records if isinstance(record.args, tuple)}
    assert told == {shared.id, contract.id, asset.id}


def test_what_is_not_the_businesss_own_to_delete_stays_and_is_reported(
    station: Station, product: Product, business: int
) -> None:
    """An attachment of another business, or of another purpose, on which a receipt hangs."""
    ids = product.receipts(business, 3)
    (foreign,) = product.attachments(product.business(), 1)
    (general,) = product.attachments(business, 1, "general_upload")
    (fine,) = product.attachments(business, 1)
    for receipt, attachment in zip(ids, (foreign, general, fine), strict=True):
        point(product, receipt, attachment)
    result = run(station, business)
    assert (result.succeeded, result.files_deleted, result.files_needed, result.files_left) == (3, 1, 2, 0)
    for attachment in (foreign, general):
        assert product.path(attachment.storage_path).exists()
    assert product.attachment_count() == 2
    assert product.last_error() == " ".join(
        FILES_NEEDED.format(count=1, reason=reason) for reason in (OTHER_PURPOSE, OTHER_BUSINESS)
    )


def test_a_file_that_two_receipts_share_goes_with_the_last_of_them(product: Product, business: int) -> None:
    first, *_between, last = product.receipts(business, 20)
    (shared,) = product.attachments(business, 1)
    point(product, first, shared)
    point(product, last, shared)
    seen: list[bool] = []
    path = product.path(shared.storage_path)
    with Station(product, "in order", files_behind=0) as station:
        (job_id,) = station.start(business)
        result = station.run_until(job_id, lambda _wait: seen.append(path.exists()))
    assert seen == [True, False]
    assert (result.files_deleted, result.files_left) == (1, 0)


def test_two_rows_of_one_file(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 2)
    one, two = product.attachments(business, 2)
    product.execute("UPDATE attachments SET storage_path = %s", one.storage_path)
    product.path(two.storage_path).unlink()
    for receipt, attachment in zip(ids, (one, two), strict=True):
        point(product, receipt, attachment)
    result = run(station, business)
    assert (result.files_deleted, result.files_missing, result.files_left) == (1, 0, 0)
    assert (product.files(business), product.attachment_count(business)) == (0, 0)
