"""Receipts that cannot be deleted, and batches that fail: what is recorded, and when the job gives up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.cursor import REASON_LENGTH, FailedItem
from app.core.message import CUT
from app.core.messages import BATCHES_FAILED, NOT_DELETED, TOO_MANY_FAILED
from app.engine.events import Ending, Step, WaitReason
from tests.support.faulty import REFUSED, refuse, relent
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import Chance, QuickControl


@pytest.fixture(autouse=True)
def tidy(product: Product) -> Iterator[None]:
    """Takes the triggers away again, so that the next test needs no new database."""
    yield
    product.execute("DROP FUNCTION IF EXISTS hold, tally CASCADE; DROP TABLE IF EXISTS tally")


@pytest.mark.parametrize("places", [[0], [9], [4, 5], [3, 14, 27], list(range(10, 20)), [0, 34]])
def test_a_bad_receipt_is_recorded_alone_and_the_others_go_on(
    station: Station,
    product: Product,
    business: int,
    places: list[int],
    expected_logs: ExpectedLogs,
) -> None:
    if len(places) == 10:  # a batch in which everything failed
        expected_logs.expect("failed batch 1 in a row: " + REFUSED)
    ids = product.receipts(business, 35, files=1)
    bad = [ids[place] for place in places]
    refuse(product, bad)
    (job_id,) = station.start(business)
    result = station.run(job_id)
    good = 35 - len(bad)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, good, len(bad))
    assert product.counters() == ("completed", 35, 35, good, len(bad))
    left = product.rows("SELECT id FROM receipts WHERE is_deleted IS NOT TRUE ORDER BY id")
    assert [found["id"] for found in left] == bad
    assert station.cursor(job_id).failed == tuple(FailedItem(one, REFUSED) for one in bad)
    assert product.files(business) == len(bad)
    assert product.last_error() == NOT_DELETED.format(count=len(bad), reason=REFUSED)


def test_a_batch_of_one(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failed batch 1 in a row")
    ids = product.receipts(business, 3)
    refuse(product, [ids[1]])
    (job_id,) = station.start(business)
    assert station.run(job_id, batch_size=1).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 3, 3, 2, 1)


@pytest.mark.parametrize(
    "sqlstate",
    [
        pytest.param("23514", id="check"),
        pytest.param("23503", id="foreign key"),
        pytest.param("22003", id="number out of range"),
        pytest.param("22P02", id="invalid text"),
        pytest.param("P0001", id="raised"),
        pytest.param("P0002", id="no data found"),
        pytest.param("P0004", id="assert"),
        pytest.param("45000", id="one of its own, as SQL/PSM has it"),
        pytest.param("UE001", id="one of its own"),
        pytest.param("ZZ999", id="another of its own"),
    ],
)
def test_whatever_a_trigger_says_the_others_go_on(
    station: Station, product: Product, business: int, sqlstate: str
) -> None:
    ids = product.receipts(business, 12)
    refuse(product, [ids[4]], sqlstate=sqlstate)
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 12, 12, 11, 1)
    assert station.cursor(job_id).failed == (FailedItem(ids[4], REFUSED),)


def test_a_constraint_that_speaks_up_at_the_commit(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 12)
    refuse(product, [ids[4]], deferred=True)
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 12, 12, 11, 1)


def test_a_reason_is_one_short_line(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 2)
    refuse(product, [ids[0]], reason="א" * 300 + "\nand a second line")
    (job_id,) = station.start(business)
    station.run(job_id)
    (failed,) = station.cursor(job_id).failed
    assert failed.reason == "א" * (REASON_LENGTH - 1) + CUT
    assert product.last_error() == NOT_DELETED.format(count=1, reason=failed.reason)


def test_failed_batches_back_off_and_the_job_gives_up_at_the_cap(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failed batch \d in a row: " + REFUSED)
    ids = product.receipts(business, 65)
    refuse(product)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    result = station.run(job_id, control, failure_cap=5)
    told = BATCHES_FAILED.format(count=5, reason=REFUSED)
    assert (result.ending, result.error) == (Ending.FAILED, told)
    assert control.waits == [2, 4, 8, 16]
    backoffs = [step for step in station.steps if step.wait]
    assert backoffs[0] == Step(job_id, WaitReason.BACKOFF, 2, REFUSED)
    job = product.job_row()
    assert (job["status"], job["last_error"]) == ("failed", told)
    assert job["finished_at"] is not None
    assert product.counters() == ("failed", 65, 50, 0, 50)
    assert station.cursor(job_id).last_id == ids[49]
    assert station.cursor(job_id).worker is None
    assert product.deleted() == 0


def test_chance_shortens_the_back_off(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch")
    product.receipts(business, 35)
    refuse(product)
    (job_id,) = station.start(business)
    station.chance = Chance(0.5)
    control = QuickControl(station.clock)
    station.run(job_id, control, failure_cap=3)
    assert control.waits == [1.5, 3.0]


def test_a_good_batch_starts_the_count_anew(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failed batch \d in a row")
    ids = product.receipts(business, 70)
    refuse(product, [*ids[0:20], *ids[30:50], *ids[60:70]])
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    result = station.run(job_id, control, failure_cap=3)
    assert result.ending is Ending.COMPLETED
    assert control.waits == [2, 4, 0.2, 2, 4, 0.2, 2]
    assert product.counters() == ("completed", 70, 70, 20, 50)


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "53200", "57014"])
def test_trouble_that_no_row_causes_is_waited_out_without_touching_anything(
    station: Station,
    product: Product,
    business: int,
    sqlstate: str,
    expected_logs: ExpectedLogs,
) -> None:
    """Deadlock, serialization, memory, time-out: nothing is recorded as failed."""
    expected_logs.expect(r"failed batch \d in a row: ")
    product.receipts(business, 25)
    refuse(product, sqlstate=sqlstate)
    (job_id,) = station.start(business)

    def recover(wait: int) -> None:
        assert product.deleted() == product.job_row()["succeeded"] == product.job_row()["processed"]
        if wait <= 2:
            assert product.deleted() == 0
        if wait == 2:
            relent(product)

    result = station.run_until(job_id, recover)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 25, 0)
    assert station.cursor(job_id).failed == ()


def test_trouble_that_does_not_end_fails_the_job(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failed batch \d in a row")
    product.receipts(business, 25)
    refuse(product, sqlstate="40001")
    (job_id,) = station.start(business)
    result = station.run(job_id)
    assert result.ending is Ending.FAILED
    assert product.last_error().endswith(REFUSED)
    assert product.counters() == ("failed", 25, 0, 0, 0)
    relent(product)
    station.wait_in_queue(job_id)
    assert station.run(job_id).succeeded == 25
    assert product.counters() == ("completed", 25, 25, 25, 0)


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("app.core.cursor.FAILURES_KEPT", 4)
    return 4


def test_a_job_with_more_failures_than_it_can_remember_fails_before_it_loses_one(
    station: Station, product: Product, business: int, little_room: int
) -> None:
    ids = product.receipts(business, 35)
    bad = [*ids[0:3], *ids[15:18]]
    refuse(product, bad)
    (job_id,) = station.start(business)
    result = station.run(job_id)
    assert (result.ending, result.succeeded, result.failed) == (Ending.FAILED, 7, 3)
    assert product.counters() == ("failed", 35, 10, 7, 3)
    assert product.deleted() == 7
    cursor = station.cursor(job_id)
    assert (cursor.last_id, len(cursor.failed)) == (ids[9], 3)
    assert product.last_error() == TOO_MANY_FAILED.format(reason=REFUSED)
    relent(product)
    station.wait_in_queue(job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 35, 35, 32, 3)


def test_exactly_as_many_failures_as_there_is_room(
    station: Station, product: Product, business: int, little_room: int
) -> None:
    ids = product.receipts(business, 15)
    refuse(product, ids[2 : 2 + little_room])
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 15, 15, 15 - little_room, little_room)


def test_failures_of_an_earlier_slice_stay(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 35)
    refuse(product, [ids[2], ids[22]])
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    station.wait_in_queue(job_id)
    station.run(job_id)
    assert [failed.item_id for failed in station.cursor(job_id).failed] == [ids[2], ids[22]]
    assert product.counters() == ("completed", 35, 35, 33, 2)
