"""Connections to the shared database: address, place, time-outs, and errors by kind."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.database_messages import CONNECTIONS_IN_USE, UNREADABLE_REFUSAL
from app.core.errors import CannotConnect, KeychainRefused, ReadOnlyDatabase
from app.db import encoding, libpq, sight
from app.db.failures import CONNECT_SENTENCES, connect_failure, failure
from app.db.location import Location, address, equipment, locate
from app.db.own_work import OwnWork, own_work
from app.db.tables import quoted
from app.db.url import DRIVER, options_of
from app.db.waiting import CONNECT_TIMEOUT_SECONDS, NoAnswer, bound_all_waits

__all__ = ["Connection", "Database", "statement", "transaction"]

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
        options = options_of(url)
        known = libpq.completed(options, os.environ)
        self._address = _where(known)
        self.schema = schema
        self._location: Location | None = None
        self.has_audit: bool | None = None
        """Whether the newest connection has found a table of the record; None where there was none yet."""
        self.bounds = _bounds()
        """The settings of every transaction: its time-outs in milliseconds, and that row-level security makes
        the server refuse a statement instead of hiding rows from it."""
        self._engine = _engine(url, connections)
        event.listen(self._engine, "begin", _note_begin)
        event.listen(self._engine, "before_cursor_execute", _set_up, retval=True)
        self.own_work = OwnWork(self._engine)
        self._password = password or _nothing_to_add
        self._lacks_password = False
        options |= libpq.protection(known, os.environ) | _own_options(application)
        event.listen(self._engine, "do_connect", partial(_connect, options, self._ask_password))

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
    def connection(self, *, tried_after: float = 0.0) -> Iterator[Connection]:
        """One open connection, checked to be alive; give it to `transaction` once or many times. Whoever
        tries again after a loss saves the check of one that was in use `tried_after` seconds ago.

        Raises CannotConnect where none can be had, SchemaUnclear where the product's tables cannot be
        identified, and the kinds of `db.failures` for what goes wrong on it.
        """
        with self._told_why_not():
            connection = self._engine.connect()
        try:
            connection.execution_options(**{_RENEW: self._renew})
            _be_alive(connection, tried_after)
            self._look_around(connection)
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
            _ = connection.connection
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
                info |= equipment(connection, location.schema)
                sight.look(connection)
            # The product's triggers look for its tables by the path.
            path = f"pg_catalog, {quoted(location.schema)}, pg_temp"
            info["settings"] = _set_local({"search_path": path, **_SPELLING}) + bounds
            info["location"] = self._location = location
            self.has_audit = info["has_audit"]
        connection.execution_options(schema_translate_map={None: info["location"].schema})


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction, or a savepoint where one is already open, with errors classified by `db.failures`."""
    is_inner = connection.in_transaction()
    if not is_inner:
        _be_alive(connection, IDLE_SECONDS)
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
    _be_alive(connection, IDLE_SECONDS)
    driver: Any = connection.connection.dbapi_connection
    driver.autocommit = True
    try:
        with transaction(connection):
            yield
    finally:
        if not driver.closed:
            driver.autocommit = False


def _be_alive(connection: Connection, tried_after: float) -> None:
    """Tries a connection that was idle for so many seconds, and renews it where it was closed meanwhile: by
    one of the pool, which is tried as well, or by a new one."""
    options = connection.get_execution_options()
    if connection.invalidated or _RENEW not in options or "isolation_level" in options:
        return
    while time.monotonic() - connection.info.get(_IDLE_SINCE, math.inf) >= tried_after:
        if _answers(connection):
            _note_idle(connection)
            return
        options[_RENEW](connection)


def _answers(connection: Connection) -> bool:
    dialect: Any = connection.engine.dialect
    own_work(connection).count_commit()
    try:
        dialect.do_ping(connection.connection.dbapi_connection)
    except dialect.loaded_dbapi.Error:
        return False
    return True


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


def _engine(url: URL, connections: int) -> Engine:
    return create_engine(
        URL.create(DRIVER, database=url.database),  # what opens a connection is `_connect`
        pool_size=connections,
        max_overflow=2,
        pool_timeout=CONNECT_TIMEOUT_SECONDS,
        use_native_hstore=False,  # else each new connection asks for it first, without our settings
    )


def _own_options(application: str) -> dict[str, str]:
    return {
        "connect_timeout": str(CONNECT_TIMEOUT_SECONDS),
        "application_name": application,
        "keepalives": "1",
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "20000",
    }


def _connect(
    options: Mapping[str, str],
    password: Callable[[], str | None],
    dialect: object,
    _record: object,
    _arguments: tuple[Any, ...],
    _options: dict[str, Any],
) -> Any:
    """Listens to SQLAlchemy's `do_connect`, which takes the connection that it returns. One of several
    servers that does not answer is left out: libpq would wait for it, and never come to the next."""
    secret = password()
    told = dict(options) if secret is None else {**options, "password": secret}
    while True:
        try:
            return encoding.connect(dialect, told)
        except NoAnswer as silent:
            known = libpq.completed(told, os.environ)
            others = libpq.without_server(known, silent.host, silent.port)
            if others is None:
                raise
            told |= others


def _nothing_to_add() -> None:
    return None


def _where(known: Mapping[str, str]) -> str:
    """host:port/database of all servers, for people; no user and no password."""
    servers = [address(host, port) for host, port in libpq.places(known)]
    return f"{','.join(dict.fromkeys(servers))}/{known.get('dbname', '')}"
