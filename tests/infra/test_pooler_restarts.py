"""A pooler that ends, starts again, is paused or full in the middle of a job: the job goes on by itself."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest

from app.actions.results import Answer
from app.core.database_messages import CONNECTION_LOST, NO_FREE_CONNECTIONS
from app.core.errors import CannotConnect, DatabaseError
from app.db import engine
from app.db.engine import Database
from app.db.url import parse_url
from app.engine.events import Ending, WaitReason
from app.engine.heartbeat import Heartbeat
from tests.infra.test_pooler import left_on_sessions
from tests.support.pooler import Pooler, running_pooler
from tests.support.product import Product
from tests.support.running import Station

IN_VAIN = CONNECTION_LOST.format(reason=NO_FREE_CONNECTIONS)
MODES = ["session", "transaction"]


def disturbed(product: Product, running: Pooler, station: Station, what: Callable[[], object]) -> int:
    """Runs a job to its end with `what` happening in its waits; how often it waited for the database."""
    business_id = product.business()
    product.receipts(business_id, 25, files=1)
    (job_id,) = station.delete(business_id)

    def meanwhile(wait: int) -> None:
        if wait in {2, 4}:
            what()

    ended = station.run_until(job_id, meanwhile, batch_size=5)
    assert (ended.ending, ended.error) == (Ending.COMPLETED, "")
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)
    assert (ended.succeeded, ended.files_deleted + ended.files_missing) == (25, 25)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)
    assert left_on_sessions(product, running.url) == []
    return sum(step.wait is WaitReason.DATABASE for step in station.steps)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("is_tried", [True, False])
def test_a_restart(product: Product, monkeypatch: pytest.MonkeyPatch, mode: str, *, is_tried: bool) -> None:
    """Between two batches, where nothing is under way, it is not even noticed."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0 if is_tried else 3600.0)
    with running_pooler(product.url, mode) as running, Station(product, url=running.url) as station:
        waits = disturbed(product, running, station, running.restart)
    assert (waits == 0) is is_tried


def reload(running: Pooler) -> None:
    running.command("RELOAD")
    running.command("RECONNECT")


def kill(running: Pooler) -> None:
    """All clients are disconnected, and nobody is let in until it is resumed."""
    database = running.url.rpartition("/")[2].partition("?")[0]
    running.command(f"KILL {database}")
    running.command(f"RESUME {database}")


def pause(running: Pooler) -> None:
    """Whoever comes waits, until it is resumed."""
    running.command("PAUSE")
    threading.Timer(0.1, running.command, ["RESUME"]).start()


@pytest.mark.parametrize("command", [reload, kill, pause])
def test_what_its_operator_does(product: Product, command: Callable[[Pooler], None]) -> None:
    with running_pooler(product.url, "transaction") as running, Station(product, url=running.url) as station:
        disturbed(product, running, station, lambda: command(running))


@pytest.mark.parametrize("mode", MODES)
def test_server_sessions_that_it_uses_once(product: Product, mode: str) -> None:
    with (
        running_pooler(product.url, mode, server_lifetime=0, server_idle_timeout=1) as running,
        Station(product, url=running.url) as station,
        taken(running),  # else it keeps none in the end, on which something could be left
    ):
        assert disturbed(product, running, station, lambda: None) == 0


@contextmanager
def taken(running: Pooler) -> Iterator[None]:
    """Somebody has the pooler's only session."""
    with closing(running.connected()) as other, other.cursor() as cursor:
        cursor.execute("SELECT 1")
        yield


@pytest.fixture
def full(product: Product) -> Iterator[Pooler]:
    with running_pooler(product.url, "transaction", pool_size=1, query_wait_timeout=1) as running:
        yield running


def test_a_batch_that_waits_for_it_in_vain(product: Product, full: Pooler) -> None:
    business_id = product.business()
    product.receipts(business_id, 15, files=1)
    with Station(product, url=full.url, files_behind=0) as station, ExitStack() as others:
        (job_id,) = station.delete(business_id)

        def meanwhile(wait: int) -> None:
            if wait == 1:
                others.enter_context(taken(full))
            elif station.steps[-1].wait is WaitReason.DATABASE:
                others.close()

        ended = station.run_until(job_id, meanwhile, batch_size=5)
        told = [step.detail for step in station.steps if step.wait is WaitReason.DATABASE]
    assert ended.ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)
    assert set(told) == {IN_VAIN}


def test_actions_that_wait_for_it_in_vain(product: Product, full: Pooler) -> None:
    """Start, heartbeat and stop say so, and have done nothing; afterwards each does what it is to do."""
    business_id = product.business()
    product.receipts(business_id, 3)
    with Station(product, url=full.url) as station:
        person, kind = station.person, station.deletion.name
        heartbeat = Heartbeat(station.database, station.identity, station.types)
        with taken(full), pytest.raises(DatabaseError, match=re.escape(IN_VAIN)):
            station.actions.start(person, kind, [business_id])
        (job_id,) = station.delete(business_id)
        calls: list[Callable[[], Any]] = [lambda: heartbeat.beat([job_id]), lambda: station.pause(job_id)]
        for call in calls:
            with taken(full), pytest.raises(DatabaseError, match=re.escape(IN_VAIN)):
                call()
        assert product.job_status(job_id) == "queued"
        assert heartbeat.beat([job_id]).lost == frozenset()
        assert station.pause(job_id).answer is Answer.PAUSED


def test_no_more_clients(product: Product) -> None:
    with running_pooler(product.url, max_client_conn=1) as running, taken(running):
        opened = Database(parse_url(running.url))
        with closing(opened), pytest.raises(CannotConnect) as refused, opened.begin():
            pass
    assert refused.value.why == "too_many"


def test_a_server_that_is_away(product: Product) -> None:
    """The pooler answers in its place."""
    with running_pooler(product.url, server_login_retry=1, client_login_timeout=2) as running:
        running.lose_server()
        opened = Database(parse_url(running.url))
        with closing(opened), pytest.raises(CannotConnect) as refused, opened.begin():
            pass
    assert refused.value.why == "starting"
