"""The address of a database in its parts, as a person fills them in, and without the password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import URL

from app.core.errors import BadDatabaseUrl
from app.core.text import whole_number
from app.db.engine import parse_url

PORT = 5432

TLS_MODES = ("prefer", "require", "verify-full")
"""libpq's sslmode: encrypted where the server can; always; always, and only with the right server."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is and as whom the console signs in there. `tls` is one of TLS_MODES, or another
    mode that an address names; `more` are its further options, kept as they are. Several servers, of which
    the first that answers counts, are among these; `host` is empty then, as where the environment or a
    service file names the server."""

    host: str = ""
    port: int = PORT
    database: str = ""
    user: str = ""
    tls: str = TLS_MODES[0]
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @classmethod
    def parse(cls, text: str) -> tuple[Address, str | None]:
        """The parts of `postgresql://user:password@host:port/database?sslmode=…`, and the password, which
        does not belong to them. What stands among the options wins, as it does when the driver connects.
        Raises BadDatabaseUrl, which never repeats the text."""
        url = parse_url(text)
        options = _options(url)
        if "sslpassword" in options:
            raise BadDatabaseUrl("the password of a key cannot be part of the URL")
        secret = options.pop("password", None)
        host, port = url.host or "", str(url.port or PORT)
        if any("," in options.get(name, "") for name in ("host", "port")):
            host, port = "", str(PORT)
        else:
            host, port = options.pop("host", host), options.pop("port", port)
        address = cls(
            host,
            whole_number(port) or PORT,
            options.pop("dbname", url.database or ""),
            options.pop("user", url.username or ""),
            options.pop("sslmode", TLS_MODES[0]),
            tuple(sorted(options.items())),
        )
        return address, str(url.password) if secret is None and url.password is not None else secret

    @property
    def names_server(self) -> bool:
        """Whether it names a server, or a service of a file."""
        return bool(self.host) or any(name in {"host", "hostaddr", "service"} for name, _ in self.more)

    def is_same_database(self, other: Address) -> bool:
        """Whether both name the same database, as far as they say."""
        mine, theirs = ((one.host, one.port, one.database, one.more) for one in (self, other))
        return mine == theirs

    @property
    def url(self) -> str:
        """The address as one text."""
        return self._url(None)

    def with_password(self, password: str) -> str:
        """The address that opens the database: never to be shown, logged or saved."""
        return self._url(password or None)

    def _url(self, password: str | None) -> str:
        tls = {} if self.tls == TLS_MODES[0] else {"sslmode": self.tls}
        socket = {"host": self.host, "port": str(self.port)} if self.host.startswith("/") else {}
        return URL.create(
            "postgresql",
            self.user or None,
            password,
            None if socket else self.host or None,
            None if socket or self.port == PORT else self.port,
            self.database or None,
            {**dict(self.more), **socket, **tls},
        ).render_as_string(hide_password=False)


def _options(url: URL) -> dict[str, str]:
    """The options of an address, several servers and their ports each in one text, as libpq reads them."""
    options = {
        name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()
    }
    each = [_WITH_PORT.fullmatch(host) for host in options.get("host", "").split(",")]
    if "port" not in options and any(each):
        hosts = options["host"].split(",")
        options["host"] = ",".join(
            found[1] if found else host for found, host in zip(each, hosts, strict=True)
        )
        options["port"] = ",".join(found[2] if found else "" for found in each)
    return options


_WITH_PORT = re.compile(r"([A-Za-z0-9.-]*):([0-9]*)")
"""One of several servers, with its port; an IPv6 address has more colons."""
