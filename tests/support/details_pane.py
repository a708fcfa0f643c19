"""The pane under the table as a person sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QTabBar,
)

from app.ui.details.pane import DetailsPane
from app.ui.texts.words import without_marks
from app.ui.widgets.records_table import RecordsTable
from tests.support.parts import part

if TYPE_CHECKING:
    from tests.qt.window.conftest import Hands

OVERVIEW, HISTORY, FAILURES, LOG = range(4)


class Pane:
    """The pane of a console's window, as a person sees it."""

    def __init__(self, console: Hands) -> None:
        self.console = console
        self.pane = part(console.window, DetailsPane)
        self.pane.act_for(console.actor)

    def show(self, *rows: Any, select: tuple[int, ...] = ()) -> None:
        self.console.services.poller.rows.emit(rows)
        self.console.select(*(select or (rows[0].row.business.id,)))

    def tab(self, place: int) -> None:
        part(self.pane, QTabBar, "details.tabs").setCurrentIndex(place)
        QApplication.processEvents()

    def said(self, name: str) -> str:
        label = part(self.pane, QLabel, f"details.{name}")
        plain = without_marks(label.text()).replace("\u200e", "").replace("\u200f", "")
        return plain if label.isVisible() else ""

    def cells(self, name: str) -> list[list[str]]:
        model = part(self.pane, RecordsTable, f"details.{name}").model()
        columns = range(model.columnCount())
        rows = range(model.rowCount())
        return [[without_marks(str(model.index(row, column).data())) for column in columns] for row in rows]

    def until(self, condition: Callable[[], object]) -> None:
        self.console.loop.until(condition)
