"""What a console works on: a database and a storage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.bootstrap.keyring_store import KeyringStore, Remembered
from app.core.demo_hints import DemoHints
from app.core.environment import Environment
from app.core.server import RunsOn
from app.core.storage_place import StoragePlace
from app.db.address import Address
from app.db.engine import Database
from app.db.url import parse_url


@dataclass(frozen=True)
class ConnectionProfile:
    """A product to work on: its database, its attachment storage, and the queue that belongs to them, where
    there is one. Each may hold a secret, which its repr leaves out."""

    database_url: str = field(repr=False)
    storage: StoragePlace
    demo: DemoHints | None = None
    schema: str | None = None
    """Of the product's tables, where a person has named it."""
    environment: Environment | None = None
    redis_url: str | None = field(default=None, repr=False)
    runs_on: RunsOn = RunsOn.HERE
    """Where a job is to run, unless the person says otherwise."""


def connect(profile: ConnectionProfile, *, connections: int, application: str = "sweep") -> Database:
    """The database of the profile, with the password from the keyring where the address has none."""
    url = parse_url(profile.database_url)
    password = None
    if profile.demo is None and url.username and url.password is None:
        address, secret = Address.parse(profile.database_url)
        if secret is None:
            password = Remembered(KeyringStore(), address.url)
    return Database(
        url, schema=profile.schema, connections=connections, application=application, password=password
    )


@contextmanager
def database_of(profile: ConnectionProfile) -> Iterator[Database]:
    """The same for the block alone, for one or two things at once."""
    database = connect(profile, connections=2)
    try:
        yield database
    finally:
        database.close()
