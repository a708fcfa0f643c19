"""A line of text that says what a table shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from app.qt.nets import net
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import ICON
from app.ui.widgets.line_icons import LineIcons

WIDTH, NARROWEST = 260, 120
BESIDE_WORDS = 56
"""Pixels that words have not: borders, and what lies beside the icons."""


class FilterField(QLineEdit):
    """Finds as one types; Esc empties it, Down and Enter go on to what was found."""

    moved_on = Signal()
    """The keys should go on to the table."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._offers: Sequence[str] = ()
        icons = LineIcons(self, theme)
        icons.lead("search", "muted")
        icons.trail_clear()
        theme.changed.connect(self._take_width)

    def offer(self, *texts: str) -> None:
        """What the empty field says: the first of `texts` for which there is room. It is never narrower than
        the shortest needs, nor wider than the longest."""
        self._offers = texts
        self._take_width()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_offer()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.moved_on.emit()
            case _:
                super().keyPressEvent(event)

    def _take_width(self) -> None:
        if self._offers:
            widths = [self._width_of(text) for text in self._offers]
            self.setMinimumWidth(max(NARROWEST, min(widths)))
            self.setMaximumWidth(max(scaled(WIDTH), *widths, 0))
            self._say_offer()

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + scaled(ICON) + BESIDE_WORDS

    def _say_offer(self) -> None:
        fitting = (text for text in self._offers if self._width_of(text) <= self.width())
        if self._offers:
            self.setPlaceholderText(next(fitting, self._offers[-1]))
