"""`app.db.schema` against a real PostgreSQL: everything that can be lacking is named, and added."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.errors import SchemaProblem
from app.db.engine import Database
from app.db.schema import GapKind, apply
from tests.support.catalog import (
    NO_GUARD,
    SAMPLE,
    follow_advice,
    gaps,
    names,
    rows,
    run,
    snapshot,
    the_problem,
)

NOT_NULL = ("id", "business_id", "job_type", "status")
NULLABLE = (
    "requested_by_user_id",
    "total",
    "processed",
    "succeeded",
    "failed_count",
    "last_error",
    "cursor",
    "created_at",
    "updated_at",
    "started_at",
    "finished_at",
    "heartbeat_at",
)
CONSTRAINTS = (
    "background_jobs_pkey",
    "chk_job_type",
    "chk_job_status",
    "background_jobs_business_id_fkey",
    "background_jobs_requested_by_user_id_fkey",
)
INDEXES = (
    "idx_background_jobs_business_type_status",
    "idx_background_jobs_created_at",
    "idx_background_jobs_unique_active",
)


def test_a_table_as_the_web_side_made_it_lacks_nothing(database: Database) -> None:
    """Written by hand after web-api-contract.md, and not by the code under test."""
    run(
        database,
        "DROP TABLE background_jobs",
        """CREATE TABLE background_jobs (
            id serial PRIMARY KEY,
            business_id int NOT NULL REFERENCES business(id) ON DELETE CASCADE,
            requested_by_user_id int REFERENCES users(id) ON DELETE SET NULL,
            job_type varchar(64) NOT NULL,
            status varchar(32) NOT NULL,
            total int DEFAULT 0, processed int DEFAULT 0,
            succeeded int DEFAULT 0, failed_count int DEFAULT 0,
            last_error text,
            cursor text,
            created_at timestamp DEFAULT now(), updated_at timestamp DEFAULT now(),
            started_at timestamp, finished_at timestamp,
            CONSTRAINT chk_job_status
                CHECK (status IN ('queued','running','paused','completed','failed','cancelled')),
            CONSTRAINT chk_job_type CHECK (job_type IN ('delete_receipts_all', 'delete_leads', 'update_leads',
                'delete_imported_leads', 'enqueue_outbound_calls', 'broadcast')))""",
        "CREATE INDEX idx_background_jobs_business_type_status"
        " ON background_jobs(business_id, job_type, status)",
        "CREATE INDEX idx_background_jobs_created_at ON background_jobs(created_at)",
        "CREATE UNIQUE INDEX idx_background_jobs_unique_active ON background_jobs(business_id, job_type)"
        " WHERE status IN ('queued', 'running', 'paused')",
    )
    assert names(gaps(database)) == ["background_jobs.heartbeat_at"]
    run(database, "ALTER TABLE background_jobs ADD heartbeat_at timestamp")
    assert gaps(database) == []


def test_a_right_database_lacks_nothing(database: Database) -> None:
    before = snapshot(database)
    assert gaps(database) == []
    assert apply(database) == []
    assert snapshot(database) == before


@pytest.mark.parametrize("column", [*NOT_NULL, *NULLABLE])
def test_a_missing_column_is_named_and_added(database: Database, column: str) -> None:
    whole = snapshot(database)
    run(database, f"ALTER TABLE background_jobs DROP COLUMN {column}")
    found = gaps(database)
    assert (GapKind.COLUMN, f"background_jobs.{column}") in [(gap.kind, gap.name) for gap in found]
    assert all(gap.required and gap.problem is None for gap in found)
    assert apply(database) == found
    assert snapshot(database) == whole
    assert apply(database) == []
    assert snapshot(database) == whole


@pytest.mark.parametrize("column", NULLABLE)
def test_a_column_added_to_a_table_in_use_keeps_its_rows(database: Database, column: str) -> None:
    run(database, SAMPLE)
    with database.engine.connect() as connection:
        before = rows(connection)
    run(database, f"ALTER TABLE background_jobs DROP COLUMN {column}")
    apply(database)
    counter = column in {"total", "processed", "succeeded", "failed_count"}
    with database.engine.connect() as connection:
        # Nobody knows when the old rows were created, so they get no time.
        assert rows(connection) == [{**row, column: 0 if counter else None} for row in before]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_missing_constraint_is_named_and_added(database: Database, name: str) -> None:
    run(database, SAMPLE)
    whole = snapshot(database)
    with database.engine.connect() as connection:
        before = rows(connection)
    run(database, f"ALTER TABLE background_jobs DROP CONSTRAINT {name}")
    assert [(gap.kind, gap.name, gap.problem) for gap in gaps(database)] == [(GapKind.CONSTRAINT, name, None)]
    assert names(apply(database)) == [name]
    assert snapshot(database) == whole
    assert apply(database) == []
    with database.engine.connect() as connection:
        assert rows(connection) == before


@pytest.mark.parametrize("name", INDEXES)
def test_a_missing_index_is_named_and_added(database: Database, name: str) -> None:
    run(database, SAMPLE)
    whole = snapshot(database)
    run(database, f"DROP INDEX {name}")
    (gap,) = gaps(database)
    assert (gap.kind, gap.name, gap.problem) == (GapKind.INDEX, name, None)
    assert "CONCURRENTLY" in gap.script
    assert names(apply(database)) == [name]
    assert snapshot(database) == whole
    assert apply(database) == []


def test_everything_but_one_column_missing(database: Database) -> None:
    whole = snapshot(database)
    run(database, "DROP TABLE background_jobs", "CREATE TABLE background_jobs (cursor text)")
    assert len(apply(database)) == len(NOT_NULL) + len(NULLABLE) - 1 + len(CONSTRAINTS) + len(INDEXES)
    assert snapshot(database) == whole


def test_a_missing_table_is_one_gap_and_is_built_whole(database: Database) -> None:
    whole = snapshot(database)
    run(database, "DROP TABLE background_jobs")
    assert [(gap.kind, gap.name) for gap in gaps(database)] == [(GapKind.TABLE, "background_jobs")]
    assert names(apply(database)) == ["background_jobs"]
    assert snapshot(database) == whole
    assert apply(database) == []


def test_a_built_table_keeps_the_contract(database: Database) -> None:
    run(database, "DROP TABLE background_jobs")
    apply(database)
    run(database, SAMPLE)
    insert = "INSERT INTO background_jobs (business_id, job_type, status) VALUES "
    refused = {
        "(4, 'delete_receipts_all', 'queued')": "idx_background_jobs_unique_active",
        "(3, 'delete_receipts_all', 'deleting')": "chk_job_status",
        "(3, 'delete_everything', 'queued')": "chk_job_type",
        "(77, 'broadcast', 'queued')": "background_jobs_business_id_fkey",
    }
    for values, constraint in refused.items():
        with pytest.raises(IntegrityError, match=constraint):
            run(database, insert + values)
    run(
        database,
        insert + "(4, 'delete_receipts_all', 'cancelled')",
        insert + "(3, 'delete_receipts_all', 'running')",
    )
    run(database, "DELETE FROM users", "DELETE FROM business WHERE id = 4")
    with database.engine.connect() as connection:
        left = rows(connection)
        types = connection.scalars(
            text("SELECT DISTINCT pg_typeof(heartbeat_at)::text FROM background_jobs")
        ).all()
    assert [(row["business_id"], row["requested_by_user_id"]) for row in left] == [(3, None)] * 3
    assert (left[2]["total"], left[2]["processed"], left[2]["succeeded"], left[2]["failed_count"]) == (
        0,
        0,
        0,
        0,
    )
    assert types == ["timestamp without time zone"]


def test_a_column_that_rows_must_fill_is_left_to_a_person(database: Database) -> None:
    run(database, SAMPLE, "ALTER TABLE background_jobs DROP COLUMN status, DROP COLUMN heartbeat_at")
    before = snapshot(database)
    with pytest.raises(
        SchemaProblem, match=r"nothing was changed: the table has rows, and .* missing status"
    ):
        apply(database)
    assert snapshot(database) == before


def test_two_active_jobs_of_a_business_are_named_before_anything_changes(database: Database) -> None:
    run(database, SAMPLE, NO_GUARD, "ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    insert = "INSERT INTO background_jobs (business_id, job_type, status) VALUES "
    run(database, f"{insert}(4, 'delete_receipts_all', 'queued')")
    before = snapshot(database)
    with pytest.raises(
        SchemaProblem, match=r"business 4 has 2 active jobs of the type delete_receipts_all \(jobs 3, 4\)"
    ):
        apply(database)
    assert snapshot(database) == before
    run(database, "UPDATE background_jobs SET status = 'cancelled' WHERE id = 4")
    assert names(apply(database)) == ["background_jobs.heartbeat_at", "idx_background_jobs_unique_active"]


def test_of_many_businesses_ten_are_named(database: Database) -> None:
    run(
        database,
        NO_GUARD,
        "INSERT INTO business (id, name) SELECT n, n::text FROM generate_series(1, 12) AS n",
        "INSERT INTO background_jobs (business_id, job_type, status) "
        "SELECT n, 'broadcast', 'queued' FROM generate_series(1, 12) AS n, generate_series(1, 2)",
    )
    with pytest.raises(SchemaProblem, match=r"business 10 has 2 active .*; and more") as raised:
        apply(database)
    assert "business 11 " not in str(raised.value)


@pytest.mark.parametrize(
    ("dropped", "statement", "said"),
    [
        (
            "chk_job_status",
            "UPDATE background_jobs SET status = 'odd' WHERE id = 2",
            "rows with the status odd: 1",
        ),
        ("chk_job_type", "UPDATE background_jobs SET job_type = 'odd'", "rows with the job_type odd: 3"),
        (
            "background_jobs_business_id_fkey",
            "UPDATE background_jobs SET business_id = 77 WHERE id = 1",
            "rows with the business_id 77, which is not in business: 1",
        ),
        ("background_jobs_pkey", "UPDATE background_jobs SET id = 2", "rows with the id 2: 3"),
    ],
)
def test_rows_that_do_not_fit_are_named_before_anything_changes(
    database: Database, dropped: str, statement: str, said: str
) -> None:
    run(database, SAMPLE, NO_GUARD, f"ALTER TABLE background_jobs DROP CONSTRAINT {dropped}", statement)
    before = snapshot(database)
    with pytest.raises(SchemaProblem, match=said):
        apply(database)
    assert snapshot(database) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("heartbeat_at TYPE timestamptz", "its type is timestamp with time zone instead of"),
        ("last_error TYPE varchar(200)", r"its type is character varying\(200\) instead of text"),
        ("business_id DROP NOT NULL", "it may be NULL"),
        ("finished_at SET NOT NULL", "it may not be NULL"),
        ("id DROP DEFAULT", "it has no sequence"),
        ("total DROP DEFAULT", "its default is missing instead of 0"),
        ("processed SET DEFAULT 1", "its default is 1 instead of 0"),
    ],
)
def test_a_column_that_differs_is_named_and_left_alone(database: Database, change: str, said: str) -> None:
    run(database, f"ALTER TABLE background_jobs ALTER COLUMN {change}")
    gap = the_problem(database)
    assert (gap.kind, gap.name) == (GapKind.COLUMN, f"background_jobs.{change.partition(' ')[0]}")
    assert re.search(said, gap.problem or "")
    follow_advice(database, gap)
    assert gaps(database) == []


def test_what_no_writer_notices_is_no_difference(database: Database) -> None:
    run(
        database,
        "ALTER TABLE background_jobs ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN total SET NOT NULL",
        "ALTER TABLE background_jobs ALTER COLUMN updated_at DROP DEFAULT, ADD COLUMN queue_name text",
        "ALTER TABLE background_jobs DROP CONSTRAINT chk_job_type",
        "ALTER TABLE background_jobs ADD CONSTRAINT chk_job_type CHECK (job_type IN ('a_newer_one',"
        " 'delete_leads', 'delete_receipts_all', 'broadcast', 'update_leads', 'delete_imported_leads',"
        " 'enqueue_outbound_calls'))",
        NO_GUARD,
        "CREATE UNIQUE INDEX idx_background_jobs_unique_active ON background_jobs (business_id, job_type)"
        " WHERE status = 'paused' OR status = 'queued' OR status = 'running'",
        "ALTER TABLE background_jobs ALTER COLUMN id DROP DEFAULT",
        "ALTER TABLE background_jobs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY",
    )
    assert gaps(database) == []
