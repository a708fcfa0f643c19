"""Connections to the shared database: address, time-outs, and errors told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.errors import BadDatabaseUrl, CannotConnect
from app.db.failures import connect_failure, failure
from app.db.tables import note_heartbeat_column
from app.db.waiting import CONNECT_TIMEOUT_SECONDS, bound_all_waits

__all__ = ["Connection", "Database", "parse_url", "statement", "transaction"]

STATEMENT_TIMEOUT_MS = 60_000
IDLE_TIMEOUT_MS = 60_000
"""The server ends a transaction in which nothing has happened for so long: its client is gone."""

LOCK_TIMEOUT_MS = 2_000
"""A receipt that somebody else holds locked waits at most this long (it is tried again in a last pass)."""


def parse_url(text: str) -> URL:
    """Reads `postgresql://user:password@host:port/database` (also `postgres://`), for psycopg2.

    Raises BadDatabaseUrl, which never repeats the text.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise BadDatabaseUrl("it is not an address of a database") from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise BadDatabaseUrl("only PostgreSQL is supported")
    if "@" in (url.host or ""):  # else part of the password would be taken, and told, for the host
        raise BadDatabaseUrl("an @ in the user name or the password must be written as %40")
    if not url.database:
        raise BadDatabaseUrl("the name of the database is missing")
    return url.set(drivername="postgresql+psycopg2")


class Database:
    """The shared database, for many threads. A connection belongs to the thread that opened it.

    `connections` is how many may be open at once: workers, executor threads, poller and keeper together.
    """

    def __init__(
        self,
        url: URL,
        *,
        connections: int = 8,
        application: str = "sweep",
        password: Callable[[], str | None] | None = None,
    ) -> None:
        """`password` gives the one that the address lacks. It is asked in the threads that connect, and may
        block them."""
        bound_all_waits()
        self.where = _where(url)
        self._engine = _engine(url, connections, application)
        if password is not None:
            event.listen(self._engine, "do_connect", partial(_add_password, password))

    @property
    def engine(self) -> Engine:
        """For `db.schema`, whose statements run outside of transactions."""
        return self._engine

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One open connection, checked to be alive; give it to `transaction` once or many times.

        Raises CannotConnect where none can be had, and the kinds of `db.failures` for what goes wrong on it.
        """
        try:
            connection = self._engine.connect()
        except DBAPIError as error:
            raise connect_failure(error, self.where) from error
        except PoolTimeout as error:
            raise CannotConnect(
                "too_many", self.where, "all connections of this console are in use."
            ) from error
        except UnicodeDecodeError as error:  # psycopg2: a server's message in another encoding
            raise CannotConnect("other", self.where, "the server refused in an unreadable message") from error
        try:
            yield connection
        except DBAPIError as error:
            raise failure(error) from error
        finally:
            connection.close()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection with one transaction: committed at the end of the block, undone by an exception."""
        with self.connection() as connection, transaction(connection):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A read-only transaction in which all statements see the same moment."""
        with self.connection() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with transaction(connection):
                yield connection

    def close(self) -> None:
        """Closes the idle connections; those in use close when they are given back."""
        self._engine.dispose()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction, or a savepoint where one is already open, with errors told apart by `db.failures`."""
    try:
        with connection.begin_nested() if connection.in_transaction() else connection.begin():
            yield
    except DBAPIError as error:
        raise failure(error) from error


@contextmanager
def statement(connection: Connection) -> Iterator[None]:
    """One statement that is a transaction by itself: one round trip, where BEGIN and COMMIT are two more."""
    driver = connection.connection.dbapi_connection
    if driver is None or connection.in_transaction():
        raise RuntimeError("a transaction is open already")
    driver.autocommit = True
    try:
        with transaction(connection):
            yield
    finally:
        if not driver.closed:
            driver.autocommit = False


def _engine(url: URL, connections: int, application: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=2,
        pool_timeout=CONNECT_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": application,
            "keepalives": 1,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
            f" -c idle_in_transaction_session_timeout={IDLE_TIMEOUT_MS}",
        },
    )
    event.listen(engine, "connect", note_heartbeat_column)
    return engine


def _add_password(
    password: Callable[[], str | None],
    _dialect: object,
    _record: object,
    _arguments: object,
    options: dict[str, Any],
) -> None:
    """Listens to SQLAlchemy's `do_connect`, which lets the driver's arguments be changed."""
    if (secret := password()) is not None:
        options["password"] = secret


def _where(url: URL) -> str:
    """host:port/database, for people; no user and no password."""
    host = url.host or url.query.get("host") or "localhost"
    name = host if isinstance(host, str) else ",".join(host)
    if name.startswith("/"):  # the folder of a socket on this computer
        name = "localhost"
    port = f":{url.port}" if url.port else ""
    return f"{name}{port}/{url.database}"
