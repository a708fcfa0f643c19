"""How a running job stops: pause, cancel, the runtime cap, and losing it to somebody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.db import job_writes
from app.engine.control import Stop
from app.engine.events import Ending, SliceResult
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def cancel(product: Product, job_id: int) -> None:
    """As the web API does it."""
    product.execute(
        "UPDATE background_jobs SET status = 'cancelled', finished_at = timezone('UTC', now()),"
        " updated_at = timezone('UTC', now()) WHERE id = %s AND status IN ('queued', 'running', 'paused')",
        job_id,
    )


def page_view(product: Product, job_id: int) -> None:
    """As the web API does it with a job that looks lost, when somebody opens the receipts page."""
    product.execute(
        "UPDATE background_jobs SET status = 'failed', finished_at = timezone('UTC', now()),"
        " last_error = 'Server restarted / job heartbeat lost: no heartbeat' WHERE id = %s",
        job_id,
    )


def web_worker(product: Product, job_id: int) -> None:
    """One batch of the web worker on the same job: it looks at the status alone, and keeps foreign keys."""
    job = product.job_row(job_id)
    assert job["status"] == "running"
    cursor = json.loads(job["cursor"])
    ids = [
        found["id"]
        for found in product.rows(
            "UPDATE receipts SET is_deleted = true WHERE id IN (SELECT id FROM receipts"
            " WHERE business_id = %s AND id > %s AND is_deleted IS NOT TRUE ORDER BY id LIMIT 5)"
            " RETURNING id",
            job["business_id"],
            cursor["last_id"],
        )
    ]
    cursor["last_id"] = max(ids)
    product.execute(
        "UPDATE background_jobs SET cursor = %s, processed = processed + 5, succeeded = succeeded + 5"
        " WHERE id = %s",
        json.dumps(cursor),
        job_id,
    )


def other_console(product: Product, job_id: int) -> None:
    """Takes the job over."""
    cursor = Cursor.parse(product.job_row(job_id)["cursor"]).owned_by("sweep:other:7:abcdef/1")
    product.execute("UPDATE background_jobs SET cursor = %s WHERE id = %s", cursor.text(), job_id)


# Without the pointers at attachments: files of batches before the end may still be on their way.
RECEIPTS = "SELECT id, is_deleted, deleted_at, updated_at FROM receipts ORDER BY id"

Meddle = Callable[[Product, int], None]
MEDDLERS: list[Meddle] = [cancel, page_view, web_worker, other_console]


@pytest.mark.parametrize("meddle", MEDDLERS)
def test_a_job_that_others_change_between_two_batches_stops_without_writing_a_thing(
    station: Station, product: Product, business: int, meddle: Meddle
) -> None:
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    left_alone: list[dict[str, Any]] = []

    def others(wait: int) -> None:
        if wait == 2:
            meddle(product, job_id)
            left_alone.append(product.job_row(job_id))
            left_alone.extend(product.rows(RECEIPTS))

    result = station.run_until(job_id, others)
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.LOST, 20, 20)
    assert [product.job_row(job_id), *product.rows(RECEIPTS)] == left_alone
    assert left_alone[0]["succeeded"] == product.deleted()
    assert product.files(business) == 15


@pytest.mark.parametrize("meddle", MEDDLERS)
def test_a_job_that_others_change_within_a_batch_loses_the_whole_batch(
    station: Station, product: Product, business: int, meddle: Meddle
) -> None:
    """After the receipts of the batch are updated, and before the job's row is."""
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    left_alone: list[dict[str, Any]] = []

    def others() -> None:
        if meddle is web_worker:  # it waits for our receipts, and so takes others
            product.execute("UPDATE background_jobs SET cursor = replace(cursor, ':', ' :')")
        else:
            meddle(product, job_id)
        left_alone.append(product.job_row(job_id))

    with station.just_before("UPDATE background_jobs", others, nth=3):  # the claim, a batch, this one
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert [product.job_row(job_id)] == left_alone
    assert product.deleted() == 10
    assert product.files(business) == 25


def test_a_cancel_while_the_batch_waits_for_a_lock(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 25)
    (job_id,) = station.start(business)
    results: list[SliceResult] = []
    worker = threading.Thread(target=lambda: results.append(station.run(job_id)))
    with somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[14]) as other:
        worker.start()
        station.wait_until_blocked()
        cancel(product, job_id)
        other.rollback()
        worker.join()
    assert (results[0].ending, results[0].succeeded) == (Ending.LOST, 10)
    assert product.deleted() == product.job_row(job_id)["succeeded"] == 10
    assert product.job_status(job_id) == "cancelled"


def test_a_cancel_that_meets_the_commit_waits_for_it_and_loses_nothing(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch holds the job's row from its last write to its commit: the cancel comes after. A trigger
    stands still between the two, until the test opens a gate."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 60_000)
    product.receipts(business, 35)
    product.execute("""
        CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
        CREATE TRIGGER gate AFTER UPDATE ON background_jobs FOR EACH ROW
            WHEN (NEW.processed = 20 AND NEW.status = 'running') EXECUTE FUNCTION gate()""")
    results: list[SliceResult] = []
    with (
        Station(product, "worker") as station,
        Station(product, "another") as another,
        somebody(product, "SELECT pg_advisory_xact_lock(1)") as gate,
    ):
        (job_id,) = station.start(business)
        worker = threading.Thread(target=lambda: results.append(station.run(job_id)))
        canceller = threading.Thread(target=lambda: cancel_here(another, job_id))
        worker.start()
        station.wait_until_blocked()
        canceller.start()
        another.wait_until_blocked()
        gate.rollback()
        canceller.join()
        worker.join()
    assert results[0].ending is Ending.LOST
    assert product.deleted() == product.job_row(job_id)["succeeded"] == results[0].succeeded
    assert results[0].succeeded >= 20
    assert product.job_status(job_id) == "cancelled"


def cancel_here(station: Station, job_id: int) -> None:
    with station.database.begin() as connection:
        assert job_writes.cancel(connection, job_id)


def test_a_job_that_is_cancelled_before_it_is_claimed(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    cancel(product, job_id)
    before = product.job_row(job_id)
    assert station.run(job_id).ending is Ending.LOST
    assert product.job_row(job_id) == before
    assert product.deleted() == 0


def test_a_job_that_is_cancelled_while_it_is_claimed(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    with station.just_before("UPDATE background_jobs", lambda: cancel(product, job_id)):
        assert station.run(job_id).ending is Ending.LOST
    assert product.job_status(job_id) == "cancelled"
    assert product.deleted() == 0


@pytest.mark.parametrize("meddle", [cancel, page_view, other_console])
def test_a_job_that_others_end_just_before_it_completes(
    station: Station, product: Product, business: int, meddle: Meddle
) -> None:
    product.receipts(business, 20)
    (job_id,) = station.start(business)
    changed: list[dict[str, Any]] = []

    def others() -> None:
        meddle(product, job_id)
        changed.append(product.job_row(job_id))

    with station.just_before("UPDATE background_jobs", others, nth=4):  # the claim, two batches, the end
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.LOST, 20)
    assert [product.job_row(job_id)] == changed


@pytest.mark.parametrize("stop", [Stop.PAUSE, Stop.SHUTDOWN])
def test_a_pause_is_honoured_at_the_next_batch(
    station: Station, product: Product, business: int, stop: Stop
) -> None:
    ids = product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    with station.just_before("UPDATE background_jobs", lambda: control.request(stop), nth=3):
        result = station.run(job_id, control)
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.PAUSED, 20, 20)
    job = product.job_row(job_id)
    assert (job["status"], job["finished_at"], job["last_error"]) == ("paused", None, None)
    assert (job["processed"], job["succeeded"]) == (20, 20)
    who = job["requested_by_user_id"]
    cursor = json.loads(job["cursor"])
    assert [count for _, count in cursor.pop("stamps")] == [20]
    assert cursor == {
        "last_id": ids[19],
        "max_id": ids[-1],
        "user_id": who,
        "files": [20, 0, 0, 0],
    }
    assert product.files(business) == 15


def test_a_pause_before_the_first_batch(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    control.request(Stop.PAUSE)
    assert station.run(job_id, control).ending is Ending.PAUSED
    assert product.deleted() == 0
    assert product.job_status(job_id) == "paused"


def test_a_resumed_job_goes_on_and_counts_on(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    first = station.run_batches(job_id, 2)
    started_at = product.job_row(job_id)["started_at"]
    product.receipts(business, 3, files=1)
    station.wait_in_queue(job_id)
    second = station.run(job_id)
    assert (first.ending, first.succeeded, first.files_deleted) == (Ending.PAUSED, 20, 20)
    assert (second.ending, second.succeeded, second.files_deleted) == (Ending.COMPLETED, 15, 15)
    job = product.job_row(job_id)
    assert (job["total"], job["processed"], job["succeeded"], job["failed_count"]) == (35, 35, 35, 0)
    assert job["started_at"] == started_at
    assert product.live(business) == product.files(business) == 3  # they came after the confirmation


def test_a_job_that_a_page_view_failed_goes_on_from_its_cursor(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 2)
    page_view(product, job_id)
    station.wait_in_queue(job_id)
    assert product.last_error(job_id) is None
    assert station.run(job_id).succeeded == 15
    job = product.job_row(job_id)
    assert (job["status"], job["succeeded"], job["last_error"]) == ("completed", 35, None)


def test_a_paused_job_goes_on_in_another_console(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    with Station(product, "another") as another:
        another.wait_in_queue(job_id)
        assert station.run(job_id).ending is Ending.LOST
        assert another.run(job_id).succeeded == 25
    assert product.job_row(job_id)["succeeded"] == 35


def test_the_old_worker_of_a_job_that_was_resumed_elsewhere_loses(
    station: Station, product: Product, business: int
) -> None:
    """The page view fails it, somebody resumes it, and only then the old worker comes back."""
    product.receipts(business, 35)
    (job_id,) = station.start(business)

    def elsewhere(wait: int) -> None:
        if wait == 1:
            page_view(product, job_id)
            another.wait_in_queue(job_id)
            another.run_batches(job_id, 1)

    with Station(product, "another") as another:
        result = station.run_until(job_id, elsewhere)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert product.job_row(job_id)["succeeded"] == product.deleted() == 20


def slow(station: Station, seconds: float) -> Callable[[int], None]:
    """Each batch takes so long."""

    def meanwhile(_wait: int) -> None:
        station.clock.now += seconds

    return meanwhile


def test_at_the_runtime_cap_the_job_goes_to_the_back_of_the_queue(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    policy = {"runtime_cap_seconds": 10, "throttle_ms": 0, "auto_continue": True}
    first = station.run_until(job_id, slow(station, 5), **policy)
    assert (first.ending, first.succeeded) == (Ending.CONTINUES, 20)
    job = product.job_row(job_id)
    assert (job["status"], job["finished_at"], job["last_error"]) == ("queued", None, None)
    assert station.cursor(job_id).worker == station.identity.waiting
    started_at = job["started_at"]
    second = station.run_until(job_id, slow(station, 5), **policy)
    assert (second.ending, second.succeeded) == (Ending.COMPLETED, 15)
    job = product.job_row(job_id)
    assert (job["status"], job["succeeded"], job["started_at"]) == ("completed", 35, started_at)


def test_at_the_runtime_cap_the_job_pauses_without_auto_continue(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    policy = {"runtime_cap_seconds": 300, "throttle_ms": 0, "auto_continue": False}
    result = station.run_until(job_id, slow(station, 150), **policy)
    assert (result.ending, result.succeeded) == (Ending.CAPPED, 20)
    job = product.job_row(job_id)
    assert (job["status"], job["finished_at"]) == ("paused", None)
    assert station.cursor(job_id).worker is None
    station.wait_in_queue(job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.job_row(job_id)["succeeded"] == 35


def test_just_below_the_runtime_cap_it_goes_on(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 20)
    (job_id,) = station.start(business)
    result = station.run_until(job_id, slow(station, 4.9), runtime_cap_seconds=10, throttle_ms=0)
    assert result.ending is Ending.COMPLETED


def test_without_a_cap_a_job_runs_for_ever(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    result = station.run_until(job_id, slow(station, 100_000), runtime_cap_seconds=None)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 35)


def test_every_slice_ends_though_each_batch_is_longer_than_the_cap(
    station: Station, product: Product, business: int
) -> None:
    """A slice takes at least one batch, or the job would never end."""
    product.receipts(business, 35)
    (job_id,) = station.start(business)
    endings: list[Ending] = []
    while len(endings) < 10 and Ending.COMPLETED not in endings:
        endings.append(station.run_until(job_id, slow(station, 60), runtime_cap_seconds=10).ending)
    assert endings == [Ending.CONTINUES] * 3 + [Ending.COMPLETED]
