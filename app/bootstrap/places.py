"""The places where a console may work: what there is to be one window for, and where else one may go."""

from __future__ import annotations

import os
from dataclasses import replace

from app.bootstrap.connection import ConnectionProfile
from app.core.environment import DEMO, Environment
from app.core.storage_place import Folder, StoragePlace
from app.db.address import Address
from app.settings import DATABASE, DATABASE_URL, DEMO_DIR, STORAGE, Overrides, Settings
from app.ui.dialogs.sign_in import Elsewhere
from app.ui.window.connection_switcher import Offer
from app.viewmodel.connections import Connections
from app.viewmodel.preferences import Preferences

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


class Places:
    """Where a person may work, by the names that they have given."""

    def __init__(self, preferences: Preferences, connections: Connections, *, has_demo: bool) -> None:
        self._preferences = preferences
        self._connections = connections
        self._has_demo = has_demo

    def offers(self, profile: ConnectionProfile) -> list[Offer]:
        """From where `profile` leads to, which is among them. Where the connection is named from outside of
        the console, the saved ones do not count, and one can only go to the demo and back."""
        is_demo = profile.demo is not None
        offers = []
        if given := self._preferences.overrides.fixes(DATABASE_URL):
            offers.append(Offer(Elsewhere.SAVED, given, is_here=not is_demo))
        else:
            used = self._connections.used
            for one in self._connections.all():
                is_here = not is_demo and used is not None and one.name == used.name
                offers.append(Offer(one.name, one.name, one.environment, is_here))
        if self._has_demo:
            offers.append(Offer(Elsewhere.DEMO, "", Environment.of(DEMO), is_demo))
        return offers


def _address(url: str) -> str:
    """Of the database, without how it is spoken to: an option of TLS does not make it another one."""
    address = Address.parse(url)[0]
    host = address.host.lower()
    return repr((replace(address, host="localhost" if host in _THIS_COMPUTER else host).place, address.user))


def _storage(place: StoragePlace | None) -> str:
    return os.path.abspath(place.root) if isinstance(place, Folder) else repr(place)
