"""The recommended indexes: when they are recommended, and that PostgreSQL takes that on `receipts` for
batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from app.core.errors import SchemaProblem
from app.db.engine import Database
from app.db.schema import GapKind, Patience, apply, recommended
from app.receipts import queries
from tests.support.catalog import follow_advice, names, run, snapshot
from tests.support.statements import bare

LIVE = "WHERE is_deleted IS NOT TRUE"


@pytest.fixture
def database(database: Database) -> Iterator[Database]:
    run(database, "DROP INDEX IF EXISTS idx_receipts_business_live")
    run(
        database,
        "CREATE INDEX IF NOT EXISTS idx_attachments_storage_path ON attachments (storage_path)",
    )
    yield database
    run(database, "DROP INDEX IF EXISTS idx_attachments_storage_path")


def recommendations(database: Database) -> list[str]:
    with database.connection() as connection:
        return names(recommended(connection))


def test_it_is_recommended_and_built_only_when_asked_for(database: Database) -> None:
    before = snapshot(database, "receipts")
    with database.connection() as connection:
        (gap,) = recommended(connection)
    assert (gap.kind, gap.required, gap.problem) == (GapKind.RECOMMENDED, False, None)
    assert gap.script.startswith("CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_receipts_business_live ")
    assert apply(database) == []
    assert snapshot(database, "receipts") == before
    assert apply(database, with_recommended=True) == [gap]
    assert recommendations(database) == []
    assert apply(database, with_recommended=True) == []
    (added,) = snapshot(database, "receipts") - before
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
def test_an_index_of_another_name(database: Database, definition: str, enough: bool) -> None:
    run(database, f"CREATE INDEX another ON receipts {definition}")
    assert (recommendations(database) == []) is enough


def test_the_name_on_an_index_that_differs(database: Database) -> None:
    run(database, "CREATE INDEX idx_receipts_business_live ON receipts (business_id, id)")
    with database.connection() as connection:
        (gap,) = recommended(connection)
    assert gap.problem == "It exists, but it has another condition."
    assert apply(database, with_recommended=True) == []
    follow_advice(database, gap)
    assert recommendations(database) == []


@pytest.mark.parametrize(
    ("definition", "enough"),
    [
        ("(storage_path)", True),
        ("(storage_path, business_id)", True),
        ("(business_id, storage_path)", False),
        ("(lower(storage_path))", False),
        ("(storage_path) WHERE NOT is_deleted", False),
    ],
)
def test_an_index_on_the_keys_of_attachments(database: Database, definition: str, enough: bool) -> None:
    run(database, "DROP INDEX idx_attachments_storage_path")
    assert recommendations(database) == ["idx_receipts_business_live", "idx_attachments_storage_path"]
    run(database, f"CREATE INDEX another_on_keys ON attachments {definition}")
    assert ("idx_attachments_storage_path" not in recommendations(database)) is enough
    run(database, "DROP INDEX another_on_keys")
    assert [gap.name for gap in apply(database, with_recommended=True)] == [
        "idx_receipts_business_live",
        "idx_attachments_storage_path",
    ]
    assert recommendations(database) == []


def test_an_invalid_index_is_not_enough(database: Database) -> None:
    run(database, "INSERT INTO business (id, name) VALUES (3, 'Alma')")
    run(
        database,
        "INSERT INTO receipts (business_id) VALUES (3)",
        "ALTER TABLE receipts DROP CONSTRAINT receipts_pkey CASCADE",
    )
    run(database, "INSERT INTO receipts SELECT * FROM receipts")
    with (
        database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT", as_it_is=True
        ) as connection,
        pytest.raises(IntegrityError),
    ):
        connection.exec_driver_sql(
            f"CREATE UNIQUE INDEX CONCURRENTLY another ON receipts (business_id, id) {LIVE}"
        )
    assert recommendations(database) == ["idx_receipts_business_live"]


def test_it_is_not_begun_beside_an_open_transaction(database: Database) -> None:
    before = snapshot(database, "receipts")
    run(database, "INSERT INTO business (id, name) VALUES (3, 'Alma')")
    with database.engine.connect() as connection:
        connection.execute(text("INSERT INTO receipts (business_id) VALUES (3)"))
        patience = Patience(pause=0.01, index_wait=0.02, sleep=lambda _: None)
        with pytest.raises(
            SchemaProblem, match="idx_receipts_business_live could not be added, because another transaction"
        ):
            apply(database, with_recommended=True, patience=patience)
    assert snapshot(database, "receipts") == before


@pytest.mark.parametrize("business", [1, 250, 500])
def test_a_batch_reads_the_index_and_only_what_it_takes(database: Database, business: int) -> None:
    """Three quarters of the receipts are deleted already; a batch must not walk past them."""
    run(
        database,
        "INSERT INTO business (id, name) SELECT n, n::text FROM generate_series(1, 500) AS n",
        "INSERT INTO receipts (business_id, is_deleted)"
        " SELECT 1 + n % 500, n / 500 % 4 <> 3 OR NULL FROM generate_series(0, 159999) AS n",
    )
    apply(database, with_recommended=True)
    with database.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT", as_it_is=True
    ) as connection:
        connection.execute(text("VACUUM (ANALYZE) receipts"))  # as autovacuum does it
    (scan,) = scans(database, lambda on: queries.next_ids(on, business, after=0, upto=999_999, limit=50))
    assert scan["Index Name"] == "idx_receipts_business_live"
    assert (scan["Actual Rows"], scan.get("Rows Removed by Filter", 0)) == (50, 0)


def scans(database: Database, query: Callable[[Connection], object]) -> list[dict]:
    """How the one statement that `query` runs reads its tables, with the numbers of rows it met."""
    said: list[tuple[str, dict]] = []

    def listener(_connection: object, _cursor: object, statement: str, parameters: dict, *_: object) -> None:
        said.append((bare(statement), parameters))

    with database.connection() as connection:
        event.listen(database.engine, "before_cursor_execute", listener)
        query(connection)
        event.remove(database.engine, "before_cursor_execute", listener)
        ((statement, parameters),) = said
        answer = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
        return [node for node in nodes(answer.scalar_one()[0]["Plan"]) if "Scan" in node["Node Type"]]


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)
