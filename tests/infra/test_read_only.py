"""Databases that take no writes: a standby, and one that an administrator has set to read-only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from app.actions.overview import Overview
from app.core.database_messages import READ_ONLY
from app.core.errors import ReadOnlyDatabase
from app.core.exit_status import Exit
from app.engine.control import Stop
from app.engine.events import Ending
from tests.infra.roles import Roles
from tests.infra.walk import Walk
from tests.support import servers
from tests.support.databases import Databases
from tests.support.fetching import NotToBeHadError
from tests.support.product import Product, User
from tests.support.program import until
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

SAYS = READ_ONLY.format(reason="|").partition("|")[0]


def set_read_only(product: Product, role: str = "") -> Callable[[], object]:
    """For all sessions that begin from now on, or those of a role; returns what ends that. The product's own
    session goes on writing."""
    whom = f"ROLE {role}" if role else f"DATABASE {product.scalar('SELECT current_database()')}"
    product.execute(f"ALTER {whom} SET default_transaction_read_only = on")
    return lambda: product.execute(f"ALTER {whom} RESET default_transaction_read_only")


def commands_that_write(product: Product) -> list[tuple[Any, ...]]:
    """With something for each of them to do."""
    old = {"started_at": "2024-05-01", "updated_at": "2024-05-01", "created_at": "2024-05-01"}
    homes = [product.business() for _ in range(6)]
    for one in homes:
        product.receipts(one, 4, files=1)
    product.receipts(homes[0], 3, files=2, is_deleted=True)
    paused = product.job(homes[1], "paused", total=4, cursor='{"last_id": 0}')
    failed = product.job(homes[2], "failed", total=4, cursor='{"last_id": 0, "failed": [[9, "no"]]}')
    stale = product.job(homes[3], "running", **old, heartbeat_at="2024-05-01")
    stuck = product.job(homes[4], "queued", **old)
    kept = {"cursor": '{"last_id": 0, "at": 0, "worker": "sweep:desk:1:abc/queue"}'}
    waiting = product.job(homes[5], "queued", **kept)
    return [
        ("delete", "--business", homes[0], "--confirm", "DELETE"),
        ("sweep", "--business", homes[0]),
        ("resume", paused),
        ("retry", failed),
        ("pause", waiting),
        ("cancel", paused),
        ("take-over", stale),
        ("mark-failed", stuck),
        ("migrate", "--apply", "--with-recommended"),
    ]


def walk_in_vain(walk: Walk, commands: list[tuple[Any, ...]]) -> None:
    """Each command that would write says why it cannot, and changes nothing; what only reads, reads."""
    product = walk.product
    rows, files = product.all_rows(), sorted(product.storage_root.rglob("*"))
    for words in commands:
        done = walk.run(*words)
        assert (done.status, SAYS in f"{done.said}{done.json}", "Traceback" in done.said) == (
            Exit.FAILED,
            True,
            False,
        ), (words, done)
    assert (product.all_rows(), sorted(product.storage_root.rglob("*"))) == (rows, files)
    assert walk.run("jobs").status == walk.run("migrate", "--check").status == Exit.DONE
    assert walk.run("doctor").json["findings"][0]["code"] == "database_answers"


def window_reads(product: Product, url: str, person: User, business_id: int) -> bool:
    """Whether the table of a window that is connected to `url` has the business."""
    with Station(product, "window", url=url) as station:
        rows = Overview(station.database, station.types).read(station.actor(person.id))
    return business_id in {row.business.id for row in rows}


@pytest.mark.parametrize("whom", ["the database", "the role"])
def test_it_is_set_to_read_only(
    product: Product, roles: Roles, walk_on: Callable[..., Walk], whom: str
) -> None:
    role = roles.owner()
    walk = walk_on(product, "--database-url", role.url)
    commands, person = commands_that_write(product), product.user()
    allow = set_read_only(product, role.name if whom == "the role" else "")
    walk_in_vain(walk, commands)
    assert window_reads(product, role.url, person, commands[0][2])
    allow()
    assert walk.run(*commands[0]).status == Exit.DONE


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Databases, servers.Cluster]]:
    """The databases of a primary server, and the standby that follows it."""
    with ExitStack() as stack:
        try:
            primary = stack.enter_context(servers.running(servers.NEWEST))
        except NotToBeHadError as error:
            pytest.skip(f"There is no PostgreSQL {servers.NEWEST} here: {error}")
        databases = stack.enter_context(Databases.on(primary.url()))
        yield databases, stack.enter_context(servers.running(servers.NEWEST, standby_of=primary))


def test_a_standby(
    pair: tuple[Databases, servers.Cluster], storage_root: Path, walk_on: Callable[..., Walk]
) -> None:
    """Until it becomes the primary: then the same command goes through."""
    databases, standby = pair
    with databases.fresh() as url, Product(url, storage_root) as product:
        there = standby.url(str(product.scalar("SELECT current_database()")))
        walk = walk_on(product, "--database-url", there)
        commands, person = commands_that_write(product), product.user()
        until(lambda: has_caught_up(product, standby))
        walk_in_vain(walk, commands)
        assert window_reads(product, there, person, commands[0][2])
        with Product(there, storage_root) as promoted:
            promoted.execute("SELECT pg_promote()")
            assert walk.run(*commands[0]).status == Exit.DONE
            assert (promoted.live(commands[0][2]), product.live(commands[0][2])) == (0, 4)


def has_caught_up(product: Product, standby: servers.Cluster) -> bool:
    """The standby has replayed all that was done by now, whether or not it is on the primary's disk: these
    servers do not wait for that."""
    written = product.scalar("SELECT pg_current_wal_insert_lsn()")
    with closing(psycopg2.connect(standby.url())) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s", (written,))
        return cursor.fetchone() == (True,)


def test_it_becomes_read_only_in_the_middle(station: Station, product: Product, business: int) -> None:
    """The job waits, as for a connection; and goes on, on sessions that are newer than the setting."""
    product.receipts(business, 30, files=1)
    (job_id,) = station.start(business)
    lifted: list[Callable[[], object]] = []

    def meanwhile(wait: int) -> None:
        if wait == 1:
            lifted.append(set_read_only(product))
            station.kill_connections()
        if wait == 4:
            assert product.counters() == ("running", 30, 10, 10, 0)
            lifted[0]()

    result = station.run(job_id, QuickControl(station.clock, meanwhile))
    assert (result.ending, product.counters()) == (Ending.COMPLETED, ("completed", 30, 30, 30, 0))
    assert (product.live(business), product.files(business)) == (0, 0)
    assert any(SAYS in step.detail for step in station.steps)


@pytest.mark.parametrize("stop", [Stop.NO, Stop.PAUSE, Stop.SHUTDOWN])
def test_it_stays_read_only(station: Station, product: Product, business: int, stop: Stop) -> None:
    """A worker is not kept for ever; nothing can say so on the row, which is then found by its heartbeat."""
    product.receipts(business, 30, files=1)
    (job_id,) = station.start(business)
    control: QuickControl

    def meanwhile(wait: int) -> None:
        if wait == 1:
            set_read_only(product)
            station.kill_connections()
            control.request(stop)

    control = QuickControl(station.clock, meanwhile)
    result = station.run(job_id, control)
    assert result.ending is Ending.ABANDONED
    assert result.error.startswith(SAYS)
    assert product.counters() == ("running", 30, 10, 10, 0)
    assert product.attachment_count(business) == product.files(business)


def test_it_was_read_only_before_the_claim(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    set_read_only(product)
    station.kill_connections()
    result = station.run(job_id)
    assert (result.ending, product.job_status()) == (Ending.ABANDONED, "queued")
    assert result.error.startswith(SAYS)


def test_sessions_that_are_older_than_the_permission_are_left(station: Station, product: Product) -> None:
    """A setting of the database counts for sessions that begin after it; those in the pool have the old."""
    business_id = product.business()
    product.receipts(business_id, 5)
    allow = set_read_only(product)
    station.kill_connections()
    with ExitStack() as several:  # more than one
        for _ in range(3):
            several.enter_context(station.database.begin())
    with pytest.raises(ReadOnlyDatabase):
        station.delete(business_id)
    allow()
    (job_id,) = station.delete(business_id)
    assert station.run(job_id).ending is Ending.COMPLETED
