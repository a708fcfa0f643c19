"""Saving what was typed into the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.errors import KeychainRefused
from app.queue.address import QueueAddress
from app.settings import (
    DATABASE,
    DATABASE_URL,
    IN_FOLDER,
    MARKS,
    REDIS_URL,
    RUNS_ON,
    SAVED_QUEUE,
    STORAGE,
    STORAGE_DRIVER,
    WORKERS,
    Settings,
)
from app.ui.dialogs.settings.source import SettingsSource
from app.viewmodel.connections import Connections, SavedConnection, usual_name
from app.viewmodel.preferences import PLACE, bucket_secret_name

_UNSET = {STORAGE_DRIVER: IN_FOLDER, WORKERS: str(Settings().workers), RUNS_ON: str(Settings().runs_on)}
"""What counts where nothing is saved."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The connection that the form shows: `shown` as it was saved, the `name` that was typed, whether it is
    the one in use, and those that are to go."""

    shown: SavedConnection
    name: str
    is_used: bool
    removed: Sequence[SavedConnection] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of the dialog: `another_place` where connection, storage or workers are others than those in
    use, which counts once the person goes there; `connection` is its name, "" for the same one as before;
    `wants_demo` where the person would rather try the demo; `refusal` where all is saved but a secret."""

    another_place: bool = False
    wants_demo: bool = False
    refusal: KeychainRefused | None = None
    connection: str = field(default="", compare=False)


async def save(
    source: SettingsSource,
    values: Mapping[str, str],
    secrets: Sequence[tuple[str, str, bool]],
    identity: Identity,
) -> Saved:
    """Saves `values` in the file and `secrets` in the keyring, off the main thread. What is of a connection
    that is not in use is kept in the list alone. Raises SettingsNotSaved, and then has saved nothing."""
    preferences, connections = source.preferences, Connections(source.preferences)
    before = _UNSET | preferences.shown()
    place = {name: text for name, text in values.items() if name in PLACE}
    rest = {name: text for name, text in values.items() if name not in PLACE}
    whole = {**identity.shown.values, **place}
    preferences.save(rest | place if identity.is_used else rest)
    name = identity.name or usual_name(whole)
    if identity.is_used:
        connections.rename(name)
    else:
        connections.put(SavedConnection(name, whole), identity.shown.name)
    refusal = await _keep(source, secrets)
    for removed in identity.removed:
        connections.remove(removed.name)
        refusal = await _forget(source, connections, removed) or refusal
    after = _UNSET | preferences.shown()
    place_or_workers = (*DATABASE, *MARKS, *SAVED_QUEUE, *STORAGE, WORKERS)
    changed = {each for each in place_or_workers if before.get(each) != after.get(each)}
    is_elsewhere = bool(secrets) or not identity.is_used or bool(changed - {WORKERS})
    return Saved(
        another_place=is_elsewhere or bool(changed), refusal=refusal, connection=name if is_elsewhere else ""
    )


async def _keep(source: SettingsSource, secrets: Sequence[tuple[str, str, bool]]) -> KeychainRefused | None:
    refusal: KeychainRefused | None = None
    for name, text, keep in secrets:
        try:
            await source.calls.run(source.preferences.put_secret, name, text, keep=keep)
        except KeychainRefused as error:
            refusal = error.with_traceback(None)
    return refusal


async def _forget(
    source: SettingsSource, connections: Connections, removed: SavedConnection
) -> KeychainRefused | None:
    """Takes the secrets of a connection out of the keyring, but for those that another one has too."""
    left = {name for one in connections.all() for name in _secret_names(one)}
    for name in _secret_names(removed) - left:
        try:
            await source.calls.run(source.preferences.forget_secret, name)
        except KeychainRefused as error:
            return error.with_traceback(None)
    return None


def _secret_names(connection: SavedConnection) -> set[str]:
    names = {connection.values.get(DATABASE_URL, ""), bucket_secret_name(connection.values)}
    if url := connection.values.get(REDIS_URL):
        names.add(QueueAddress.parse(url)[0].secret_name)
    return names
