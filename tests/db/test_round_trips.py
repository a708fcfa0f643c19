"""How often the server is asked: for a batch, a page of files, a job, a preview and a start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from psycopg2.extensions import STATUS_READY

from app.actions.preview import preview
from app.core.access import Actor
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station
from tests.support.statements import bare


@contextmanager
def round_trips(station: Station) -> Iterator[list[str]]:
    """What the driver sends within the block, with BEGIN and COMMIT; each is one round trip."""
    sent: list[str] = []
    execute = station.database.engine.dialect.do_execute

    def count(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if not cursor.connection.autocommit and cursor.connection.status == STATUS_READY:
            sent.append("BEGIN")
        sent.append(" ".join(bare(statement).split()))
        execute(cursor, statement, parameters, context)

    def count_plain(cursor: Any, statement: str, context: Any = None) -> None:
        count(cursor, statement, None, context)

    def end(what: str, done: Callable[[Any], None]) -> Callable[[Any], None]:
        def do(connection: Any) -> None:
            if connection.status != STATUS_READY:
                sent.append(what)
            done(connection)

        return do

    dialect = station.database.engine.dialect
    with (
        patch.object(dialect, "do_execute", count),
        patch.object(dialect, "do_execute_no_params", count_plain),
        patch.object(dialect, "do_commit", end("COMMIT", dialect.do_commit)),
        patch.object(dialect, "do_rollback", end("ROLLBACK", dialect.do_rollback)),
    ):
        yield sent


def between_batches(sent: list[str]) -> list[list[str]]:
    """What is sent for each batch, up to the next one."""
    found: list[list[str]] = [[]]
    for statement in sent:
        if "UPDATE receipts SET is_deleted" in statement:
            found.append([])
        found[-1].append(statement)
    return found[1:]


@pytest.mark.parametrize("size", [1, 10, 400])
def test_a_batch_without_files_is_one_round_trip(
    station: Station, product: Product, business: int, size: int
) -> None:
    product.receipts(business, 3 * size)
    (job_id,) = station.start(business)
    with round_trips(station) as sent:
        assert station.run(job_id, batch_size=size).succeeded == 3 * size
    first, second, *_rest = between_batches(sent)
    assert len(first) == len(second) == 1


def of_files(sent: list[str]) -> list[list[str]]:
    """What is sent for each page of files, from BEGIN to COMMIT."""
    starts = [at - 1 for at, statement in enumerate(sent) if 'LOCK TABLE "attachments"' in statement]
    return [sent[start : start + sent[start:].index("COMMIT") + 1] for start in starts]


@pytest.mark.parametrize("size", [1, 10, 400])
def test_a_page_of_files_is_ten_round_trips(product: Product, business: int, size: int) -> None:
    """However many files it has: BEGIN, the catalogue, what keeps them, their keys, the locks, SAVEPOINT, the
    deletion, what is still there, RELEASE, COMMIT."""
    product.receipts(business, 3 * size, files=2)
    with Station(product, "in order", files_behind=0) as station:
        (job_id,) = station.start(business)
        with round_trips(station) as sent:
            assert station.run(job_id, batch_size=size).files_deleted == 6 * size
    assert [len(page) for page in of_files(sent)] == [10, 10, 10]


SMALL_JOB = {
    "the claim": "SET status=",
    "the batch": "UPDATE receipts SET is_deleted",
    "what was left behind": "others.business_id != ",
    "what is live": "SELECT pg_catalog.count(*)",
    "the end": "UPDATE background_jobs SET status=",
}


def test_all_round_trips_of_a_small_job_without_files(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    with round_trips(station) as sent:
        assert station.run(job_id).ending is Ending.COMPLETED
    assert len(sent) == len(SMALL_JOB)
    assert [words in one for words, one in zip(SMALL_JOB.values(), sent, strict=True)] == [True] * 5


def test_all_round_trips_of_a_small_job(station: Station, product: Product, business: int) -> None:
    """Beside those of one without files: where the files' new connection leads (4), the newest attachments,
    and a page of files (8)."""
    product.receipts(business, 9, files=1)
    (job_id,) = station.start(business)
    with round_trips(station) as sent:
        station.run(job_id)
    statements = [one for one in sent if one not in {"BEGIN", "COMMIT", "ROLLBACK"}]
    assert len(statements) == len(SMALL_JOB) + 13
    # Where the connection leads, and the page.
    assert sent.count("BEGIN") == sent.count("COMMIT") == 2
    assert sent.count("ROLLBACK") == 0


@pytest.mark.parametrize("number", [1, 200])
def test_a_preview_and_a_start_cost_the_same_for_one_business_as_for_many(
    station: Station, product: Product, number: int
) -> None:
    ids = [product.business(f"Business {index}") for index in range(number)]
    for business in ids:
        product.receipts(business, 2)
    actor: Actor = station.actor(product.user("system_admin").id)
    with station.statements() as sent:
        assert len(preview(station.database, station.deletion, actor, ids)) == number
    assert len(sent) == 7
    with station.statements() as sent:
        station.actions.start(actor, DELETE_RECEIPTS, ids)
    assert len(sent) <= 11
    assert sum("INSERT INTO background_jobs" in statement for statement in sent) == 1


def test_taking_a_batch_apart_asks_about_a_bad_receipt_only_so_often(
    station: Station, product: Product, business: int
) -> None:
    """Halving: two statements for each of its steps, and not one for each receipt."""
    ids = product.receipts(business, 512)
    product.execute(f"""
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'held'; END $$;
        CREATE TRIGGER hold BEFORE UPDATE ON receipts FOR EACH ROW
            WHEN (NEW.is_deleted AND OLD.id = {ids[100]}) EXECUTE FUNCTION hold()""")
    (job_id,) = station.start(business)
    with station.statements() as sent:
        assert station.run(job_id, batch_size=512).ending is Ending.COMPLETED
    assert sum("UPDATE receipts" in statement for statement in sent) <= 2 + 2 * 9 + 1


def test_locked_receipts_are_told_from_the_free_ones_in_one_statement(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    ids = product.receipts(business, 100)
    with (
        Station(product, "impatient") as station,
        somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", ids[::7]),
        station.statements() as sent,
    ):
        (job_id,) = station.start(business)
        station.run_batches(job_id, 1, batch_size=100)
    assert sum("SKIP LOCKED" in statement for statement in sent) == 1
    # All of them, in vain, and then those that nobody holds: a lock is waited for once.
    assert sum("UPDATE receipts" in statement for statement in sent) == 2
