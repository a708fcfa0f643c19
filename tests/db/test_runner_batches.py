"""`app.engine.runner` against a real PostgreSQL: what it deletes, counts and writes, batch by batch."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.db import jobs, life
from app.engine.events import Ending, Step, WaitReason
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


@pytest.mark.parametrize("number", [1, 9, 10, 11, 35])
def test_all_receipts_are_deleted_and_counted(
    station: Station, product: Product, business: int, number: int
) -> None:
    ids = product.receipts(business, number)
    (job_id,) = station.start(business)
    result = station.run(job_id)
    assert (result.ending, result.succeeded, result.failed, result.error) == (Ending.COMPLETED, number, 0, "")
    assert product.live(business) == 0
    assert product.counters(job_id) == ("completed", number, number, number, 0)
    job = product.job_row(job_id)
    assert (job["status"], job["last_error"]) == ("completed", None)
    who = job["requested_by_user_id"]
    cursor = json.loads(job["cursor"])
    assert [count for _, count in cursor.pop("stamps")] == [number]
    assert cursor == {"last_id": ids[-1], "max_id": ids[-1], "user_id": who}
    assert job["started_at"] <= job["finished_at"]
    assert job["heartbeat_at"] is None


def test_after_each_batch_the_row_says_exactly_what_was_deleted(
    station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 35)
    (job_id,) = station.start(business)
    seen: list[tuple[int, int]] = []

    def look(_wait: int) -> None:
        job = station.read(job_id)
        assert (job.status, job.processed) == (JobStatus.RUNNING, job.succeeded)
        assert product.deleted(business) == job.succeeded
        seen.append((station.cursor(job_id).last_id, job.succeeded))

    station.run_until(job_id, look)
    assert seen == [(ids[9], 10), (ids[19], 20), (ids[29], 30)]


def test_receipts_that_come_after_the_start_stay(station: Station, product: Product, business: int) -> None:
    """`max_id` is of the moment of confirmation, not of the claim."""
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    product.receipts(business, 4)

    def arrive(_wait: int) -> None:
        product.receipts(business, 2)

    result = station.run_until(job_id, arrive)
    assert result.succeeded == 15
    assert product.live(business) == 4 + 2
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)


@pytest.mark.parametrize("words", ["others.business_id != ", "SELECT pg_catalog.count(*)"])
def test_receipts_that_come_to_life_after_the_last_batch_was_picked_are_deleted_too(
    station: Station, product: Product, business: int, words: str
) -> None:
    """It found fewer than it might take, so no empty batch follows: the count at the end sees them."""
    *_others, last = product.receipts(business, 6)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = %s", last)
    (job_id,) = station.start(business)
    back = "UPDATE receipts SET is_deleted = false WHERE id = %s"
    with station.just_before(words, lambda: product.execute(back, last)):
        ended = station.run(job_id)
    assert (ended.ending, ended.succeeded, ended.items_left) == (Ending.COMPLETED, 6, 0)
    assert product.live(business) == 0


def test_businesses_are_kept_apart(station: Station, product: Product) -> None:
    first, second, third = (product.business() for _ in range(3))
    for _ in range(3):  # ids of all three are mixed
        for business in (first, second, third):
            product.receipts(business, 5, files=1)
    one, two = station.start(first, second)
    before = product.rows("SELECT * FROM receipts WHERE business_id <> %s ORDER BY id", first)
    station.run(one)
    assert product.rows("SELECT * FROM receipts WHERE business_id <> %s ORDER BY id", first) == before
    assert [product.live(business) for business in (first, second, third)] == [0, 15, 15]
    assert [product.files(business) for business in (first, second, third)] == [0, 15, 15]
    assert product.counters(two) == ("queued", 15, 0, 0, 0)
    station.run(two)
    assert [product.live(business) for business in (first, second, third)] == [0, 0, 15]
    assert product.files(third) == 15


def test_what_others_delete_meanwhile_is_not_counted_as_ours(
    station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 30)
    (job_id,) = station.start(business)

    def somebody_else(wait: int) -> None:
        if wait == 1:
            product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", ids[12:18])

    result = station.run_until(job_id, somebody_else)
    assert result.succeeded == 24
    assert product.counters(job_id) == ("completed", 30, 24, 24, 0)
    assert product.job_status(job_id) == "completed"
    assert product.live(business) == 0


def test_a_receipt_that_is_restored_behind_the_cursor_stays(
    station: Station, product: Product, business: int
) -> None:
    """A sync brings it back during the job: it came after the confirmation."""
    ids = product.receipts(business, 30)
    (job_id,) = station.start(business)

    def sync(wait: int) -> None:
        if wait == 2:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[3])

    station.run_until(job_id, sync)
    assert product.live(business) == 1
    assert product.counters(job_id) == ("completed", 30, 30, 30, 0)


def test_a_job_for_which_nothing_is_left_completes(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    product.execute("UPDATE receipts SET is_deleted = true")
    result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 0)
    assert product.counters(job_id) == ("completed", 5, 0, 0, 0)


@pytest.mark.parametrize("cursor", [None, "", "{}", '{"last_id": 0}'])
def test_a_job_of_the_web_api_gets_its_end_when_it_is_claimed(
    station: Station, product: Product, business: int, cursor: str | None
) -> None:
    ids = product.receipts(business, 12)
    job_id = product.job(business, "paused", total=12, cursor=cursor)
    station.wait_in_queue(job_id)
    assert station.cursor(job_id).max_id is None

    def arrive(_wait: int) -> None:
        assert station.cursor(job_id).max_id == ids[-1]
        product.receipts(business, 1)

    result = station.run_until(job_id, arrive)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 12)
    assert product.live(business) == 1


def test_a_job_that_the_web_worker_began_goes_on_from_its_cursor(
    station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 20)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id <= %s", ids[6])
    restored = ids[2]
    product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", restored)
    counts = {"total": 20, "processed": 7, "succeeded": 6, "failed_count": 1}
    job_id = product.job(
        business,
        "paused",
        cursor=json.dumps({"last_id": ids[6]}),
        started_at="2024-05-01 10:00",
        **counts,
    )
    station.wait_in_queue(job_id)
    assert station.run(job_id).succeeded == 13
    assert product.counters(job_id) == ("completed", 20, 20, 19, 1)
    assert product.live(business) == 1  # what lies behind the cursor is done
    assert product.job_row(job_id)["started_at"].year == 2024


def test_keys_of_others_survive_in_the_cursor(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 12)
    other = {"trace": "קוד", "shards": [1, {"x": None}], "ratio": 0.5}
    job_id = product.job(business, "paused", cursor=json.dumps({"last_id": 0, **other}))
    station.wait_in_queue(job_id)
    seen: list[dict[str, Any]] = []

    def look(_wait: int) -> None:
        seen.append(json.loads(product.job_row(job_id)["cursor"]))

    station.run_until(job_id, look)
    for cursor in [*seen, json.loads(product.job_row(job_id)["cursor"])]:
        assert {key: cursor[key] for key in other} == other
    assert len(seen) == 1


def test_the_owner_stands_in_the_cursor_while_the_job_runs(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 12)
    (job_id,) = station.start(business)
    assert station.cursor(job_id).worker == station.identity.waiting
    owners: list[str | None] = []
    station.run_until(job_id, lambda _wait: owners.append(station.cursor(job_id).worker))
    (owner,) = set(owners)
    assert owner
    assert owner.startswith(station.identity.name + "/")
    assert owner != station.identity.waiting
    assert station.cursor(job_id).worker is None


def test_the_heartbeat_moves_with_every_batch(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)

    def age(_wait: int) -> None:
        assert station.read(job_id).idle_seconds < 60
        product.execute("UPDATE background_jobs SET heartbeat_at = '2024-05-01', updated_at = '2024-05-01'")

    assert station.run_until(job_id, age).ending is Ending.COMPLETED
    assert station.read(job_id).idle_seconds < 60


def test_the_pace_of_the_policy(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    station.run(job_id, control, batch_size=20, throttle_ms=750)
    assert control.waits == [0.75]


def test_what_is_reported_on_the_way(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    station.run(job_id, throttle_ms=250)
    moved, throttled = Step(job_id), Step(job_id, WaitReason.THROTTLE, 0.25)
    assert station.steps == [moved, moved, throttled, moved]


def test_each_report_finds_the_row_written(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    seen: list[int] = []
    station.run(job_id, report=lambda _step: seen.append(station.read(job_id).processed))
    assert seen == [0, 10, 10, 15]


def test_a_job_is_run_by_one_worker_only(station: Station, product: Product, business: int) -> None:
    """The same job given to two workers, of one console or of two: the second finds it claimed."""
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    endings: list[Ending] = []
    with Station(product, "another") as another:

        def second(wait: int) -> None:
            if wait == 1:
                endings.append(station.run(job_id).ending)
                endings.append(another.run(job_id).ending)

        assert station.run_until(job_id, second).ending is Ending.COMPLETED
    assert endings == [Ending.LOST, Ending.LOST]
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)


def test_a_job_that_waits_in_another_console_is_not_claimed(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    with Station(product, "another") as another:
        assert another.run(job_id).ending is Ending.LOST
    assert product.job_status(job_id) == "queued"
    assert product.live(business) == 5


@pytest.mark.parametrize("status", ["running", "paused", "completed", "failed", "cancelled"])
def test_a_job_in_another_status_is_not_claimed(
    station: Station, product: Product, business: int, status: str
) -> None:
    product.receipts(business, 5)
    cursor = Cursor(0, 99, station.identity.waiting).text()
    job_id = product.job(business, status, cursor=cursor)
    before = product.job_row(job_id)
    assert station.run(job_id).ending is Ending.LOST
    assert product.job_row(job_id) == before
    assert product.live(business) == 5


@pytest.mark.parametrize("cursor", ["{", "[]", '{"last_id": "x"}', '{"max_id": -1}'])
def test_a_job_with_a_damaged_cursor_is_not_claimed(
    station: Station, product: Product, business: int, cursor: str
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    product.execute("UPDATE background_jobs SET cursor = %s", cursor)
    before = product.job_row(job_id)
    assert station.run(job_id).ending is Ending.LOST
    assert product.job_row(job_id) == before
    assert product.live(business) == 5


def test_a_job_that_is_gone(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 15)
    (job_id,) = station.start(business)

    def drop(wait: int) -> None:
        if wait == 1:
            product.execute("DELETE FROM background_jobs")

    assert station.run_until(job_id, drop).ending is Ending.LOST
    assert product.live(business) == 5
    assert station.run(job_id).ending is Ending.LOST


def test_times_are_naive_utc_wherever_the_server_is(product: Product, business: int) -> None:
    product.receipts(business, 5)
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE {name} SET timezone = 'America/Los_Angeles'")
    with Station(product, "abroad") as abroad:
        (job_id,) = abroad.start(business)
        assert abroad.run(job_id).ending is Ending.COMPLETED
    for column in ("created_at", "updated_at", "started_at", "finished_at"):
        query = f"SELECT abs(extract(epoch FROM (now() AT TIME ZONE 'UTC') - {column})) FROM background_jobs"
        assert product.scalar(query) < 60


def test_a_batch_is_one_transaction(station: Station, product: Product, business: int) -> None:
    """Nobody ever sees receipts deleted that the row does not count yet, or the other way round."""
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    seen: list[tuple[int, int]] = []

    def look() -> None:
        with somebody(product, "SELECT 1") as session, session.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM receipts WHERE is_deleted), processed FROM background_jobs"
            )
            seen.append(cursor.fetchall()[0])

    with station.just_before("UPDATE background_jobs", look, nth=3):  # the claim is the first
        station.run(job_id)
    assert seen == [(10, 10)]


def test_an_old_database_without_heartbeats(product: Product, business: int) -> None:
    """The column came in a later migration than the table."""
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    product.receipts(business, 15, files=1)
    with Station(product, "old") as old:
        (job_id,) = old.start(business)
        assert old.run_batches(job_id, 1).ending is Ending.PAUSED
        old.wait_in_queue(job_id)
        with old.database.begin() as connection:
            mine = life.keep_alive(
                connection, [DELETE_RECEIPTS], [job_id], old.identity.name, old.identity.waiting
            )
            assert mine == {job_id}
            (moved,) = jobs.moved(connection, [DELETE_RECEIPTS], watched=[], newer_than=0)
        assert (moved.heartbeat_at, moved.is_stuck) == (None, False)
        assert old.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)
    assert (product.live(business), product.files(business)) == (0, 0)
