"""Saving what was typed into the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import KeychainRefused
from app.settings import DATABASE, STORAGE, STORAGE_DRIVER, WORKERS, Settings
from app.ui.dialogs.settings.source import SettingsSource
from app.ui.dialogs.settings.storage import LOCAL

_UNSET = {STORAGE_DRIVER: LOCAL, WORKERS: str(Settings().workers)}
"""What counts where nothing is saved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of the dialog: `another_place` where connection, storage or workers are others than before,
    which counts from the next start; `wants_demo` where the person would rather try the demo; `refusal` where
    all is saved but a secret."""

    another_place: bool = False
    wants_demo: bool = False
    refusal: KeychainRefused | None = None


async def save(
    source: SettingsSource, values: Mapping[str, str], secrets: Sequence[tuple[str, str, bool]]
) -> Saved:
    """Saves `values` in the file and `secrets` in the keyring, off the main thread. Raises SettingsNotSaved,
    and then has saved nothing."""
    preferences = source.preferences
    before = _UNSET | preferences.shown()
    preferences.save(values)
    refusal: KeychainRefused | None = None
    for name, text, keep in secrets:
        try:
            await source.calls.run(preferences.put_secret, name, text, keep=keep)
        except KeychainRefused as error:
            refusal = error.with_traceback(None)
    after = _UNSET | preferences.shown()
    place = (*DATABASE, *STORAGE, WORKERS)
    changed = bool(secrets) or any(before.get(name) != after.get(name) for name in place)
    return Saved(another_place=changed, refusal=refusal)
