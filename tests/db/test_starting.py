"""`app.db.starting`: which businesses may start a deletion is decided by one statement in the database."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.db import starting
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

NOW = "timezone('UTC', clock_timestamp())"


@pytest.fixture
def user_id(product: Product) -> int:
    return product.user().id


def start(station: Station, user_id: int, *business_ids: int) -> dict[int, int]:
    with station.database.begin() as connection:
        return station.insert(connection, business_ids, user_id)


def until_next(station: Station, *business_ids: int) -> dict[int, int]:
    with station.database.begin() as connection:
        return starting.seconds_until_next(connection, DELETE_RECEIPTS, business_ids)


def age(product: Product, job_id: int, seconds: float) -> None:
    product.execute(
        f"UPDATE background_jobs SET created_at = {NOW} - make_interval(secs => %s) WHERE id = %s",
        seconds,
        job_id,
    )


def jobs_of(product: Product, business_id: int) -> list[dict[str, Any]]:
    return product.rows("SELECT * FROM background_jobs WHERE business_id = %s ORDER BY id", business_id)


def test_the_row_of_a_started_job(station: Station, product: Product, user_id: int) -> None:
    business = product.business()
    live = product.receipts(business, 7)
    product.receipts(business, 2, is_deleted=None)
    highest = product.receipts(business, 3, is_deleted=True)[-1]
    product.receipts(product.business(), 5)
    started = start(station, user_id, business)
    row = product.job_row()
    assert started == {business: row["id"]}
    assert row["business_id"] == business
    assert row["requested_by_user_id"] == user_id
    assert (row["job_type"], row["status"]) == ("delete_receipts_all", "queued")
    assert row["total"] == len(live) + 2  # NULL means not deleted
    assert (row["processed"], row["succeeded"], row["failed_count"]) == (0, 0, 0)
    assert row["last_error"] is row["started_at"] is row["finished_at"] is None
    assert json.loads(row["cursor"]) == {
        "last_id": 0,
        "at": 0,
        "max_id": highest,
        "worker": station.identity.waiting,
        "user_id": user_id,
    }


@pytest.mark.parametrize("accepted", [False, True])
def test_the_cursor_is_written_as_the_worker_would(
    station: Station, product: Product, user_id: int, accepted: bool
) -> None:
    """A claim compares the text."""
    business = product.business()
    highest = product.receipts(business, 3)[-1]
    waiting = station.identity.waiting
    with station.database.begin() as connection:
        station.insert(connection, [business], user_id, accept_missing=accepted)
    text = product.scalar("SELECT cursor FROM background_jobs")
    assert text == Cursor(0, highest, waiting, user_id=user_id, accept_missing=accepted).text()


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "America/Los_Angeles", "Asia/Kathmandu", "UTC"])
def test_times_are_naive_utc_wherever_the_server_is(product: Product, zone: str) -> None:
    business = product.business()
    product.receipts(business, 1)
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE {name} SET timezone = '{zone}'")
    user_id = product.user().id
    with Station(product, "abroad") as abroad:
        start(abroad, user_id, business)
        assert until_next(abroad, business)[business] in range(1, 61)
    row = product.row(
        "SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC') - created_at) AS created,"
        " extract(epoch FROM (now() AT TIME ZONE 'UTC') - updated_at) AS updated,"
        " extract(epoch FROM (now() AT TIME ZONE 'UTC') - heartbeat_at) AS beaten FROM background_jobs"
    )
    assert all(-60 < age < 60 for age in row.values())


def test_many_businesses_in_one_go(station: Station, product: Product, user_id: int) -> None:
    businesses = [product.business(f"Business {number}") for number in range(30)]
    for number, business in enumerate(businesses):
        product.receipts(business, number)
    started = start(station, user_id, *reversed(businesses))
    assert set(started) == set(businesses[1:])
    totals = {
        row["business_id"]: row["total"]
        for row in product.rows("SELECT business_id, total FROM background_jobs")
    }
    assert totals == {business: number for number, business in enumerate(businesses) if number}


def test_the_same_business_twice_in_one_go(station: Station, product: Product, user_id: int) -> None:
    business = product.business()
    product.receipts(business, 3)
    assert list(start(station, user_id, business, business)) == [business]
    assert len(jobs_of(product, business)) == 1


def test_nothing_is_asked_for(station: Station, user_id: int) -> None:
    assert start(station, user_id) == {}
    assert until_next(station) == {}


@pytest.mark.parametrize("unknown", [999_999, 2**31 - 1, 0, -1])
def test_an_unknown_business_starts_nothing(station: Station, user_id: int, unknown: int) -> None:
    assert start(station, user_id, unknown) == {}
    assert until_next(station, unknown) == {}


@pytest.mark.parametrize("deleted", [0, 4])
def test_without_live_receipts_no_job_is_made(
    station: Station, product: Product, user_id: int, deleted: int
) -> None:
    business = product.business()
    product.receipts(business, deleted, is_deleted=True)
    assert start(station, user_id, business) == {}
    assert jobs_of(product, business) == []


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_an_active_job_keeps_another_from_starting(
    station: Station, product: Product, user_id: int, status: str
) -> None:
    business = product.business()
    product.receipts(business, 3)
    age(product, product.job(business, status), 3600)
    assert start(station, user_id, business) == {}
    assert len(jobs_of(product, business)) == 1
    assert until_next(station, business) == {}


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_a_start_within_the_last_minute_keeps_another_from_starting(
    station: Station, product: Product, user_id: int, status: str
) -> None:
    """Whoever made it, and however it ended."""
    business = product.business()
    product.receipts(business, 3)
    job_id = product.job(business, status)
    age(product, job_id, 30)
    assert start(station, user_id, business) == {}
    assert until_next(station, business)[business] in range(20, 31)
    age(product, job_id, 61)
    assert until_next(station, business) == {}
    assert set(start(station, user_id, business)) == {business}


def test_a_time_far_in_the_future_is_the_servers_local_one_and_no_limit(
    station: Station, product: Product, user_id: int
) -> None:
    """A writer without care left it to the column's default: no start would be allowed for hours."""
    business = product.business()
    product.receipts(business, 3)
    age(product, product.job(business, "completed"), -3 * 3600)
    assert until_next(station, business) == {}
    assert set(start(station, user_id, business)) == {business}


def test_a_job_without_a_time_of_creation_is_not_recent(
    station: Station, product: Product, user_id: int
) -> None:
    business = product.business()
    product.receipts(business, 3)
    product.job(business, "completed", created_at=None)
    assert set(start(station, user_id, business)) == {business}


@pytest.mark.parametrize("status", ["running", "completed"])
def test_jobs_of_other_types_and_businesses_do_not_count(
    station: Station, product: Product, user_id: int, status: str
) -> None:
    business, other = product.business(), product.business()
    product.receipts(business, 3)
    product.job(business, status, job_type="delete_leads")
    product.job(other, status)
    assert until_next(station, business) == {}
    assert set(start(station, user_id, business)) == {business}


def test_the_wait_of_each_business_is_its_own(station: Station, product: Product, user_id: int) -> None:
    first, second, third = (product.business() for _ in range(3))
    for business, seconds in ((first, 50), (second, 10), (second, 40)):
        age(product, product.job(business, "cancelled"), seconds)
    waits = until_next(station, first, second, third)
    assert set(waits) == {first, second}
    assert waits[first] in range(1, 11)
    assert waits[second] in range(35, 51)


def test_two_consoles_at_once_make_one_job(station: Station, product: Product, user_id: int) -> None:
    """The second waits for the first to commit, and then sees its job."""
    business = product.business()
    product.receipts(business, 3)
    second_result: dict[int, int] = {}
    with Station(product, "second") as second:
        thread = threading.Thread(target=lambda: second_result.update(start(second, user_id, business)))
        with station.database.begin() as connection:
            first = station.insert(connection, [business], user_id)
            thread.start()
            second.wait_until_blocked()
        thread.join()
    assert set(first) == {business}
    assert second_result == {}
    assert len(jobs_of(product, business)) == 1


def test_who_stands_in_line_waits_longer_than_for_a_locked_receipt(
    station: Station, product: Product, user_id: int
) -> None:
    business = product.business()
    product.receipts(business, 3)
    second_result: dict[int, int] = {}

    def impatient(second: Station) -> None:
        with second.database.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '1ms'")
            second_result.update(second.insert(connection, [business], user_id))

    with Station(product, "second") as second, station.database.connection() as connection:
        thread = threading.Thread(target=impatient, args=(second,))
        undone = connection.begin()
        station.insert(connection, [business], user_id)
        thread.start()
        second.wait_until_blocked()
        undone.rollback()
        thread.join()
    assert set(second_result) == {business}


def test_the_limit_holds_where_the_first_job_is_over_before_the_second_inserts(
    station: Station, product: Product, user_id: int
) -> None:
    """The unique index is silent then: the job of the first is not active any more."""
    business = product.business()
    product.receipts(business, 3)
    second_result: dict[int, int] = {}
    with Station(product, "second") as second:
        thread = threading.Thread(target=lambda: second_result.update(start(second, user_id, business)))
        with station.database.begin() as connection:
            station.insert(connection, [business], user_id)
            connection.exec_driver_sql("UPDATE background_jobs SET status = 'completed'")
            thread.start()
            second.wait_until_blocked()
        thread.join()
    assert second_result == {}
    assert len(jobs_of(product, business)) == 1


def test_sixteen_threads_at_once_make_one_job_each_business(
    station: Station, product: Product, user_id: int
) -> None:
    businesses = [product.business(f"Business {number}") for number in range(5)]
    for business in businesses:
        product.receipts(business, 3)
    with Station(product, "second") as second, ThreadPoolExecutor(16) as threads:
        ready = threading.Barrier(16)

        def one(number: int) -> dict[int, int]:
            ready.wait(30)
            # In another order each, which must not end in a deadlock.
            order = businesses[number % 5 :] + businesses[: number % 5]
            return start(second if number % 2 else station, user_id, *order)

        results = list(threads.map(one, range(16)))
    made = [business for result in results for business in result]
    assert sorted(made) == sorted(businesses)
    assert product.scalar("SELECT count(*) FROM background_jobs") == 5


def test_the_web_api_at_the_same_moment(station: Station, product: Product, user_id: int) -> None:
    """Its insert is not committed yet when ours comes: the unique index makes ours wait, and stay away."""
    business = product.business()
    product.receipts(business, 3)
    insert = f"""INSERT INTO background_jobs (business_id, job_type, status, total, created_at)
                 VALUES ({business}, 'delete_receipts_all', 'queued', 3, {NOW})"""
    result: dict[int, int] = {}
    with somebody(product, insert) as web_api:
        thread = threading.Thread(target=lambda: result.update(start(station, user_id, business)))
        thread.start()
        station.wait_until_blocked()
        web_api.commit()
        thread.join()
    assert result == {}
    assert len(jobs_of(product, business)) == 1


def test_a_start_that_is_undone_leaves_the_way_free(station: Station, product: Product, user_id: int) -> None:
    business = product.business()
    product.receipts(business, 3)
    with station.database.connection() as connection, connection.begin() as undone:
        station.insert(connection, [business], user_id)
        undone.rollback()
    assert jobs_of(product, business) == []
    assert set(start(station, user_id, business)) == {business}
