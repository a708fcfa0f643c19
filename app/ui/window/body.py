"""How the main window is laid out: filters beside the table, messages over it, the status line below all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.kept import kept_state
from app.ui.window.message_stack import MessageStack

SIDES_KEY = "window/sides"


class Body(QWidget):
    """Holds the parts of the window. What the person drags is kept by `save`."""

    def __init__(
        self,
        top: QWidget,
        sidebar: QWidget,
        toolbar: QWidget,
        page: QWidget,
        messages: Sequence[QWidget],
        status: QWidget,
    ) -> None:
        """`top` stands above the sidebar; `messages` come and go over the page."""
        super().__init__()
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.setObjectName("sides")
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(toolbar)
        column.addWidget(page, 1)
        self._messages = MessageStack(page, messages)
        side = QWidget()
        leading = QVBoxLayout(side)
        leading.setContentsMargins(0, 0, 0, 0)
        leading.setSpacing(GAP_S)
        leading.addWidget(top)
        leading.addWidget(sidebar, 1)
        self._sides.addWidget(side)
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
        self._sides.restoreState(kept_state(settings, SIDES_KEY))

    def save(self, settings: QSettings) -> None:
        settings.setValue(SIDES_KEY, self._sides.saveState())
