"""Every action on a database without `heartbeat_at`, which came in a later migration than the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core.access import Actor
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station

OLD = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "started_at": "2024-05-01"}
WEB = {"cursor": '{"last_id": 0}', "total": 4}


@pytest.fixture
def old(product: Product) -> Iterator[Station]:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    with Station(product, "old") as station:
        yield station


@pytest.fixture
def actor(old: Station, product: Product) -> Actor:
    return old.actor(product.user().id)


def answers(station: Station, action: str, actor: Actor, *ids: int) -> list[str]:
    return [result.answer.value for result in getattr(station.actions, action)(actor, ids)]


def a_job(product: Product, status: str, **columns: Any) -> int:
    business = product.business()
    product.receipts(business, 6)
    job_id = product.job(business, "paused", **OLD, **columns)
    product.execute("UPDATE background_jobs SET status = %s WHERE id = %s", status, job_id)
    return job_id


def test_what_a_console_has_is_stopped(old: Station, product: Product, actor: Actor) -> None:
    businesses = [product.business() for _ in range(5)]
    for business in businesses:
        product.receipts(business, 6)
    assert [result.answer.value for result in old.actions.start(actor, DELETE_RECEIPTS, businesses)] == [
        "started"
    ] * 5
    jobs = [row["id"] for row in product.rows("SELECT id FROM background_jobs ORDER BY business_id")]
    assert Heartbeat(old.database, old.identity, old.types).beat(jobs).lost == frozenset()
    assert answers(old, "pause", actor, *jobs[:2]) == ["paused"] * 2
    assert answers(old, "cancel", actor, *jobs[1:3]) == ["cancelled"] * 2
    assert answers(old, "resume", actor, jobs[0]) == ["resumed"]
    assert [result.answer.value for result in old.actions.stop_own(actor)] == ["paused"] * 3
    assert answers(old, "resume", actor, jobs[0]) == ["resumed"]
    assert (old.run(jobs[0]).ending, product.live(businesses[0])) == (Ending.COMPLETED, 0)


def test_what_others_had_goes_on_or_is_given_up(old: Station, product: Product, actor: Actor) -> None:
    """Nobody can say that somebody is alive on it; how old the last change of the row is, counts."""
    stale, marked = (a_job(product, "running", **WEB) for _ in range(2))
    stuck, failed = a_job(product, "queued", total=4), a_job(product, "failed", **WEB)
    recorded = '{"last_id": 9, "max_id": 9, "failed": [[3, "x"]]}'
    ended = a_job(product, "completed", total=1, processed=1, failed_count=1, cursor=recorded)
    fresh = product.job(product.business(), "queued")
    found = old.actions.unfrozen(actor, [stale, stuck, failed, marked])
    assert {(one.job.id, one.total) for one in found} == {(one, 6) for one in (stale, stuck, failed, marked)}
    assert answers(old, "take_over", actor, stale, stuck, fresh) == ["taken_over"] * 2 + ["still_alive"]
    assert answers(old, "mark_failed", actor, marked, fresh) == ["marked_failed", "still_alive"]
    assert answers(old, "resume", actor, failed, marked) == ["resumed"] * 2
    assert answers(old, "retry", actor, ended) == ["retrying"]
    assert [old.run(job_id).succeeded for job_id in (stale, stuck, failed, marked)] == [6] * 4
