"""Garbage collection in the main thread alone.

Python collects cycles in whichever thread happens to allocate. A QObject that a worker finds that way, such
as a closed dialog with a timer, is destroyed in the wrong thread, and Qt aborts the process.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 100
"""The young are looked through so often: what polls of thousands of jobs make in a second takes long enough
to be felt."""

FULL_AFTER = 100
"""Collections of the middle generation between two of everything, which take longest."""


@contextmanager
def kept_aside() -> Iterator[None]:
    """What is there as the block begins is not looked through inside it: all that was loaded, and a window
    that stays. To do so takes longer than anything else that the window does."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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
        """The oldest generation that is full; mostly a fraction of a millisecond."""
        young, middle, _ = gc.get_threshold()
        for generation, most in ((2, FULL_AFTER), (1, middle), (0, young)):
            if gc.get_count()[generation] > most > 0:
                gc.collect(generation)
                return
