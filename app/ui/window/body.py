"""How the main window is laid out: filters beside the table, messages under it, the status line below all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP_M, GAP_S

SIDES_KEY = "window/sides"


class Body(QWidget):
    """Holds the parts of the window. What the person drags is kept by `save`."""

    def __init__(
        self, sidebar: QWidget, toolbar: QWidget, page: QWidget, below: Sequence[QWidget], status: QWidget
    ) -> None:
        """`below` stands under the page: messages that come and go."""
        super().__init__()
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.setObjectName("sides")
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(toolbar)
        column.addWidget(page, 1)
        for part in below:
            column.addWidget(part)
        self._sides.addWidget(sidebar)
        self._sides.addWidget(main)
        self._sides.setStretchFactor(1, 1)
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(GAP_M)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        whole.setSpacing(GAP_S)
        whole.addWidget(self._sides, 1)
        whole.addWidget(status)

    def restore(self, settings: QSettings) -> None:
        state = settings.value(SIDES_KEY)
        if state is not None:
            self._sides.restoreState(state)

    def save(self, settings: QSettings) -> None:
        settings.setValue(SIDES_KEY, self._sides.saveState())


def clamped(window: QRect, screens: Sequence[QRect]) -> QRect:
    """`window` moved, and made smaller where it has to be, so that all of it is on the screen of which it
    covers most, or on the first one."""
    if not screens:
        return window

    def covered(screen: QRect) -> int:
        both = screen.intersected(window)
        return both.width() * both.height()

    screen = max(screens, key=covered)
    size = window.size().boundedTo(screen.size())
    left = min(max(window.left(), screen.left()), screen.left() + screen.width() - size.width())
    top = min(max(window.top(), screen.top()), screen.top() + screen.height() - size.height())
    return QRect(left, top, size.width(), size.height())
