"""A database role that lacks a right, or a database that lacks a table: said on the row where it can be."""

from __future__ import annotations

import pytest

from app.engine.events import Ending
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


@pytest.mark.parametrize(
    ("lacking", "said", "gone"),
    [
        ("UPDATE ON receipts", "permission denied for table receipts", 0),
        ("SELECT ON attachments", "permission denied for table attachments", 10),
        ("DELETE ON attachments", "permission denied for table attachments", 10),
    ],
)
def test_a_missing_right_fails_the_job_and_is_named(
    product: Product, business: int, lacking: str, said: str, gone: int
) -> None:
    product.receipts(business, 25, files=1)
    with role(product, lacking) as url, Station(product, "powerless", url=url, files_behind=0) as powerless:
        (job_id,) = powerless.start(business)
        control = QuickControl(powerless.clock)
        result = powerless.run(job_id, control)
    assert result.ending is Ending.FAILED
    assert product.job_status() == "failed"
    assert product.last_error().endswith(said)
    assert product.job_row()["finished_at"] is not None
    assert control.waits == []  # trying again would not help
    assert product.deleted() == product.job_row()["succeeded"] == gone


def test_without_the_right_to_write_the_row_nothing_happens(product: Product, business: int) -> None:
    product.receipts(business, 5)
    with role(product) as url, Station(product, "powerless", url=url) as powerless:
        (job_id,) = powerless.start(business)
        product.execute(
            f"REVOKE UPDATE ON background_jobs FROM {product.scalar('SELECT current_database()')}_role"
        )
        before = product.job_row()
        result = powerless.run(job_id)
    assert result.ending is Ending.ABANDONED
    assert "permission denied for table background_jobs" in result.error
    assert (product.job_row(), product.deleted()) == (before, 0)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("ALTER TABLE receipts RENAME COLUMN is_deleted TO was_deleted", "is_deleted"),
        ("ALTER TABLE receipts RENAME TO bills", "receipts"),
    ],
)
def test_a_missing_table_or_column_fails_the_job_and_is_named(
    station: Station, product: Product, business: int, damage: str, said: str
) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    result = station.run_until(job_id, lambda wait: product.execute(damage) if wait == 1 else None)
    assert result.ending is Ending.FAILED
    assert said in product.last_error()
    assert product.counters() == ("failed", 25, 10, 10, 0)


def test_a_missing_jobs_table_is_said(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    product.execute("ALTER TABLE background_jobs RENAME TO jobs")
    result = station.run(job_id)
    assert result.ending is Ending.ABANDONED
    assert "background_jobs" in result.error
