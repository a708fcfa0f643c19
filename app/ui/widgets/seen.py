"""Which rows of a table can be seen: what changes elsewhere need not be told to it, nor looked for."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


def seen_rows(view: QTableView) -> range:
    """Those of which anything can be seen; none while the table is not looked at."""
    first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
    if first < 0 or not view.isVisible():
        return range(0)
    return range(first, last + 1 if last >= 0 else view.model().rowCount())
