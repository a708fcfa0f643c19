"""`app.receipts.queries` and `app.db.businesses`: which receipts a batch takes, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.errors import ConstraintViolation, DatabaseError, OwnershipLost, RowsLocked
from app.db import businesses
from app.db.engine import Connection, statement, transaction
from app.engine.job_type import Remaining
from app.receipts import queries
from app.receipts.batch_statement import TakenBatch, take_next
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

LAST = 2**31 - 1


def delete_next(
    station: Station, business: int, *, after: int = 0, upto: int = LAST, limit: int = 100
) -> TakenBatch:
    """As a batch of a running job that stands at `after`."""
    cursor = Cursor(last_id=after, max_id=upto)
    job_id = station.product.job(business, "running", cursor=cursor.text())
    try:
        with statement_of(station) as connection:
            return take_next(connection, job_id, business, cursor, limit)
    finally:
        station.product.execute("DELETE FROM background_jobs")


@contextmanager
def statement_of(station: Station) -> Iterator[Connection]:
    with station.database.connection() as connection, statement(connection):
        yield connection


def delete_these(station: Station, business: int, ids: list[int]) -> list[queries.DeletedReceipt]:
    with station.database.begin() as connection:
        return queries.delete_these(connection, business, ids, queries.now(connection))


def next_ids(station: Station, business: int, **asked: int) -> list[int]:
    values = {"after": 0, "upto": LAST, "limit": 100} | asked
    with station.database.begin() as connection:
        return queries.next_ids(connection, business, **values)


def deleted(product: Product) -> list[int]:
    return [row["id"] for row in product.rows("SELECT id FROM receipts WHERE is_deleted ORDER BY id")]


def test_the_next_receipts_in_the_order_of_ids(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 10)
    asked = {"after": ids[1], "upto": ids[7], "limit": 4}
    assert next_ids(station, business, **asked) == ids[2:6]
    assert deleted(product) == []
    batch = delete_next(station, business, **asked)
    assert (batch.taken, batch.after.last_id) == (4, ids[5])
    assert deleted(product) == ids[2:6]
    asked["limit"] = 100
    assert delete_next(station, business, **asked).taken == 2
    assert delete_next(station, business, **asked) == TakenBatch()
    assert deleted(product) == ids[2:8]


def test_null_means_not_deleted(station: Station, product: Product, business: int) -> None:
    unknown = product.receipts(business, 2, is_deleted=None)
    product.receipts(business, 2, is_deleted=True)
    live = product.receipts(business, 2, is_deleted=False)
    assert next_ids(station, business) == unknown + live
    assert delete_next(station, business).taken == 4
    assert product.live(business) == 0


def test_receipts_of_other_businesses_stay(station: Station, product: Product, business: int) -> None:
    other = product.business()
    foreign = product.receipts(other, 3)
    own = product.receipts(business, 2)
    foreign += product.receipts(other, 3)
    own += product.receipts(business, 2)
    assert next_ids(station, business) == own
    assert delete_next(station, business).taken == 4
    assert delete_these(station, business, foreign) == []
    assert deleted(product) == own
    assert product.live(other) == 6


def test_what_is_written(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 2, deleted_at=None, updated_at="2024-05-01")
    before = product.rows("SELECT * FROM receipts ORDER BY id")
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE {name} SET timezone = 'Asia/Jerusalem'")
    with Station(product, "abroad") as abroad:
        assert delete_next(abroad, business).taken == 2
    deleted_first = product.row("SELECT * FROM receipts WHERE id = %s", before[0]["id"])
    assert {key for key in deleted_first if deleted_first[key] != before[0][key]} == {
        "is_deleted",
        "deleted_at",
        "updated_at",
    }
    for column in ("deleted_at", "updated_at"):
        age = f"SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC') - {column})"
        assert all(-60 < row["extract"] < 60 for row in product.rows(f"{age} FROM receipts"))


def test_what_was_deleted_before_keeps_its_times(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 2, is_deleted=True, deleted_at="2024-05-01")
    before = product.rows("SELECT * FROM receipts ORDER BY id")
    assert delete_next(station, business) == TakenBatch()
    assert delete_these(station, business, ids) == []
    assert product.rows("SELECT * FROM receipts ORDER BY id") == before


def test_the_attachments_of_what_was_deleted(station: Station, product: Product, business: int) -> None:
    none, one, both = product.receipts(business, 3)
    a, b = (attachment.id for attachment in product.attachments(business, 2))
    product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", a, one)
    product.execute(
        "UPDATE receipts SET attachment_id = %s, preview_attachment_id = %s WHERE id = %s", a, b, both
    )
    assert sorted(delete_next(station, business).attachment_ids) == [a, b]
    product.execute("UPDATE receipts SET is_deleted = false, preview_attachment_id = attachment_id")
    again = {
        receipt.id: receipt.attachment_ids for receipt in delete_these(station, business, [none, one, both])
    }
    assert again == {none: (), one: (a,), both: (a,)}


def meanwhile(station: Station, business: int, change: str, *values: int) -> TakenBatch:
    """A batch that meets somebody's change of a receipt, and waits for its commit."""
    cursor = Cursor(max_id=LAST)
    job_id = station.product.job(business, "running", cursor=cursor.text())

    def take() -> TakenBatch:
        with statement_of(station) as connection:
            return take_next(connection, job_id, business, cursor, 100)

    with somebody(station.product, change, *values) as web, ThreadPoolExecutor(1) as thread:
        result = thread.submit(take)
        station.wait_until_blocked()
        web.commit()
        return result.result()


def test_a_receipt_that_somebody_deletes_in_the_same_moment_undoes_the_batch(
    station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 3, files=1)
    change = "UPDATE receipts SET is_deleted = true, deleted_at = '2024-05-01' WHERE id = %s"
    with pytest.raises(ConstraintViolation):
        meanwhile(station, business, change, ids[1])
    assert deleted(product) == [ids[1]]
    assert product.scalar("SELECT extract(year FROM deleted_at) FROM receipts WHERE id = %s", ids[1]) == 2024


def test_a_receipt_that_somebody_edits_in_the_same_moment_is_deleted(
    station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 3)
    change = "UPDATE receipts SET vendor_name = 'Edited' WHERE id = %s"
    assert meanwhile(station, business, change, ids[1]).taken == 3
    assert deleted(product) == ids
    assert product.scalar("SELECT vendor_name FROM receipts WHERE id = %s", ids[1]) == "Edited"


def test_a_receipt_that_is_gone_in_the_same_moment(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 3)
    with pytest.raises(ConstraintViolation):
        meanwhile(station, business, "DELETE FROM receipts WHERE id = %s", ids[2])
    assert deleted(product) == []


def test_a_receipt_that_moves_to_another_business_in_the_same_moment_stays(
    station: Station, product: Product, business: int
) -> None:
    other = product.business()
    ids = product.receipts(business, 2)
    with pytest.raises(ConstraintViolation):
        meanwhile(station, business, "UPDATE receipts SET business_id = %s WHERE id = %s", other, ids[0])
    assert product.live(other) == 1


def test_a_beat_in_the_same_moment_does_no_harm(station: Station, product: Product, business: int) -> None:
    """The job's row is another version by the time that the batch writes it, and still ours."""
    ids = product.receipts(business, 3)
    change = "UPDATE background_jobs SET heartbeat_at = now(), processed = 7, succeeded = 5"
    batch = meanwhile(station, business, change)
    assert (batch.taken, batch.counters) == (3, (10, 8, 0))
    assert deleted(product) == ids


@pytest.mark.parametrize(
    "change", ["UPDATE background_jobs SET status = 'cancelled'", "UPDATE background_jobs SET cursor = '{}'"]
)
def test_a_job_that_is_moved_in_the_same_moment_undoes_the_batch(
    station: Station, product: Product, business: int, change: str
) -> None:
    product.receipts(business, 3)
    with pytest.raises(OwnershipLost):
        meanwhile(station, business, change)
    assert deleted(product) == []


@pytest.mark.parametrize("status", ["queued", "paused", "cancelled", "failed", "completed"])
def test_a_job_that_is_not_running_takes_nothing(
    station: Station, product: Product, business: int, status: str
) -> None:
    product.receipts(business, 3)
    cursor = Cursor(max_id=LAST)
    job_id = product.job(business, status, cursor=cursor.text())
    with statement_of(station) as connection, pytest.raises(OwnershipLost):
        take_next(connection, job_id, business, cursor, 10)
    assert deleted(product) == []


def test_a_statement_stands_alone_and_leaves_the_connection_as_it_was(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 1)
    with station.database.connection() as connection:
        with statement(connection):
            connection.exec_driver_sql("UPDATE receipts SET vendor_name = 'kept'")
        with transaction(connection), pytest.raises(RuntimeError), statement(connection):
            pass
        with pytest.raises(DatabaseError), statement(connection):
            connection.exec_driver_sql("SELECT nothing FROM nowhere")
    assert product.scalar("SELECT vendor_name FROM receipts") == "kept"


def test_the_free_ones_are_locked_without_waiting(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 4)
    deleted_ones = product.receipts(business, 2, is_deleted=True)
    foreign = product.receipts(product.business(), 1)
    with (
        somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", ids[1:3]),
        station.database.connection() as connection,
        transaction(connection),
    ):
        connection.exec_driver_sql("SET LOCAL lock_timeout = 1")
        free, held = queries.lock_free_ones(connection, business, [*ids, *deleted_ones, *foreign, 999_999])
        assert (free, held) == ({ids[0], ids[3]}, {ids[1], ids[2]})
        with somebody(product, "SELECT 1") as web, web.cursor() as cursor:
            cursor.execute("SELECT id FROM receipts ORDER BY id FOR UPDATE SKIP LOCKED")
            assert cursor.fetchall() == [(one,) for one in (*deleted_ones, *foreign)]


def test_a_locked_receipt_is_waited_for_briefly(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 50)
    ids = product.receipts(business, 2)
    with (
        Station(product, "impatient") as station,
        somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[0]),
    ):
        with pytest.raises(RowsLocked):
            delete_next(station, business)
        with pytest.raises(RowsLocked):
            delete_these(station, business, ids)
    assert deleted(product) == []


def test_nothing_is_asked_for(station: Station, business: int) -> None:
    assert delete_these(station, business, []) == []
    with station.database.begin() as connection:
        assert queries.lock_free_ones(connection, business, []) == (set(), set())


def test_the_end_is_the_highest_id_of_deleted_receipts_too(
    station: Station, product: Product, business: int
) -> None:
    with station.database.begin() as connection:
        assert queries.remaining(connection, {business: 0}) == {business: Remaining(0, 0, 0)}
    product.receipts(business, 2)
    highest = product.receipts(business, 1, is_deleted=True)[-1]
    product.receipts(product.business(), 3)
    with station.database.begin() as connection:
        assert queries.remaining(connection, {business: 0}) == {business: Remaining(0, highest, 2)}


def test_live_receipts_are_counted_by_business(station: Station, product: Product, business: int) -> None:
    other, empty = product.business(), product.business()
    product.receipts(business, 3)
    product.receipts(business, 2, is_deleted=None)
    product.receipts(business, 4, is_deleted=True)
    product.receipts(other, 1)
    product.receipts(empty, 1, is_deleted=True)
    with station.database.begin() as connection:
        found = queries.live_by_business(connection)
        assert {key: live.count for key, live in found.items()} == {business: 5, other: 1}
        assert list(queries.live_by_business(connection, [business, empty, 999_999])) == [business]
        assert queries.live_by_business(connection, []) == {}


@pytest.mark.parametrize(
    ("stored", "pages"),
    [
        (None, set()),
        ("[]", set()),
        ('["crm", "gmail_receipts"]', {"crm", "gmail_receipts"}),
        ("null", set()),
        ('"gmail_receipts"', set()),
        ('{"gmail_receipts": true}', set()),
        ('["gmail_receipts", 7, null, ["x"]]', {"gmail_receipts"}),
        ("5", set()),
    ],
)
def test_enabled_pages_are_a_list_of_texts_or_none(
    station: Station, product: Product, business: int, stored: str | None, pages: set[str]
) -> None:
    product.execute("UPDATE business SET enabled_pages = %s", stored)
    with station.database.begin() as connection:
        (read,) = businesses.read(connection, [business])
    assert read.enabled_pages == pages


def test_businesses_are_read_in_the_order_of_ids(station: Station, product: Product) -> None:
    names: list[Any] = ["עלמה", "Alma \u202egpj", "Brosh"]
    ids = [product.business(name) for name in names]
    product.execute("UPDATE business SET is_active = NULL WHERE id = %s", ids[2])
    with station.database.begin() as connection:
        everybody = businesses.read(connection)
        some = businesses.read(connection, [ids[2], ids[0], 999_999])
        assert businesses.read(connection, []) == []
    assert [(row.id, row.name) for row in everybody] == list(zip(ids, names, strict=True))
    assert [(row.id, row.is_active) for row in some] == [(ids[0], True), (ids[2], False)]
