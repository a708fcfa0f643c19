"""Parts under each other that scroll where the window has no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.tokens import GAP_S

LEAST = 180
"""Pixels of its height at least."""


class ScrollingColumn(QScrollArea):
    """As high as its parts want to be, where that fits; so wide as it was made."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("ground", "page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP_S)
        self.setWidget(inside)

    @net(QSize())
    def sizeHint(self) -> QSize:
        self.column.activate()
        return QSize(self.width(), self.column.totalHeightForWidth(self.maximumWidth()))

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), min(LEAST, self.sizeHint().height()))
