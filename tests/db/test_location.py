"""`app.db.location` and what `app.db.engine` makes of it: which tables are meant, and by which settings each
transaction goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, text

from app.core.errors import DatabaseError, SchemaUnclear
from app.db import businesses, health, jobs, rights, schema, users
from app.db.engine import Database, statement, transaction
from app.db.location import PRODUCT_TABLES, address
from app.db.url import parse_url
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import role
from tests.support.product import Product

ODD = 'My "schema" %s: 5%'


@contextmanager
def opened(product: Product, *, name: str | None = None, options: str = "") -> Iterator[Database]:
    url = parse_url(product.url)
    database = Database(url.update_query_dict({"options": options}) if options else url, schema=name)
    with closing(database):
        yield database


def schema_found(product: Product, *, name: str | None = None, options: str = "") -> str:
    with opened(product, name=name, options=options) as database, database.connection() as connection:
        found: str = connection.info["location"].schema
        return found


def copy_tables(product: Product, into: str) -> None:
    quoted = '"' + into.replace('"', '""') + '"'
    product.connection.cursor().execute(f"CREATE SCHEMA {quoted}")
    for table in PRODUCT_TABLES:
        product.connection.cursor().execute(
            f"CREATE TABLE {quoted}.{table} (LIKE public.{table} INCLUDING ALL)"
        )


def test_the_tables_of_the_path_are_meant(product: Product) -> None:
    assert schema_found(product) == "public"
    copy_tables(product, "other")
    assert schema_found(product) == "public"  # the other one is not on the path
    assert schema_found(product, options="-c search_path=other") == "other"
    assert schema_found(product, options="-csearch_path=other,public") == "other"
    assert schema_found(product, options="-c search_path=none,public") == "public"
    assert schema_found(product, name="other") == "other"
    assert schema_found(product, name="other", options="-c search_path=public") == "other"


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ("CREATE SCHEMA lure; CREATE TABLE lure.users (LIKE public.users)", None, "lure.users"),
        ("CREATE SCHEMA lure; CREATE VIEW lure.receipts AS TABLE public.receipts", None, "lure.receipts"),
        ("ALTER TABLE receipts SET SCHEMA lure", None, "lure.receipts"),
        ("ALTER TABLE background_jobs SET SCHEMA lure", None, "lure.background_jobs"),
        ("CREATE SCHEMA lure", "lure", "lure.attachments, lure.business, lure.receipts, lure.users"),
        ("SELECT", "nowhere", "nowhere.attachments"),
    ],
)
def test_what_is_not_clear_is_refused(product: Product, change: str, name: str | None, said: str) -> None:
    product.execute("CREATE SCHEMA IF NOT EXISTS lure") if "SET SCHEMA" in change else None
    product.execute(change)
    database = product.scalar("SELECT current_database()")
    product.execute(f'ALTER DATABASE "{database}" SET search_path = lure, public')
    with pytest.raises(SchemaUnclear, match="--schema") as refused:
        schema_found(product, name=name)
    assert said in str(refused.value)


def test_a_whole_set_in_front_of_another_one_is_refused_too(product: Product) -> None:
    copy_tables(product, "lure")
    database = product.scalar("SELECT current_database()")
    product.execute(f'ALTER DATABASE "{database}" SET search_path = lure, public')
    with pytest.raises(SchemaUnclear, match=r"they are in lure, public\."):
        schema_found(product)
    assert schema_found(product, name="public") == "public"


def test_tables_off_the_path_are_named(product: Product) -> None:
    database = product.scalar("SELECT current_database()")
    product.execute(f'ALTER DATABASE "{database}" SET search_path = pg_catalog')
    with pytest.raises(SchemaUnclear, match="public") as refused:
        schema_found(product)
    assert refused.value.code == "schema_unclear_elsewhere"


def test_tables_of_two_owners(product: Product) -> None:
    with role(product) as url:
        owner = make_url(url).username
        product.execute(f"ALTER TABLE users OWNER TO {owner}")
        try:
            with pytest.raises(SchemaUnclear, match=f"users: {owner}"):
                schema_found(product)
            assert schema_found(product, name="public") == "public"
        finally:
            product.execute("ALTER TABLE users OWNER TO CURRENT_USER")


def test_an_empty_database_can_be_connected_to(empty_database_url: str) -> None:
    with closing(Database(parse_url(empty_database_url))) as database:
        with database.begin() as connection:
            assert health.server_version(connection)
        assert database.where.endswith(".public")


def test_a_schema_of_any_name_in_every_statement(product: Product) -> None:
    copy_tables(product, ODD)
    with opened(product, name=ODD) as database:
        with database.begin() as connection:
            assert businesses.read(connection) == []
            assert users.by_id(connection, 1) is None
            assert jobs.current(connection, [DELETE_RECEIPTS]) == {}
            assert rights.lacking_rights(connection) == []
            assert {gap.name for gap in schema.missing(connection)} <= {
                "background_jobs_business_id_fkey",
                "background_jobs_requested_by_user_id_fkey",
                "chk_job_type",
                "chk_job_status",
                "idx_background_jobs_business_type_status",
                "idx_background_jobs_created_at",
                "idx_background_jobs_unique_active",
            }
        assert database.where.endswith(f".{ODD}")


_SETTINGS = ("search_path", "statement_timeout", "lock_timeout", "row_security")


def in_force(connection: Connection) -> list[str]:
    return [str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in _SETTINGS]


OURS = ["pg_catalog, public, pg_temp", "1min", "2s", "off"]


def test_settings_are_of_the_transaction_alone(product: Product) -> None:
    with opened(product) as database, database.connection() as connection:
        driver: Any = connection.connection.dbapi_connection
        with driver.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings ORDER BY name")
            before = cursor.fetchall()
        driver.rollback()
        for _ in range(2):
            with transaction(connection):
                assert in_force(connection) == OURS
                with pytest.raises(DatabaseError), transaction(connection):
                    connection.exec_driver_sql("SELECT 1/0")
                assert in_force(connection) == OURS
        with transaction(connection), transaction(connection):  # begins with a savepoint
            assert in_force(connection) == OURS
        for name, value in zip(_SETTINGS, OURS, strict=True):
            with statement(connection):
                assert connection.exec_driver_sql(f"SHOW {name}").scalar() == value
        with driver.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings ORDER BY name")
            assert cursor.fetchall() == before


def test_options_that_were_given_stay_in_force(product: Product) -> None:
    options = "-c search_path=public -c work_mem=5MB -c lock_timeout=7s"
    with opened(product, options=options) as database, database.connection() as connection:
        with transaction(connection):
            assert connection.exec_driver_sql("SHOW work_mem").scalar() == "5MB"
            assert in_force(connection) == OURS
        driver: Any = connection.connection.dbapi_connection
        with driver.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("7s",)


def test_a_table_that_somebody_else_adds_belongs_to_the_owner_of_the_others(product: Product) -> None:
    with role(product) as url:
        owner = make_url(url).username
        for table in PRODUCT_TABLES:
            product.execute(f"ALTER TABLE {table} OWNER TO {owner}")
        product.execute("DROP TABLE background_jobs")
        try:
            with opened(product) as database:
                schema.apply(database)
            assert schema_found(product) == "public"
            found = product.scalar("SELECT tableowner FROM pg_tables WHERE tablename = 'background_jobs'")
            assert found == owner
        finally:
            for table in PRODUCT_TABLES:
                product.execute(f"ALTER TABLE {table} OWNER TO CURRENT_USER")


@pytest.mark.parametrize(
    ("host", "port", "shown"),
    [
        ("db.example.com", "5433", "db.example.com:5433"),
        ("10.0.0.7", "5432", "10.0.0.7:5432"),
        ("::1", "5432", "[::1]:5432"),
        ("[fe80::1]", "", "[fe80::1]"),
        ("/run/postgresql", "5432", "localhost:5432"),
        ("@abstract", "5432", "localhost:5432"),
        ("", "", "localhost"),
    ],
)
def test_a_place_for_people(host: str, port: str, shown: str) -> None:
    assert address(host, port) == shown


def test_the_heartbeat_column_is_looked_for_in_the_right_schema(product: Product) -> None:
    copy_tables(product, "old")
    product.execute("ALTER TABLE old.background_jobs DROP COLUMN heartbeat_at")
    for name, there in (("public", True), ("old", False)):
        with opened(product, name=name) as database, database.connection() as connection:
            assert connection.info["has_heartbeat"] is there
            assert connection.scalar(text("SELECT 1")) == 1
