"""What all dialogs have in common: margins, the row of buttons, their size, and re-translation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.tokens import GAP_M, GAP_S

MARGIN = 24
SMALL = QSize(1160, 660)
"""Pixels that every screen has: 1280 × 720 without the window's frame and the desktop's bars."""


class Dialog(QDialog):
    """A dialog whose parts stand under each other in `body`.

    A subclass builds its widgets, then calls `retranslate()`, which sets every text and is called again
    at each change of language.
    """

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.body.setSpacing(GAP_M)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def add_buttons(self, *buttons: QPushButton, aside: QWidget | None = None) -> None:
        """The last row: `buttons` at the trailing side in this order, `aside` at the leading one."""
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        if aside is not None:
            row.addWidget(aside)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        self.body.addSpacing(GAP_S)
        self.body.addLayout(row)

    def fit(self, width: int) -> None:
        """Makes the dialog `width` wide and as high as its texts need at that width: Qt alone does not make
        a window higher when a wrapped text gets longer."""
        self.body.activate()
        self.setFixedSize(width, self.body.totalHeightForWidth(width))

    def take_room(self, width: int) -> None:
        """Opens `width` wide and as high as the content wants, within SMALL or the window that it belongs to,
        and within the screen; from there on the person may resize it."""
        gap = QSize(2 * MARGIN, 2 * MARGIN)
        room, screen = SMALL, self.screen().availableSize()
        if (parent := self.parentWidget()) is not None:
            room = SMALL.expandedTo(parent.window().size() - gap)
            screen = screen.expandedTo(parent.window().size())
        room = room.boundedTo(screen - gap)
        self.body.activate()
        width = min(width, room.width())
        self.resize(width, min(self.body.totalHeightForWidth(width), room.height()))
