"""Things of `background_jobs` that are there and differ: named, with advice, and never touched."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.errors import SchemaProblem
from app.db.engine import Database
from app.db.schema import GapKind, apply, missing, recommended
from app.db.url import parse_url
from tests.support.catalog import NO_GUARD, SAMPLE, follow_advice, gaps, names, run, snapshot, the_problem

GUARD = "idx_background_jobs_unique_active"
ACTIVE = "WHERE status IN ('queued', 'running', 'paused')"


@pytest.mark.parametrize(
    ("index", "definition", "said"),
    [
        (
            "idx_background_jobs_created_at",
            "INDEX {} ON {} (updated_at)",
            r"it is on \(updated_at\) instead of",
        ),
        ("idx_background_jobs_created_at", "UNIQUE INDEX {} ON {} (created_at)", "it is unique"),
        (
            "idx_background_jobs_created_at",
            "INDEX {} ON {} USING hash (created_at)",
            "its type is hash",
        ),
        (
            "idx_background_jobs_created_at",
            "INDEX {} ON {} (created_at) WHERE total > 0",
            r"only the rows WHERE \(total > 0",
        ),
        ("idx_background_jobs_created_at", "INDEX {} ON {} ((created_at::date))", "instead of"),
        (
            "idx_background_jobs_business_type_status",
            "INDEX {} ON {} (business_id, status, job_type)",
            "instead of",
        ),
        (GUARD, f"INDEX {{}} ON {{}} (business_id, job_type) {ACTIVE}", "it is not unique"),
        (GUARD, f"UNIQUE INDEX {{}} ON {{}} (business_id) {ACTIVE}", r"it is on \(business_id\)"),
        (GUARD, "UNIQUE INDEX {} ON {} (business_id, job_type)", "it holds all rows instead of"),
        (
            GUARD,
            "UNIQUE INDEX {} ON {} (business_id, job_type) WHERE status IN ('queued', 'running')",
            "it holds the rows",
        ),
        (
            GUARD,
            f"UNIQUE INDEX {{}} ON {{}} (business_id, job_type) {ACTIVE} AND job_type = 'broadcast'",
            "it holds",
        ),
        (
            GUARD,
            "UNIQUE INDEX {} ON {} (business_id, job_type) WHERE status <> 'completed'",
            "it holds the rows",
        ),
    ],
)
def test_an_index_that_differs(database: Database, index: str, definition: str, said: str) -> None:
    whole = snapshot(database)
    run(database, f"DROP INDEX {index}", f"CREATE {definition.format(index, 'background_jobs')}")
    gap = the_problem(database)
    assert (gap.kind, gap.name) == (GapKind.INDEX, index)
    assert re.search(said, gap.problem or "")
    follow_advice(database, gap)
    assert snapshot(database) == whole


def test_an_index_that_failed_half_way(database: Database) -> None:
    whole = snapshot(database)
    run(database, SAMPLE, NO_GUARD)
    run(database, "UPDATE background_jobs SET business_id = 3, job_type = 'broadcast', status = 'queued'")
    creation = f"CREATE UNIQUE INDEX CONCURRENTLY {GUARD} ON background_jobs (business_id, job_type) {ACTIVE}"
    outside = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT", as_it_is=True)
    with outside as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql(creation)
    run(database, "UPDATE background_jobs SET status = 'failed'")
    gap = the_problem(database)
    assert "it is invalid" in (gap.problem or "")
    assert gap.sql[0] == f"DROP INDEX CONCURRENTLY public.{GUARD}"
    follow_advice(database, gap)
    assert snapshot(database) == whole


@pytest.mark.parametrize(
    "other",
    ["CREATE INDEX {} ON business (name)", "CREATE TABLE {} (id integer)", "CREATE VIEW {} AS SELECT 1"],
)
def test_a_name_that_something_else_bears(database: Database, other: str) -> None:
    run(database, "DROP INDEX idx_background_jobs_created_at", other.format("idx_background_jobs_created_at"))
    gap = the_problem(database)
    assert "belongs to another table" in (gap.problem or "")
    assert gap.sql == ()


@pytest.mark.parametrize(
    ("constraint", "definition", "said"),
    [
        (
            "chk_job_status",
            "CHECK (status IN ('queued', 'running', 'completed', 'failed'))",
            "refuses paused, cancelled",
        ),
        ("chk_job_status", "CHECK (status <> 'paused')", "refuses paused"),
        ("chk_job_status", "CHECK (length(status) > 0)", "refuses nothing"),
        ("chk_job_status", "CHECK (status::integer > 0)", "cannot be determined"),
        ("chk_job_status", "CHECK (total >= 0)", "not a check of status"),
        ("chk_job_status", "UNIQUE (total)", "not a check of status"),
        (
            "chk_job_type",
            "CHECK (job_type IN ('delete_leads', 'broadcast'))",
            "refuses delete_receipts_all, update_leads",
        ),
        (
            "background_jobs_business_id_fkey",
            "FOREIGN KEY (business_id) REFERENCES business (id)",
            "ON DELETE NO ACTION instead of CASCADE",
        ),
        (
            "background_jobs_requested_by_user_id_fkey",
            "FOREIGN KEY (requested_by_user_id) REFERENCES business (id) ON DELETE SET NULL",
            "does not refer to users",
        ),
        (
            "background_jobs_requested_by_user_id_fkey",
            "CHECK (total > 0)",
            "not a foreign key of requested_by",
        ),
    ],
)
def test_a_constraint_that_differs(database: Database, constraint: str, definition: str, said: str) -> None:
    whole = snapshot(database)
    run(database, f"ALTER TABLE background_jobs DROP CONSTRAINT {constraint}")
    run(database, f"ALTER TABLE background_jobs ADD CONSTRAINT {constraint} {definition}")
    gap = the_problem(database)
    assert (gap.kind, gap.name) == (GapKind.CONSTRAINT, constraint)
    assert re.search(said, gap.problem or "")
    follow_advice(database, gap)
    assert snapshot(database) == whole


def test_a_foreign_key_of_another_name_will_do(database: Database) -> None:
    run(
        database,
        "ALTER TABLE background_jobs RENAME CONSTRAINT background_jobs_business_id_fkey TO fk_jobs_business",
    )
    run(database, "ALTER TABLE background_jobs RENAME CONSTRAINT background_jobs_pkey TO pk_jobs")
    assert gaps(database) == []


def test_a_stricter_check_of_another_name(database: Database) -> None:
    run(database, "ALTER TABLE background_jobs ADD CONSTRAINT old_status CHECK (status <> 'paused')")
    gap = the_problem(database)
    assert (gap.name, gap.problem) == ("old_status", "It exists, but it refuses paused.")
    follow_advice(database, gap)
    assert gaps(database) == []


def test_a_primary_key_on_another_column(database: Database) -> None:
    run(database, "ALTER TABLE background_jobs DROP CONSTRAINT background_jobs_pkey")
    run(database, "ALTER TABLE background_jobs ADD CONSTRAINT odd_key PRIMARY KEY (business_id, id)")
    gap = the_problem(database)
    assert (gap.name, gap.problem) == (
        "odd_key",
        "It exists, but it is on (business_id, id) instead of (id).",
    )


def test_the_name_of_the_primary_key_on_another_index(database: Database) -> None:
    run(database, "ALTER TABLE background_jobs DROP CONSTRAINT background_jobs_pkey")
    run(database, "CREATE INDEX background_jobs_pkey ON background_jobs (id)")
    gap = the_problem(database)
    assert gap.problem == "It exists, but it is not unique."
    follow_advice(database, gap)
    assert gaps(database) == []


def test_an_interrupted_run_is_gone_on_with(database: Database) -> None:
    whole = snapshot(database)
    run(
        database,
        SAMPLE,
        "ALTER TABLE background_jobs DROP CONSTRAINT chk_job_status, DROP CONSTRAINT background_jobs_pkey,"
        " DROP CONSTRAINT background_jobs_business_id_fkey",
        "ALTER TABLE background_jobs ADD CONSTRAINT chk_job_status CHECK"
        " (status::text IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled')) NOT VALID",
        "ALTER TABLE background_jobs ADD CONSTRAINT background_jobs_business_id_fkey"
        " FOREIGN KEY (business_id) REFERENCES business (id) ON DELETE CASCADE NOT VALID",
        "CREATE UNIQUE INDEX background_jobs_pkey ON background_jobs (id)",
    )
    expected = ["background_jobs_pkey", "chk_job_status", "background_jobs_business_id_fkey"]
    assert names(gaps(database)) == expected
    assert names(apply(database)) == expected
    assert snapshot(database) == whole


def test_what_differs_does_not_keep_the_rest_from_being_added(database: Database) -> None:
    run(
        database,
        "DROP INDEX idx_background_jobs_created_at",
        "ALTER TABLE background_jobs DROP COLUMN heartbeat_at",
    )
    run(database, "ALTER TABLE background_jobs ALTER COLUMN status TYPE varchar(99)")
    assert names(apply(database)) == ["background_jobs.heartbeat_at", "idx_background_jobs_created_at"]
    assert names(gaps(database)) == ["background_jobs.status"]


def test_a_status_of_another_type_is_named_once(database: Database) -> None:
    run(
        database,
        "CREATE TYPE job_status AS ENUM ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled')",
        NO_GUARD,
        "ALTER TABLE background_jobs DROP CONSTRAINT chk_job_status",
        "ALTER TABLE background_jobs ALTER COLUMN status TYPE job_status USING status::job_status",
        "ALTER TABLE background_jobs ADD CONSTRAINT chk_job_status CHECK (status IN ('queued', 'running'))",
        f"CREATE UNIQUE INDEX {GUARD} ON background_jobs (business_id, job_type) {ACTIVE}",
    )
    assert names(gaps(database)) == ["background_jobs.status"]


def test_a_view_of_the_name(database: Database) -> None:
    run(
        database,
        "ALTER TABLE background_jobs RENAME TO jobs",
        "CREATE VIEW background_jobs AS SELECT * FROM jobs",
    )
    gap = the_problem(database)
    assert gap.kind is GapKind.TABLE
    assert "not an ordinary table" in (gap.problem or "")


def test_a_database_without_any_table(empty_database_url: str) -> None:
    database = Database(parse_url(empty_database_url))
    with pytest.raises(SchemaProblem, match='has no table "business"'):
        apply(database)
    with database.connection() as connection, pytest.raises(SchemaProblem, match='has no table "business"'):
        missing(connection)
    database.close()


@pytest.mark.parametrize("table", ["business", "users", "receipts", "attachments"])
def test_a_database_without_the_product(database: Database, table: str) -> None:
    run(database, f"DROP TABLE {table} CASCADE")
    with database.connection() as connection, pytest.raises(SchemaProblem, match=f'has no table "{table}"'):
        recommended(connection) if table in {"receipts", "attachments"} else missing(connection)
    with pytest.raises(SchemaProblem, match=f'has no table "{table}"'):
        apply(database, with_recommended=True)


def test_a_schema_of_another_name(database: Database) -> None:
    """The table is built beside `business`, also where another schema comes first in the search path."""
    whole = {tuple(part.replace("public.", '"odd %(x)s :y".') for part in row) for row in snapshot(database)}
    run(database, 'ALTER SCHEMA public RENAME TO "odd %(x)s :y"', "CREATE SCHEMA mine")
    run(database, f'ALTER DATABASE "{database.engine.url.database}" SET search_path = mine, "odd %(x)s :y"')
    database.close()
    run(database, "DROP TABLE background_jobs")
    assert gaps(database)[0].table == '"odd %(x)s :y".background_jobs'
    apply(database, with_recommended=True)
    assert snapshot(database) == whole
    run(
        database,
        "DROP INDEX idx_background_jobs_created_at",
        "ALTER TABLE background_jobs DROP COLUMN status",
    )
    apply(database)
    assert snapshot(database) == whole
