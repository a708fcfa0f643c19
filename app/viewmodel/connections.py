"""The connections that a person has saved, by name; one of them is in use. No secret is among them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings

from app.core.environment import Environment
from app.core.errors import BadInput, SettingsNotSaved
from app.db.address import Address
from app.settings import DATABASE_URL, ENVIRONMENT, ENVIRONMENT_COLOR, REDIS_URL
from app.viewmodel.preferences import PLACE, Preferences, saved_queue_url

log = logging.getLogger(__name__)

LIST_KEY, USED_KEY = "connections/list", "connections/used"

LONGEST_NAME = 60
"""Characters."""

MOST = 100
"""What a menu can show; a file with more is damaged."""


@dataclass(frozen=True, slots=True)
class SavedConnection:
    """`values` by the names of the variables, see PLACE; they are complete only where a person was."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> Environment | None:
        return Environment.of(self.values.get(ENVIRONMENT, ""), self.values.get(ENVIRONMENT_COLOR, ""))

    @property
    def url(self) -> str:
        """Of the database, without a password; it is also the name of that in the keyring."""
        return self.values.get(DATABASE_URL, "")


class Connections:
    """For the main thread. The values of the connection in use stand in the settings themselves, as ever, so
    that a file without a list has one connection."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._store = preferences.store

    def all(self) -> list[SavedConnection]:
        """In the order in which they were saved; the one in use as it is in the settings."""
        listed = {one.name: one for one in self._listed()}
        if (used := self.used) is not None:
            listed[used.name] = used
        return list(listed.values())

    @property
    def used(self) -> SavedConnection | None:
        """The one that the settings hold; None where they hold none, or the connection is named from outside
        of the console."""
        saved = self._preferences.saved()
        values = {name: saved[name] for name in PLACE if name in saved}
        if DATABASE_URL not in values:
            return None
        name = self._store.value(USED_KEY)
        return SavedConnection(_name(name) or usual_name(values), values)

    def named(self, name: str) -> SavedConnection | None:
        return next((one for one in self.all() if one.name == name), None)

    def put(self, connection: SavedConnection, replaced: str = "") -> None:
        """Keeps the connection, in the place of the one called `replaced`. Raises SettingsNotSaved."""
        kept: dict[str, SavedConnection] = {}
        for one in self.all():
            if one.name in {replaced, connection.name}:
                kept[connection.name] = connection
            else:
                kept[one.name] = one
        kept[connection.name] = connection
        self._write(kept.values())

    def use(self, connection: SavedConnection) -> None:
        """From the next session on the settings hold this one. Raises SettingsNotSaved."""
        self._write(self.all())  # the one before, too
        self._preferences.save({name: connection.values.get(name, "") for name in PLACE})
        self._store.setValue(USED_KEY, connection.name)
        self._store.sync()

    def rename(self, name: str) -> None:
        """Gives the one in use this name, and keeps it as the settings have it. Raises SettingsNotSaved."""
        used = self.used
        if used is not None and name:
            self.put(SavedConnection(name, used.values), used.name)
            self._store.setValue(USED_KEY, name)
            self._store.sync()

    def remove(self, name: str) -> None:
        """Not the one in use. Raises SettingsNotSaved."""
        self._write(one for one in self.all() if one.name != name)

    def _write(self, connections: Iterable[SavedConnection]) -> None:
        before = self._store.value(LIST_KEY)
        read = (_read({"name": one.name, **one.values}) for one in connections)
        text = json.dumps([{"name": one.name, **one.values} for one in read if one is not None])
        self._store.setValue(LIST_KEY, text)
        self._store.sync()
        there = QSettings(self._store.fileName(), QSettings.Format.IniFormat).value(LIST_KEY)
        if there != text:
            self._store.setValue(LIST_KEY, before)
            raise SettingsNotSaved(self._store.fileName())

    def _listed(self) -> list[SavedConnection]:
        text = self._store.value(LIST_KEY)
        if text is None:
            return []
        try:
            found = json.loads(str(text))
        except ValueError:
            found = None
        if not isinstance(found, list):
            log.warning("The saved connections are passed over: they cannot be read.")
            return []
        read = [_read(one) for one in found[:MOST]]
        return [one for one in read if one is not None]


def usual_name(values: Mapping[str, str]) -> str:
    """What a connection is called that nobody has named: the host and the database."""
    try:
        address, _ = Address.parse(values.get(DATABASE_URL, ""))
    except BadInput:
        return ""
    return "/".join(filter(None, (address.host, address.database)))[:LONGEST_NAME]


def _name(text: object) -> str:
    return text.strip()[:LONGEST_NAME] if isinstance(text, str) else ""


def _read(entry: object) -> SavedConnection | None:
    """An entry of the list, without what is odd in it, or a secret that somebody has put there."""
    if not isinstance(entry, dict):
        return None
    values = {name: text for name in PLACE if isinstance(text := entry.get(name), str) and text.strip()}
    try:
        values[DATABASE_URL] = Address.parse(values.get(DATABASE_URL, ""))[0].url
    except BadInput:
        log.warning("A saved connection is passed over: its address cannot be read.")
        return None
    if REDIS_URL in values:
        values[REDIS_URL] = saved_queue_url(values[REDIS_URL])
    return SavedConnection(_name(entry.get("name")) or usual_name(values), values)
