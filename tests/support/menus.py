"""The two ways in which a person asks for the menu of a line."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication


def press_right(view: QAbstractItemView, at: QPoint) -> None:
    """The right mouse button, at a point of the viewport."""
    there = view.viewport().mapToGlobal(at)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, there))


def press_menu_key(view: QAbstractItemView) -> None:
    """As Qt sends it: of the middle of the whole, wherever the current line is."""
    middle = view.rect().center()
    QApplication.sendEvent(
        view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
    )
