"""`app.db.jobs`: every change of a row is a compare-and-set, and what is read is what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pytest

from app.core.cursor import Cursor
from app.core.errors import IllegalTransition
from app.core.job import ENDED, Job, JobStatus
from app.db import job_writes, running
from app.db.engine import Connection
from tests.support.product import Product
from tests.support.running import Station

MINE = "sweep:desk:1:abc/1"
AT = Cursor(7, 99, MINE)
AFTER = Cursor(12, 99, MINE)
STATUSES = list(JobStatus)
LONG_AGO = datetime(2024, 5, 1, 10, 0)
NOW = "timezone('UTC', clock_timestamp())"


T = TypeVar("T")


def change(station: Station, do: Callable[[Connection], T]) -> T:
    with station.database.begin() as connection:
        return do(connection)


def just_now(product: Product, job_id: int, *columns: str) -> bool:
    return all(
        product.scalar(
            f"SELECT abs(extract(epoch FROM {NOW} - {column})) < 60 FROM background_jobs WHERE id = %s",
            job_id,
        )
        for column in columns
    )


CHANGES: dict[str, tuple[JobStatus, Callable[[Connection, Job], object]]] = {
    "claim": (JobStatus.QUEUED, lambda connection, job: running.claim(connection, job, AFTER)),
    "pause_waiting": (JobStatus.QUEUED, lambda connection, job: job_writes.pause(connection, job, AFTER)),
    "resume": (JobStatus.PAUSED, lambda connection, job: job_writes.resume(connection, job, AFTER)),
    "checkpoint": (
        JobStatus.RUNNING,
        lambda connection, job: running.checkpoint(connection, job.id, AT, AFTER, succeeded=5, failed=1),
    ),
    "leave": (
        JobStatus.RUNNING,
        lambda connection, job: running.leave(connection, job.id, AT, JobStatus.PAUSED, after=AFTER) or None,
    ),
}


def as_read(station: Station, product: Product, business: int, status: JobStatus) -> Job:
    return station.read(product.job(business, status, cursor=AT.text(), updated_at=LONG_AGO))


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"leave"}))
def test_a_change_answers_with_the_row_as_it_is_now(
    station: Station, product: Product, business: int, name: str
) -> None:
    status, do = CHANGES[name]
    job = as_read(station, product, business, status)
    changed = change(station, lambda connection: do(connection, job))
    assert isinstance(changed, Job)
    now = station.read(job.id)
    assert changed == replace(now, idle_seconds=changed.idle_seconds, read_at=changed.read_at)
    assert changed.cursor_text == AFTER.text()
    assert just_now(product, job.id, "updated_at")


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("now", STATUSES)
def test_a_change_fails_on_another_status(
    station: Station, product: Product, business: int, name: str, now: JobStatus
) -> None:
    status, do = CHANGES[name]
    job = as_read(station, product, business, status)
    if now is status:
        return
    product.execute("UPDATE background_jobs SET status = %s WHERE id = %s", now, job.id)
    before = product.job_row(job.id)
    assert change(station, lambda connection: do(connection, job)) is None
    assert product.job_row(job.id) == before


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(None, id="none"),
        pytest.param(AT.owned_by("sweep:desk:1:abc/2").text(), id="another worker of ours"),
        pytest.param(AT.owned_by("sweep:other:1:def/1").text(), id="another console"),
        pytest.param(AT.owned_by(None).text(), id="nobody"),
        pytest.param(replace(AT, last_id=8).text(), id="moved on by the web worker, which keeps our name"),
        pytest.param(replace(AT, max_id=None).text(), id="without its end"),
        pytest.param(AT.text() + " ", id="another text of the same JSON"),
    ],
)
def test_a_change_fails_on_another_cursor(
    station: Station, product: Product, business: int, name: str, now: str | None
) -> None:
    status, do = CHANGES[name]
    job = as_read(station, product, business, status)
    product.execute("UPDATE background_jobs SET cursor = %s WHERE id = %s", now, job.id)
    before = product.job_row(job.id)
    assert change(station, lambda connection: do(connection, job)) is None
    assert product.job_row(job.id) == before


PAUSES: dict[str, Callable[[Connection, Job], object]] = {
    "pause": lambda connection, job: job_writes.pause(connection, job, AFTER),
    "pause_many": lambda connection, job: job_writes.pause_many(connection, [(job, AFTER)]),
}


@pytest.mark.parametrize("name", PAUSES)
def test_a_pause_fails_where_the_web_worker_has_begun(
    station: Station, product: Product, business: int, name: str
) -> None:
    """Until its first batch nothing but `started_at` tells of it."""
    job = as_read(station, product, business, JobStatus.RUNNING)
    product.execute("UPDATE background_jobs SET started_at = started_at + interval '1 s'")
    before = product.job_row(job.id)
    with station.database.begin() as connection:
        assert not PAUSES[name](connection, job)
    assert product.job_row(job.id) == before
    with station.database.begin() as connection:
        assert PAUSES[name](connection, station.read(job.id))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_touches_no_other_job(station: Station, product: Product, business: int, name: str) -> None:
    status, do = CHANGES[name]
    others = [
        product.job(product.business(), status, cursor=AT.text(), updated_at=LONG_AGO),
        product.job(business, status, job_type="delete_leads", cursor=AT.text(), updated_at=LONG_AGO),
    ]
    before = [product.job_row(other) for other in others]
    job = as_read(station, product, business, status)
    assert change(station, lambda connection: do(connection, job))
    assert [product.job_row(other) for other in others] == before


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_job_that_is_gone(station: Station, product: Product, business: int, name: str) -> None:
    status, do = CHANGES[name]
    job = as_read(station, product, business, status)
    product.execute("DELETE FROM background_jobs")
    assert change(station, lambda connection: do(connection, job)) is None


def test_a_sign_of_life_is_of_its_own_moment_and_not_of_the_transactions(
    station: Station, product: Product, business: int
) -> None:
    """A batch that had to wait for locks ends with a fresh beat, however long ago it began."""
    job_id = product.job(business, "running", cursor=AT.text())
    with station.database.begin() as connection:
        began = connection.exec_driver_sql("SELECT timezone('UTC', now())").scalar_one()
        beaten = running.checkpoint(connection, job_id, AT, AFTER, succeeded=1, failed=0)
    assert beaten is not None
    assert beaten.heartbeat_at is not None
    assert beaten.heartbeat_at > began


def test_a_claim_writes_its_start_the_first_time_only(
    station: Station, product: Product, business: int
) -> None:
    job = station.read(product.job(business, "queued", cursor=None))
    claimed = change(station, lambda connection: running.claim(connection, job, AT))
    assert claimed
    assert (claimed.status, claimed.cursor_text) == (JobStatus.RUNNING, AT.text())
    assert just_now(product, job.id, "started_at", "heartbeat_at", "updated_at")
    product.execute(
        "UPDATE background_jobs SET status = 'queued', started_at = %s, heartbeat_at = NULL", LONG_AGO
    )
    again = station.read(job.id)
    claimed = change(station, lambda connection: running.claim(connection, again, AFTER))
    assert claimed
    assert claimed.started_at == LONG_AGO
    assert just_now(product, job.id, "heartbeat_at")


def test_a_checkpoint_adds_to_the_counters(station: Station, product: Product, business: int) -> None:
    job_id = product.job(
        business,
        "running",
        cursor=AT.text(),
        total=50,
        processed=10,
        succeeded=8,
        failed_count=2,
        heartbeat_at=LONG_AGO,
        last_error="old",
    )
    checkpoint = change(
        station,
        lambda connection: running.checkpoint(connection, job_id, AT, AFTER, succeeded=5, failed=1),
    )
    assert checkpoint
    assert (checkpoint.processed, checkpoint.succeeded, checkpoint.failed) == (16, 13, 3)
    assert (checkpoint.total, checkpoint.last_error) == (50, "old")
    assert just_now(product, job_id, "heartbeat_at", "updated_at")


def test_counters_that_are_null_count_from_zero(station: Station, product: Product, business: int) -> None:
    nothing = dict.fromkeys(("total", "processed", "succeeded", "failed_count"))
    job_id = product.job(business, "running", cursor=AT.text(), **nothing)
    job = station.read(job_id)
    assert (job.total, job.processed, job.succeeded, job.failed) == (0, 0, 0, 0)
    checkpoint = change(
        station,
        lambda connection: running.checkpoint(connection, job_id, AT, AFTER, succeeded=5, failed=1),
    )
    assert checkpoint
    assert (checkpoint.processed, checkpoint.succeeded, checkpoint.failed) == (6, 5, 1)


@pytest.mark.parametrize(
    "status", [JobStatus.QUEUED, JobStatus.PAUSED, JobStatus.COMPLETED, JobStatus.FAILED]
)
def test_leaving_a_job(station: Station, product: Product, business: int, status: JobStatus) -> None:
    job_id = product.job(
        business, "running", cursor=AT.text(), last_error="old", heartbeat_at=LONG_AGO, finished_at=LONG_AGO
    )
    assert change(
        station, lambda connection: running.leave(connection, job_id, AT, status, after=AFTER, error="why")
    )
    left = station.read(job_id)
    assert (left.status, left.last_error, left.cursor_text) == (status, "why", AFTER.text())
    if status in ENDED:
        assert just_now(product, job_id, "finished_at")
    else:
        assert left.finished_at is None
    assert just_now(product, job_id, "updated_at")
    if status is JobStatus.QUEUED:  # the console still has it
        assert just_now(product, job_id, "heartbeat_at")
    else:
        assert left.heartbeat_at is None


def test_leaving_without_an_error_clears_the_old_one(
    station: Station, product: Product, business: int
) -> None:
    job_id = product.job(business, "running", cursor=AT.text(), last_error="old")
    assert change(
        station, lambda connection: running.leave(connection, job_id, AT, JobStatus.COMPLETED, after=AFTER)
    )
    assert station.read(job_id).last_error is None


def test_a_worker_cannot_leave_a_job_running(station: Station, product: Product, business: int) -> None:
    job_id = product.job(business, "running", cursor=AT.text())
    with station.database.begin() as connection, pytest.raises(IllegalTransition):
        running.leave(connection, job_id, AT, JobStatus.RUNNING, after=AFTER)


@pytest.mark.parametrize("status", ["paused", "failed"])
def test_resuming_clears_what_the_end_had_left(
    station: Station, product: Product, business: int, status: str
) -> None:
    job_id = product.job(
        business,
        status,
        cursor=AT.text(),
        last_error="old",
        finished_at=LONG_AGO,
        started_at=LONG_AGO,
        processed=7,
        succeeded=6,
        failed_count=1,
    )
    job = station.read(job_id)
    resumed = change(station, lambda connection: job_writes.resume(connection, job, AFTER))
    assert resumed
    assert (resumed.status, resumed.last_error, resumed.finished_at) == (JobStatus.QUEUED, None, None)
    assert (resumed.processed, resumed.succeeded, resumed.failed) == (7, 6, 1)
    assert resumed.started_at == LONG_AGO
    assert just_now(product, job_id, "heartbeat_at")


@pytest.mark.parametrize("status", ["queued", "cancelled"])
def test_what_cannot_be_resumed(station: Station, product: Product, business: int, status: str) -> None:
    job = station.read(product.job(business, status, cursor=AT.text()))
    with station.database.begin() as connection, pytest.raises(IllegalTransition):
        job_writes.resume(connection, job, AFTER)


def test_resuming_beside_another_active_job_changes_nothing(
    station: Station, product: Product, business: int
) -> None:
    failed = station.read(product.job(business, "failed", cursor=AT.text()))
    product.job(business, "paused")
    assert change(station, lambda connection: job_writes.resume(connection, failed, AFTER)) is None
    assert product.job_status(failed.id) == "failed"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("cursor", [None, AT.text(), "not json"])
def test_cancelling_whoever_runs_it(
    station: Station, product: Product, business: int, status: JobStatus, cursor: str | None
) -> None:
    job_id = product.job(business, status, cursor=cursor, last_error="old", finished_at=None)
    before = product.job_row(job_id)
    cancelled = change(station, lambda connection: job_writes.cancel(connection, job_id))
    after = product.job_row(job_id)
    if status not in {"queued", "running", "paused"}:
        assert cancelled is None
        assert after == before
        return
    assert cancelled
    assert cancelled.status is JobStatus.CANCELLED
    assert just_now(product, job_id, "finished_at", "updated_at")
    assert after["heartbeat_at"] is None
    kept = ("cursor", "last_error", "processed", "started_at")
    assert all(after[column] == before[column] for column in kept)
