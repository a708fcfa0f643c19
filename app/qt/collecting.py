"""Garbage collection in the main thread alone.

Python collects cycles in whichever thread happens to allocate. A QObject that a worker finds that way, such
as a closed dialog with a timer, is destroyed in the wrong thread, and Qt aborts the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 1000


class MainThreadCollector(QObject):
    """Replaces Python's automatic collection until `close`."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        gc.disable()
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        gc.collect()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """The oldest generation that is full, as Python itself would; mostly a fraction of a millisecond."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
