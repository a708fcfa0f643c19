"""The pages of the window, of which one is seen: the businesses, the runs, and the workers on a server."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.runs.page import RunsPage
from app.ui.theme.tokens import GAP_S
from app.ui.window.toolbar import Toolbar
from app.ui.workers.page import WorkersPage


class Pages(QStackedWidget):
    """The toolbar shows what belongs to the page. The pages of runs and workers read only while they are
    seen."""

    changed = Signal()
    """Another page is seen."""

    def __init__(
        self,
        toolbar: Toolbar,
        selection: QWidget,
        businesses: QWidget,
        runs: RunsPage,
        workers: WorkersPage | None = None,
    ) -> None:
        """`selection` stands over the businesses; `workers` where a queue on a server is named."""
        super().__init__()
        self.setObjectName("pages")
        self._toolbar = toolbar
        self._businesses = QWidget()
        self._runs, self._workers = runs, workers
        self._readers: list[RunsPage | WorkersPage] = [runs] if workers is None else [runs, workers]
        column = QVBoxLayout(self._businesses)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(selection)
        column.addWidget(businesses, 1)
        self.addWidget(self._businesses)
        for page in self._readers:
            self.addWidget(page)
            toolbar.add_header(page.header)
        self.show_businesses()

    @property
    def is_on_businesses(self) -> bool:
        return self.currentWidget() is self._businesses

    @property
    def is_on_runs(self) -> bool:
        return self.currentWidget() is self._runs

    @property
    def is_on_workers(self) -> bool:
        return self._workers is not None and self.currentWidget() is self._workers

    def show_businesses(self) -> None:
        self._show(self._businesses)

    def show_runs(self) -> None:
        self._show(self._runs)

    def show_workers(self) -> None:
        if self._workers is not None:
            self._show(self._workers)

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_readers(self.currentWidget())

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        """In the tray, behind the lock or after its end nobody looks at the window."""
        super().hideEvent(event)
        self._tell_readers(None)

    def _show(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self._toolbar.show_header(next((one.header for one in self._readers if one is page), None))
        self._tell_readers(page)
        self.changed.emit()

    def _tell_readers(self, seen: QWidget | None) -> None:
        for page in self._readers:
            page.set_active(page is seen)
