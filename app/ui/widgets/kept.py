"""States of widgets as Qt saves them, which the settings file keeps, and anybody may have changed there."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings


def kept_state(settings: QSettings, key: str) -> QByteArray:
    """What a widget saved under `key`; empty, which restores nothing, where something else stands there."""
    state = settings.value(key)
    return state if isinstance(state, QByteArray) else QByteArray()
