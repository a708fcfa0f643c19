"""What a role may do beyond what is needed is said column by column, and the SQL that is shown leaves it
exactly what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import pytest

from app.actions.diagnostics import Diagnosis
from app.db import excess, rights
from app.db.engine import Database
from app.db.location import PRODUCT_TABLES
from app.db.rights import LOCKING, NEEDED_RIGHTS
from app.db.url import parse_url
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.restoring import make_table
from tests.support.running import Station

AUDIT_FIRST = tuple(f"{right} ON public.sweep_audit" for right in ("DELETE", "TRUNCATE", "UPDATE"))

_HELD = """
    SELECT space.nspname, class.relname, own.attname AS column, one AS right
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    JOIN pg_attribute AS own ON own.attrelid = class.oid AND own.attnum > 0 AND NOT own.attisdropped
    CROSS JOIN unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) AS one
    WHERE class.relkind IN ('r', 'p', 'v') AND space.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_column_privilege(%s, class.oid, own.attnum, one)
    UNION ALL
    SELECT space.nspname, class.relname, NULL, one
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    CROSS JOIN unnest('{DELETE,TRUNCATE,TRIGGER}'::text[]) AS one
    WHERE class.relkind IN ('r', 'p', 'v') AND space.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_table_privilege(%s, class.oid, one)
"""


def held(product: Product, name: str) -> set[tuple[str, ...]]:
    """All that the role may do with any table, whoever was granted it."""
    return {tuple(map(str, row.values())) for row in product.rows(_HELD, name, name)}


@contextmanager
def another_role(product: Product, *statements: str) -> Iterator[str]:
    """The name of a role for which these statements, with `{name}` for it, were run."""
    name = f"{parse_url(product.url).database}_other"
    product.execute(f"CREATE ROLE {name}")
    try:
        for statement in statements:
            product.execute(statement.format(name=name))
        yield name
    finally:
        product.execute(f"DROP OWNED BY {name}")
        product.execute(f"DROP ROLE {name}")


def needed(product: Product) -> set[tuple[str, ...]]:
    """What a role may do that was given what is printed, and nothing else."""
    with closing(Database(parse_url(product.url))) as database, database.begin() as connection:
        statements = list(rights.grants(connection, "{name}"))
    with another_role(product, *statements) as name:
        return held(product, name)


@contextmanager
def narrow(product: Product) -> Iterator[tuple[str, Station]]:
    """A role that has what it needs, and its console."""
    with role(product) as url, Station(product, "narrow", url=url) as station:
        name = str(parse_url(url).username)
        product.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        with closing(Database(parse_url(product.url))) as database, database.begin() as connection:
            statements = list(rights.grants(connection, name))
        for statement in statements:
            product.execute(statement)
        assert codes(station) == ["rights_good"]
        yield name, station


def codes(station: Station) -> list[str]:
    found = Diagnosis(station.database, station.storage, station.types).all()
    return [one.code for one in found if one.subject == "rights"]


def surplus(station: Station) -> excess.Excess:
    with station.database.begin() as connection:
        found = excess.excess(connection)
    assert found is not None
    return found


@pytest.fixture
def both(product: Product) -> Product:
    """A database with both own tables, and with columns in each table that nobody here needs."""
    make_table(product.url)
    for table in (*PRODUCT_TABLES, "sweep_restores", "sweep_audit"):
        product.execute(f'ALTER TABLE {table} ADD COLUMN past text, ADD COLUMN "No one\'s" text')
        product.execute(f"GRANT SELECT (past), UPDATE (past) ON {table} TO pg_monitor")
        product.execute(f"ALTER TABLE {table} DROP COLUMN past")
    return product


def test_all_rights_on_all_tables_are_narrowed_to_what_is_needed(both: Product) -> None:
    both.execute("CREATE TABLE salaries (n int); CREATE VIEW overview AS SELECT 1 AS n")
    with role(both) as url, Station(both, "powerful", url=url) as station:
        both.execute(f"GRANT pg_monitor TO {parse_url(url).username}")
        found = surplus(station)
        assert found.rights[:3] == AUDIT_FIRST
        assert "SELECT ON public.users (whole table)" in found.rights
        assert "SELECT ON public.salaries" in found.rights
        assert codes(station) == ["excess", "rights_good"]
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        assert held(both, str(parse_url(url).username)) == needed(both)


def test_of_a_database_without_our_own_tables(product: Product) -> None:
    with role(product) as url, Station(product, "powerful", url=url) as station:
        product.execute(surplus(station).sql)
        assert codes(station) == ["rights_good"]
        assert held(product, str(parse_url(url).username)) == needed(product)


def test_whole_tables_where_each_column_is_needed_are_no_excess(product: Product) -> None:
    make_table(product.url)
    with narrow(product) as (name, station):
        product.execute(f"GRANT SELECT ON sweep_audit, sweep_restores TO {name}")
        assert codes(station) == ["rights_good"]
        product.execute("ALTER TABLE sweep_audit ADD COLUMN remark text")
        found = surplus(station)
        assert found.rights == ("SELECT ON public.sweep_audit (whole table)",)
        product.execute(found.sql)
        assert codes(station) == ["rights_good"]


def test_columns_of_one_table_are_named_together(both: Product) -> None:
    with narrow(both) as (name, station):
        before = held(both, name)
        both.execute(f"""
            GRANT UPDATE (role, name), REFERENCES (id) ON users TO {name};
            GRANT SELECT ("No one's") ON business, receipts TO {name};
            GRANT INSERT (id, writer) ON sweep_audit TO {name}""")
        found = surplus(station)
        assert found.rights == (
            'SELECT ("No one\'s") ON public.business',
            'SELECT ("No one\'s") ON public.receipts',
            "INSERT (id) ON public.sweep_audit",
            "REFERENCES (id) ON public.users",
            "UPDATE (name, role) ON public.users",
        )
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        assert held(both, name) == before


def test_what_comes_by_a_group_is_narrowed_there(both: Product) -> None:
    """And what the role has itself beside it as well: the words say it once."""
    group = "GRANT ALL ON users, sweep_audit TO {name}"
    with narrow(both) as (name, station), another_role(both, group) as other:
        before = held(both, name)
        both.execute(f"GRANT {other} TO {name}; GRANT UPDATE (name), SELECT ON users TO {name}")
        found = surplus(station)
        assert found.rights[:3] == AUDIT_FIRST
        assert len(set(found.rights)) == len(found.rights)
        assert f"UPDATE ON public.users FROM {other}" in found.sql
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        assert held(both, name) == before
        on_two = {one for one in before if one[1] in {"users", "sweep_audit"}}
        assert held(both, other) == on_two


def test_what_everybody_has_is_left_to_this_role_alone(both: Product) -> None:
    """What everybody may read is nobody's business."""
    with narrow(both) as (name, station), another_role(both) as other:
        before = held(both, name)
        both.execute(f"REVOKE UPDATE ON receipts FROM {name}; GRANT UPDATE ON receipts TO PUBLIC")
        found = surplus(station)
        assert found.rights == ("UPDATE ON public.receipts (whole table)",)
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        assert (held(both, name), held(both, other)) == (before, set())
        both.execute("GRANT SELECT ON users TO PUBLIC")
        assert codes(station) == ["rights_good"]


@pytest.mark.parametrize(
    ("granted", "named", "kept"),
    [
        ("UPDATE (file_size)", (), "file_size"),
        ("UPDATE (is_deleted, file_size)", ("UPDATE (file_size) ON public.attachments",), "is_deleted"),
        ("UPDATE (purpose, file_size)", ("UPDATE (purpose) ON public.attachments",), "file_size"),
        ("UPDATE", ("UPDATE ON public.attachments (whole table)",), "is_deleted"),
    ],
)
def test_one_column_is_enough_to_lock(both: Product, granted: str, named: tuple[str, ...], kept: str) -> None:
    with narrow(both) as (name, station):
        before = {one for one in held(both, name) if one[1:4:2] != ("attachments", "UPDATE")}
        both.execute(f"REVOKE UPDATE ON attachments FROM {name}; GRANT {granted} ON attachments TO {name}")
        with station.database.begin() as connection:
            found = excess.excess(connection)
        assert (found.rights if found else ()) == named
        if found:
            both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        assert held(both, name) - before == {("public", "attachments", kept, "UPDATE")}


def test_columns_that_refer_to_attachments_are_needed(both: Product) -> None:
    both.execute('CREATE TABLE scans (a int REFERENCES attachments, "B b" int REFERENCES attachments, n int)')
    with narrow(both) as (name, station):
        both.execute(f"GRANT SELECT ON scans TO {name}")
        found = surplus(station)
        assert found.rights == ("SELECT ON public.scans (whole table)",)
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]
        columns = {one[2] for one in held(both, name) if one[1] == "scans"}
        assert columns == {"a", "B b"}


def test_rewriting_the_record_is_named_before_all_else(both: Product) -> None:
    with narrow(both) as (name, station):
        both.execute(f"ALTER ROLE {name} CREATEDB CREATEROLE; GRANT pg_write_server_files TO {name}")
        both.execute(f"GRANT UPDATE (line) ON sweep_audit TO {name}; GRANT UPDATE (name) ON users TO {name}")
        found = surplus(station)
        assert found.rights == (
            "UPDATE (line) ON public.sweep_audit",
            "CREATEROLE",
            "CREATEDB",
            "pg_write_server_files",
            "UPDATE (name) ON public.users",
        )
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]


def test_who_owns_the_record_is_shown_a_role_of_its_own(both: Product) -> None:
    """It could grant itself whatever is revoked."""
    with narrow(both) as (name, station):
        both.execute(f"ALTER TABLE sweep_audit OWNER TO {name}; ALTER TABLE business OWNER TO {name}")
        found = surplus(station)
        both.execute("ALTER TABLE sweep_audit OWNER TO CURRENT_USER")
        both.execute("ALTER TABLE business OWNER TO CURRENT_USER")
        assert found.rights == ("OWNER OF sweep_audit, business",)
        assert "CREATE ROLE" in found.sql


def test_a_membership_of_a_group_is_revoked_from_the_group(both: Product) -> None:
    with narrow(both) as (name, station), another_role(both, "GRANT pg_read_server_files TO {name}") as other:
        both.execute(f"GRANT {other} TO {name}")
        found = surplus(station)
        assert found.rights == ("pg_read_server_files",)
        both.execute(found.sql)
        assert codes(station) == ["rights_good"]


def test_in_another_schema(product: Product) -> None:
    """Whose name has to be quoted; tables of the same names elsewhere are not looked at."""
    product.execute('CREATE SCHEMA "No 2"')
    for table in PRODUCT_TABLES:
        product.execute(f'CREATE TABLE "No 2".{table} (LIKE {table} INCLUDING ALL)')
    with role(product) as url, closing(Database(parse_url(url), schema="No 2")) as database:
        name = parse_url(url).username
        product.execute(f'GRANT USAGE ON SCHEMA "No 2" TO {name}')
        for need in (*NEEDED_RIGHTS, LOCKING):
            product.execute(f'GRANT {need.words} ON "No 2".{need.table} TO {name}')
        with database.begin() as connection:
            assert excess.excess(connection) is None
        before = held(product, str(name))
        product.execute(f'GRANT SELECT ON "No 2".users TO {name}')
        with database.begin() as connection:
            found = excess.excess(connection)
        assert found is not None
        assert found.rights == ('SELECT ON "No 2".users (whole table)',)
        product.execute(found.sql)
        assert held(product, str(name)) == before


def test_the_remedy_can_be_run_twice(both: Product) -> None:
    with narrow(both) as (name, station):
        both.execute(f"GRANT ALL ON users, sweep_audit TO {name}")
        sql = surplus(station).sql
        both.execute(sql)
        both.execute(sql)
        assert codes(station) == ["rights_good"]
        with closing(psycopg2.connect(both.url)) as session, session.cursor() as cursor:
            cursor.execute(f"SET ROLE {name}")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("UPDATE sweep_audit SET line = ''")
