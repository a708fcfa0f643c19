"""What all jobs come to: figures that equal a count of the rows, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from app.actions.throughput import LatelyDeleted, Throughput, midnight
from app.core.access import Actor
from app.core.run import RunLabel, RunState
from app.core.throughput import HOUR_SECONDS, NO_RUN
from app.receipts.names import DELETE_RECEIPTS
from tests.support.halting import many
from tests.support.odd_values import widen
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide
from tests.support.web_worker import WebWorker

NOW = datetime.now(UTC).replace(tzinfo=None)
RUN = '{"last_id": 9, "run": {"id": "0123456789ab", "name": "QA \\u05d0 \\"1\\"", "note": "x"}}'


def lately(station: Station, actor: Actor | None = None, today: date | None = None) -> LatelyDeleted:
    return Throughput(station.database, station.types).lately(actor, today)


def counted(product: Product, since: datetime, businesses: Iterable[int] | None = None) -> int:
    """As a person would count it in the database, for rows whose times are times."""
    wanted = None if businesses is None else list(businesses)
    found = product.scalar(
        "SELECT coalesce(sum(greatest(succeeded, 0)), 0) FROM background_jobs"
        " WHERE job_type = 'delete_receipts_all' AND (%s::int[] IS NULL OR business_id = ANY (%s))"
        " AND CASE WHEN status IN ('completed', 'failed', 'cancelled') THEN finished_at ELSE updated_at END"
        " >= %s",
        wanted,
        wanted,
        since,
    )
    return int(found)


def over_days(product: Product, business: int) -> None:
    """Jobs of all statuses that moved last at the edges of the hour, of today and of the thirty days."""
    today = midnight(date.today())
    edges = (NOW, NOW - timedelta(hours=1), today, today - timedelta(days=29), today - timedelta(days=60))
    for place, edge in enumerate(edges):
        for nudge in (timedelta(seconds=-1), timedelta(), timedelta(minutes=-7)):
            at = edge + nudge
            succeeded = 3 ** (place + 1)
            moved = {"updated_at": at, "started_at": at - timedelta(minutes=3), "succeeded": succeeded}
            for status in ("completed", "failed", "cancelled"):
                product.job(business, status, **{**moved, "finished_at": at, "updated_at": NOW})
    product.job(business, "paused", updated_at=today - timedelta(hours=1), succeeded=1000)


def test_the_sums_are_those_of_the_rows(station: Station, product: Product, actor: Actor) -> None:
    for business in many(product, 3, receipts=0):
        over_days(product, business)
    product.job(product.business(), "completed", job_type="delete_leads", succeeded=5)
    found = lately(station, actor)
    assert found.deleted_today == counted(product, midnight(found.today)) > 0
    assert found.deleted_30_days == counted(product, midnight(found.today - timedelta(days=29)))
    assert found.deleted_30_days > found.deleted_today
    hour = found.read_at - timedelta(seconds=HOUR_SECONDS)
    assert sum(job.succeeded for job in found.moved) == counted(product, hour) > 0


def test_a_person_sees_what_is_of_their_business_alone(station: Station, product: Product) -> None:
    home, other = many(product, 2, receipts=0)
    for business in (home, other):
        over_days(product, business)
    admin = product.user("admin", home)
    actor = station.actor(admin.id)
    found = lately(station, actor)
    assert found.deleted_today == counted(product, midnight(found.today), [home])
    assert found.deleted_today < counted(product, midnight(found.today))
    ids = {row["id"] for row in product.rows("SELECT id FROM background_jobs WHERE business_id = %s", home)}
    assert found.moved
    assert {job.job_id for job in found.moved} <= ids
    counts = Throughput(station.database, station.types).counts(actor)
    assert sum(counts.by_state.values()) == 1
    product.execute("UPDATE users SET is_active = false WHERE id = %s", admin.id)
    assert (lately(station, actor).deleted_30_days, lately(station, actor).moved) == (0, [])


def test_odd_rows_cost_no_more_than_themselves(station: Station, product: Product, actor: Actor) -> None:
    widen(product)
    (business,) = many(product, 1, receipts=0)
    odd = (
        "infinity",
        "-infinity",
        "9999-12-31",
        "20240-01-01",
        "0044-03-15 BC",
        NOW + timedelta(days=2),
        None,
    )
    for at in odd:
        times = dict.fromkeys(("created_at", "updated_at", "started_at", "finished_at"), at)
        product.job(business, "completed", succeeded=10_000, **{**times, "created_at": "infinity"})
    product.job(business, "completed", succeeded=-(2**62), cursor='{"run": {"id": "')
    product.job(business, "completed", succeeded=None, cursor=RUN[:40])
    product.job(business, "completed", succeeded=7, started_at="-infinity", cursor='{"run": {"id": "zz"}}')
    product.job(business, "completed", succeeded=5, finished_at="infinity", cursor=RUN)
    assert lately(station, actor).deleted_today == 12
    assert lately(station, actor).deleted_30_days == 12
    moved = {job.succeeded: job for job in lately(station, actor).moved}
    assert set(moved) == {5, 7}
    assert (moved[7].begin, moved[7].run_id) == (None, NO_RUN)
    assert (moved[5].run_id, moved[5].run_name) == ("0123456789ab", 'QA א "1"')
    product.job(business, "completed", succeeded=2**63 - 1)
    product.job(business, "completed", succeeded=2**63 - 1)
    assert lately(station, actor).deleted_today == 12 + 2 * (2**63 - 1)


def test_what_console_web_worker_and_retry_deleted_counts(
    station: Station, product: Product, actor: Actor, web: WebSide
) -> None:
    first, second, third = many(product, 3, receipts=4)
    for business, name in ((first, "QA-1"), (second, "QA-2")):
        (result,) = station.actions.start(actor, DELETE_RECEIPTS, [business], run=RunLabel(name))
        assert result.job
        station.run(result.job.id)
    job_id = product.job(third, total=4)
    WebWorker(web, job_id).finish()
    found = lately(station, actor)
    assert (found.deleted_today, found.deleted_30_days) == (12, 12)
    by_name = {job.run_name: job.succeeded for job in found.moved}
    assert by_name == {"QA-1": 4, "QA-2": 4, "": 4}
    product.execute("UPDATE background_jobs SET finished_at = finished_at - interval '40 days' WHERE true")
    assert lately(station, actor).deleted_30_days == 0
    product.execute("UPDATE background_jobs SET status = 'queued', finished_at = NULL WHERE id = %s", job_id)
    assert lately(station, actor).deleted_today == 4, "a job that is retried counts as a whole"


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_day_is_this_computers_whatever_the_databases_time_zone(
    station: Station, product: Product, actor: Actor, zone: str
) -> None:
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE \"{name}\" SET timezone = '{zone}'")
    station.database.engine.dispose()
    try:
        (business,) = many(product, 1, receipts=0)
        over_days(product, business)
        found = lately(station, actor)
        assert found.deleted_today == counted(product, midnight(date.today()))
        assert abs(found.read_at - datetime.now(UTC).replace(tzinfo=None)) < timedelta(minutes=5)
        assert found.moved
    finally:
        product.execute(f'ALTER DATABASE "{name}" RESET timezone')


def test_the_counts_are_those_of_the_table(station: Station, product: Product, actor: Actor) -> None:
    states: dict[str, dict[str, object]] = {
        "queued": {"created_at": NOW - timedelta(hours=1), "updated_at": NOW - timedelta(hours=1)},
        "running": {"heartbeat_at": NOW - timedelta(hours=1)},
        "paused": {"cursor": RUN},
        "failed": {"cursor": RUN},
        "completed": {"failed_count": 2},
    }
    for status, columns in states.items():
        product.job(product.business(), status, **columns)
    product.job(product.business(), "completed")
    counts = Throughput(station.database, station.types).counts(actor)
    once = (RunState.STUCK, RunState.STALE, RunState.PAUSED, RunState.FAILED, RunState.WITH_FAILURES)
    assert counts.by_state == {**dict.fromkeys(once, 1), RunState.COMPLETED: 1}
    assert counts.runs_in_progress == 1
    assert set(counts.needs_attention) == set(once) - {RunState.PAUSED}
    assert Throughput(station.database, station.types).counts(None) == counts


def test_an_empty_database_has_nothing(station: Station, actor: Actor) -> None:
    found = lately(station, actor)
    assert (found.deleted_today, found.deleted_30_days, found.moved) == (0, 0, [])
