"""What a governor sees of a real server, also with a role that may see little."""

from __future__ import annotations

import threading
from contextlib import closing, suppress

import psycopg2
import pytest

from app.core.errors import TransientError
from app.core.pace import SlowReason
from app.core.policy import PaceMode
from app.db import load
from app.db.engine import Database
from app.db.url import parse_url
from app.engine.events import Ending
from app.engine.governor import Governor
from tests.support.other_sessions import role, somebody, wait_until_blocked
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import Clock


@pytest.fixture
def lowly(product: Product):
    """The database as a role sees it that is no member of pg_monitor."""
    with role(product) as url, closing(Database(parse_url(url), application="lowly")) as database:
        yield database


def test_a_quiet_server(station: Station) -> None:
    with station.database.begin() as connection:
        found = load.signals(connection, "receipts")
    assert found.latency > 0
    assert found.blocked == 0
    assert 1 <= found.sessions < found.most_sessions
    assert found.replication_lag is None
    assert found.vacuuming is False


def test_latency_is_that_of_the_usual_look_up_alone(station: Station) -> None:
    """One of five that was unlucky slows nobody down."""
    ticks = iter([10, 10.25, 20, 20.25, 30, 39, 40, 40.25, 50, 50.25])
    with station.database.begin() as connection:
        assert load.signals(connection, "receipts", lambda: next(ticks)).latency == 0.25


def test_a_role_without_the_rights_sees_what_it_may(lowly: Database) -> None:
    with lowly.begin() as connection:
        found = load.signals(connection, "receipts")
    assert found.sessions >= 1
    assert found.most_sessions > 1
    assert found.vacuuming is None
    assert found.replication_lag is None


def test_others_that_wait_for_a_lock_of_ours_are_counted_and_nobody_else(
    lowly: Database, product: Product, business: int
) -> None:
    ours, theirs = product.receipts(business, 2)
    lock = "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE"

    def wait_for(receipt: int, name: str) -> threading.Thread:
        def run() -> None:
            url = parse_url(product.url).set(drivername="postgresql")
            address = url.render_as_string(hide_password=False)
            with (
                closing(psycopg2.connect(address, application_name=name)) as session,
                session.cursor() as cursor,
            ):
                cursor.execute(lock, (receipt,))

        thread = threading.Thread(target=run)
        thread.start()
        wait_until_blocked(product, name)
        return thread

    with lowly.begin() as holder, somebody(product, lock, theirs):
        holder.exec_driver_sql(lock, (ours,))
        waiting = [wait_for(theirs, "waits-for-others")]
        with lowly.begin() as connection:
            assert load.signals(connection, "receipts").blocked == 0
        waiting.append(wait_for(ours, "waits-for-us"))
        with lowly.begin() as connection:
            assert load.signals(connection, "receipts").blocked == 1
    for thread in waiting:
        thread.join()


def test_a_probe_that_takes_too_long_has_failed(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "PROBE_TIMEOUT_MS", 30)
    with (
        somebody(product, "LOCK TABLE receipts IN ACCESS EXCLUSIVE MODE"),
        pytest.raises(TransientError),
        station.database.begin() as connection,
    ):
        load.signals(connection, "receipts")
    clock = Clock()
    governor = Governor.of(station.database, "receipts", station.identity.name, clock)
    with somebody(product, "LOCK TABLE receipts IN ACCESS EXCLUSIVE MODE"):
        blind = governor.glance()
    assert (blind.reason, blind.demand.transactions) == (SlowReason.PROBE, None)
    for _ in range(60):
        clock.now += 1
        seen = governor.glance()
    assert (seen.reason, seen.pause) == (None, 0)
    assert blind.pause > 0.5


def test_a_vacuum_of_receipts_is_seen_as_long_as_it_runs(
    station: Station, product: Product, business: int
) -> None:
    """A real one, made slow, so that it is still at work when the governor looks."""
    product.receipts(business, 300)
    url = parse_url(product.url).set(drivername="postgresql").render_as_string(hide_password=False)
    session = psycopg2.connect(url)
    session.autocommit = True

    def vacuum() -> None:
        with session.cursor() as cursor, suppress(psycopg2.errors.QueryCanceled):
            cursor.execute("SET vacuum_cost_limit = 1")
            cursor.execute("SET vacuum_cost_delay = 100")
            cursor.execute("VACUUM receipts")

    def is_seen() -> bool:
        with station.database.begin() as connection:
            return load.signals(connection, "receipts").vacuuming is True

    thread = threading.Thread(target=vacuum)
    with closing(session):
        thread.start()
        try:
            while not is_seen():
                assert thread.is_alive(), "the vacuum was over before it was seen"
            assert (
                Governor.of(station.database, "receipts", station.identity.name, Clock()).glance().reason
                is SlowReason.VACUUM
            )
        finally:
            session.cancel()
            thread.join()
    assert not is_seen()


def test_an_adaptive_job_says_its_pace_and_deletes_everything(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 300)
    (job_id,) = station.start(business)
    result = station.run(job_id, batch_size=50, mode=PaceMode.ADAPTIVE)
    assert result.ending is Ending.COMPLETED
    assert product.live(business) == 0
    paces = [step.pace for step in station.steps if step.pace]
    assert paces
    assert all(10 <= pace.batch_size <= 2000 for pace in paces)
