"""The recommended index on `receipts`: when it is recommended, and that PostgreSQL takes it for batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from app.core.errors import SchemaProblem
from app.db import receipts
from app.db.engine import Database, parse_url
from app.db.schema import GapKind, Patience, apply, recommended
from tests.support.catalog import follow_advice, names, run, snapshot

LIVE = "WHERE is_deleted IS NOT TRUE"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    database = Database(parse_url(database_url))
    run(database.engine, "DROP INDEX IF EXISTS idx_receipts_business_live")
    yield database.engine
    database.close()


def recommendations(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return names(recommended(connection))


def test_it_is_recommended_and_built_only_when_asked_for(engine: Engine) -> None:
    before = snapshot(engine, "receipts")
    with engine.connect() as connection:
        (gap,) = recommended(connection)
    assert (gap.kind, gap.required, gap.problem) == (GapKind.RECOMMENDED, False, None)
    assert gap.script.startswith("CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_receipts_business_live ")
    assert apply(engine) == []
    assert snapshot(engine, "receipts") == before
    assert apply(engine, with_recommended=True) == [gap]
    assert recommendations(engine) == []
    assert apply(engine, with_recommended=True) == []
    (added,) = snapshot(engine, "receipts") - before
    assert added[1].endswith("receipts USING btree (business_id, id) WHERE (is_deleted IS NOT TRUE)")


@pytest.mark.parametrize(
    ("definition", "enough"),
    [
        (f"(business_id, id) {LIVE}", True),
        (f"(business_id, id, amount) {LIVE}", True),
        (f"(business_id, id) INCLUDE (attachment_id, preview_attachment_id) {LIVE}", True),
        (f"(id, business_id) {LIVE}", False),
        (f"(business_id, received_at, id) {LIVE}", False),
        ("(business_id, id)", False),
        ("(business_id, id) WHERE is_deleted = false", False),
        (f"(business_id, id) {LIVE} AND status = 'approved'", False),
    ],
)
def test_an_index_of_another_name(engine: Engine, definition: str, enough: bool) -> None:
    run(engine, f"CREATE INDEX another ON receipts {definition}")
    assert (recommendations(engine) == []) is enough


def test_the_name_on_an_index_that_differs(engine: Engine) -> None:
    run(engine, "CREATE INDEX idx_receipts_business_live ON receipts (business_id, id)")
    with engine.connect() as connection:
        (gap,) = recommended(connection)
    assert gap.problem == "It is there, but it has another condition."
    assert apply(engine, with_recommended=True) == []
    follow_advice(engine, gap)
    assert recommendations(engine) == []


def test_an_invalid_index_is_not_enough(engine: Engine) -> None:
    run(engine, "INSERT INTO business (id, name) VALUES (3, 'Alma')")
    run(
        engine,
        "INSERT INTO receipts (business_id) VALUES (3)",
        "ALTER TABLE receipts DROP CONSTRAINT receipts_pkey CASCADE",
    )
    run(engine, "INSERT INTO receipts SELECT * FROM receipts")
    with (
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        pytest.raises(IntegrityError),
    ):
        connection.exec_driver_sql(
            f"CREATE UNIQUE INDEX CONCURRENTLY another ON receipts (business_id, id) {LIVE}"
        )
    assert recommendations(engine) == ["idx_receipts_business_live"]


def test_it_is_not_begun_beside_an_open_transaction(engine: Engine) -> None:
    before = snapshot(engine, "receipts")
    run(engine, "INSERT INTO business (id, name) VALUES (3, 'Alma')")
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO receipts (business_id) VALUES (3)"))
        patience = Patience(pause=0.01, index_wait=0.02, sleep=lambda _: None)
        with pytest.raises(
            SchemaProblem, match="idx_receipts_business_live could not be added, because a transaction"
        ):
            apply(engine, with_recommended=True, patience=patience)
    assert snapshot(engine, "receipts") == before


@pytest.mark.parametrize("business", [1, 250, 500])
def test_a_batch_reads_the_index_and_only_what_it_takes(engine: Engine, business: int) -> None:
    """Three quarters of the receipts are deleted already; a batch must not walk past them."""
    run(
        engine,
        "INSERT INTO business (id, name) SELECT n, n::text FROM generate_series(1, 500) AS n",
        "INSERT INTO receipts (business_id, is_deleted)"
        " SELECT 1 + n % 500, n / 500 % 4 <> 3 OR NULL FROM generate_series(0, 159999) AS n",
    )
    apply(engine, with_recommended=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) receipts"))  # as autovacuum does it
    (scan,) = scans(engine, lambda on: receipts.next_ids(on, business, after=0, upto=999_999, limit=50))
    assert scan["Index Name"] == "idx_receipts_business_live"
    assert (scan["Actual Rows"], scan.get("Rows Removed by Filter", 0)) == (50, 0)


def scans(engine: Engine, query: Callable[[Connection], object]) -> list[dict]:
    """How the one statement that `query` runs reads its tables, with the numbers of rows it met."""
    said: list[tuple[str, dict]] = []

    def listener(_connection: object, _cursor: object, statement: str, parameters: dict, *_: object) -> None:
        said.append((statement, parameters))

    with engine.connect() as connection:
        event.listen(engine, "before_cursor_execute", listener)
        query(connection)
        event.remove(engine, "before_cursor_execute", listener)
        ((statement, parameters),) = said
        answer = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
        return [node for node in nodes(answer.scalar_one()[0]["Plan"]) if "Scan" in node["Node Type"]]


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)
