"""Parts under each other that scroll where the window has no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.tokens import GAP_S

LEAST = 180
"""Pixels of its height at least."""


class ScrollingColumn(QScrollArea):
    """As high as its parts want to be, where that fits; so wide as it was made, or wider where large texts
    cannot be any narrower."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._usual_width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP_S)
        self.setWidget(inside)

    @net(QSize())
    def sizeHint(self) -> QSize:
        self.column.activate()
        bar = self.verticalScrollBar().sizeHint().width()  # without it the parts would lose what it takes
        width = max(self._usual_width, self.column.totalMinimumSize().width() + bar)
        return QSize(width, self.column.totalHeightForWidth(width))

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        return QSize(wanted.width(), min(LEAST, wanted.height()))
