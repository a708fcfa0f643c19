"""The address of a database as libpq documents it: read by libpq itself, and written again.

https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, unquote_to_bytes

from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn
from sqlalchemy import URL

from app.core.errors import BadDatabaseUrl
from app.core.text import whole_number

NOT_A_URL = "it is not a PostgreSQL URL"
KEY_VALUE = "a connection string of the form key=value must be written as a URL"
NOT_POSTGRESQL = "only PostgreSQL is supported"
AT_NOT_ESCAPED = "an @ in the user name or the password must be written as %40"
NO_DATABASE_NAME = "the database name is missing"
NOT_A_PORT = "the port must be a number from 1 to 65535"
NOT_TEXT = "it contains characters that are not valid UTF-8 text, or a null character"
NOT_AN_OPTION = "it has options that PostgreSQL does not know, or that contradict each other"

MAX_PORT = 65535

DRIVER = "postgresql+psycopg2"

_SOCKET = ("/", "@")
"""How the folder of a socket begins, and an abstract one."""

_SCHEME = re.compile(r"([a-z0-9]+)(\+\w+)?://", re.ASCII | re.IGNORECASE)
_SLASH_IN_PASSWORD = re.compile(r"\A([^:/?@]*:)([^@?]*/[^@?]*)@")
_FIRST_AT = re.compile(r"[^/@]*@")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEY_VALUE = re.compile(r"\w+\s*=")
_WITH_PORT = re.compile(r"([A-Za-z0-9.-]*):([^:]*)")
"""One of several servers, with its port; an IPv6 address has more colons."""


def parse_url(text: str) -> URL:
    """Reads `postgresql://user:password@host:port,host:port/database?option=value` (also `postgres://`).

    What counts is in one place afterwards, and options win over the same thing before the "?", as for libpq:
    user, password, database; a server and its port, where it is one; all else is in `query`, also a socket,
    and several servers and their ports, each in one text. Raises BadDatabaseUrl, which never repeats any of
    it.
    """
    try:
        if "\0" in unquote_to_bytes(text).decode():
            raise BadDatabaseUrl(NOT_TEXT)
    except UnicodeError:  # without it as the cause: it repeats what it could not read, which may be a secret
        raise BadDatabaseUrl(NOT_TEXT) from None
    options = _read(text.strip())
    host, port = options.get("host", ""), options.get("port", "")
    if "@" in host[1:] and not host.startswith("/"):  # else part of the password would be shown as the host
        raise BadDatabaseUrl(AT_NOT_ESCAPED)
    if not all(1 <= (whole_number(one) or 0) <= MAX_PORT for one in port.split(",") if one):
        raise BadDatabaseUrl(NOT_A_PORT)
    if not options.get("dbname") and not _is_named_elsewhere(options):
        raise BadDatabaseUrl(NO_DATABASE_NAME)
    is_one = "," not in host + port and not host.startswith(_SOCKET)
    return URL.create(
        DRIVER,
        options.pop("user", None),
        options.pop("password", None),
        (options.pop("host", None) or None) if is_one else None,
        whole_number(options.pop("port", "")) if is_one else None,
        options.pop("dbname", None) or None,
        options,
    )


def options_of(url: URL) -> dict[str, str]:
    """The options of libpq that an address of `parse_url` names."""
    named = {
        "user": url.username,
        "password": url.password,
        "host": url.host,
        "port": str(url.port) if url.port else None,
        "dbname": url.database,
    }
    return {
        **{name: ",".join([value] if isinstance(value, str) else value) for name, value in url.query.items()},
        **{name: value for name, value in named.items() if value is not None},
    }


def write_url(options: Mapping[str, str]) -> str:
    """The address that names these options, as `parse_url` reads it. With a password it is a secret."""
    rest = dict(options)
    user, password, database = (rest.pop(name, None) for name in ("user", "password", "dbname"))
    if user is None and password is not None:
        rest["password"] = password
    text = "postgresql://"
    if user is not None:
        text += quote(user, safe=" +") + ("" if password is None else f":{quote(password, safe=' +')}") + "@"
    host = rest.get("host", "")
    if host and "," not in host + rest.get("port", "") and not host.startswith(_SOCKET):
        del rest["host"]
        text += f"[{quote(host, safe=':')}]" if ":" in host else quote(host, safe="")
        port = rest.pop("port", "")
        text += f":{port}" if port else ""
    text += f"/{quote(database, safe=' +/')}" if database else ""
    return text + "&".join(
        f"{'' if place else '?'}{quote(name)}={quote(rest[name], safe='')}"
        for place, name in enumerate(sorted(rest))
    )


def _read(text: str) -> dict[str, str]:
    """By libpq, except for what others than libpq write in an address: the name of a driver, a "/" or "@" in
    the password, a "%" that begins nothing, and several servers as SQLAlchemy has them."""
    if _KEY_VALUE.match(text):
        raise BadDatabaseUrl(KEY_VALUE)
    scheme = _SCHEME.match(text)
    if not scheme:
        raise BadDatabaseUrl(NOT_A_URL)
    if scheme[1].lower() not in {"postgresql", "postgres"}:
        raise BadDatabaseUrl(NOT_POSTGRESQL)
    rest = _SLASH_IN_PASSWORD.sub(_escaped, _LONE_PERCENT.sub("%25", text[scheme.end() :]), count=1)
    before, _, after = _split(_with_at_escaped(rest))
    if "@" in before.partition("/")[2]:  # is the server before it or after it? The rest would be shown
        raise BadDatabaseUrl(AT_NOT_ESCAPED)
    found = _told(f"postgresql://{before}", NOT_A_URL)
    found |= _told(f"postgresql:///?{_one_server_each(after)}", NOT_AN_OPTION)
    if " " not in found.get("options", " "):  # as SQLAlchemy writes a space
        found["options"] = found["options"].replace("+", " ")
    return found


def _with_at_escaped(rest: str) -> str:
    """No server has an "@" in its name: before it, only the last one ends user name and password."""
    first = _FIRST_AT.match(rest)
    if first is None:
        return rest
    inner, at, _ = re.split("[/?]", rest[first.end() :], maxsplit=1)[0].rpartition("@")
    end = first.end() + len(inner) if at else first.end() - 1
    return rest[:end].replace("@", "%40") + rest[end:]


def _split(rest: str) -> tuple[str, str, str]:
    """What stands before the options, "?", and the options. A password may hold a "?" too."""
    authority = _FIRST_AT.match(rest)
    begin = authority.end() if authority else 0
    before, mark, after = rest[begin:].partition("?")
    return rest[:begin] + before, mark, after


def _told(text: str, otherwise: str) -> dict[str, str]:
    try:
        return dict(parse_dsn(text))
    except ProgrammingError:  # without it as the cause: it repeats the text
        raise BadDatabaseUrl(otherwise) from None


def _one_server_each(options: str) -> str:
    """The options with each name once. Several servers may be named one by one, and each with its port."""
    pairs = [pair.partition("=") for pair in options.split("&")] if options else []
    by_name: dict[str, list[str]] = {}
    for name, _, value in pairs:
        by_name.setdefault(unquote(name), []).append(value)
    if any(len(values) > 1 and len(set(values)) > 1 and name != "host" for name, values in by_name.items()):
        raise BadDatabaseUrl(NOT_AN_OPTION)
    if "host" in by_name:
        hosts = ",".join(unquote(value) for value in by_name.pop("host")).split(",")
        each = [_WITH_PORT.fullmatch(host) for host in hosts]
        if any(each) and "port" not in by_name:
            by_name["port"] = [quote(",".join(one[2] if one else "" for one in each), safe=",")]
            hosts = [one[1] if one else host for one, host in zip(each, hosts, strict=True)]
        by_name["host"] = [quote(",".join(hosts), safe=",")]
    if any(not name for name in by_name):
        raise BadDatabaseUrl(NOT_AN_OPTION)
    return "&".join(f"{quote(name)}={values[0]}" for name, values in by_name.items())


def _escaped(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2].replace('/', '%2F')}@"


def _is_named_elsewhere(options: Mapping[str, str]) -> bool:
    """Whether a service file or the environment may name the database."""
    return "service" in options or not {"PGSERVICE", "PGDATABASE"}.isdisjoint(os.environ)
