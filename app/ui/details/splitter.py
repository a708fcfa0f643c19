"""Table above, details below, and the line between them that can be moved."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.core.text import whole_number
from app.qt.nets import net
from app.ui.details.pane import HEIGHT, LOWEST, NO_LIMIT, DetailsPane
from app.ui.theme.tokens import GAP_S

SIZES_KEY = "details/height"
TABLE_LOWEST = 160


class DetailsSplitter(QSplitter):
    """Keeps the height of the details in the settings; the table takes the rest of every change of size."""

    def __init__(self, table: QWidget, details: DetailsPane) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("details.splitter")
        self._details = details
        self._height = HEIGHT
        self.setHandleWidth(GAP_S)
        self.setChildrenCollapsible(False)
        table.setMinimumHeight(TABLE_LOWEST)
        self.addWidget(table)
        self.addWidget(details)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self._limit()
        self.splitterMoved.connect(self._note)
        details.folded_changed.connect(self._on_folded)

    def restore(self, settings: QSettings) -> None:
        """Takes up where `save` left off."""
        kept = whole_number(str(settings.value(SIZES_KEY)))
        if kept is not None:
            self._height = max(LOWEST, min(kept, NO_LIMIT))
        self._details.restore(settings)
        self._apply()

    def save(self, settings: QSettings) -> None:
        settings.setValue(SIZES_KEY, self._height)
        self._details.save(settings)

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._apply()

    def _note(self) -> None:
        if not self._details.is_folded:
            self._height = self.sizes()[1]

    def _on_folded(self) -> None:
        self._limit()
        self._apply()

    def _limit(self) -> None:
        self._details.setMinimumHeight(0 if self._details.is_folded else LOWEST)

    def _apply(self) -> None:
        wanted = self._details.maximumHeight() if self._details.is_folded else self._height
        self.setSizes([max(TABLE_LOWEST, self.height() - wanted - self.handleWidth()), wanted])
