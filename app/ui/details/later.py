"""A tab that is made when it is first looked at: a start does not wait for what nobody sees yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.access import Actor
from app.qt.nets import net
from app.ui.details.reading import ReadingTab
from app.viewmodel.rows import ShownRow


class LaterTab(QWidget):
    """Stands in the place of the tab that `make` makes."""

    def __init__(self, make: Callable[[], ReadingTab]) -> None:
        super().__init__()
        self._make = make
        self._tab: ReadingTab | None = None
        self._followed: tuple[Actor | None, ShownRow | None] = (None, None)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def follow(self, actor: Actor | None, shown: ShownRow | None) -> None:
        """As the tab's own, which hears of it once it is there."""
        self._followed = (actor, shown)
        if self._tab is not None:
            self._tab.follow(actor, shown)

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._tab is None:
            self._tab = self._make()
            self._column.addWidget(self._tab)
            self._tab.show()
            self._tab.follow(*self._followed)
