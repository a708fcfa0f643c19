"""What a model of ours says, for delegates."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt


def told(index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    """As `index.data(role)`, but not through Qt: on that way another thread may take its turn, at each of the
    hundreds of cells in a paint."""
    return index.model().data(index, role)
