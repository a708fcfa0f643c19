"""What a job deleted is found again by its stamps: each receipt has one, and its cursor counts them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from app.core.cursor import Cursor
from app.core.stamps import SLICE
from app.engine.events import Ending
from tests.support.faulty import refuse
from tests.support.journal import Journal
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done


def counts(product: Product, job_id: int) -> Counter[datetime]:
    """As the job's row has them."""
    cursor = Cursor.parse(product.job_row(job_id)["cursor"])
    return Counter({one.at: one.count for one in cursor.stamps})


def found(product: Product, business: int) -> Counter[datetime]:
    rows = product.rows(
        "SELECT deleted_at, count(*) FROM receipts WHERE business_id = %s AND is_deleted GROUP BY 1", business
    )
    return Counter({one["deleted_at"]: one["count"] for one in rows})


def age(product: Product, job_id: int, by: timedelta) -> None:
    """The present stamp of a job that rests was given so much earlier."""
    row = product.job_row(job_id)
    cursor = Cursor.parse(row["cursor"])
    last = cursor.stamps[-1]
    older = cursor.text().replace(last.at.isoformat(" "), (last.at - by).isoformat(" "))
    product.execute("UPDATE background_jobs SET cursor = %s WHERE id = %s", older, job_id)
    product.execute("UPDATE receipts SET deleted_at = %s WHERE deleted_at = %s", last.at - by, last.at)


def test_one_for_all_batches_of_a_minute(
    station: Station, product: Product, business: int, journal: Journal
) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert list(found(product, business).values()) == [25]
    assert counts(product, job_id) == found(product, business)


def test_another_after_a_minute_whoever_goes_on(
    station: Station, product: Product, business: int, journal: Journal
) -> None:
    product.receipts(business, 20)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    first = product.deleted(business)
    assert 0 < first < 20
    age(product, job_id, SLICE)
    with Station(product, "another") as another:
        another.actions.resume(another.person, [job_id])
        assert another.run(job_id).ending is Ending.COMPLETED
    assert sorted(found(product, business).values()) == sorted([first, 20 - first])
    assert counts(product, job_id) == found(product, business)


def test_a_batch_that_is_taken_apart_has_it_too(
    station: Station, product: Product, business: int, journal: Journal
) -> None:
    ids = product.receipts(business, 12)
    refuse(product, [ids[5]])
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 12, 12, 11, 1)
    assert counts(product, job_id).total() == 11
    assert counts(product, job_id) == found(product, business)


@pytest.mark.parametrize("apart", [False, True])
def test_where_a_trigger_writes_another_time_nothing_is_claimed(
    station: Station, product: Product, business: int, apart: bool
) -> None:
    """The counts say how many are found again, and not how many were deleted."""
    product.execute(
        "CREATE FUNCTION own_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " NEW.deleted_at := date_trunc('minute', NEW.deleted_at); RETURN NEW; END $$"
    )
    product.execute(
        "CREATE TRIGGER own_time BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION own_time()"
    )
    ids = product.receipts(business, 12)
    if apart:
        refuse(product, [ids[5]])
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.job_row(job_id)["succeeded"] == 12 - apart
    assert counts(product, job_id).total() == 0


def test_what_the_web_worker_deletes_has_none(
    station: Station, product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 30)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    ours = product.deleted(business)
    done(web.resume(business, job_id))
    worker = web.work()
    assert worker is not None
    worker.finish()
    assert product.counters(job_id) == ("completed", 30, 30, 30, 0)
    (stamp,) = counts(product, job_id)
    assert counts(product, job_id)[stamp] == ours == found(product, business)[stamp]
