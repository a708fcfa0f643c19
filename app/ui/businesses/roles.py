"""What the model of the table gives beside Qt's own roles."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

from app.ui.businesses.cells import SortValue


class RowRole(IntEnum):
    """What the model gives beside Qt's own roles: the snapshot of a row, the native value of a cell,
    the two texts above a progress bar, and the second line of a cell."""

    SHOWN = Qt.ItemDataRole.UserRole
    SORT = Qt.ItemDataRole.UserRole + 1
    COUNTS = Qt.ItemDataRole.UserRole + 2
    PERCENT = Qt.ItemDataRole.UserRole + 3
    SECOND = Qt.ItemDataRole.UserRole + 4


def fitting(value: SortValue) -> SortValue:
    """The same as a value that fits into Qt's: whole numbers of more than 64 bits do not."""
    return float(value) if isinstance(value, int) and abs(value) >= 1 << 63 else value
