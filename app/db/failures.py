"""What a failed statement means: PostgreSQL's SQLSTATE turned into the kinds of `core.errors`.

Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError

from app.core import database_messages as messages
from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    ConstraintViolation,
    DatabaseError,
    MissingRight,
    MissingTables,
    NeverPasses,
    ReadOnlyDatabase,
    RowsHidden,
    RowsLocked,
    TransientError,
)
from app.core.message import cut
from app.core.messages import LONGEST

# Connection, shutdown, time-outs of a transaction that end its session.
_LOST = ("08", "57P", "25P03", "25P04")
# Rollback, resources, an operator's doing, in use, an enumeration that is being changed, a snapshot too old.
_AGAIN = ("40", "53", "57", "55006", "55P04", "72")
# Not a matter of rows, and the same statement fails for as long as server and tables are as they are: not
# supported, the state of the transaction, names, rights, syntax and rules, limits, the state of an object,
# what a foreign server lacks. A trigger may raise one for a single row; then it is in the way of all.
_NEVER = (
    *("0A", "25", "3F", "42", "54", "55"),
    *("HV004", "HV005", "HV007", "HV008", "HV00C", "HV00D", "HV00J", "HV00P", "HV00Q", "HV00R"),
)
# Not a matter of rows either, and it may pass: the disk, configuration, a foreign server, bugs of the server
# ("tuple concurrently updated"). All else (data, constraints, whatever a trigger raises) may be caused by a
# single bad row.
_NOT_ROWS = ("58", "F0", "HV", "XX000")


def failure(error: DBAPIError, role: str = "") -> DatabaseError:
    """The kind of a failure on an open connection, on which the console is `role`. The statement and its
    values are not repeated."""
    code: str | None = getattr(error.orig, "pgcode", None)
    said = _first_line(error)
    if error.connection_invalidated or code is None or code.startswith(_LOST):
        return ConnectionLost(messages.CONNECTION_LOST.format(reason=_plainly(said)), code, reason=said)
    if code == "55P03":
        return RowsLocked(messages.ROWS_LOCKED, code)
    if code.startswith(_AGAIN):
        return TransientError(messages.DATABASE_BUSY.format(reason=said), code, reason=said)
    if code == "25006":
        return ReadOnlyDatabase(said)
    if code == "42501" and _reported_by(error) == "check_enable_rls":
        return RowsHidden(_quoted(said), role)
    if code == "42501":
        return MissingRight(messages.PRIVILEGE_MISSING.format(reason=said), code, reason=said)
    if code in {"42P01", "42703", "3F000"}:
        return MissingTables(messages.TABLE_MISSING.format(reason=said), code, reason=said)
    if code.startswith(_NEVER):
        return NeverPasses(messages.REQUEST_REJECTED.format(reason=said), code, reason=said)
    if code.startswith(_NOT_ROWS):
        return DatabaseError(messages.REQUEST_REJECTED.format(reason=said), code, reason=said)
    return ConstraintViolation(said, code)


# psycopg2 gives no SQLSTATE for a connection that never opened, only libpq's words (English where the
# client library is untranslated, as in the wheel; the server's part may be in its own language).
_CONNECT_WORDS = (
    ("service", ("definition of service", "service file")),
    ("no_tls", ("server does not support SSL",)),
    ("sign_in", ("authentication method requirement",)),
    (
        "client_certificate",
        (
            "could not read certificate file",
            "could not open certificate file",
            "private key",
            "requires a valid client certificate",
            "alert certificate required",
            "alert bad certificate",
            "alert unknown ca",
        ),
    ),
    (
        "certificate",
        ("certificate verify failed", "root certificate", "does not match host name", "weak sslmode"),
    ),
    ("password", ("password authentication failed", "no password supplied", "authentication failed")),
    ("unknown_host", ("could not translate host name", "Name or service not known", "nodename nor servname")),
    (
        "refused",
        ("Connection refused", "No such file or directory", "Network is unreachable", "No route to host"),
    ),
    ("timeout", ("timeout expired", "timed out")),
    ("no_database", ("does not exist", "no such database", "no such user")),
    (
        "too_many",
        (
            *("too many clients", "remaining connection slots", "too many connections"),
            # PgBouncer: its own limits, and whoever waited in vain for one of its connections.
            *("no more connections allowed", "client connections exceeded", "query_wait_timeout"),
        ),
    ),
    (
        "starting",
        (
            *("starting up", "shutting down", "in recovery mode"),
            # PgBouncer, before a server that is away.
            *("server login has been failing", "cannot connect to server", "client_login_timeout"),
            *("server_login_retry", "server conn crashed", "database is disabled"),
        ),
    ),
    ("options", ("unsupported startup parameter",)),
)

CONNECT_SENTENCES = {
    "password": messages.WRONG_PASSWORD,
    "keychain": messages.KEYCHAIN_LOCKED,
    "unknown_host": messages.UNKNOWN_HOST,
    "refused": messages.CONNECTION_REFUSED,
    "timeout": messages.DATABASE_SILENT,
    "no_database": messages.NO_DATABASE,
    "too_many": messages.NO_FREE_CONNECTIONS,
    "starting": messages.STARTING_OR_STOPPING,
    "options": messages.POOLER_OPTIONS,
    "no_tls": messages.NO_TLS,
    "sign_in": messages.WEAK_SIGN_IN,
    "certificate": messages.SERVER_NOT_VERIFIED,
    "client_certificate": messages.CLIENT_CERTIFICATE_UNUSABLE,
    "service": messages.NO_SERVICE,
}

_ASKED_FOR = (("cleartext password", "password"), ("hashed password", "md5"))
"""By libpq's words, the require_auth that allows what the server asked for; "none" where it asked nothing."""


def connect_failure(error: DBAPIError, where: str) -> CannotConnect:
    """The kind of a connection that could not be opened; `where` is host:port/database."""
    words = str(error.orig)
    for why, marks in _CONNECT_WORDS:
        if any(mark in words for mark in marks):
            allowing = next((method for said, method in _ASKED_FOR if said in words), "none")
            return CannotConnect(why, where, CONNECT_SENTENCES[why].format(code=allowing))
    return CannotConnect("other", where, _first_line(error))


def _plainly(said: str) -> str:
    """What PgBouncer says in a word of its own to whoever waited in vain for one of its sessions."""
    return messages.NO_FREE_CONNECTIONS if "query_wait_timeout" in said else said


def _reported_by(error: DBAPIError) -> str | None:
    """The function of PostgreSQL that refused: called the same in all languages of its messages."""
    return getattr(getattr(error.orig, "diag", None), "source_function", None)


def _quoted(said: str) -> str:
    """The name that a message has in quotes, whichever they are in its language."""
    found = re.search(r"[\"«„“”»'](.+)[\"«„“”»']", said)
    return found[1].strip() if found else said


def _first_line(error: DBAPIError) -> str:
    """What was said, without its details; a trigger may say anything, of any length."""
    said = next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)
    return cut(said, LONGEST)
