"""Sessions that the server ends or limits, and defaults of roles and databases: jobs go on all the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.actions.results import Answer
from app.actions.sweeping import SweepAction
from app.core.errors import CannotConnect
from app.db import engine
from app.db.schema import applying
from app.engine.events import Ending, WaitReason
from app.engine.heartbeat import Heartbeat
from tests.infra.roles import Roles
from tests.support.product import Product
from tests.support.running import Station

LONG_AGO = "2020-01-01"

# Whatever the console changes, it changes in transactions that are as they are meant to be.
_PROBE = """
    CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('application_name') LIKE 'sweep:%'
            AND current_setting('transaction_isolation') <> 'read committed'
        THEN RAISE 'isolation is %', current_setting('transaction_isolation'); END IF;
        IF coalesce(current_setting('transaction_timeout', true), '0') <> '0'
            AND current_setting('application_name') LIKE 'sweep:%'
        THEN RAISE 'a limit of %', current_setting('transaction_timeout'); END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER look AFTER UPDATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION look();
    CREATE TRIGGER look AFTER INSERT OR UPDATE ON background_jobs FOR EACH STATEMENT EXECUTE FUNCTION look();
    CREATE TRIGGER look AFTER DELETE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION look()
"""


def by_default(product: Product, **settings: str) -> None:
    """For the sessions of this database that begin from here on."""
    name = product.scalar("SELECT current_database()")
    for setting, value in settings.items():
        product.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")


def server_version(product: Product) -> int:
    return int(product.connection.server_version)


def wait_until_gone(product: Product, station: Station) -> None:
    """Until the server has ended all sessions of the console."""
    there = "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()"
    give_up_at = time.monotonic() + 30
    while product.rows(there, station.identity.name):
        assert time.monotonic() < give_up_at
        time.sleep(0.01)


def test_sessions_that_are_ended_when_idle(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait between two batches may be longer than the server lets a session be idle."""
    if server_version(product) < 140_000:
        pytest.skip("PostgreSQL 14 knows idle_session_timeout.")
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    by_default(product, idle_session_timeout="700ms")
    business_id = product.business()
    product.receipts(business_id, 6, files=1)
    with Station(product, files_behind=0) as station:
        (job_id,) = station.delete(business_id)
        ended = station.run_until(job_id, lambda _wait: wait_until_gone(product, station), batch_size=2)
        waits = [step.wait for step in station.steps if step.wait]
    assert ended.ending is Ending.COMPLETED
    assert set(waits) == {WaitReason.THROTTLE}
    assert product.counters(job_id) == ("completed", 6, 6, 6, 0)
    assert product.files(business_id) == 0


def test_a_session_that_cannot_be_had_again(
    product: Product, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is then told as whatever cannot connect, and waited out."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    role = roles.console()
    business_id = product.business()
    product.receipts(business_id, 6)
    with Station(product, url=role.url, files_behind=0) as station:
        (job_id,) = station.delete(business_id)

        def meanwhile(wait: int) -> None:
            if wait == 1:
                product.execute(f"ALTER ROLE {role.name} NOLOGIN")
                station.kill_connections()
            elif station.steps[-1].wait is WaitReason.DATABASE:
                product.execute(f"ALTER ROLE {role.name} LOGIN")

        ended = station.run_until(job_id, meanwhile, batch_size=2)
        waits = [step.wait for step in station.steps if step.wait]
    assert ended.ending is Ending.COMPLETED
    assert waits.count(WaitReason.DATABASE) == 1
    assert product.counters(job_id) == ("completed", 6, 6, 6, 0)


LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")
DEFAULTS = [
    {"default_transaction_isolation": "serializable", "default_transaction_deferrable": "on"},
    {"default_transaction_isolation": "repeatable read", "work_mem": "64kB", "lock_timeout": "1ms"},
    dict.fromkeys(LIMITS, "400ms"),
]
LONGER_SECONDS = 0.5


@pytest.fixture(params=range(len(DEFAULTS)))
def other_defaults(request: pytest.FixtureRequest, product: Product) -> Iterator[Station]:
    """A console on a database whose sessions have other defaults than PostgreSQL's."""
    settings = dict(DEFAULTS[request.param])
    if server_version(product) < 170_000:
        settings.pop("transaction_timeout", None)
    product.execute(_PROBE)
    by_default(product, **settings)
    with Station(product, files_behind=0) as station:
        yield station


def lost(product: Product, business_id: int) -> int:
    cursor = '{"last_id": 0, "max_id": 9, "worker": "sweep:far:1:0a0b0c0d0e0f/1"}'
    times = dict.fromkeys(("created_at", "updated_at", "started_at", "heartbeat_at"), LONG_AGO)
    return product.job(business_id, "running", cursor=cursor, **times)


def touch(product: Product) -> None:
    """Somebody changes the rows, and nothing in them: a stricter level calls it a conflict."""
    product.execute("UPDATE background_jobs SET total = total; UPDATE receipts SET vendor_name = vendor_name")


def take_long(product: Product) -> None:
    """Longer than the defaults would let a transaction last, or be idle."""
    touch(product)
    product.execute("SELECT pg_sleep(%s)", LONGER_SECONDS)


def test_every_write_with_other_defaults(product: Product, other_defaults: Station) -> None:
    station, business_id = other_defaults, product.business()
    product.receipts(business_id, 9, files=1)
    (job_id,) = station.delete(business_id)
    with station.just_before("UPDATE background_jobs", lambda: take_long(product)):  # the claim
        assert station.run_batches(job_id, 2, batch_size=2).ending is Ending.PAUSED
    with station.just_before("UPDATE background_jobs", lambda: touch(product)):
        assert station.resume(job_id).answer is Answer.RESUMED
    assert Heartbeat(station.database, station.identity, station.types).beat([job_id]).lost == frozenset()
    assert station.run(job_id, batch_size=2).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 9, 9, 9, 0)
    rescued, given_up, dropped = (lost(product, product.business()) for _ in range(3))
    with station.just_before("UPDATE background_jobs", lambda: touch(product)):
        results = station.actions.take_over(station.person, [rescued])
    results += station.actions.mark_failed(station.person, [given_up])
    with station.just_before("UPDATE background_jobs", lambda: touch(product)):
        results += [station.pause(rescued), station.cancel(dropped)]
    assert [result.answer for result in results] == ["taken_over", "marked_failed", "paused", "cancelled"]
    other = product.business()
    product.receipts(other, 3, files=1, is_deleted=True)
    sweep = SweepAction(station.database, station.deletion, station.audit)
    with station.just_before("DELETE FROM attachments", lambda: take_long(product)):
        (swept,) = sweep(station.person, [other])
    assert (swept.files.deleted, swept.files.left) == (3, 0)


def test_a_migration_with_other_defaults(product: Product, other_defaults: Station) -> None:
    """The index has to wait for somebody who came just before it."""
    product.execute("DROP INDEX idx_background_jobs_unique_active")
    job_id = product.job(product.business(), "completed")
    with ExitStack() as others:

        def keep_waiting() -> None:  # in a session that is older than the defaults
            product.execute(f"BEGIN; UPDATE background_jobs SET total = 0 WHERE id = {job_id}")
            timer = threading.Timer(LONGER_SECONDS, product.execute, ["ROLLBACK"])
            others.callback(timer.join)
            timer.start()

        with other_defaults.just_before("CREATE UNIQUE INDEX CONCURRENTLY", keep_waiting):
            added = applying.apply(other_defaults.database)
    assert [gap.name for gap in added] == ["idx_background_jobs_unique_active"]


@pytest.mark.parametrize("most", [1, 2])
def test_a_role_with_few_connections(product: Product, roles: Roles, most: int) -> None:
    """The files of a job, which go beside its batches, wait for their turn."""
    role = roles.console()
    product.execute(f"ALTER ROLE {role.name} CONNECTION LIMIT {most}")
    business_id = product.business()
    product.receipts(business_id, 12, files=1)
    with Station(product, url=role.url) as station:
        (job_id,) = station.delete(business_id)
        ended = station.run(job_id, batch_size=4)
        assert ended.ending is Ending.COMPLETED
        assert product.counters(job_id) == ("completed", 12, 12, 12, 0)
        assert (product.live(business_id), product.files(business_id)) == (0, 0)
        with station.database.connection():
            others = [station.database.engine.raw_connection() for _ in range(most - 1)]
            with pytest.raises(CannotConnect) as refused, station.database.begin():
                pass
            for one in others:
                one.close()
    assert refused.value.why == "too_many"
