"""Trying a connection before it is used: what the Test button of the settings does."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.db import health
from app.db.engine import Database
from app.db.transport import Transport, transport
from app.db.url import parse_url


@dataclass(frozen=True, slots=True)
class Reached:
    """A database that answers: the version of PostgreSQL, how long one question takes in milliseconds, how
    the connection travels, and the place: host:port/database.schema."""

    version: str
    milliseconds: float
    transport: Transport
    where: str


def try_connection(url: str, schema: str | None) -> Reached:
    """Opens one connection, asks it two questions and closes it; blocks up to the connection's time-out.
    `schema` is that of the product's tables; None: it is found.

    Raises BadDatabaseUrl, CannotConnect and the other DatabaseError kinds; none of them repeats the address.
    """
    database = Database(parse_url(url), schema=schema, connections=1, application="sweep test")
    try:
        with database.begin() as connection:
            began = time.monotonic()
            version = health.server_version(connection)
            milliseconds = (time.monotonic() - began) * 1000
            return Reached(version, milliseconds, transport(connection), database.where)
    finally:
        database.close()
