"""How runs were called lately, for the next confirmation, and whether a name must be given."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from app.core.run import RunLabel
from app.core.run_errors import RunLabelTooLong

NAMES_KEY, REQUIRED_KEY = "runs/recent_names", "runs/name_required"

NAMES_KEPT = 20


class RecentRuns:
    """Kept in `store`; what is damaged there counts as not set."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def names(self) -> list[str]:
        """The names of the latest runs, the newest first."""
        kept = self._store.value(NAMES_KEY, [])
        found = []
        for name in [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []:
            try:
                found.append(RunLabel(str(name)).name)
            except RunLabelTooLong:
                continue
        return [name for name in dict.fromkeys(found) if name][:NAMES_KEPT]

    def note(self, label: RunLabel) -> None:
        """A run was started under this label."""
        if label.name:
            names = [label.name, *(name for name in self.names if name != label.name)]
            self._store.setValue(NAMES_KEY, names[:NAMES_KEPT])

    def require_name(self, required: bool) -> None:
        """From now on every run must be given a name, or need not."""
        self._store.setValue(REQUIRED_KEY, required)

    @property
    def is_name_required(self) -> bool:
        """Whether every run must be given a name."""
        return str(self._store.value(REQUIRED_KEY, "false")).lower() == "true"
