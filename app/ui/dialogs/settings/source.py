"""What the settings work on, without the dialog, which is loaded when it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from app.actions.trying import Reached
from app.core.server import QueuePing
from app.core.storage_place import StoragePlace
from app.qt.calls import Calls
from app.settings import Settings
from app.viewmodel.preferences import Preferences


class SettingsPage(IntEnum):
    """The pages, in their order."""

    CONNECTION = 0
    STORAGE = 1
    QUEUE = 2
    PACE = 3
    LIMITS = 4
    WINDOW = 5


@dataclass(frozen=True)
class ConnectionTests:
    """What the Test buttons do; all block. See `actions.trying`, `files.storage` and `bootstrap.queue`."""

    connection: Callable[[str, str | None], Reached]
    storage: Callable[[StoragePlace], None]
    queue: Callable[[str], QueuePing]


@dataclass(frozen=True)
class SettingsSource:
    """What the settings are read from, tested by and saved through; `settings` are those in use."""

    preferences: Preferences
    settings: Settings
    tests: ConnectionTests
    calls: Calls
