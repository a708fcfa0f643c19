"""What stands in place of a cell that cannot be shown: a marker, and the reason as its tooltip."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.core.errors import Unforeseen
from app.ui.texts.errors import error_text
from app.ui.texts.figures import UNUSABLE

Index = QModelIndex | QPersistentModelIndex


def unshown_cell(error: Exception, _model: object, _index: object, role: int = 0) -> Any:
    """For `data` of a model: see `net_with`."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return UNUSABLE
        case Qt.ItemDataRole.ToolTipRole:
            return f"<p>{escape(error_text(Unforeseen(error)))}</p>"
        case _:
            return None


def paint_unshown(
    _error: Exception, _delegate: object, painter: QPainter, option: QStyleOptionViewItem, _index: Index
) -> None:
    """For `paint` of a delegate."""
    painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, UNUSABLE)
