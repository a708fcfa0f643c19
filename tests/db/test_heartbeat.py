"""`app.engine.heartbeat`: the proof of life of all jobs that this console runs or keeps waiting."""

from __future__ import annotations

import pytest

from app.core.cursor import Cursor
from app.core.errors import ConnectionLost
from app.engine.heartbeat import INTERVAL_SECONDS, RETRY_SECONDS, Heartbeat, HeartbeatResult
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

LONG_AGO = {"heartbeat_at": "2024-05-01", "updated_at": "2024-05-01"}


@pytest.fixture
def heartbeat(station: Station) -> Heartbeat:
    return Heartbeat(station.database, station.identity, station.types)


def mine(station: Station, product: Product, status: str = "running") -> int:
    cursor = Cursor(worker=f"{station.identity.name}/1").text()
    return product.job(product.business(), status, cursor=cursor, **LONG_AGO)


def is_alive(station: Station, job_id: int) -> bool:
    return station.read(job_id).idle_seconds < 60


def test_two_statements_beat_for_all_jobs_and_ask_for_their_right(
    station: Station, product: Product, heartbeat: Heartbeat
) -> None:
    ids = [mine(station, product) for _ in range(5)]
    with station.statements() as sent:
        assert heartbeat.beat(ids) == HeartbeatResult(frozenset(), frozenset())
    assert len(sent) == 2
    assert all(is_alive(station, job_id) for job_id in ids)


def test_a_waiting_job_is_kept_from_being_failed_by_a_page_view(
    station: Station, product: Product, heartbeat: Heartbeat
) -> None:
    """The web side also looks at `updated_at`, which must not be older than 300 s."""
    product.receipts(business := product.business(), 3)
    (job_id,) = station.start(business)
    product.execute("UPDATE background_jobs SET heartbeat_at = '2024-05-01', updated_at = '2024-05-01'")
    assert heartbeat.beat([job_id]) == HeartbeatResult(frozenset(), frozenset())
    fresh = product.row(
        "SELECT heartbeat_at > timezone('UTC', now()) - interval '60 s' AS beaten,"
        " updated_at > timezone('UTC', now()) - interval '60 s' AS updated FROM background_jobs"
    )
    assert fresh == {"beaten": True, "updated": True}


def test_lost_jobs_are_named(station: Station, product: Product, heartbeat: Heartbeat) -> None:
    kept = mine(station, product)
    cancelled = mine(station, product, "cancelled")
    taken = product.job(product.business(), "running", cursor='{"worker": "sweep:other:1:abc/1"}')
    assert heartbeat.beat([kept, cancelled, taken, 999_999]).lost == {cancelled, taken, 999_999}
    assert is_alive(station, kept)


def test_a_job_that_waits_here_unknown_is_found(
    station: Station, product: Product, heartbeat: Heartbeat
) -> None:
    """The answer to the commit that put it into the queue was lost."""
    known, stray = product.business(), product.business()
    for business in (known, stray):
        product.receipts(business, 3)
    known_job, stray_job = station.start(known, stray)
    with Station(product, "another") as another:
        product.receipts(elsewhere := product.business(), 3)
        another.start(elsewhere)
    product.job(product.business(), "paused", cursor=Cursor(worker=station.identity.waiting).text())
    assert heartbeat.beat([known_job]) == HeartbeatResult(frozenset(), frozenset({stray_job}))
    assert heartbeat.beat([]) == HeartbeatResult(frozenset(), frozenset({known_job, stray_job}))
    assert heartbeat.beat([known_job, stray_job]) == HeartbeatResult(frozenset(), frozenset())


def test_a_killed_connection_does_not_stop_the_heart(
    station: Station, product: Product, heartbeat: Heartbeat
) -> None:
    job_id = mine(station, product)
    with (
        station.just_before("UPDATE background_jobs", station.kill_connections),
        pytest.raises(ConnectionLost),
    ):
        heartbeat.beat([job_id])
    assert heartbeat.beat([job_id]) == HeartbeatResult(frozenset(), frozenset())
    assert is_alive(station, job_id)


def test_a_row_that_somebody_holds_does_not_stop_the_others(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one open transaction would make all jobs of the console look lost."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    with Station(product, "impatient") as station:
        held, free = mine(station, product), mine(station, product)
        with somebody(product, "SELECT 1 FROM background_jobs WHERE id = %s FOR UPDATE", held):
            assert (
                Heartbeat(station.database, station.identity, station.types).beat([held, free]).lost == set()
            )
        assert is_alive(station, free)


def test_it_beats_often_enough() -> None:
    """web-api-contract.md: at least every 30 s, also where one beat is lost."""
    assert 2 * INTERVAL_SECONDS + RETRY_SECONDS < 30
