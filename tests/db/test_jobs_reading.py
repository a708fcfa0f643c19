"""`app.db.jobs`: what is read is what is there; the beat of own jobs; times in UTC."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.cursor import Cursor, FailedItem
from app.core.job import Job, JobStatus
from app.db import job_writes, jobs, life, running
from app.db.engine import Connection
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station

MINE = "sweep:desk:1:abc/1"
AT = Cursor(7, 99, MINE)
AFTER = Cursor(12, 99, MINE)
LONG_AGO = datetime(2024, 5, 1, 10, 0)
NOW = "timezone('UTC', clock_timestamp())"


def change(station: Station, do: Callable[[Connection], Job | None]) -> Job | None:
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


def test_the_heartbeat_touches_only_our_own_active_jobs(station: Station, product: Product) -> None:
    name = station.identity.name
    own = {"worker": f"{name}/1"}
    waiting: dict[str, object] = {"worker": station.identity.waiting}

    def made(status: str, cursor: object) -> int:
        text = cursor if isinstance(cursor, str | None) else json.dumps({"last_id": 1, **dict(cursor)})  # type: ignore[call-overload]
        return product.job(
            product.business(), status, cursor=text, heartbeat_at=LONG_AGO, updated_at=LONG_AGO
        )

    beating = [
        made("queued", waiting),
        made("running", own),
        made("running", f'damaged "worker": "{name}/2" {{'),
    ]
    silent = [
        made("paused", own),
        made("completed", own),
        made("failed", own),
        made("cancelled", own),
        made("running", {"worker": "sweep:other:1:abc/1"}),
        made("running", {"worker": name[:-1] + "/1"}),
        made("queued", None),
        made("running", "damaged {"),
        made("running", f'damaged "note": "{name}/2" {{'),
        made("running", {}),
    ]
    moved_by_the_web_worker = made("queued", waiting | {"last_id": 9, "at": 7})  # and waits for it again
    silent.append(moved_by_the_web_worker)
    not_asked_for = made("running", own)
    unknown_here = made("queued", waiting)  # it waits here on its row: the answer to its start was lost
    with station.database.begin() as connection:
        kept = life.keep_alive(
            connection, [DELETE_RECEIPTS], [*beating, *silent, 999_999], name, station.identity.waiting
        )
    assert kept == {*beating, unknown_here}
    for job_id in [*beating, unknown_here]:
        assert just_now(product, job_id, "heartbeat_at", "updated_at")
    for job_id in [*silent, not_asked_for]:
        assert product.job_row(job_id)["heartbeat_at"] == LONG_AGO
        assert product.job_row(job_id)["updated_at"] == LONG_AGO


def test_a_name_with_wildcards_is_taken_letter_by_letter(
    station: Station, product: Product, business: int
) -> None:
    job_id = product.job(business, "running", cursor='{"worker": "sweep:desk:1:abc/1"}')
    with station.database.begin() as connection:
        for name, kept in (
            ("sweep:%", set()),
            ("sweep:desk:_:abc", set()),
            ("sweep:desk:1:abc", {job_id}),
        ):
            assert life.keep_alive(connection, [DELETE_RECEIPTS], [job_id], name, f"{name}/queue") == kept


def test_a_beat_does_not_disturb_the_worker(station: Station, product: Product, business: int) -> None:
    job_id = product.job(business, "running", cursor=AT.text())
    with station.database.begin() as connection:
        assert life.keep_alive(connection, [DELETE_RECEIPTS], [job_id], "sweep:desk:1:abc", "-") == {job_id}
        assert running.checkpoint(connection, job_id, AT, AFTER, succeeded=1, failed=0)


def test_a_job_is_read_with_who_asked_for_it(station: Station, product: Product, business: int) -> None:
    user = product.user(business_id=business, email="dana@example.com")
    failed = (FailedItem(3, "רע"),)
    job_id = product.job(
        business,
        "paused",
        job_type="delete_leads",
        requested_by_user_id=user.id,
        total=9,
        processed=5,
        succeeded=4,
        failed_count=1,
        last_error="מה",
        cursor=replace(AT, failed=failed).text(),
    )
    job = station.read(job_id)
    assert (job.business_id, job.job_type, job.status) == (business, "delete_leads", JobStatus.PAUSED)
    assert (job.total, job.processed, job.succeeded, job.failed, job.last_error) == (9, 5, 4, 1, "מה")
    assert job.requested_by == "dana@example.com"
    assert Cursor.parse(job.cursor_text).failed == failed
    product.execute("UPDATE background_jobs SET requested_by_user_id = NULL")
    assert station.read(job_id).requested_by is None


@pytest.mark.parametrize("unknown", [0, -1, 999_999, 10**12])
def test_an_unknown_job(station: Station, unknown: int) -> None:
    with station.database.begin() as connection:
        assert jobs.read(connection, unknown) is None
        assert job_writes.cancel(connection, unknown) is None


AGES = {"created_at": 400, "updated_at": 300, "started_at": 350, "heartbeat_at": 200}


@pytest.mark.parametrize(
    ("status", "ages", "expected"),
    [
        ("running", AGES, 200),
        ("running", {**AGES, "updated_at": 5}, 200),  # the heartbeat alone counts for a running job
        ("running", {**AGES, "heartbeat_at": None}, 300),
        ("running", {**AGES, "heartbeat_at": None, "updated_at": None}, 350),
        ("queued", AGES, 200),
        ("queued", {**AGES, "heartbeat_at": None}, 300),
        ("queued", {**AGES, "updated_at": 5}, 5),
        ("queued", {"created_at": 400}, 400),
    ],
)
def test_the_age_of_the_last_sign_of_life(
    station: Station,
    product: Product,
    business: int,
    status: str,
    ages: dict[str, int | None],
    expected: int,
) -> None:
    job_id = product.job(business, status)
    for column in AGES:
        product.execute(
            f"UPDATE background_jobs SET {column} = {NOW} - make_interval(secs => %s)", ages.get(column)
        )
    assert station.read(job_id).idle_seconds == pytest.approx(expected, abs=60)
    assert station.read(job_id).is_stale == (status == "running")
    assert station.read(job_id).is_stuck == (status == "queued" and expected > 60)


def test_listing(station: Station, product: Product) -> None:
    first, second = product.business(), product.business()
    a = product.job(first, "completed")
    b = product.job(first, "failed", job_type="broadcast")
    c = product.job(second, "running")

    def listed(**asked: Any) -> list[int]:
        with station.database.begin() as connection:
            return [job.id for job in jobs.listed(connection, [DELETE_RECEIPTS], **asked)]

    assert listed() == [c, b, a]
    assert listed(limit=2) == [c, b]
    assert listed(business_ids=[first]) == [b, a]
    assert listed(business_ids=[first, second], statuses={JobStatus.RUNNING, JobStatus.COMPLETED}) == [c, a]
    assert listed(business_ids=[]) == []
    assert listed(statuses=[]) == []


def test_the_active_and_the_current_deletion_of_each_business(station: Station, product: Product) -> None:
    active, ended, both, none, others = (product.business() for _ in range(5))
    a = product.job(active, "paused")
    product.job(ended, "completed")
    e = product.job(ended, "failed")
    b = product.job(both, "running")
    product.job(both, "cancelled")  # newer than the active one
    product.job(others, "running", job_type="broadcast")
    asked = [active, ended, both, none, others]
    with station.database.begin() as connection:
        assert {key: job.id for key, job in jobs.active(connection, [DELETE_RECEIPTS], asked).items()} == {
            active: a,
            both: b,
        }
        current = {active: a, ended: e, both: b}
        assert {key: job.id for key, job in jobs.current(connection, [DELETE_RECEIPTS]).items()} == current
        assert {
            key: job.id for key, job in jobs.current(connection, [DELETE_RECEIPTS], asked).items()
        } == current
        assert {key: job.id for key, job in jobs.current(connection, [DELETE_RECEIPTS], [both]).items()} == {
            both: b
        }
        assert (
            jobs.current(connection, [DELETE_RECEIPTS], [])
            == jobs.active(connection, [DELETE_RECEIPTS], [])
            == {}
        )


def test_what_may_have_moved(station: Station, product: Product) -> None:
    """Also what a writer changed that sets neither `updated_at` nor `heartbeat_at`."""
    old = {"updated_at": LONG_AGO, "created_at": LONG_AGO, "heartbeat_at": None}
    ended = product.job(product.business(), "completed", **old)
    watched = product.job(product.business(), "failed", **old)
    active = [product.job(product.business(), status, **old) for status in ("queued", "running", "paused")]
    newest_known = active[-1]
    product.job(product.business(), "running", job_type="delete_leads")
    new = product.job(product.business(), "cancelled", **old)

    def moved(watched: list[int], newer_than: int) -> list[int]:
        with station.database.begin() as connection:
            return [
                job.id
                for job in jobs.moved(connection, [DELETE_RECEIPTS], watched=watched, newer_than=newer_than)
            ]

    assert moved([watched], newest_known) == [watched, *active, new]
    assert moved([], new) == active
    assert ended in moved([], 0)


def test_a_job_that_ends_is_seen_once_more_when_watched(
    station: Station, product: Product, business: int
) -> None:
    job_id = product.job(business, "running", cursor=AT.text())
    product.execute("UPDATE background_jobs SET status = 'cancelled' WHERE id = %s", job_id)
    with station.database.begin() as connection:
        (seen,) = jobs.moved(connection, [DELETE_RECEIPTS], watched=[job_id], newer_than=job_id)
    assert seen.status is JobStatus.CANCELLED


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "America/Los_Angeles"])
def test_times_are_naive_utc_wherever_the_server_is(product: Product, business: int, zone: str) -> None:
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE {name} SET timezone = '{zone}'")
    job_id = product.job(business, "queued", cursor=None)
    with Station(product, "abroad") as abroad:
        job = abroad.read(job_id)
        assert change(abroad, lambda connection: running.claim(connection, job, AT))
        claimed = abroad.read(job_id)
        assert just_now(product, job_id, "started_at", "heartbeat_at")
        with abroad.database.begin() as connection:
            running.leave(connection, job_id, AT, JobStatus.COMPLETED, after=AT)
        assert abroad.read(job_id).idle_seconds == pytest.approx(0, abs=60)
    assert claimed.heartbeat_at is not None
    assert claimed.heartbeat_at.tzinfo is None
    assert just_now(product, job_id, "started_at", "finished_at", "updated_at")
    utc = product.scalar("SELECT now() AT TIME ZONE 'UTC'")
    assert abs(claimed.heartbeat_at - utc) < timedelta(minutes=1)
