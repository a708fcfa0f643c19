"""Thousands of businesses in one start: more than a server has room for locks."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack

import pytest

from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.results import ActionResult, Answer
from app.core.errors import RowsLocked
from app.db import starting
from app.engine.heartbeat import Heartbeat
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

MANY = 5_000
ROOM = 64
"""Locks for each session, as a server comes (`max_locks_per_transaction`)."""


def businesses(product: Product, count: int) -> list[int]:
    """New businesses with one receipt each."""
    rows = product.rows(
        """
        WITH made AS (
            INSERT INTO business (name, enabled_pages, is_active)
            SELECT 'Business ' || i, '["gmail_receipts"]', true FROM generate_series(1, %s) AS i RETURNING id
        )
        INSERT INTO receipts (business_id, vendor_name, amount, received_at, created_at, updated_at)
        SELECT id, 'Bezeq', 10, now(), now(), now() FROM made RETURNING business_id
        """,
        count,
    )
    return sorted(row["business_id"] for row in rows)


def answers(results: Sequence[ActionResult]) -> Counter[Answer]:
    return Counter(result.answer for result in results)


def test_all_of_them_at_once(product: Product, station: Station) -> None:
    ids = businesses(product, MANY)
    shown = preview(station.database, station.deletion, station.person, ids)
    assert sum(one.removes.items for one in shown) == MANY
    held: list[int] = []

    def look() -> None:
        held.append(product.scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"))

    with station.just_before("INSERT INTO background_jobs", look):
        results = station.actions.start(station.person, station.deletion.name, ids)
    assert answers(results) == {Answer.STARTED: MANY}
    assert 0 < held[0] <= ROOM
    jobs = [result.job.id for result in results if result.job]
    assert Heartbeat(station.database, station.identity, station.types).beat(jobs).lost == frozenset()
    assert (
        len(Overview(station.database, station.types).moved(station.person, watched=jobs, newer_than=0))
        == MANY
    )
    assert answers(station.actions.stop_own(station.person)) == {Answer.PAUSED: MANY}
    assert answers(station.actions.cancel(station.person, jobs)) == {Answer.CANCELLED: MANY}
    station.audit.end()
    assert Counter(line.action for line in station.audit.read()) == dict.fromkeys(
        ("delete", "stop", "cancel"), MANY
    )


def test_consoles_whose_lists_overlap(product: Product, station: Station) -> None:
    """In any order, with many and with few: each business starts once."""
    few = starting._LOCKED_ALONE
    ids = businesses(product, 10 * few)
    lists = [ids[: 7 * few], ids[: 2 * few - 1 : -1], ids[: few - 1], ids[few - 1 :: -1], [ids[few]]]
    found: list[ActionResult] = []
    with ExitStack() as stack:
        consoles = [station, *(stack.enter_context(Station(product, f"desk{n}")) for n in range(4))]

        def start(console: Station, wanted: list[int]) -> None:
            found.extend(console.actions.start(console.person, console.deletion.name, wanted))

        for console in consoles:
            assert console.person
        threads = [threading.Thread(target=start, args=pair) for pair in zip(consoles, lists, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers(found) == {
        Answer.STARTED: len(ids),
        Answer.ALREADY_ACTIVE: sum(map(len, lists)) - len(ids),
    }
    assert product.scalar("SELECT count(*) FROM background_jobs") == len(ids)


LOCK = f"SELECT pg_advisory_xact_lock({starting._LOCK_SPACE}, %s)"


@pytest.mark.parametrize("count", [1, starting._LOCKED_ALONE + 1])
def test_who_starts_waits_for_whoever_starts_all(
    product: Product, station: Station, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(starting, "_LINE_TIMEOUT_MS", 50)
    ids = businesses(product, count)
    with somebody(product, LOCK, starting._ALL), pytest.raises(RowsLocked):
        station.start(*ids)
    assert product.rows("SELECT * FROM background_jobs") == []


def test_who_starts_many_waits_for_whoever_resumes_one(
    product: Product, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else both could see no other job of the business."""
    monkeypatch.setattr(starting, "_LINE_TIMEOUT_MS", 50)
    ids = businesses(product, starting._LOCKED_ALONE + 1)
    with station.database.begin() as connection:
        starting.alone_in(connection, ids[0])
        with Station(product, "another") as other:
            with pytest.raises(RowsLocked):
                other.start(*ids)
            assert other.start(*ids[1:])  # no more than are locked alone
