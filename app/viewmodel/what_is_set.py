"""What a person has set, as it is at one moment: to tell afterwards, by names alone, what was changed."""

from __future__ import annotations

from app.settings import (
    AUTO_CONTINUE,
    BATCH_SIZE,
    FAILURE_CAP,
    IN_FOLDER,
    KEEP_FILES_DAYS,
    PACE_MODE,
    RUNS_ON,
    RUNTIME_CAP,
    STORAGE_DRIVER,
    THROTTLE_MS,
    WORKERS,
    usable,
)
from app.viewmodel.connections import USED_KEY, Connections
from app.viewmodel.preferences import (
    KEPT,
    LOCK_KEY,
    TRAY_KEY,
    Preferences,
    lock_after_minutes,
    stays_in_tray,
)
from app.viewmodel.recent_runs import REQUIRED_KEY, RecentRuns

CONNECTION_KEY = "connections/"
"""What stands for a connection that is not in use, before its name."""


class WhatIsSet:
    """Of the settings as they are when it is made; but for how the window looks. For the main thread."""

    def __init__(self, preferences: Preferences) -> None:
        self._values = _values(preferences)

    def changed_since(self, before: WhatIsSet) -> list[str]:
        """The names of what is not as it was: of variables, of keys of the settings file for what has no
        variable. No value is among them, and of a secret only that there was one."""
        then, now = before._values, self._values
        return [name for name in {**then, **now} if then.get(name) != now.get(name)]


def _values(preferences: Preferences) -> dict[str, object]:
    """Where nothing is saved, what counts instead: the first save writes out what nobody has changed."""
    saved = preferences.saved()
    settings = preferences.overrides.over(usable(saved))
    policy, store, connections = settings.policy, preferences.store, Connections(preferences)
    values: dict[str, object] = {
        **dict.fromkeys(KEPT),
        STORAGE_DRIVER: IN_FOLDER,
        **saved,
        RUNS_ON: settings.runs_on,
        PACE_MODE: policy.mode,
        BATCH_SIZE: policy.batch_size,
        THROTTLE_MS: policy.throttle_ms,
        RUNTIME_CAP: policy.runtime_cap_seconds,
        FAILURE_CAP: policy.failure_cap,
        AUTO_CONTINUE: policy.auto_continue,
        WORKERS: settings.workers,
        KEEP_FILES_DAYS: settings.keep_files_days,
        LOCK_KEY: lock_after_minutes(store),
        TRAY_KEY: stays_in_tray(store),
        REQUIRED_KEY: RecentRuns(store).is_name_required,
    }
    if (used := connections.used) is not None:
        values[USED_KEY] = used.name
    for one in connections.all():
        if used is None or one.name != used.name:
            values[CONNECTION_KEY + one.name] = dict(one.values)
    for variable, times in preferences.secrets_set.items():
        values[variable] = values.get(variable), times
    return values
