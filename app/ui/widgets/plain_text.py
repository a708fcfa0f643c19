"""Fields of several lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit


def begin_at_reading_side(field: QPlainTextEdit) -> None:
    """Each line keeps its own direction, and all begin at the side where reading begins now: Qt alone puts
    them at the left."""
    option = field.document().defaultTextOption()
    rtl = field.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    field.document().setDefaultTextOption(option)
