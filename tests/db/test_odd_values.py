"""No value that a column may hold stops what reads it: an odd one costs its cell, and no other row."""

from __future__ import annotations

import json
import math
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.details import Details
from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.results import Answer
from app.core import bounds
from app.core.access import Actor
from app.core.errors import CursorDamaged
from app.core.job import Job
from app.db import jobs, users
from app.engine.events import Ending
from app.receipts import attachments
from tests.support.faulty import refuse, relent
from tests.support.odd_values import OddRows, many, widen
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture
def odd(product: Product) -> OddRows:
    return OddRows(product)


@many(60)
@given(data=st.data())
def test_whatever_the_columns_hold_every_read_answers(
    station: Station,
    product: Product,
    actor: Actor,
    odd: OddRows,
    data: st.DataObject,
) -> None:
    odd.draw(data)
    business, job_id = odd.ids["business"], odd.ids["background_jobs"]
    good = product.scalar("SELECT id FROM business WHERE name = 'Alma'")
    overview = Overview(station.database, station.types)
    shown = {row.business.id: row for row in overview.read(actor)}
    assert shown[good].counted == 2
    assert shown[good].job
    assert business in shown
    _require_bounded(shown[business].business.name)
    moved = overview.moved(actor, watched=[job_id], newer_than=0)
    for job in moved:
        _require_harmless(job)
    assert len(moved) >= 1
    details = Details(station.database, station.types, station.audit)
    assert len(details.history(actor, business).jobs) == 1
    try:
        for line in details.failures(actor, business, job_id):
            assert line.amount is None or abs(line.amount) <= bounds.HIGHEST_AMOUNT
            _require_bounded(line.reason)
    except CursorDamaged:
        pass
    (removes,) = preview(station.database, station.deletion, actor, [business])
    for currency, amount in removes.removes.amounts:
        _require_bounded(currency)
        assert amount.is_finite()
    with station.database.begin() as connection:
        listed = jobs.listed(connection, station.types)
        assert len(listed) == 2
        users.wishes(connection, [job.id for job in listed])
        users.by_id(connection, odd.ids["users"])
        attachments.newest(connection, limit=10, needed=False)
        station.deletion.facts(connection, business, [odd.ids["receipts"]])


def _require_bounded(text: str | None) -> None:
    assert len(text or "") <= bounds.ERROR_LENGTH + 1
    (text or "").encode()


def _require_harmless(job: Job) -> None:
    for text in (job.last_error, job.job_type, job.requested_by):
        _require_bounded(text)
    for moment in (job.created_at, job.updated_at, job.started_at, job.finished_at, job.heartbeat_at):
        assert moment is None or bounds.EARLIEST <= moment <= bounds.LATEST
        if moment is not None:
            moment.astimezone()
    assert math.isfinite(job.idle_seconds)
    assert job.seconds_to_rescue >= 0


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("infinity", bounds.LATEST),
        ("20240-01-01", bounds.LATEST),
        ("-infinity", bounds.EARLIEST),
        ("0044-03-15 BC", bounds.EARLIEST),
        ("2026-03-27 02:30:00.25", datetime(2026, 3, 27, 2, 30, 0, 250_000)),
        (None, None),
    ],
)
def test_times_out_of_range_are_read_as_the_nearest_in_range(
    station: Station, product: Product, business: int, stored: str | None, read: datetime | None
) -> None:
    job_id = product.job(business, "completed", created_at=stored, started_at=stored, finished_at=stored)
    with station.database.begin() as connection:
        job = jobs.read(connection, job_id)
    assert job
    assert (job.created_at, job.started_at, job.finished_at) == (read, read, read)


COLUMNS = ("created_at", "updated_at", "started_at", "finished_at", "heartbeat_at")


@pytest.mark.parametrize("stored", ["infinity", "-infinity", "20240-01-01", "0044-03-15 BC"])
@pytest.mark.parametrize("action", ["pause", "resume", "take_over", "mark_failed", "cancel"])
def test_every_button_works_beside_odd_times(
    station: Station, product: Product, actor: Actor, business: int, stored: str, action: str
) -> None:
    """What is compared is what was read, so that no odd time makes a row look moved for ever."""
    product.receipts(business, 3)
    status = {"resume": "paused", "pause": "queued"}.get(action, "running")
    (job_id,) = station.start(business)
    times = ", ".join(f"{name} = '{stored}'" for name in COLUMNS if name != "heartbeat_at")
    old = "timezone('UTC', clock_timestamp()) - interval '1 hour'"
    beat = "NULL" if status == "paused" else old
    product.execute(f"UPDATE background_jobs SET {times}, status = %s, heartbeat_at = {beat}", status)
    if action in {"take_over", "mark_failed"}:
        product.execute(f"UPDATE background_jobs SET updated_at = {old}, finished_at = NULL")
    (result,) = getattr(station.actions, action)(actor, [job_id])
    assert result.answer.is_done, result.answer
    assert (
        product.scalar("SELECT status FROM background_jobs")
        == {
            "pause": "paused",
            "resume": "queued",
            "take_over": "queued",
            "mark_failed": "failed",
            "cancel": "cancelled",
        }[action]
    )


def test_a_job_runs_through_odd_rows(station: Station, product: Product, actor: Actor, business: int) -> None:
    """The receipts go, whatever they hold; so do their files."""
    widen(product)
    ids = product.receipts(business, 12, files=1)
    amounts, days = ["NaN", "Infinity", "1e500", "-1e500"], ["infinity", "20240-01-01", "0044-03-15 BC"]
    change = "UPDATE receipts SET amount = %s, invoice_date = %s WHERE id = %s"
    for receipt, amount, day in zip(ids, amounts * 3, days * 4, strict=True):
        product.execute(change, amount, day, receipt)
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert (seen.removes.items, seen.removes.odd) == (12, 12)
    assert (seen.removes.amounts, seen.removes.oldest, seen.removes.newest) == ((), None, None)
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert (product.live(business), product.files(business)) == (0, 0)


def test_odd_receipts_are_told_from_the_others(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    odd, good, none = product.receipts(business, 3)
    product.execute("UPDATE receipts SET amount = 'NaN', invoice_date = NULL WHERE id = %s", odd)
    product.execute("UPDATE receipts SET amount = 7.5, invoice_date = '2025-01-02' WHERE id = %s", good)
    product.execute("UPDATE receipts SET amount = NULL, received_at = NULL WHERE id = %s", none)
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert (seen.removes.items, seen.removes.odd) == (3, 1)
    assert seen.removes.amounts == (("ILS", Decimal("7.50")),)
    with station.database.begin() as connection:
        facts = station.deletion.facts(connection, business, [odd, good, none])
    assert [(facts[one].amount, facts[one].is_odd) for one in (odd, good, none)] == [
        (None, True),
        (Decimal("7.50"), False),
        (None, False),
    ]


def test_a_long_text_is_read_in_part(station: Station, product: Product, business: int) -> None:
    """And the rest is not transferred: it may have hundreds of megabytes."""
    product.execute("ALTER TABLE business ALTER name TYPE text")
    product.execute("UPDATE business SET name = repeat('ש', 1000000)")
    job_id = product.job(business, "failed", last_error="x" * 3_000_000, cursor="[" * 3_000_000)
    with station.database.begin() as connection:
        job = jobs.read(connection, job_id)
    assert job
    assert job.last_error == "x" * bounds.ERROR_LENGTH + "…"
    assert len(job.cursor_text or "") == bounds.CURSOR_LENGTH + 1


@pytest.mark.parametrize(
    "cursor",
    [
        json.dumps({"last_id": 0, "max_id": 9, "failed": [[one, "x"] for one in range(1_001)]}),
        json.dumps({"last_id": 0, "deferred": list(range(1_001))}),
        json.dumps({"last_id": 0, "note": "y" * bounds.CURSOR_LENGTH}),
        '{"last_id": ' + "9" * 5_001 + "}",
        "[" * 3_000,
    ],
    ids=["failures", "deferred", "long", "digits", "nested"],
)
def test_what_no_writer_of_ours_could_have_written_is_told_and_can_be_left(
    station: Station, product: Product, actor: Actor, business: int, cursor: str
) -> None:
    product.receipts(business, 2)
    paused = product.job(business, "paused", cursor=cursor)
    (answer,) = station.actions.resume(actor, [paused])
    assert answer.answer is Answer.CURSOR_DAMAGED
    (answer,) = station.actions.cancel(actor, [paused])
    assert answer.answer is Answer.CANCELLED
    old = "timezone('UTC', clock_timestamp()) - interval '1 hour'"
    lost = product.job(business, "running", cursor=cursor)
    product.execute(
        f"UPDATE background_jobs SET heartbeat_at = {old}, updated_at = {old} WHERE id = %s", lost
    )
    (answer,) = station.actions.mark_failed(actor, [lost])
    assert answer.answer is Answer.MARKED_FAILED
    assert product.live(business) == 2


def test_cursors_of_other_types_are_not_read_as_ours(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 3)
    product.job(business, "paused", job_type="delete_leads", cursor='{"last_id": "abc"}')
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.live(business) == 0


class TestHighIds:
    """A product that has widened its serials: everything works beyond 2^31 as below."""

    @pytest.fixture
    def high(self, product: Product, station: Station) -> dict[str, Any]:
        for table in ("business", "users", "receipts", "attachments", "background_jobs"):
            product.execute(f"ALTER TABLE {table} ALTER id TYPE bigint")
            product.execute(f"ALTER SEQUENCE {table}_id_seq AS bigint MAXVALUE 9223372036854775807")
        for table, column in (
            ("users", "business_id"),
            ("attachments", "business_id"),
            ("receipts", "business_id"),
            ("receipts", "attachment_id"),
            ("receipts", "preview_attachment_id"),
            ("background_jobs", "business_id"),
            ("background_jobs", "requested_by_user_id"),
        ):
            product.execute(f"ALTER TABLE {table} ALTER {column} TYPE bigint")
        for table, first in (
            ("business", 2**31 + 5),
            ("users", 2**40),
            ("receipts", 2**62),
            ("attachments", 2**33),
            ("background_jobs", 2**63 - 100),
        ):
            product.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {first}")
        business = product.business()
        product.receipts(business, 25)
        return {"business": business, "actor": station.actor(product.user().id)}

    def test_a_job_from_start_to_end(self, station: Station, product: Product, high: dict[str, Any]) -> None:
        business, actor = high["business"], high["actor"]
        (seen,) = preview(station.database, station.deletion, actor, [business])
        assert (seen.refusal, seen.removes.items) == (None, 25)
        (started,) = station.actions.start(actor, station.deletion.name, [business])
        assert started.job
        job_id = started.job.id
        station.run_batches(job_id, 1)
        (resumed,) = station.actions.resume(actor, [job_id])
        assert resumed.answer is Answer.RESUMED
        assert station.run(job_id).ending is Ending.COMPLETED
        assert product.counters(job_id) == ("completed", 25, 25, 25, 0)

    def test_locked_and_refused_receipts(
        self, station: Station, product: Product, high: dict[str, Any]
    ) -> None:
        business, actor = high["business"], high["actor"]
        refuse(product, [product.scalar("SELECT min(id) FROM receipts") + 3])
        (job_id,) = station.start(business)
        station.run(job_id)
        assert product.counters(job_id) == ("completed", 25, 25, 24, 1)
        relent(product)
        (again,) = station.actions.retry(actor, [job_id])
        assert again.answer is Answer.RETRYING
        station.run(job_id)
        assert product.counters(job_id) == ("completed", 25, 25, 25, 0)
