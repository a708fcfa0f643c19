"""The pages of the window, of which one is seen: the businesses, and the runs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.runs.page import RunsPage
from app.ui.theme.tokens import GAP_S
from app.ui.window.toolbar import Toolbar


class Pages(QStackedWidget):
    """The toolbar shows what belongs to the page. The page of the runs reads only while it is seen."""

    changed = Signal()
    """Another page is seen."""

    def __init__(self, toolbar: Toolbar, selection: QWidget, businesses: QWidget, runs: RunsPage) -> None:
        """`selection` stands over the businesses."""
        super().__init__()
        self.setObjectName("pages")
        self._toolbar = toolbar
        self._runs = runs
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(selection)
        column.addWidget(businesses, 1)
        self.addWidget(page)
        self.addWidget(runs)
        toolbar.add_header(runs.header)
        self.show_businesses()

    @property
    def is_on_runs(self) -> bool:
        return self.currentWidget() is self._runs

    def show_businesses(self) -> None:
        self._show(0)

    def show_runs(self) -> None:
        self._show(1)

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._runs.set_active(self.is_on_runs)

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        """In the tray, behind the lock or after its end nobody looks at the window."""
        super().hideEvent(event)
        self._runs.set_active(False)

    def _show(self, place: int) -> None:
        self.setCurrentIndex(place)
        self._toolbar.show_header(self.is_on_runs)
        self._runs.set_active(self.is_on_runs)
        self.changed.emit()
