"""What a console counts of itself is what the server counts of it, to the last transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from app.core.demand import Look, Sighting
from app.core.policy import PaceMode
from app.db import load, running
from app.db.engine import statement, transaction
from app.db.sight import sight_of
from app.db.url import parse_url
from app.demo.server import DemoServer
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from tests.support.databases import CARELESS, Databases
from tests.support.folders import server_home
from tests.support.other_sessions import role, somebody, wait_until_blocked
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture(scope="module")
def quiet_server() -> Iterator[Databases]:
    """A server on which nobody else does anything, not even a vacuum."""
    with (
        server_home("sweep-quiet-") as folder,
        DemoServer(folder, settings={**CARELESS, "autovacuum": "off"}, disposable=folder) as server,
        Databases.on(server.url("postgres")) as databases,
    ):
        yield databases


@pytest.fixture
def database_url(quiet_server: Databases) -> Iterator[str]:
    with quiet_server.fresh() as url:
        yield url


@pytest.fixture
def another(product: Product) -> Iterator[Station]:
    """A console at another desk."""
    with Station(product, "other") as other:
        yield other


def _look(station: Station) -> Look:
    with station.database.begin() as connection:
        found = load.look(connection, station.database.own_work, station.identity.name)
    assert found
    return found


def test_a_whole_job_with_files_counts_itself(product: Product, business: int, station: Station) -> None:
    product.receipts(business, 40, files=2)
    (job_id,) = station.start(business)
    before = _look(station)
    assert station.run(job_id, mode=PaceMode.ADAPTIVE).ending is Ending.COMPLETED
    after = _look(station)
    assert after.sighting.least - before.sighting.least > 2
    assert after.sighting.others_since(before.sighting) == 0


def test_batches_that_are_taken_apart_count_their_savepoints(
    product: Product, business: int, station: Station
) -> None:
    ids = product.receipts(business, 20)
    product.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.id = {ids[7]} THEN RAISE 'no' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$;"
        " CREATE TRIGGER refuse BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION refuse()"
    )
    (job_id,) = station.start(business)
    before = _look(station)
    assert station.run(job_id).ending is Ending.COMPLETED
    after = _look(station)
    assert product.live(business) == 1
    assert after.sighting.likely_since(before.sighting) == 0


def test_what_only_reads_or_finds_nothing_to_change_takes_no_id(station: Station) -> None:
    before = _look(station)
    with station.database.connection() as connection:
        with statement(connection):
            connection.exec_driver_sql("UPDATE receipts SET status = status WHERE id = -1")
        with transaction(connection):
            connection.exec_driver_sql("SELECT id FROM receipts WHERE id = -1 FOR UPDATE")
            with transaction(connection):
                connection.exec_driver_sql("SELECT count(*) FROM receipts")
    after = _look(station)
    assert (after.sighting.next_id, after.sighting.most) == (before.sighting.next_id, before.sighting.most)


def test_others_are_told_from_us(product: Product, business: int, station: Station) -> None:
    product.receipts(business, 30)
    (job_id,) = station.start(business)
    before = _look(station)
    station.run(job_id)
    for _ in range(5):
        product.execute("INSERT INTO business (name) VALUES ('Another')")
    after = _look(station)
    assert after.sighting.others_since(before.sighting) == 5


def test_commits_of_ours_are_seen_at_once_where_the_server_can(
    product: Product, business: int, station: Station
) -> None:
    product.receipts(business, 60)
    (job_id,) = station.start(business)
    with station.database.begin() as connection:
        assert sight_of(connection).may_flush
    before = _look(station)
    station.run(job_id, batch_size=5)
    after = _look(station)
    done = after.own_commits - before.own_commits
    assert done > 12
    assert after.commits - before.commits <= done
    assert not after.is_late


def test_a_long_query_of_somebody_is_seen_and_who_only_idles_is_not(
    product: Product, station: Station
) -> None:
    address = parse_url(product.url).set(drivername="postgresql").render_as_string(hide_password=False)
    idle = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1"

    def wait_for_lock() -> None:
        with closing(psycopg2.connect(address, application_name="report")) as session:
            session.cursor().execute("SELECT pg_advisory_lock(1)")

    with somebody(product, idle), station.database.snapshot() as reading:
        reading.exec_driver_sql("SELECT 1")
        assert not _look(station).snapshots
        with somebody(product, "SELECT pg_advisory_lock(1)"):
            report = threading.Thread(target=wait_for_lock)
            report.start()
            wait_until_blocked(product, "report")
            first, second = _look(station), _look(station)
        report.join()
    assert len(first.snapshots) == 1
    assert second.snapshots == first.snapshots


def test_another_console_is_known_by_the_counts_of_its_cursor(
    product: Product, business: int, station: Station, another: Station
) -> None:
    product.receipts(business, 30)
    (job_id,) = another.start(business)
    seen = []
    another.run_until(job_id, lambda _: seen.append(_look(station)), batch_size=10)
    assert [set(one.kin) for one in seen] == [{another.identity.name}] * 3
    counts = [told for one in seen if (told := one.kin[another.identity.name])]
    assert len(counts) == 3
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert not _look(another).kin
    assert not _look(station).kin  # it has ended


def test_another_console_is_known_from_its_claim_on(
    product: Product, business: int, station: Station, another: Station
) -> None:
    product.receipts(business, 3)
    (job_id,) = another.start(business)
    assert not _look(station).kin
    identity = another.identity
    with another.database.connection() as connection:
        before = another.database.own_work.counts
        running.claim_new(connection, job_id, [DELETE_RECEIPTS], identity.waiting, identity.claim())
    assert _look(station).kin == {identity.name: before}


def test_a_console_of_before_is_not_known(
    product: Product, business: int, station: Station, another: Station
) -> None:
    """Its cursors tell nothing."""
    product.receipts(business, 3)
    (job_id,) = another.start(business)
    product.execute(
        """UPDATE background_jobs SET status = 'running', started_at = now(), heartbeat_at = now(),
        cursor = jsonb_set(cursor::jsonb, '{worker}', to_jsonb(%s::text))::text WHERE id = %s""",
        another.identity.name,
        job_id,
    )
    assert not _look(station).kin


@pytest.mark.parametrize(
    "function",
    ["txid_current_snapshot()", "txid_snapshot_xmax(txid_snapshot)", "pg_stat_get_db_xact_commit(oid)"],
)
def test_who_may_not_see_others_deletes_all_the_same(
    product: Product, business: int, station: Station, function: str
) -> None:
    product.receipts(business, 30)
    (job_id,) = station.start(business)
    product.execute(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM public")
    with role(product) as url, Station(product, "lowly", url=url) as lowly:
        with lowly.database.begin() as connection:
            assert load.look(connection, lowly.database.own_work, lowly.identity.name) is None
        lowly.identity = station.identity
        assert lowly.run(job_id, mode=PaceMode.ADAPTIVE).ending is Ending.COMPLETED
        assert lowly.console.governor.glance().demand.transactions is None
    assert product.live(business) == 0


def test_a_sighting_bounds_what_is_in_flight() -> None:
    before, after = Sighting(0.0, 100, 10, 14), Sighting(1.0, 140, 20, 26)
    assert after.others_since(before) == 40 - 16
    assert after.likely_since(before) == 40 - 11
