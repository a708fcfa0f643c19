"""What old and odd rows do to us, and what becomes of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.core.progress import percent
from app.db import schema
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from tests.support.faulty import refuse, relent
from tests.support.pressing import AGES, let_pass, pressed, shown, started, web_starts, web_works
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done


@pytest.mark.parametrize("total", [None, 0, 7])
def test_a_total_that_is_missing_or_too_small(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, total: int | None
) -> None:
    """Nobody had frozen its end: as it goes on here, it is counted."""
    product.receipts(business, 25)
    job_id = product.job(business, "paused", total=total, cursor=None)
    pressed(station, actor, "resume", job_id)
    told: list[float | None] = []
    result = station.run_until(job_id, lambda _wait: told.append(percent(shown(station, actor, business))))
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert told == [40.0, 80.0]
    assert percent(shown(station, actor, business)) == 100.0
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)
    assert (web.show(business, job_id).job or {})["percent"] == 100.0


def test_counters_that_are_null_from_start_to_end(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    ids = product.receipts(business, 25)
    refuse(product, ids[3:4])
    nothing = dict.fromkeys(("total", "processed", "succeeded", "failed_count"))
    job_id = product.job(business, "paused", cursor=None, **nothing)
    job = shown(station, actor, business)
    assert (job.total, job.processed, job.succeeded, job.failed) == (0, 0, 0, 0)
    pressed(station, actor, "resume", job_id)
    station.run_batches(job_id, 1)
    assert product.counters(job_id) == ("paused", 25, 10, 9, 1)
    pressed(station, actor, "resume", job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 25, 25, 24, 1)
    relent(product)
    product.execute("UPDATE background_jobs SET processed = NULL, succeeded = NULL, failed_count = NULL")
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    assert station.run(job_id).succeeded == 1
    assert product.counters(job_id) == ("completed", 25, 1, 1, 0)


def test_an_old_database_in_every_action(product: Product, business: int) -> None:
    """`heartbeat_at` is missing: the signs of life are in `updated_at`. `migrate` names it and adds it."""
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    others = [name for name in AGES if name != "heartbeat_at"]
    ids = product.receipts(business, 35, files=1)
    refuse(product, ids[1:2])
    with Station(product, "old") as old, Station(product, "another") as another:
        actor = old.actor(product.user().id)
        job_id = started(old, actor, business)
        with old.database.begin() as connection:
            (gap,) = schema.missing(connection)
        assert gap.name == "background_jobs.heartbeat_at"

        def elsewhere(wait: int) -> None:
            assert not shown(old, actor, business).is_stale
            assert Heartbeat(old.database, old.identity, old.types).beat([job_id]).lost == set()
            assert pressed(another, actor, "take_over", job_id) is Answer.STILL_ALIVE
            if wait == 2:
                let_pass(product, 121, *others)
                assert shown(old, actor, business).is_stale
                assert pressed(another, actor, "take_over", job_id) is Answer.TAKEN_OVER
                let_pass(product, 61, *others)
                assert shown(old, actor, business).is_stuck

        assert old.run_until(job_id, elsewhere).ending is Ending.LOST
        assert pressed(another, actor, "pause", job_id) is Answer.PAUSED
        assert pressed(old, actor, "resume", job_id) is Answer.RESUMED
        assert old.run(job_id).ending is Ending.COMPLETED
        assert product.counters(job_id) == ("completed", 35, 35, 34, 1)
        relent(product)
        assert pressed(old, actor, "retry", job_id) is Answer.RETRYING
        (applied,) = schema.apply(old.database)
        assert applied.name == gap.name
        assert old.run(job_id).ending is Ending.COMPLETED  # on the connections that it has
        assert product.counters(job_id) == ("completed", 35, 35, 35, 0)
    product.receipts(business, 15)
    let_pass(product, 61)
    beats: list[datetime | None] = []
    with Station(product, "new") as new:
        job_id = started(new, new.actor(product.user().id), business)
        new.run_until(job_id, lambda _wait: beats.append(product.job_row(job_id)["heartbeat_at"]))
    assert None not in beats
    assert len(beats) == 1


def test_keys_of_others_survive_every_hand_that_the_job_passes_through(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int
) -> None:
    """Ours survive the web worker, too: the failed receipts above all."""
    theirs = {"shard": 3, "tags": ["a", {"b": None}], "note": "שלום ⟨x⟩", "max_id_of_web": 2**60}
    ids = product.receipts(business, 45)
    refuse(product, ids[2:3])
    job_id = web_starts(web, business)
    product.execute("UPDATE background_jobs SET cursor = %s", json.dumps({"last_id": 0, **theirs}))

    def others() -> dict[str, Any]:
        return {
            key: value
            for key, value in json.loads(product.job_row(job_id)["cursor"]).items()
            if key in theirs
        }

    let_pass(product, 61)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    station.run_batches(job_id, 1)
    assert others() == theirs
    (failure,) = station.cursor(job_id).failed
    done(web.resume(business, job_id))
    web_works(web, "throttle")
    assert others() == theirs
    let_pass(product, 121)
    assert pressed(station, actor, "take_over", job_id) is Answer.TAKEN_OVER
    station.run(job_id)
    assert product.counters(job_id) == ("completed", 45, 45, 44, 1)
    assert (others(), station.cursor(job_id).failed) == (theirs, (failure,))
    relent(product)
    assert pressed(station, actor, "retry", job_id) is Answer.RETRYING
    station.run(job_id)
    assert product.counters(job_id) == ("completed", 45, 45, 45, 0)
    assert others() == theirs
