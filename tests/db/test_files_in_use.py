"""A file is deleted only when nothing that stays needs it; also where somebody begins to need it
meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from app.core.keeping import Due
from app.core.messages import FILES_NEEDED, FILES_NOT_DELETED, LOCKED, OTHER_FOLDER, SHARED
from app.core.storage_messages import NO_KEY
from app.engine.events import Ending, SliceResult
from app.files.bounded import BoundedStorage
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult
from app.receipts.sweeper import Sweeper
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role, somebody, wait_until_blocked
from tests.support.product import Attachment, Product
from tests.support.running import Station


class Meanwhile(LocalStorage):
    """Lets a test do something as the storage is asked: before a file is deleted, and afterwards."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.before: Callable[[], object] = lambda: None
        self.after: Callable[[], object] = lambda: None
        self.fails: Callable[[str], bool] = lambda key: False
        self.asked: list[str] = []

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.asked += keys
        self.before()
        results = [
            FileResult(key, FileOutcome.FAILED, "Connection reset")
            if self.fails(key)
            else super(Meanwhile, self).delete(business_id, [key])[0]
            for key in keys
        ]
        self.after()
        return results


@pytest.fixture
def storage(product: Product) -> Meanwhile:
    return Meanwhile(product.storage_root)


@pytest.fixture
def station(product: Product, storage: Meanwhile) -> Any:
    with Station(product, "desk", storage=storage) as console:
        yield console


def attach(product: Product, receipt: int, attachment: Attachment) -> None:
    product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", attachment.id, receipt)


def with_files(product: Product, business: int, number: int) -> list[Attachment]:
    """Receipts that are to be deleted, with a file each."""
    made = product.attachments(business, number)
    for receipt, attachment in zip(product.receipts(business, number), made, strict=True):
        attach(product, receipt, attachment)
    return made


def run(station: Station, business: int) -> SliceResult:
    (job_id,) = station.start(business)
    return station.run(job_id)


def ids(product: Product) -> list[int]:
    return [row["id"] for row in product.rows("SELECT id FROM attachments ORDER BY id")]


# The same key on two rows


def twin(product: Product, business: int, of: Attachment, purpose: str = "receipt_source") -> Attachment:
    """Another attachment with the same file."""
    (made,) = product.attachments(business, 1, purpose)
    product.path(made.storage_path).unlink()
    product.execute("UPDATE attachments SET storage_path = %s WHERE id = %s", of.storage_path, made.id)
    return Attachment(made.id, of.storage_path)


@pytest.mark.parametrize("kind", ["a contract's", "a live receipt's", "another business's", "nobody's yet"])
def test_a_file_of_which_another_row_stays_is_kept(
    station: Station, product: Product, business: int, kind: str
) -> None:
    first, second = with_files(product, business, 2)
    (job_id,) = station.start(business)
    if kind == "a contract's":
        other = twin(product, business, first, "signed_contract")
        product.execute("INSERT INTO contract_files VALUES (DEFAULT, %s, %s)", business, other.id)
    elif kind == "a live receipt's":
        other = twin(product, business, first)
        (live,) = product.receipts(business, 1)  # it came after the start
        attach(product, live, other)
    else:
        other = twin(product, product.business() if kind == "another business's" else business, first)
    result = station.run(job_id)
    assert (result.ending, result.files_deleted, result.files_needed, result.files_left) == (
        Ending.COMPLETED,
        1,
        1,
        0,
    )
    assert ids(product) == [first.id, other.id]
    assert product.path(first.storage_path).exists()
    assert not product.path(second.storage_path).exists()
    assert product.last_error() == FILES_NEEDED.format(count=1, reason=SHARED)


def test_a_row_with_the_same_key_that_comes_during_the_job_keeps_the_file(
    station: Station, product: Product, business: int
) -> None:
    """Right before the page: whoever is looked for is looked for then, and not as the job begins."""
    (first,) = with_files(product, business, 1)
    (job_id,) = station.start(business)
    with station.just_before('LOCK TABLE "attachments"', lambda: twin(product, business, first, "contract")):
        result = station.run(job_id)
    assert (result.files_deleted, result.files_needed) == (0, 1)
    assert product.path(first.storage_path).exists()


def test_two_rows_of_deleted_receipts_go_with_their_one_file(
    station: Station, storage: Meanwhile, product: Product, business: int
) -> None:
    """Also where the page names one of them alone."""
    first, second = with_files(product, business, 2)
    product.execute("UPDATE attachments SET storage_path = %s", first.storage_path)
    product.path(second.storage_path).unlink()
    product.execute("UPDATE receipts SET is_deleted = true")
    with station.database.connection() as connection:
        tally = Sweeper(BoundedStorage(storage)).delete(
            connection, business, [second.id], Due(everything=True)
        )
    assert (tally.deleted, tally.missing, tally.needed, tally.left) == (1, 0, 0, 0)
    assert storage.asked == [first.storage_path]
    assert ids(product) == []


def test_two_rows_of_one_file_of_which_one_receipt_lives_both_stay(
    station: Station, product: Product, business: int
) -> None:
    first, second = with_files(product, business, 2)
    product.execute("UPDATE attachments SET storage_path = %s", first.storage_path)
    product.execute("UPDATE receipts SET is_deleted = true WHERE attachment_id = %s", first.id)
    with station.database.connection() as connection:
        tally = Sweeper(BoundedStorage(station.storage)).delete(
            connection, business, [first.id, second.id], Due(everything=True)
        )
    assert (tally.deleted, tally.needed) == (0, 2)
    assert ids(product) == [first.id, second.id]
    assert product.path(first.storage_path).exists()


# What the key itself says


@pytest.mark.parametrize(
    "folder", ["signed_contract", "general_upload", "RECEIPT_SOURCE", "receipt_source2", "٣"]
)
def test_a_key_in_the_folder_of_another_purpose_is_kept(
    station: Station, product: Product, business: int, folder: str
) -> None:
    """Whatever the row says."""
    (one,) = product.attachments(business, storage_path=f"attachments/{business}/{folder}/2026/05/1.pdf")
    attach(product, product.receipts(business)[0], one)
    result = run(station, business)
    assert (result.files_deleted, result.files_needed, result.files_left) == (0, 1, 0)
    assert product.path(one.storage_path).exists()
    assert ids(product) == [one.id]
    assert product.last_error() == FILES_NEEDED.format(count=1, reason=OTHER_FOLDER)


@pytest.mark.parametrize("rest", ["2026/05/1.pdf", "1.pdf", "receipt_preview/1.pdf"])
def test_a_key_in_no_folder_of_a_purpose_may_go(
    station: Station, product: Product, business: int, rest: str
) -> None:
    (one,) = product.attachments(business, storage_path=f"attachments/{business}/{rest}")
    attach(product, product.receipts(business)[0], one)
    assert run(station, business).files_deleted == 1
    assert not product.path(one.storage_path).exists()


@pytest.mark.parametrize("rest", ["receipt_source//1.pdf", "receipt_source/./1.pdf", "receipt_source/1.pdf/"])
def test_a_key_that_is_another_spelling_of_a_file_stays(
    station: Station,
    storage: Meanwhile,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    rest: str,
) -> None:
    """Who else has the file is looked for by the key."""
    expected_logs.expect(rf"ERROR .*Attachment \d+ stays .*: {NO_KEY}")
    (one,) = with_files(product, business, 1)
    product.execute("UPDATE attachments SET storage_path = %s", f"attachments/{business}/{rest}")
    result = run(station, business)
    assert (result.files_deleted, result.files_needed, result.files_left) == (0, 0, 1)
    assert product.path(one.storage_path).exists()
    assert storage.asked == []


# Somebody begins to need it


def refer_meanwhile(
    product: Product, table: str, business: int, attachment: Attachment
) -> Callable[[], None]:
    """Begins to insert a row that refers to the attachment, in a thread; what is given waits for its end, and
    raises what it raised."""
    failed: list[Exception] = []

    def insert() -> None:
        session = psycopg2.connect(product.url, application_name="product")
        try:
            with session, session.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} VALUES (DEFAULT, %s, %s)", (business, attachment.id))
        except psycopg2.Error as error:
            failed.append(error)
        finally:
            session.close()

    thread = threading.Thread(target=insert)
    thread.start()

    def end() -> None:
        thread.join(60)
        if failed:
            raise failed[0]

    return end


@pytest.mark.parametrize("table", ["contract_files", "asset_item_media"])
@pytest.mark.parametrize("one_fails", [False, True])
def test_whoever_begins_to_refer_while_the_files_go_waits_and_is_refused(
    station: Station,
    storage: Meanwhile,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    table: str,
    one_fails: bool,
) -> None:
    """Never does a contract point at a file that is gone. Also where another file of the page cannot be
    deleted, so that the rows are given up once more."""
    if one_fails:
        expected_logs.expect("stays .*Connection reset")
    first, second = with_files(product, business, 2)
    storage.fails = lambda key: one_fails and key == second.storage_path
    ends: list[Callable[[], None]] = []

    def begin() -> None:
        if not ends:
            ends.append(refer_meanwhile(product, table, business, first))
            wait_until_blocked(product, "product")

    storage.before = begin
    result = run(station, business)
    assert (result.files_deleted, result.files_left) == ((1, 1) if one_fails else (2, 0))
    with pytest.raises(psycopg2.errors.ForeignKeyViolation):
        ends[0]()
    assert product.scalar(f"SELECT count(*) FROM {table}") == 0
    assert ids(product) == ([second.id] if one_fails else [])


@pytest.mark.parametrize("table", ["contract_files", "asset_item_media"])
@pytest.mark.parametrize("before", ["FOR UPDATE", "DELETE FROM attachments"])
def test_a_reference_that_comes_between_the_choice_and_the_deletion_keeps_the_file(
    station: Station, product: Product, business: int, table: str, before: str
) -> None:
    """Where the row is not locked yet, or the role may not lock it."""
    first, _second = with_files(product, business, 2)
    insert = f"INSERT INTO {table} VALUES (DEFAULT, %s, %s)"
    with (
        role(product, "UPDATE ON attachments") as url,
        Station(product, "weak", url=url, storage=station.storage) as weak,
    ):
        console = station if before == "FOR UPDATE" else weak
        (job_id,) = console.start(business)
        with console.just_before(before, lambda: product.execute(insert, business, first.id)):
            result = console.run(job_id)
    assert (result.files_deleted, result.files_needed, result.files_left) == (1, 1, 0)
    assert ids(product) == [first.id]
    assert product.path(first.storage_path).exists()
    assert product.scalar(f"SELECT count(*) FROM {table}") == 1


def test_who_is_about_to_refer_as_the_page_comes_is_waited_for_at_the_end(
    station: Station, product: Product, business: int
) -> None:
    """An asset, whose row would be deleted along with the attachment without a word."""
    first, _second = with_files(product, business, 2)
    insert = "INSERT INTO asset_item_media VALUES (DEFAULT, %s, %s)"
    with somebody(product, insert, business, first.id) as session:
        (job_id,) = station.start(business)
        sweeping = threading.Event()

        def commit() -> None:
            sweeping.set()
            session.commit()

        with station.just_before("FOR UPDATE", commit, nth=2):
            result = station.run(job_id)
    assert sweeping.is_set()
    assert (result.files_deleted, result.files_needed, result.files_left) == (1, 1, 0)
    assert product.path(first.storage_path).exists()
    assert product.scalar("SELECT count(*) FROM asset_item_media") == 1


def test_a_table_with_a_foreign_key_cannot_come_while_files_go(
    station: Station, product: Product, business: int
) -> None:
    with_files(product, business, 1)
    refused: list[str] = []

    def create() -> None:
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            product.execute("SET lock_timeout = 50; CREATE TABLE newer (a integer REFERENCES attachments)")
        refused.append("newer")

    (job_id,) = station.start(business)
    with station.just_before("FOR UPDATE", create):  # it was not there as the file was chosen
        assert station.run(job_id).files_deleted == 1
    assert refused


# Others are at the same rows


def test_a_row_that_is_locked_to_the_end_keeps_its_file(
    station: Station,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs.expect(f"The row of attachment 1 stays: {LOCKED}")
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    first, second = with_files(product, business, 2)
    with (
        Station(product, "impatient") as impatient,
        somebody(product, "SELECT 1 FROM attachments WHERE id = %s FOR UPDATE", first.id),
    ):
        result = run(impatient, business)
    assert (result.files_deleted, result.files_left) == (1, 1)
    assert product.path(first.storage_path).exists()
    assert not product.path(second.storage_path).exists()
    assert product.last_error() == FILES_NOT_DELETED.format(count=1, reason=LOCKED)


def test_rows_that_the_web_worker_drops_meanwhile_are_no_failure(
    station: Station, product: Product, business: int
) -> None:
    made = with_files(product, business, 3)

    def web() -> None:
        product.path(made[1].storage_path).unlink()
        product.execute("UPDATE receipts SET attachment_id = NULL WHERE attachment_id = %s", made[1].id)
        product.execute("DELETE FROM attachments WHERE id = %s", made[1].id)

    (job_id,) = station.start(business)
    with station.just_before("FOR UPDATE", web):
        result = station.run(job_id)
    assert (result.files_deleted, result.files_missing, result.files_left) == (2, 0, 0)
    assert (ids(product), product.files(business), product.last_error()) == ([], 0, None)


def test_a_crash_between_the_files_and_the_commit_leaves_rows_by_which_they_are_found(
    station: Station, storage: Meanwhile, product: Product, business: int
) -> None:
    """The connection breaks: what we deleted ourselves was not missing."""
    made = with_files(product, business, 30)
    product.execute("UPDATE receipts SET is_deleted = true")
    product.receipts(business, 1)
    (job_id,) = station.start(business)
    broken: list[int] = []

    def break_it() -> None:
        if not broken:
            broken.append(station.kill_connections())
            assert (len(ids(product)), product.files(business)) == (30, 0)

    storage.after = break_it
    result = station.run(job_id)
    assert broken == [1]
    assert (result.files_deleted, result.files_missing, result.files_left) == (len(made), 0, 0)
    assert (ids(product), product.last_error()) == ([], None)
