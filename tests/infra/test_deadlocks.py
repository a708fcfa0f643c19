"""A deadlock that the console loses costs it another try, and nobody notices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import Connection, event

from app.actions.results import Answer
from app.actions.sweeping import SweepAction
from app.db import again as retrying
from app.db import starting
from app.engine.events import Ending, WaitReason
from app.engine.heartbeat import Heartbeat
from tests.support.deadlocks import deadlocks
from tests.support.product import Product
from tests.support.program import Program
from tests.support.running import Station

TIMES = 2
LOCK_ROW = "SELECT 1 FROM {} FOR UPDATE"
OLD = "2020-01-01"


def test_a_sweep_beside_the_web_worker(product: Product, program: Program) -> None:
    """Which locks attachments and receipts in another order."""
    business_id = product.business()
    product.receipts(business_id, 5, files=1, is_deleted=True)
    with deadlocks(
        product, "DELETE ON attachments", "SELECT 1 FROM attachments ORDER BY id FOR UPDATE", times=TIMES
    ):
        done = program.run("sweep", "--business", business_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert [one["files_deleted"] for one in done.json["results"]] == [5]
    assert (product.files(business_id), product.attachment_count()) == (0, 0)


def test_files_that_went_with_the_lost_transaction_are_not_missing(
    product: Product, station: Station
) -> None:
    """What the server refuses at the commit comes after the files of the page are gone."""
    business_id = product.business()
    product.receipts(business_id, 30, files=1, is_deleted=True)
    refusals = count()

    def lose(connection: Connection) -> None:
        if product.files(business_id) == 0 and next(refusals) == 0:
            try:
                connection.exec_driver_sql("DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40P01'; END $$")
            finally:  # as the server does with a transaction that it refuses to commit
                connection.connection.rollback()

    event.listen(station.database.engine, "commit", lose)
    (swept,) = SweepAction(station.database, station.deletion, station.audit)(station.person, [business_id])
    assert next(refusals) > 0
    assert (swept.files.deleted, swept.files.missing, swept.files.left) == (30, 0, 0)
    assert (product.files(business_id), product.attachment_count()) == (0, 0)


@pytest.mark.parametrize("failure_cap", [1, 3])
def test_a_batch(product: Product, station: Station, failure_cap: int) -> None:
    business_id = product.business()
    ids = product.receipts(business_id, 12, files=1)
    with deadlocks(
        product,
        "UPDATE ON receipts",
        "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE",
        ids[0],
        when=f"WHEN (NEW.id = {ids[2]})",
        times=TIMES,
    ):
        (job_id,) = station.delete(business_id)
        ended = station.run(job_id, batch_size=5, failure_cap=failure_cap)
    assert ended.ending is Ending.COMPLETED
    assert [step for step in station.steps if step.wait is WaitReason.BACKOFF] == []
    assert product.counters(job_id) == ("completed", 12, 12, 12, 0)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_a_start(product: Product, program: Program) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    wanted = f"SELECT pg_advisory_xact_lock({starting._LOCK_SPACE}, {business_id})"
    with deadlocks(product, "INSERT ON background_jobs", wanted, times=TIMES):
        done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.err) == (0, "")
    assert product.scalar("SELECT count(*) FROM background_jobs") == 1
    assert product.counters() == ("completed", 3, 3, 3, 0)


def lost(product: Product, business_id: int) -> int:
    cursor = '{"last_id": 0, "max_id": 9, "worker": "sweep:far:1:0a0b0c0d0e0f/1"}'
    return product.job(
        business_id,
        "running",
        cursor=cursor,
        created_at=OLD,
        updated_at=OLD,
        started_at=OLD,
        heartbeat_at=OLD,
    )


def stopped(status: str) -> Callable[[Product, int], int]:
    def make(product: Product, business_id: int) -> int:
        return product.job(business_id, status, cursor='{"last_id": 0, "max_id": 9}', created_at=OLD)

    return make


def waiting(product: Product, business_id: int) -> int:
    cursor = '{"last_id": 0, "max_id": 9, "worker": "sweep:far:1:0a0b0c0d0e0f/queue"}'
    return product.job(business_id, cursor=cursor)


ACTIONS = {
    "resume": (stopped("paused"), Answer.RESUMED),
    "pause": (waiting, Answer.PAUSED),
    "cancel": (waiting, Answer.CANCELLED),
    "take_over": (lost, Answer.TAKEN_OVER),
    "mark_failed": (lost, Answer.MARKED_FAILED),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action(product: Product, station: Station, action: str) -> None:
    make, answer = ACTIONS[action]
    job_id = make(product, product.business())
    with deadlocks(product, "UPDATE ON background_jobs", LOCK_ROW.format("background_jobs"), times=TIMES):
        (result,) = getattr(station.actions, action)(station.person, [job_id])
    assert result.answer is answer
    station.audit.end()
    assert [line.answer for line in station.audit.read()] == [answer.value]


def test_a_heartbeat(product: Product, station: Station) -> None:
    job_id = started(product, station)
    station.database.close()  # its sessions of before
    heartbeat = Heartbeat(station.database, station.identity, station.types)
    with deadlocks(product, "UPDATE ON background_jobs", LOCK_ROW.format("background_jobs"), times=TIMES):
        assert heartbeat.beat([job_id]).lost == frozenset()


def started(product: Product, station: Station) -> int:
    business_id = product.business()
    product.receipts(business_id, 1)
    return station.delete(business_id)[0]


def test_one_that_never_ends(product: Product, station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "PAUSE_SECONDS", 0.0)
    job_id = stopped("paused")(product, product.business())
    product.execute("""
        CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE 'lost' USING ERRCODE = '40001'; END $$;
        CREATE TRIGGER lose BEFORE UPDATE ON background_jobs FOR EACH ROW EXECUTE FUNCTION lose()""")
    with station.statements() as sent, pytest.raises(Exception, match="lost"):
        station.resume(job_id)
    assert sum("UPDATE background_jobs" in one for one in sent) == retrying.TRIES
    assert product.job_status(job_id) == "paused"
