"""The console's own tables are made on request alone, whole, and what they lack is said and added."""

from __future__ import annotations

import psycopg2
import pytest

from app.actions.diagnostics import Diagnosis
from app.core.errors import SchemaProblem
from app.db import schema
from app.db.engine import Database
from app.db.schema import Effect, GapKind
from app.db.url import parse_url
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.running import Station


def lacking(database: Database) -> list[tuple[str, str]]:
    with database.begin() as connection:
        return [(str(gap.kind), gap.name) for gap in schema.own_tables(connection)]


BOTH = ["sweep_restores", "sweep_audit"]


def test_they_are_made_once_and_only_on_request(database: Database, product: Product) -> None:
    assert [gap.name for gap in schema.apply(database)] == []
    assert lacking(database) == [(GapKind.TABLE, name) for name in BOTH]
    assert [gap.name for gap in schema.apply(database, with_own=True)] == BOTH
    assert lacking(database) == []
    assert schema.apply(database, with_own=True) == []


def test_what_it_lacks_is_added_and_what_differs_is_said(database: Database, product: Product) -> None:
    schema.apply(database, with_own=True)
    product.execute("ALTER TABLE sweep_restores DROP COLUMN notes")
    product.execute("DROP INDEX sweep_restores_job")
    product.execute("DROP INDEX sweep_restores_unique_active")
    product.execute("CREATE UNIQUE INDEX sweep_restores_unique_active ON sweep_restores (business_id)")
    with database.begin() as connection:
        gaps = {gap.name: gap for gap in schema.own_tables(connection)}
    assert gaps["sweep_restores.notes"].effect is Effect.BREAKS
    assert gaps["sweep_restores_job"].effect is Effect.NONE
    guard = gaps["sweep_restores_unique_active"]
    assert (guard.effect, guard.problem) == (
        Effect.BREAKS,
        "It exists, but it holds all rows instead of those WHERE"
        " status::text IN ('paused', 'queued', 'running').",
    )
    with Station(product) as station:
        told = {
            one.values.get("name")
            for one in Diagnosis(station.database, station.storage, station.types).all()
        }
    assert gaps.keys() <= told
    schema.apply(database, with_own=True)
    assert lacking(database) == [(GapKind.INDEX, "sweep_restores_unique_active")]


@pytest.mark.parametrize("name", BOTH)
def test_one_is_made_beside_the_other(database: Database, product: Product, name: str) -> None:
    """As a database has it that an earlier version made its table in."""
    schema.apply(database, with_own=True)
    product.execute(f"DROP TABLE {name}")
    assert lacking(database) == [(GapKind.TABLE, name)]
    assert [gap.name for gap in schema.apply(database, with_own=True)] == [name]
    assert lacking(database) == []


def test_what_the_record_lacks_is_added_and_what_differs_is_said(
    database: Database, product: Product
) -> None:
    schema.apply(database, with_own=True)
    product.execute("ALTER TABLE sweep_audit DROP COLUMN new_status")
    product.execute("DROP INDEX sweep_audit_job, sweep_audit_chain")
    product.execute("CREATE INDEX sweep_audit_chain ON sweep_audit (writer, number)")
    with database.begin() as connection:
        gaps = {gap.name: gap for gap in schema.own_tables(connection)}
    assert gaps["sweep_audit.new_status"].effect is Effect.BREAKS
    assert gaps["sweep_audit_job"].effect is Effect.NONE
    assert gaps["sweep_audit_chain"].problem is not None
    assert gaps.keys() == {"sweep_audit.new_status", "sweep_audit_job", "sweep_audit_chain"}
    schema.apply(database, with_own=True)
    assert lacking(database) == [(GapKind.INDEX, "sweep_audit_chain")]


@pytest.mark.parametrize("name", BOTH)
def test_a_view_of_its_name_is_left_alone(database: Database, product: Product, name: str) -> None:
    product.execute(f"CREATE VIEW {name} AS SELECT 1 AS id")
    assert [gap.name for gap in schema.apply(database, with_own=True)] == [one for one in BOTH if one != name]
    with database.begin() as connection:
        (gap,) = schema.own_tables(connection)
    assert (gap.name, gap.problem is None) == (name, False)


def test_who_may_not_create_it_is_told(product: Product) -> None:
    with role(product) as url:
        narrow = Database(parse_url(url))
        with pytest.raises(SchemaProblem, match="sweep_restores could not be added"):
            schema.apply(narrow, with_own=True)
        narrow.close()


@pytest.mark.parametrize(("table", "rest"), [("business", 0), ("users", 1)])
def test_it_goes_with_its_business_and_stays_without_its_person(
    database: Database, product: Product, table: str, rest: int
) -> None:
    schema.apply(database, with_own=True)
    business = product.business()
    person = product.user("admin", product.business()).id
    product.execute(
        "INSERT INTO sweep_restores (business_id, requested_by_user_id, job_id, status)"
        " VALUES (%s, %s, 1, 'running')",
        business,
        person,
    )
    with pytest.raises(Exception, match="chk_restore_status"):
        product.execute("UPDATE sweep_restores SET status = 'odd'")
    product.execute(f"DELETE FROM {table} WHERE id = %s", business if table == "business" else person)
    assert product.scalar("SELECT count(*) FROM sweep_restores") == rest


def test_lines_of_the_record_outlive_what_they_tell_of(database: Database, product: Product) -> None:
    schema.apply(database, with_own=True)
    business = product.business()
    job = product.job(business, "completed")
    product.execute(
        "INSERT INTO sweep_audit (writer, number, hash, line, business_id, job_id)"
        " VALUES ('w', 1, '', '', %s, %s)",
        business,
        job,
    )
    with pytest.raises(psycopg2.errors.UniqueViolation, match="sweep_audit_chain"):
        product.execute("INSERT INTO sweep_audit (writer, number, hash, line) VALUES ('w', 1, 'x', 'y')")
    product.execute("DELETE FROM business WHERE id = %s", business)
    assert product.rows("SELECT business_id, job_id FROM sweep_audit") == [
        {"business_id": business, "job_id": job}
    ]
