"""Connections to the shared database: address, place, time-outs, and errors by kind."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import unquote_to_bytes

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.database_messages import CONNECTIONS_IN_USE, UNREADABLE_REFUSAL
from app.core.errors import BadDatabaseUrl, CannotConnect, KeychainRefused, ReadOnlyDatabase
from app.core.text import whole_number
from app.db import encoding
from app.db.failures import CONNECT_SENTENCES, connect_failure, failure
from app.db.location import Location, address, has_heartbeat_column, locate
from app.db.tables import quoted
from app.db.waiting import CONNECT_TIMEOUT_SECONDS, bound_all_waits

__all__ = ["Connection", "Database", "parse_url", "statement", "transaction"]

STATEMENT_TIMEOUT_MS = 60_000
IDLE_TIMEOUT_MS = 60_000
"""The server ends a transaction that was idle for so long: its client is gone."""

LOCK_TIMEOUT_MS = 2_000
"""A statement waits at most this long for a row that another transaction holds locked (the row is tried again
in a last pass)."""

AS_IT_IS = "as_it_is"
"""Execution option of a statement that goes without `Database.settings`: it may not stand beside others."""

_SPELLING = {"quote_all_identifiers": "off"}
"""How the server writes names and expressions out of its catalogue, which are compared (`db.schema`)."""

_SNAPSHOT = "REPEATABLE READ"

_WRITES_NOTHING = "SET LOCAL transaction_read_only = on; "
"""Of a snapshot. Not as an option of the driver's connection: to take that back is to begin each later
transaction as one that writes, also where an administrator has made the others read-only."""

_IS_NEW, _RENEW, _IDLE_SINCE = "is_new_transaction", "renew", "idle_since"

_READ_COMMITTED = "SET LOCAL transaction_isolation = 'read committed'; "
"""Of every transaction, whatever role and database have as their default: a write that finds its row changed
looks again, where a stricter level would fail it. First of all, as no query may have gone before it."""

_FIRST_WITH_A_LIMIT = 170_000
"""PostgreSQL 17 knows `transaction_timeout`. Ours last as long as their storage takes
(`receipts.file_pages`); what bounds them are the time-outs of statements, and of what is between these."""

IDLE_SECONDS = 1.0
"""A connection that was idle for longer is tried before it is used: a server with `idle_session_timeout`, or
a pooler that has been restarted, may have closed it. Where it has, nothing was under way."""

NOT_A_URL = "it is not a PostgreSQL URL"
NOT_POSTGRESQL = "only PostgreSQL is supported"
AT_NOT_ESCAPED = "an @ in the user name or the password must be written as %40"
NO_DATABASE_NAME = "the database name is missing"
NOT_A_PORT = "the port must be a number from 1 to 65535"
NOT_TEXT = "it contains characters that are not valid UTF-8 text, or a null character"

NOT_AN_OPTION = "it has options that PostgreSQL does not know, or that contradict each other"

MAX_PORT = 65535

_OF_THE_LIBRARIES = {"async", "async_", "connection_factory", "cursor_factory", "dsn", "plugin"}
"""Options of psycopg2 and SQLAlchemy, which are no texts or load what somebody else has installed."""

_PORT = re.compile(r"[\w+]+://(?:[^:/]*(?::[^@]*)?@)?(?:\[[^/?]+\]|[^/:?]+)?(?::([^/?]*))?")
"""SQLAlchemy's grammar as far as the port, which it takes for a number more readily than anybody means it."""


def parse_url(text: str) -> URL:
    """Reads `postgresql://user:password@host:port/database` (also `postgres://`), for psycopg2.

    Raises BadDatabaseUrl, which never repeats the text.
    """
    try:
        if "\0" in unquote_to_bytes(text).decode():
            raise BadDatabaseUrl(NOT_TEXT)
    except UnicodeError:  # without it as the cause: it repeats what it could not read, which may be a secret
        raise BadDatabaseUrl(NOT_TEXT) from None
    text = text.strip()
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise BadDatabaseUrl(NOT_A_URL) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise BadDatabaseUrl(NOT_POSTGRESQL)
    if "@" in (url.host or ""):  # else part of the password would be taken for the host, and shown
        raise BadDatabaseUrl(AT_NOT_ESCAPED)
    if not url.database and "service" not in url.query:
        raise BadDatabaseUrl(NO_DATABASE_NAME)
    _check_ports(text, url)
    url = url.set(drivername="postgresql+psycopg2")
    try:
        url.get_dialect()().create_connect_args(url)
    except ArgumentError as error:
        raise BadDatabaseUrl(NOT_AN_OPTION) from error
    if not _OF_THE_LIBRARIES.isdisjoint(url.query):
        raise BadDatabaseUrl(NOT_AN_OPTION)
    return url


def _check_ports(text: str, url: URL) -> None:
    """Raises BadDatabaseUrl. The options may name several servers, with a port each or with none."""
    found = _PORT.match(text)
    ports = [found[1]] if found and found[1] else []
    for name in ("host", "port"):
        option = url.query.get(name, "")
        each = ",".join([option] if isinstance(option, str) else option).split(",")
        ports += each if name == "port" else [one.rpartition(":")[2] for one in each if one.count(":") == 1]
    if not all(1 <= (whole_number(port) or 0) <= MAX_PORT for port in ports if port):
        raise BadDatabaseUrl(NOT_A_PORT)


class Database:
    """The shared database, for many threads. A connection belongs to the thread that opened it.

    `connections` is how many may be open at once: workers, executor threads, poller and heartbeat together.

    Nothing is set on a session, because a pooler may hand it to another client at any moment: schema,
    time-outs and the like are set by SQL for each transaction, together with its first statement.
    """

    def __init__(
        self,
        url: URL,
        *,
        schema: str | None = None,
        connections: int = 8,
        application: str = "sweep",
        password: Callable[[], str | None] | None = None,
    ) -> None:
        """`schema` is the schema of the product's tables, if a person has named it; else it is looked up (see
        `db.location`). `password` gives the one that the address lacks, or raises KeychainRefused. It
        is asked in the threads that connect, and may block them."""
        bound_all_waits()
        self._address = _where(url)
        self.schema = schema
        self._location: Location | None = None
        self.bounds = _bounds()
        """The settings of every transaction: its time-outs in milliseconds, and that row-level security makes
        the server refuse a statement instead of hiding rows from it."""
        self._engine = _engine(url, connections, application)
        event.listen(self._engine, "begin", _note_begin)
        event.listen(self._engine, "before_cursor_execute", _set_up, retval=True)
        self._password = password or _nothing_to_add
        self._lacks_password = False
        event.listen(self._engine, "do_connect", partial(_connect, self._ask_password))

    @property
    def where(self) -> str:
        """host:port/database for people, as the address says; once connected the real ones, and the schema
        with them. No user and no password."""
        return self._location.where if self._location else self._address

    @property
    def engine(self) -> Engine:
        """To listen to what it does; statements go by `connection`."""
        return self._engine

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One open connection, checked to be alive; give it to `transaction` once or many times.

        Raises CannotConnect where none can be had, SchemaUnclear where the product's tables cannot be
        identified, and the kinds of `db.failures` for what goes wrong on it.
        """
        with self._told_why_not():
            connection = self._engine.connect()
        try:
            self._look_around(connection)
            connection.execution_options(**{_RENEW: self._renew})
            _note_idle(connection)
            yield connection
        except DBAPIError as error:
            raise failure(error, _role(connection)) from error
        except ReadOnlyDatabase:
            # Another primary, or a setting that was lifted, counts for new sessions: these are all too old.
            connection.invalidate()
            self._engine.dispose()
            raise
        finally:
            connection.close()

    @contextmanager
    def _told_why_not(self) -> Iterator[None]:
        """Around what opens a connection. Raises CannotConnect."""
        try:
            yield
        except DBAPIError as error:
            refused = connect_failure(error, self.where)
            if refused.why == "password" and self._lacks_password:
                refused = CannotConnect("keychain", self.where, CONNECT_SENTENCES["keychain"])
            raise refused from error
        except PoolTimeout as error:
            raise CannotConnect("too_many", self.where, CONNECTIONS_IN_USE) from error
        except UnicodeDecodeError as error:  # psycopg2: a server's message in another encoding
            raise CannotConnect("other", self.where, UNREADABLE_REFUSAL) from error

    def _renew(self, connection: Connection) -> None:
        """Another session in place of one that was closed while nothing was under way on it."""
        connection.invalidate()
        with self._told_why_not():
            self._look_around(connection)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection with one transaction: committed at the end of the block, rolled back by an
        exception."""
        with self.connection() as connection, transaction(connection):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A read-only transaction in which all statements see the same moment."""
        with self.connection() as connection:
            connection.execution_options(isolation_level=_SNAPSHOT)
            with transaction(connection):
                yield connection

    def close(self) -> None:
        """Closes the idle connections; those in use close when they are given back."""
        self._engine.dispose()

    def _ask_password(self) -> str | None:
        """Where it cannot be had, it is tried without one: the server may not ask for any."""
        try:
            return self._password()
        except KeychainRefused:
            self._lacks_password = True
            return None

    def _look_around(self, connection: Connection) -> None:
        """Once for each session: its database and schema, and the settings with which each of its
        transactions begins."""
        info = connection.info
        if "location" not in info:
            info["settings"] = bounds = _set_local({**self.bounds, **unlimited(connection)})
            with connection.begin():
                location = locate(connection, self.schema)
                info["has_heartbeat"] = has_heartbeat_column(connection, location.schema)
            # The product's triggers look for its tables by the path.
            path = f"pg_catalog, {quoted(location.schema)}, pg_temp"
            info["settings"] = _set_local({"search_path": path, **_SPELLING}) + bounds
            info["location"] = self._location = location
        connection.execution_options(schema_translate_map={None: info["location"].schema})


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction, or a savepoint where one is already open, with errors classified by `db.failures`."""
    is_inner = connection.in_transaction()
    if not is_inner:
        _be_alive(connection)
    try:
        with connection.begin_nested() if is_inner else connection.begin():
            yield
    except DBAPIError as error:
        raise failure(error, _role(connection)) from error
    finally:
        _note_idle(connection)


@contextmanager
def statement(connection: Connection) -> Iterator[None]:
    """One statement that is a transaction by itself: one round trip, where BEGIN and COMMIT are two more."""
    if connection.in_transaction():
        raise RuntimeError("a transaction is open already")
    _be_alive(connection)
    driver: Any = connection.connection.dbapi_connection
    driver.autocommit = True
    try:
        with transaction(connection):
            yield
    finally:
        if not driver.closed:
            driver.autocommit = False


def _be_alive(connection: Connection) -> None:
    """Tries a connection that was idle for some time, and renews it where it was closed meanwhile."""
    options = connection.get_execution_options()
    if connection.invalidated or _RENEW not in options or "isolation_level" in options:
        return
    idle = time.monotonic() - connection.info.get(_IDLE_SINCE, 0.0)
    if idle < IDLE_SECONDS:
        return
    dialect: Any = connection.engine.dialect
    try:
        dialect.do_ping(connection.connection.dbapi_connection)
    except dialect.loaded_dbapi.Error:
        options[_RENEW](connection)


def _note_idle(connection: Connection) -> None:
    if not (connection.closed or connection.invalidated):
        connection.info[_IDLE_SINCE] = time.monotonic()


def _bounds() -> dict[str, str]:
    return {
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "lock_timeout": str(LOCK_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(IDLE_TIMEOUT_MS),
        "row_security": "off",
    }


def _set_local(settings: Mapping[str, str]) -> str:
    return "".join(f"SET LOCAL {name} = {value}; " for name, value in settings.items())


def unlimited(connection: Connection) -> dict[str, str]:
    """The settings by which a transaction may last for as long as its parts, where the server knows any."""
    driver: Any = connection.connection.dbapi_connection
    return {"transaction_timeout": "0"} if driver.server_version >= _FIRST_WITH_A_LIMIT else {}


def _note_begin(connection: Connection) -> None:
    connection.info[_IS_NEW] = True


def _set_up(
    connection: Connection, cursor: Any, sql: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    """Puts the settings before the first statement of a transaction, or before each that is one by itself:
    the server takes them in the same round trip, and as one transaction."""
    is_new = connection.info.pop(_IS_NEW, False)
    options = context.execution_options if context is not None else {}
    if options.get(AS_IT_IS) or not (is_new or cursor.connection.autocommit):
        return sql, parameters
    level = connection.get_execution_options().get("isolation_level")
    settings: str = connection.info.get("settings", "")
    if level == _SNAPSHOT:
        settings = _WRITES_NOTHING + settings
    elif level in {None, "AUTOCOMMIT"}:
        settings = _READ_COMMITTED + settings
    if parameters or not options.get("no_parameters"):  # psycopg2 will look for its % in it
        settings = settings.replace("%", "%%")
    return settings + sql, parameters


def _role(connection: Connection) -> str:
    """The role of the console on the server; broken connections no longer know it."""
    if connection.closed or connection.invalidated:
        return ""
    location: Location | None = connection.info.get("location")
    return location.role if location else ""


def _engine(url: URL, connections: int, application: str) -> Engine:
    return create_engine(
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
        },
    )


def _connect(
    password: Callable[[], str | None],
    dialect: object,
    _record: object,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
) -> Any:
    """Listens to SQLAlchemy's `do_connect`, which takes the connection that it returns."""
    secret = password()
    own = {} if secret is None else {"password": secret}
    return encoding.connect(dialect, arguments, {**options, **own})


def _nothing_to_add() -> None:
    return None


def _where(url: URL) -> str:
    """host:port/database as the address says, for people; no user and no password."""
    host = url.host or url.query.get("host") or ""
    name = host if isinstance(host, str) else ",".join(host)
    return f"{address(name, str(url.port or ''))}/{url.database or ''}"
