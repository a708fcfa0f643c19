"""`app.db.engine` and `app.db.failures`: addresses, and what goes wrong on a real server told apart."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from unittest.mock import Mock, patch

import pytest
from sqlalchemy import make_url, text

from app.core.errors import (
    BadDatabaseUrl,
    CannotConnect,
    ConnectionLost,
    ConstraintViolation,
    DatabaseError,
    MissingRight,
    MissingTables,
    NeverPasses,
    ReadOnlyDatabase,
    RowsLocked,
    TransientError,
)
from app.db.engine import Connection, Database, transaction
from app.db.url import AT_NOT_ESCAPED, NO_DATABASE_NAME, NOT_A_PORT, NOT_A_URL, NOT_POSTGRESQL, parse_url
from tests.support.other_sessions import role, somebody
from tests.support.product import Product
from tests.support.running import Station


@contextmanager
def database(url: str, *, connections: int = 2) -> Iterator[Database]:
    opened = Database(parse_url(url), connections=connections)
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://dana:pw@db.example.com:5433/product",
        "postgres://db.example.com/product",
        " postgresql+psycopg2://dana@db.example.com/product \n",
        "postgresql:///product?host=/run/postgresql",
    ],
)
def test_addresses(address: str) -> None:
    url = parse_url(address)
    assert url.drivername == "postgresql+psycopg2"
    assert url.database == "product"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", NOT_A_URL),
        ("secret", NOT_A_URL),
        ("postgresql://u:secret@host:port/x", NOT_A_PORT),
        ("mysql://u:secret@host/x", NOT_POSTGRESQL),
        ("sqlite:///secret", NOT_POSTGRESQL),
        ("postgresql://u:p@secret/y@host/x", AT_NOT_ESCAPED),
        ("postgresql://u:p@host:5432/secret@x", AT_NOT_ESCAPED),
        ("postgresql://u:secret@host", NO_DATABASE_NAME),
        ("postgresql://u:secret@host/", NO_DATABASE_NAME),
        ("https://u:secret@host/x", NOT_POSTGRESQL),
    ],
)
def test_a_wrong_address_is_said_without_its_password(address: str, reason: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=reason) as caught:
        parse_url(address)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(caught.value)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("postgresql://dana:secret@db.example.com:5433/product", "db.example.com:5433/product"),
        ("postgresql://db.example.com/product", "db.example.com/product"),
        ("postgresql:///product", "localhost/product"),
        ("postgresql:///product?host=/run/postgresql", "localhost/product"),
    ],
)
def test_where_a_database_is_for_people(address: str, where: str) -> None:
    with database(address) as opened:
        assert opened.where == where


def refusal(url: str) -> CannotConnect:
    with database(url) as opened, pytest.raises(CannotConnect) as caught, opened.begin():
        pass
    return caught.value


def test_nothing_answers() -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = refusal(f"postgresql://dana:secret@127.0.0.1:{port}/product")
    assert error.why == "refused"
    assert "secret" not in str(error)
    assert f"127.0.0.1:{port}/product" in str(error)


def test_an_unknown_computer() -> None:
    assert refusal("postgresql://dana:secret@nowhere.invalid/product").why == "unknown_host"


def test_an_unknown_database(product: Product) -> None:
    url = make_url(product.url).set(database="no_such_database").render_as_string(hide_password=False)
    assert refusal(url).why == "no_database"


def test_a_role_that_may_not_come_in(product: Product) -> None:
    with role(product) as url:
        product.execute(f"ALTER ROLE {make_url(url).username} NOLOGIN")
        error = refusal(url)
    assert "is not permitted to log in" in str(error)
    assert "secret" not in str(error)


def test_no_connection_is_left(product: Product) -> None:
    with role(product) as url:
        product.execute(f"ALTER ROLE {make_url(url).username} CONNECTION LIMIT 0")
        assert refusal(url).why == "too_many"


def test_more_at_once_than_the_console_has(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.engine.CONNECT_TIMEOUT_SECONDS", 1)
    with (
        database(product.url, connections=1) as opened,
        opened.connection(),
        opened.connection(),
        opened.connection(),
        pytest.raises(CannotConnect) as caught,
        opened.connection(),
    ):
        pass
    assert caught.value.why == "too_many"


CASES: list[tuple[str, type[DatabaseError], str | None]] = [
    ("SELECT 1/0", ConstraintViolation, "22012"),
    ("INSERT INTO business (id, name) VALUES (1, NULL)", ConstraintViolation, "23502"),
    ("DO $$ BEGIN RAISE 'no'; END $$", ConstraintViolation, "P0001"),
    ("DO $$ BEGIN RAISE 'no' USING ERRCODE = 'UE001'; END $$", ConstraintViolation, "UE001"),
    ("DO $$ BEGIN RAISE 'no' USING ERRCODE = '40001'; END $$", TransientError, "40001"),
    ("DO $$ BEGIN RAISE 'no' USING ERRCODE = '40P01'; END $$", TransientError, "40P01"),
    ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)", TransientError, "57014"),
    ("SET TRANSACTION READ ONLY; DELETE FROM receipts", ReadOnlyDatabase, "25006"),
    ("SELECT 1 FROM nothing", MissingTables, "42P01"),
    ("SELECT nothing FROM receipts", MissingTables, "42703"),
    ("SELECT 1 FROM nothing.receipts", MissingTables, "42P01"),
    ("SELEC 1", NeverPasses, "42601"),
    ("SELECT pg_terminate_backend(pg_backend_pid())", ConnectionLost, None),
]


@pytest.mark.parametrize(("sql", "kind", "sqlstate"), CASES)
def test_failures_are_told_apart(
    station: Station, sql: str, kind: type[DatabaseError], sqlstate: str | None
) -> None:
    with pytest.raises(DatabaseError) as caught, station.database.begin() as connection:
        connection.exec_driver_sql(sql)
    assert type(caught.value) is kind
    if sqlstate is not None:
        assert caught.value.sqlstate == sqlstate
    assert "\n" not in str(caught.value)


def test_a_lock_of_somebody_else(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 20)
    product.business()
    with (
        somebody(product, "LOCK TABLE business"),
        database(product.url) as opened,
        pytest.raises(RowsLocked),
        opened.begin() as connection,
    ):
        connection.exec_driver_sql("SELECT 1 FROM business")


def test_a_right_that_is_missing(product: Product) -> None:
    with (
        role(product, "SELECT ON users") as url,
        database(url) as opened,
        pytest.raises(MissingRight, match="permission denied for table users"),
        opened.begin() as connection,
    ):
        connection.exec_driver_sql("SELECT 1 FROM users")


def test_a_failure_does_not_repeat_values(station: Station) -> None:
    with pytest.raises(DatabaseError) as caught, station.database.begin() as connection:
        connection.execute(text("SELECT nothing FROM users WHERE password_hash = :hash"), {"hash": "secret"})
    assert "secret" not in str(caught.value)


def refused_half_way(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f"INSERT INTO business (name) VALUES ('{name}')")
    connection.exec_driver_sql("SELECT 1/0")


def test_a_transaction_is_whole_or_nothing(station: Station, product: Product) -> None:
    insert = "INSERT INTO business (name) VALUES ('{}')"
    with station.database.begin() as connection:
        connection.exec_driver_sql(insert.format("kept"))
        with pytest.raises(ConstraintViolation), transaction(connection):
            refused_half_way(connection, "undone")
        connection.exec_driver_sql(insert.format("kept too"))
    with pytest.raises(ConstraintViolation), station.database.begin() as connection:
        refused_half_way(connection, "undone too")
    names = [row["name"] for row in product.rows("SELECT name FROM business ORDER BY id")]
    assert names == ["kept", "kept too"]


def refused_at_commit(station: Station) -> None:
    with station.database.begin() as connection:
        connection.exec_driver_sql("INSERT INTO late VALUES (1), (1)")


def test_what_is_refused_at_the_commit_is_told_apart_too(station: Station, product: Product) -> None:
    product.execute("CREATE TABLE late (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(ConstraintViolation):
        refused_at_commit(station)


def test_a_snapshot_sees_one_moment_and_writes_nothing(station: Station, product: Product) -> None:
    with station.database.snapshot() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM business").scalar() == 0
        product.business()
        assert connection.exec_driver_sql("SELECT count(*) FROM business").scalar() == 0
        with pytest.raises(ReadOnlyDatabase), transaction(connection):
            connection.exec_driver_sql("DELETE FROM business")
    with station.database.begin() as connection:  # the same connection, from the pool
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "off"
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


USES: list[Callable[[Database], object]] = [
    lambda opened: opened.begin(),
    lambda opened: opened.snapshot(),
    lambda opened: opened.connection(),
]


@pytest.mark.parametrize("use", USES)
def test_a_pool_whose_connections_were_killed_recovers(station: Station, use: object) -> None:
    with station.database.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
    assert station.kill_connections() == 1
    assert callable(use)
    with use(station.database) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def pings(station: Station) -> AbstractContextManager[Mock]:
    dialect = station.database.engine.dialect
    return patch.object(dialect, "do_ping", Mock(side_effect=dialect.do_ping))


def test_whoever_can_try_again_does_not_have_a_connection_checked_that_was_just_used(
    station: Station,
) -> None:
    with station.database.begin():
        pass
    for tried_after, checks in ((3600.0, 0), (0.0, 1)):
        with pings(station) as tried, station.database.connection(tried_after=tried_after) as connection:
            connection.execute(text("SELECT 1"))
        assert tried.call_count == checks


def test_all_connections_of_the_pool_may_be_gone(station: Station) -> None:
    """Each that takes the place of a lost one is checked as well."""
    with ExitStack() as open_ones:
        for _ in range(3):
            open_ones.enter_context(station.database.begin())
    assert station.kill_connections() == 3
    with pings(station) as tried, station.database.begin() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert tried.call_count == 3


def test_how_a_connection_is_set_up(station: Station) -> None:
    with station.database.begin() as connection:
        settings = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in (
                "application_name",
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
            )
        }
    assert settings == {
        "application_name": station.identity.name,
        "lock_timeout": "2s",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "1min",
    }


def test_a_password_that_comes_later_reaches_the_driver(database_url: str) -> None:
    """The keyring is asked by the thread that connects: see `bootstrap.keyring_store.Remembered`."""
    opened = Database(parse_url(database_url), connections=1, password=lambda: "of the keyring")
    with closing(opened), opened.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.info.password == "of the keyring"


def test_a_keyring_without_an_answer_leaves_the_address_as_it_is(database_url: str) -> None:
    opened = Database(parse_url(database_url), connections=1, password=lambda: None)
    with closing(opened), opened.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.info.password == ""  # the address has none either
