"""The claim of a job that was just started, in one statement: what it takes, and what it leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import DateTime, cast, literal

from app.core.cursor import Cursor
from app.core.job import Job, JobStatus
from app.core.worker import runner_of
from app.db import running
from app.engine import claiming
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station

TOKEN = "sweep:desk:1:0a0b0c0d0e0f/7"
MOMENTS = ["2026-01-02 03:04:05", "2026-01-02 03:04:05.000001", "2026-01-02 03:04:05.120000"]


def claim_new(station: Station, job_id: int) -> Job | None:
    with station.database.connection() as connection:
        return running.claim_new(connection, job_id, [DELETE_RECEIPTS], station.identity.waiting, TOKEN)


def as_read(job: Job, now: Job) -> Job:
    return replace(job, idle_seconds=now.idle_seconds, read_at=now.read_at)


def test_a_new_job_is_claimed_as_it_is_read(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 3)
    (job_id,) = station.start(business)
    before = station.cursor(job_id)
    claimed = claim_new(station, job_id)
    assert claimed
    now = station.read(job_id)
    assert as_read(claimed, now) == now
    assert (now.status, now.total, now.updated_at) == (JobStatus.RUNNING, 3, now.heartbeat_at)
    assert now.started_at
    counts = Cursor.parse(now.cursor_text).counts
    assert counts
    assert now.cursor_text == before.claimed_by(TOKEN, now.started_at, counts).text()
    assert runner_of(now.cursor_text, now.started_at) == TOKEN


def test_a_job_that_goes_on_is_claimed_with_what_its_console_has_done(
    station: Station, product: Product, business: int
) -> None:
    """So that other consoles are told at once, and not only by its first batch."""
    product.receipts(business, 3)
    (job_id,) = station.start(business)
    job, job_type = station.read(job_id), station.deletion
    with station.database.connection() as connection:
        before = station.database.own_work.counts
        claimed, cursor = claiming.claim(connection, job_type, job, Cursor.parse(job.cursor_text), TOKEN)
    assert cursor.counts
    assert cursor.counts >= before
    assert Cursor.parse(claimed.cursor_text).counts == cursor.counts


@pytest.fixture(params=MOMENTS)
def moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(running, "utc_now", lambda: cast(literal(request.param), DateTime))
    running._claim_new.cache_clear()
    yield request.param
    running._claim_new.cache_clear()


def test_the_cursor_says_the_moment_as_python_does(
    station: Station, product: Product, business: int, moment: str
) -> None:
    """It leaves out a fraction of nothing, and else writes six digits."""
    product.receipts(business, 3)
    (job_id,) = station.start(business)
    claimed = claim_new(station, job_id)
    assert claimed
    assert str(claimed.started_at) == station.cursor(job_id).claimed == moment
    assert runner_of(claimed.cursor_text, claimed.started_at) == TOKEN


NEW = Cursor(max_id=9, worker="here", user_id=1)
OTHERS: dict[str, tuple[dict[str, Any], Cursor | None]] = {
    "paused": ({"status": "paused"}, NEW),
    "running": ({"status": "running"}, NEW),
    "cancelled": ({"status": "cancelled"}, NEW),
    "begun": ({"started_at": "2026-01-02 03:04:05"}, NEW),
    "of another type": ({"job_type": "delete_leads"}, NEW),
    "in the queue of another console": ({}, replace(NEW, worker="sweep:far:1:0a0b0c0d0e0f/queue")),
    "of the web": ({}, None),
    "without an end": ({}, replace(NEW, max_id=None)),
    "half done": ({}, replace(NEW, last_id=4)),
    "after an interruption": ({}, replace(NEW, interrupted=True)),
    "with items that were locked": ({}, replace(NEW, deferred=(4,))),
    "a retry": ({}, replace(NEW, deferred=(4,), retry=JobStatus.COMPLETED)),
    "with keys of others": ({}, replace(NEW, other={"trace": 1})),
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_job_is_only_read(station: Station, product: Product, business: int, name: str) -> None:
    values, cursor = OTHERS[name]
    if cursor and cursor.worker == NEW.worker:
        cursor = cursor.owned_by(station.identity.waiting)
    job_id = product.job(business, **{"status": "queued", "cursor": cursor and cursor.text(), **values})
    before, now = product.job_row(job_id), station.read(job_id)
    found = claim_new(station, job_id)
    assert found
    assert as_read(found, now) == now
    assert product.job_row(job_id) == before


def test_one_that_the_web_worker_moved_is_only_read(
    station: Station, product: Product, business: int
) -> None:
    """It keeps the keys that it does not know, our name among them."""
    moved = NEW.owned_by(station.identity.waiting).text().replace('"last_id": 0', '"last_id": 7')
    job_id = product.job(business, "queued", cursor=moved)
    found = claim_new(station, job_id)
    assert found
    assert (found.status, found.cursor_text) == (JobStatus.QUEUED, moved)


def test_a_job_that_is_gone(station: Station) -> None:
    assert claim_new(station, 4711) is None
