"""The URL of Redis in its parts: checked, and without its secrets."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from app.core.queue_errors import BadQueueUrl
from app.core.text import visible, whole_number

PORT = 6379
SCHEMES = PLAIN, TLS, SOCKET = "redis", "rediss", "unix"
_LOCAL = "localhost"  # where none is named, as in redis-py

_SECRETS = frozenset({"password", "ssl_password"})
_LONGEST_SOCKET = 103
"""Bytes that all systems allow."""
_IN_A_HOST = re.compile(r"[\w.\-]+")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+(%[\w.\-]+)?")

_HASH = "a # in it must be written as %23"
_ENCODED = "special characters in the user name and the password must be percent-encoded"


def _as_text(text: str) -> str:
    return text


def _as_switch(text: str) -> bool:
    return text.upper() not in {"0", "F", "FALSE", "N", "NO", ""}


def _as_requirement(text: str) -> str:
    if text not in {"none", "optional", "required"}:
        raise ValueError
    return text


_OPTIONS: Mapping[str, Callable[[str], object]] = {
    "ssl_ca_certs": _as_text,
    "ssl_ca_path": _as_text,
    "ssl_certfile": _as_text,
    "ssl_keyfile": _as_text,
    "ssl_password": _as_text,
    "ssl_cert_reqs": _as_requirement,
    "ssl_check_hostname": _as_switch,
}
"""Options that redis-py takes from a URL and that count here too: how a server is trusted."""

_OURS = frozenset(
    {
        "client_name",
        "decode_responses",
        "encoding",
        "health_check_interval",
        "max_connections",
        "protocol",
        "retry_on_timeout",
        "socket_connect_timeout",
        "socket_keepalive",
        "socket_timeout",
        "timeout",
    }
)
"""Options that redis-py takes as well and that are passed over: of those the console decides itself."""


@dataclass(frozen=True, slots=True)
class QueueAddress:
    """Where Redis is and as whom one signs in there. `scheme` is PLAIN, TLS or SOCKET; `path` is the file of
    a socket. `options` are those of the URL's query that say how a server is trusted."""

    scheme: str = PLAIN
    host: str = _LOCAL
    port: int = PORT
    path: str = ""
    database: int = 0
    user: str = ""
    options: tuple[tuple[str, str], ...] = ()
    key_password: str = field(default="", repr=False, compare=False)
    """Opens the key of a client certificate: a secret."""

    @classmethod
    def parse(cls, text: str) -> tuple[QueueAddress, str | None]:
        """The parts of `redis://user:password@host:port/database`, `rediss://…` or `unix:///path?db=0`, read
        as redis-py reads them, and the password, which does not belong to them. What redis-py would silently
        pass over, and what it could not use, is refused. Raises BadQueueUrl, which never repeats the text."""
        parts = _split(text)
        options = _options_of(parts.query)
        user, password = _signs_in(parts, options)
        address = cls(
            scheme=parts.scheme,
            user=user,
            key_password=options.pop("ssl_password", ""),
            database=_database(options.pop("db", None), "" if parts.scheme == SOCKET else parts.path),
        )
        if parts.scheme == SOCKET:
            address = replace(address, host="", port=0, path=_socket_path(parts))
        else:
            address = replace(address, host=_host(parts), port=_port(parts))
        trust = tuple(sorted((name, value) for name, value in options.items() if name in _OPTIONS))
        return replace(address, options=trust), password

    @property
    def where(self) -> str:
        """The server for people, without user and secret: `rediss://queue-1:6379/0`."""
        if self.scheme == SOCKET:
            database = f"?db={self.database}" if self.database else ""
            return f"unix://{visible(self.path)}{database}"
        return f"{self.scheme}://{_bracketed(self.host)}:{self.port}/{self.database}"

    @property
    def url_to_keep(self) -> str:
        """As a URL without any secret."""
        return replace(self, key_password="").url()

    @property
    def secret_name(self) -> str:
        """The name under which its password stands in a keyring: one for a user on a server, whatever the
        database there; and another with TLS, so that none that was saved for it is sent without."""
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"{self.scheme}://{user}{self.path or f'{_bracketed(self.host)}:{self.port}'}"

    def url(self, password: str | None = None) -> str:
        """As a URL that redis-py and RQ read, with this password. Never shown."""
        user, secret = quote(self.user, safe=""), quote(password or "", safe="")
        entry = f"{user}:{secret}@" if secret else f"{user}@" if user else ""
        query = list(self.options)
        if self.key_password:
            query.append(("ssl_password", self.key_password))
        if self.scheme == SOCKET:
            query += [("db", str(self.database))] if self.database else []
            place = quote(self.path)
        else:
            place = f"{quote(_bracketed(self.host), safe='[]:')}:{self.port}/{self.database}"
        return f"{self.scheme}://{entry}{place}" + (f"?{urlencode(query)}" if query else "")

    def trust(self) -> dict[str, Any]:
        """The options as redis-py's connection takes them."""
        chosen = {name: _OPTIONS[name](value) for name, value in self.options}
        return chosen | ({"ssl_password": self.key_password} if self.key_password else {})


def where(url: str) -> str:
    """The server of a URL, without a secret. Raises BadQueueUrl."""
    return QueueAddress.parse(url)[0].where


def without_password(url: str) -> tuple[str, str | None]:
    """The URL without any secret, to be kept, and the password. That of a client certificate's key can be
    used and not kept. Raises BadQueueUrl."""
    address, password = QueueAddress.parse(url)
    return replace(address, key_password="").url(), password


def with_password(url: str, password: str | None) -> str:
    """The URL with this password instead of its own. Raises BadQueueUrl."""
    return QueueAddress.parse(url)[0].url(password)


def _split(text: str) -> SplitResult:
    text = text.strip()
    if not text:
        raise BadQueueUrl("it is empty")
    if visible(text) != text or any(map(str.isspace, text)):
        raise BadQueueUrl("it contains spaces or invisible characters")
    if "#" in text:  # what follows would be lost
        raise BadQueueUrl(_HASH)
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError:
        raise BadQueueUrl(f"its host or its port cannot be read; {_ENCODED}") from None
    if parts.scheme not in {PLAIN, TLS, SOCKET} or not text[len(parts.scheme) :].startswith("://"):
        raise BadQueueUrl("it must begin with redis://, rediss:// or unix://")
    return parts


def _options_of(query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    try:
        given = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except ValueError:
        raise BadQueueUrl(f"what follows the ? cannot be read; {_ENCODED}") from None
    for name, value in given:
        if name not in {*_OPTIONS, *_OURS, "db", "username", "password"}:
            raise BadQueueUrl(f"an option after the ? is not known; {_ENCODED}")
        if not value:
            continue
        if name not in _SECRETS and visible(value) != value:
            raise BadQueueUrl("one of its options contains invisible characters")
        try:
            _OPTIONS.get(name, _as_text)(value)
        except ValueError:
            raise BadQueueUrl("one of its options has a value that is not known") from None
        options.setdefault(name, value)  # the first counts
    return options


def _signs_in(parts: SplitResult, options: dict[str, str]) -> tuple[str, str | None]:
    user = _decoded(parts.username) or options.pop("username", "")
    password = _decoded(parts.password) or options.pop("password", "")
    options.pop("username", None), options.pop("password", None)
    if visible(user) != user:
        raise BadQueueUrl("its user contains invisible characters")
    return user, password or None


def _decoded(text: str | None) -> str:
    try:
        return unquote(text or "", errors="strict")
    except ValueError:
        raise BadQueueUrl(f"it is not in UTF-8; {_ENCODED}") from None


def _host(parts: SplitResult) -> str:
    host = _decoded(parts.hostname) or _LOCAL
    if not (_IPV6 if ":" in host else _IN_A_HOST).fullmatch(host):
        raise BadQueueUrl(f"its host is neither a name nor an IP address; {_ENCODED}")
    return host


def _port(parts: SplitResult) -> int:
    if parts.port == 0:
        raise BadQueueUrl("its port must be between 1 and 65535")
    return parts.port or PORT


def _database(option: str | None, path: str) -> int:
    text = option if option is not None else _decoded(path).strip("/")
    number = whole_number(text) if text else 0
    if number is None:
        raise BadQueueUrl(f"what follows the host must be the number of a database; {_ENCODED}")
    return number


def _socket_path(parts: SplitResult) -> str:
    path = _decoded(parts.path)
    if not hasattr(socket, "AF_UNIX"):
        raise BadQueueUrl("this system has no sockets as files")
    if parts.hostname or parts.port is not None or not path.strip("/"):
        raise BadQueueUrl("a socket is named with three slashes, as in unix:///run/redis/redis.sock")
    if len(os.fsencode(path)) > _LONGEST_SOCKET:
        raise BadQueueUrl("the path of its socket is too long")
    return path


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
