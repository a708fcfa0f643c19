"""What is saved as a file anywhere in a window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Exports(QObject):
    """One for each window: whoever saves a file tells it."""

    saved = Signal(object)
    """The path of the file. In the main thread."""
