"""Looks at what a table is made of, and damages or mends it, for the tests of `app.db.schema`."""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.db.engine import Database
from app.db.schema import Gap, apply, missing

NO_GUARD = "DROP INDEX idx_background_jobs_unique_active"
SAMPLE = """
    INSERT INTO business (id, name) VALUES (3, 'Alma'), (4, 'Brosh');
    INSERT INTO users (id, business_id, email, password_hash) VALUES (9, 3, 'dana@example.com', '');
    INSERT INTO background_jobs
        (business_id, requested_by_user_id, job_type, status, total, cursor, created_at)
    VALUES
        (3, 9, 'delete_receipts_all', 'completed', 70, '{"last_id": 70}', '2024-05-01 10:00'),
        (3, NULL, 'broadcast', 'failed', 5, NULL, '2024-05-02 10:00'),
        (4, NULL, 'delete_receipts_all', 'paused', 12, '{"last_id": 4, "x": 1}', '2024-05-03 10:00')
"""


def run(database: Database, *statements: str) -> None:
    """Runs statements that stand for what somebody else did, each in a transaction of its own."""
    for statement in statements:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def snapshot(database: Database, table: str = "background_jobs") -> set[tuple[str, ...]]:
    """Every column, constraint and index of the table, as PostgreSQL itself would write it down."""
    with database.engine.connect() as connection:
        found = [row for query in _QUERIES for row in connection.execute(text(query), {"table": table})]
        return {tuple(map(str, row)) for row in found}


def rows(connection: Connection, table: str = "background_jobs") -> list[dict[str, object]]:
    """The table's rows in the order of their ids."""
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]


def gaps(database: Database) -> list[Gap]:
    with database.connection() as connection:
        return missing(connection)


def names(found: list[Gap]) -> list[str]:
    return [gap.name for gap in found]


def the_problem(database: Database) -> Gap:
    """The one gap there is, which must be a thing that differs and that `apply` leaves alone."""
    (gap,) = gaps(database)
    assert gap.problem
    before = snapshot(database)
    assert apply(database) == []
    assert snapshot(database) == before
    assert gaps(database) == [gap]
    assert all(line.startswith("-- ") for line in gap.script.splitlines())
    return gap


def follow_advice(database: Database, gap: Gap) -> None:
    """Runs the advice as a person would who has uncommented it."""
    with database.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT", as_it_is=True
    ) as connection:
        for statement in gap.sql:
            connection.exec_driver_sql(statement)


_QUERIES = (
    """SELECT 'column', attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
       FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped""",
    """SELECT 'constraint', conname, pg_get_constraintdef(oid), convalidated
       FROM pg_constraint WHERE conrelid = to_regclass(:table)""",
    """SELECT 'index', pg_get_indexdef(indexrelid), indisvalid, indisready, indisunique
       FROM pg_index WHERE indrelid = to_regclass(:table)""",
)
