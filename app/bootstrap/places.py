"""What there is to be one window for, however it is written; without a secret."""

from __future__ import annotations

import os
from dataclasses import replace

from app.core.storage_place import Folder, StoragePlace
from app.db.address import Address
from app.settings import DATABASE, DEMO_DIR, STORAGE, Overrides, Settings

_THIS_COMPUTER = {"localhost", "127.0.0.1", "::1"}


def place_of(settings: Settings, *, demo: bool) -> str:
    """The database and the files of a console, or the demo."""
    if demo:
        folder = os.environ.get(DEMO_DIR)
        return f"demo {os.path.abspath(folder) if folder else ''}"
    address = _address(settings.database_url) if settings.database_url else ""
    return f"{address} {settings.schema or ''} {_storage(settings.storage)}"


def start_of(overrides: Overrides, *, demo: bool) -> str:
    """What the program was asked to open. Where nothing is named, it is whatever it shows: the settings, the
    saved connection, or the demo, if the person has gone there. The program is then there already."""
    given = {name: overrides.environment.get(name, "").strip() for name in (*DATABASE, *STORAGE)}
    if not demo and not (any(given.values()) or overrides.database_url or overrides.storage_root):
        return "start"
    return f"start {place_of(overrides.over({}), demo=demo)}"


def _address(url: str) -> str:
    """Of the database, without how it is spoken to: an option of TLS does not make it another one."""
    address = Address.parse(url)[0]
    host = address.host.lower()
    return repr((replace(address, host="localhost" if host in _THIS_COMPUTER else host).place, address.user))


def _storage(place: StoragePlace | None) -> str:
    return os.path.abspath(place.root) if isinstance(place, Folder) else repr(place)
