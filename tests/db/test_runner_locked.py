"""Receipts that somebody else holds locked: waited for briefly, deferred, and tried again in a last pass."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.cursor import FailedItem
from app.core.messages import LOCKED
from app.engine.events import Ending
from tests.support.faulty import refuse
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture(autouse=True)
def tidy(product: Product) -> Iterator[None]:
    """Takes the triggers away again, so that the next test needs no new database."""
    yield
    product.execute("DROP FUNCTION IF EXISTS hold, tally CASCADE; DROP TABLE IF EXISTS tally")


def test_a_locked_receipt_is_deferred_to_a_last_pass(
    impatient: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 35, files=1)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", [ids[3], ids[4]]) as other:

        def release(wait: int) -> None:
            if wait == 1:
                assert product.counters() == ("running", 35, 8, 8, 0)
                assert impatient.cursor(job_id).deferred == (ids[3], ids[4])
                assert impatient.cursor(job_id).last_id == ids[9]
            if wait == 4:
                assert product.counters() == ("running", 35, 33, 33, 0)
                other.rollback()

        result = impatient.run_until(job_id, release)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 35, 0)
    assert product.counters() == ("completed", 35, 35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)
    cursor = impatient.cursor(job_id)
    assert (cursor.failed, cursor.deferred) == ((), ())


def test_a_receipt_that_stays_locked_has_failed_after_the_last_pass(
    impatient: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 15)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[12]):
        result = impatient.run(job_id)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 14, 1)
    assert product.counters() == ("completed", 15, 15, 14, 1)
    assert impatient.cursor(job_id).failed == (FailedItem(ids[12], LOCKED),)
    assert impatient.cursor(job_id).deferred == ()


def test_a_locked_receipt_that_its_holder_deletes_is_nobodys_failure(
    impatient: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 15)
    (job_id,) = impatient.start(business)
    with somebody(product, "UPDATE receipts SET is_deleted = true WHERE id = %s", ids[2]) as other:
        result = impatient.run_until(job_id, lambda wait: other.commit() if wait == 2 else None)
    assert (result.succeeded, result.failed) == (14, 0)
    assert product.counters() == ("completed", 15, 14, 14, 0)


@pytest.mark.parametrize("gone", ["DELETE FROM receipts", "UPDATE receipts SET business_id = %(other)s"])
def test_a_receipt_that_is_gone_is_nobodys_failure(
    impatient: Station, product: Product, business: int, gone: str
) -> None:
    """Its holder deleted it for good, or moved it, while another one stays locked up to the last pass."""
    ids = product.receipts(business, 15)
    (job_id,) = impatient.start(business)
    sql = gone.replace("%(other)s", str(product.business())) + " WHERE id = %s"
    with (
        somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[3]),
        somebody(product, sql, ids[4]) as other,
    ):
        result = impatient.run_until(job_id, lambda wait: other.commit() if wait == 2 else None)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 13, 1)
    assert impatient.cursor(job_id).failed == (FailedItem(ids[3], LOCKED),)


def test_deferred_receipts_survive_a_pause(impatient: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 35)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[3]):
        assert impatient.run_batches(job_id, 2).ending is Ending.PAUSED
    assert impatient.cursor(job_id).deferred == (ids[3],)
    impatient.wait_in_queue(job_id)
    assert impatient.run(job_id).ending is Ending.COMPLETED
    assert product.counters() == ("completed", 35, 35, 35, 0)


def test_locked_and_bad_receipts_in_one_batch(impatient: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 10)
    refuse(product, [ids[0], ids[7]])
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", [ids[4], ids[7]]) as other:
        result = impatient.run_until(job_id, lambda wait: other.rollback() if wait == 1 else None)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 8, 2)
    assert product.counters() == ("completed", 10, 10, 8, 2)
    assert [failed.item_id for failed in impatient.cursor(job_id).failed] == [ids[0], ids[7]]


def test_a_trigger_that_waits_for_a_lock_defers_its_receipts(
    impatient: Station, product: Product, business: int
) -> None:
    """Not the receipts are locked, but something that a trigger of theirs writes to."""
    product.execute("""
        CREATE TABLE tally (deleted integer); INSERT INTO tally VALUES (0);
        CREATE FUNCTION tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN UPDATE tally SET deleted = deleted + 1; RETURN NEW; END $$;
        CREATE TRIGGER tally AFTER UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION tally()""")
    product.receipts(business, 15)
    (job_id,) = impatient.start(business)
    with somebody(product, "UPDATE tally SET deleted = 0") as other:
        result = impatient.run_until(job_id, lambda wait: other.rollback() if wait == 1 else None)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 15, 0)
    assert product.scalar("SELECT deleted FROM tally") == 15


def test_how_long_a_lock_is_waited_for(station: Station) -> None:
    with station.database.begin() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "2s"
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "1min"


def test_deferred_receipts_take_room_too(
    impatient: Station, product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.cursor.FAILURES_KEPT", 4)
    ids = product.receipts(business, 10)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", ids[:5]):
        result = impatient.run(job_id)
    assert result.ending is Ending.FAILED
    assert (product.counters(), product.deleted()) == (("failed", 10, 0, 0, 0), 0)
