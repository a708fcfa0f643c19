"""How a connection travels, as the client itself sees it: what the server says is about its own end alone,
which may be that of a pooler, a proxy or a tunnel."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from app.db.libpq import VERIFY, is_local


class Transport(StrEnum):
    """VERIFIED: encrypted, and nobody can pretend to be the server. TLS: encrypted. LOCAL: not encrypted, and
    stays on this computer. PASSED_ON: it ends at a program that passes it on, in a way that cannot be seen
    from here. OPEN: not encrypted."""

    VERIFIED = "verified"
    TLS = "tls"
    LOCAL = "local"
    PASSED_ON = "passed_on"
    OPEN = "open"


_OTHER_END = """
    SELECT coalesce(secure.ssl, false) AS tls, pg_catalog.host(pg_catalog.inet_client_addr()) AS address,
        pg_catalog.inet_client_port() AS port, pg_catalog.pg_backend_pid() AS process
    FROM (VALUES (1)) AS one (row)
    LEFT JOIN pg_catalog.pg_stat_ssl AS secure ON secure.pid = pg_catalog.pg_backend_pid()
"""


def transport(connection: Connection) -> Transport:
    """How this connection travels. The server is asked too: where it sees another client than this one, or
    plain text where this side encrypts, there is something between."""
    driver: Any = connection.connection.dbapi_connection
    other = connection.execute(text(_OTHER_END)).one()
    info = driver.info
    ends = _ends(driver.fileno())
    if info.ssl_in_use or info.dsn_parameters.get("gssencmode") == "require":
        if info.ssl_in_use and not other.tls:
            return Transport.PASSED_ON
        is_proven = info.dsn_parameters.get("channel_binding") == "require"
        is_verified = is_proven or info.dsn_parameters.get("sslmode") == VERIFY
        return Transport.VERIFIED if is_verified and info.ssl_in_use else Transport.TLS
    if not is_local(ends.server):
        return Transport.OPEN
    is_direct = info.backend_pid == other.process
    sees_us = (other.address or "", other.port or 0) == (ends.client, ends.port)
    return Transport.LOCAL if is_direct and sees_us else Transport.PASSED_ON


def server_address(driver: Any) -> str:
    """The address to which this connection leads; "" for a socket of this computer."""
    return _ends(driver.fileno()).server


@dataclass(frozen=True, slots=True)
class _Ends:
    """Of a connection, as this computer has them: addresses, "" for a socket, and the client's port."""

    server: str
    client: str
    port: int


def _ends(descriptor: int) -> _Ends:
    """The driver keeps the descriptor."""
    there = socket.socket(fileno=descriptor)
    try:
        if there.family not in {socket.AF_INET, socket.AF_INET6}:
            return _Ends("", "", 0)
        client = there.getsockname()
        return _Ends(_plain(there.getpeername()[0]), _plain(client[0]), client[1])
    finally:
        there.detach()


def _plain(address: str) -> str:
    """An IPv4 address as such, also where it travels as one of IPv6."""
    return address.removeprefix("::ffff:")
