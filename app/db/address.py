"""The address of a database in its parts, as a person fills them in, and without the password."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import URL

from app.core.errors import BadDatabaseUrl
from app.db.engine import parse_url

PORT = 5432

TLS_MODES = ("prefer", "require", "verify-full")
"""libpq's sslmode: encrypted where the server can; always; always, and only with the right server."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is and as whom the console signs in there. `tls` is one of TLS_MODES, or what an
    address says besides; `more` are its further options, kept as they are."""

    host: str = ""
    port: int = PORT
    database: str = ""
    user: str = ""
    tls: str = TLS_MODES[0]
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @classmethod
    def parse(cls, text: str) -> tuple[Address, str | None]:
        """The parts of `postgresql://user:password@host:port/database?sslmode=…`, and the password, which
        does not belong to them. Raises BadDatabaseUrl, which never repeats the text."""
        url = parse_url(text)
        options = {
            name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()
        }
        if "sslpassword" in options:
            raise BadDatabaseUrl("the password of a key cannot be kept in an address")
        secret = options.pop("password", None)
        port = options.pop("port", "")
        address = cls(
            url.host or options.pop("host", ""),
            url.port or (int(port) if port.isdecimal() else PORT),
            url.database or "",
            url.username or options.pop("user", ""),
            options.pop("sslmode", TLS_MODES[0]),
            tuple(options.items()),
        )
        return address, str(url.password) if url.password is not None else secret

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
            {**socket, **tls, **dict(self.more)},
        ).render_as_string(hide_password=False)
