"""What a failed statement means: PostgreSQL's SQLSTATE turned into the kinds of `core.errors`.

Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError

from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    ConstraintViolation,
    DatabaseError,
    MissingRight,
    MissingTables,
    RowsHidden,
    RowsLocked,
    TransientError,
)

_LOST = ("08", "57P", "25P03")  # connection, shutdown, time-out of an idle transaction
_AGAIN = ("40", "53", "57014", "25006", "55006")  # rollback, resources, cancelled, read-only stand-by, in use
# Not a matter of rows: not supported, syntax and names, limits, state, system, configuration, foreign data,
# bugs of the server. All else (data, constraints, whatever a trigger raises) may be caused by a single bad
# row.
_NOT_ROWS = ("0A", "42", "54", "55", "58", "F0", "HV", "XX000")


def failure(error: DBAPIError, role: str = "") -> DatabaseError:
    """The kind of a failure on an open connection, on which the console is `role`. The statement and its
    values are not repeated."""
    code: str | None = getattr(error.orig, "pgcode", None)
    said = _first_line(error)
    if error.connection_invalidated or code is None or code.startswith(_LOST):
        return ConnectionLost(f"The connection to the database was lost: {said}", code)
    if code == "55P03":
        return RowsLocked(ROWS_LOCKED, code)
    if code.startswith(_AGAIN):
        return TransientError(f"The database is busy: {said}", code)
    if code == "42501" and _reported_by(error) == "check_enable_rls":
        return RowsHidden(_quoted(said), role)
    if code == "42501":
        return MissingRight(f"The database user lacks a privilege: {said}", code)
    if code in {"42P01", "42703", "3F000"}:
        return MissingTables(f"A required table or column is missing: {said}", code)
    if code.startswith(_NOT_ROWS):
        return DatabaseError(f"The database rejected the request: {said}", code)
    return ConstraintViolation(said, code)


# psycopg2 gives no SQLSTATE for a connection that never opened, only libpq's words (English where the
# client library is untranslated, as in the wheel; the server's part may be in its own language).
_CONNECT_WORDS = (
    ("password", ("password authentication failed", "no password supplied", "authentication failed")),
    ("unknown_host", ("could not translate host name", "Name or service not known", "nodename nor servname")),
    (
        "refused",
        ("Connection refused", "No such file or directory", "Network is unreachable", "No route to host"),
    ),
    ("timeout", ("timeout expired", "timed out")),
    ("no_database", ("does not exist",)),
    ("too_many", ("too many clients", "remaining connection slots", "too many connections")),
    ("starting", ("starting up", "shutting down", "in recovery mode")),
    ("options", ("unsupported startup parameter",)),
)

ROWS_LOCKED = "The rows are locked by another process."

CONNECT_SENTENCES = {
    "password": "wrong user name or password.",
    "keychain": "it needs a password, and the system keychain could not be read. Unlock the keychain, or put "
    "the password into the connection URL.",
    "unknown_host": "host not found. Check the host name and the network.",
    "refused": "connection refused. Check the host and port, and that the server is running.",
    "timeout": "it does not respond. Check the network, the VPN and the firewall.",
    "no_database": "the database or user does not exist.",
    "too_many": "it has no free connections. Try again in a minute.",
    "starting": "it is starting or stopping. Try again in a minute.",
    "options": "a connection pooler does not accept the options of the connection URL or of PGOPTIONS. "
    "Remove them, and set the schema with --schema.",
}


def connect_failure(error: DBAPIError, where: str) -> CannotConnect:
    """The kind of a connection that could not be opened; `where` is host:port/database."""
    words = str(error.orig)
    for why, marks in _CONNECT_WORDS:
        if any(mark in words for mark in marks):
            return CannotConnect(why, where, CONNECT_SENTENCES[why])
    return CannotConnect("other", where, _first_line(error))


def _reported_by(error: DBAPIError) -> str | None:
    """The function of PostgreSQL that refused: called the same in all languages of its messages."""
    return getattr(getattr(error.orig, "diag", None), "source_function", None)


def _quoted(said: str) -> str:
    """The name that a message has in quotes, whichever they are in its language."""
    found = re.search(r"[\"«„“”»'](.+)[\"«„“”»']", said)
    return found[1].strip() if found else said


def _first_line(error: DBAPIError) -> str:
    return next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)
