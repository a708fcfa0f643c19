"""The address of a database in its parts, as a person fills them in, and without the password."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.text import whole_number
from app.db.libpq import USUAL_PORT
from app.db.url import options_of, parse_url, write_url

PORT = int(USUAL_PORT)

AUTOMATIC = ""
TLS_MODES = (AUTOMATIC, "disable", "prefer", "require", "verify-full")
"""libpq's sslmode: as `db.libpq` chooses it; never; where the server can; always; and only with the server
whose certificate is right."""

BAD_HOST = "The host must be a name or an IP address alone, without a port, a user or a path."

_SOCKETS = ("/", "@")
_NOT_IN_A_HOST = "/@?#,"

_ONLY_HOW = ("ssl", "gss", "krb", "require_auth", "channel_binding", "passfile", "application_name")
"""How the options begin that say how a server is spoken to, and not which one it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is and as whom the console signs in there. `tls` is one of TLS_MODES, or another
    mode that an address names; `authorities` is the file of those that may have signed the server's
    certificate, or "system"; `more` are further options, kept as they are. Several servers are among these;
    `host` is empty then, as where the environment or a service file names the server. `key_password` opens
    the key of a client certificate: a secret, which can be used and not kept."""

    host: str = ""
    port: int = PORT
    database: str = ""
    user: str = ""
    tls: str = AUTOMATIC
    authorities: str = ""
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    key_password: str = field(default="", repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> tuple[Address, str | None]:
        """The parts of `postgresql://user:password@host:port/database?sslmode=…`, and the password, which
        does not belong to them. What stands among the options wins, as it does when the driver connects.
        Raises BadDatabaseUrl, which never repeats the text."""
        options = options_of(parse_url(text))
        secret = options.pop("password", None)
        several = "," in options.get("host", "") + options.get("port", "")
        address = cls(
            host="" if several else options.pop("host", ""),
            port=PORT if several else whole_number(options.pop("port", "")) or PORT,
            database=options.pop("dbname", ""),
            user=options.pop("user", ""),
            tls=options.pop("sslmode", AUTOMATIC),
            authorities=options.pop("sslrootcert", ""),
            key_password=options.pop("sslpassword", ""),
            more=tuple(sorted(options.items())),
        )
        return address, secret

    @property
    def names_server(self) -> bool:
        """Whether it names a server, or a service of a file."""
        return bool(self.host) or any(name in {"host", "hostaddr", "service"} for name, _ in self.more)

    @property
    def names_database(self) -> bool:
        """Whether it names a database, or a service of a file, which may."""
        return bool(self.database) or any(name == "service" for name, _ in self.more)

    @property
    def names_host_alone(self) -> bool:
        """Whether `host` is empty, a socket, or a name or an address, with nothing that belongs elsewhere."""
        if self.host.startswith(_SOCKETS):
            return True
        is_name = self.host.count(":") != 1  # an IPv6 address has more colons
        return is_name and not any(one in _NOT_IN_A_HOST or one.isspace() for one in self.host)

    def is_same_database(self, other: Address) -> bool:
        """Whether both name the same database, as far as they say."""
        return self.place == other.place

    @property
    def place(self) -> tuple[object, ...]:
        """What of it says which database it is, and not as whom or how one speaks to it."""
        more = tuple((name, value) for name, value in self.more if not name.startswith(_ONLY_HOW))
        return self.host, self.port, self.database, more

    @property
    def url(self) -> str:
        """The address as one text, without secrets."""
        return write_url(self._options)

    def with_password(self, password: str) -> str:
        """The address that opens the database: never to be shown, logged or saved."""
        secrets = {"password": password, "sslpassword": self.key_password}
        return write_url({**self._options, **{name: text for name, text in secrets.items() if text}})

    @property
    def _options(self) -> dict[str, str]:
        is_socket = self.host.startswith(_SOCKETS)
        named = {
            "host": self.host,
            "port": str(self.port) if is_socket or self.port != PORT else "",
            "dbname": self.database,
            "user": self.user,
            "sslmode": self.tls,
            "sslrootcert": self.authorities,
        }
        return {**dict(self.more), **{name: value for name, value in named.items() if value}}
