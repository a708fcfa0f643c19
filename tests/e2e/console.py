"""The real program, with eyes: where its widgets are on the screen is told to who asks over a pipe.

    python -m tests.e2e.console SOCKET WORD…

runs `main.py WORD…`. The eyes only look. Whatever is done to the window comes through the X server.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from app.cli.program import main
from app.ui.businesses.columns import Column
from app.ui.businesses.roles import RowRole
from app.ui.runs.table import CellsTable
from app.ui.texts.words import without_marks
from app.ui.widgets.records_table import RecordsTable
from app.ui.window.sidebar import PLACE, Sidebar

W = TypeVar("W", bound=QWidget)

Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the screen."""


class Eyes(QObject):
    """Answers questions in the thread of the window."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def ask(self, question: str, *args: Any) -> Any:
        """From another thread: the answer, or the exception that the look met."""
        answer: list[Any] = []
        answered = threading.Event()

        def look() -> None:
            try:
                answer.append(getattr(self, question)(*args))
            except Exception as error:  # noqa: BLE001 - told to who asked
                answer.append(error)
            answered.set()

        self._asked.emit(look)
        answered.wait()
        return answer[0]

    def _on_asked(self, look: Callable[[], None]) -> None:
        look()

    def widget(self, name: str) -> dict[str, Any] | None:
        """What the visible widget of that name looks like; of several, the one in the foremost window."""
        front = QApplication.activeModalWidget() or QApplication.activeWindow()
        found = [widget for widget in QApplication.allWidgets() if widget.objectName() == name]
        found = [widget for widget in found if widget.isVisible()]
        found.sort(key=lambda widget: widget.window() is not front)
        if not found:
            return None
        widget = found[0]
        return {
            "place": _place(widget, widget.rect()),
            "on": widget.isEnabled(),
            "text": _text(widget),
            "focus": widget.hasFocus(),
            "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
            "front": widget.window() is front,
        }

    def row(self, business_id: int) -> dict[str, Any] | None:
        """Where the row of a business is, which may be above or below what can be seen, and what it says."""
        table = _table()
        model = table.model()
        for row in range(model.rowCount()):
            index = model.index(row, Column.BUSINESS)
            shown = index.data(RowRole.SHOWN)
            if shown is None or shown.row.business.id != business_id:
                continue
            job = shown.row.job
            rect, view = table.visualRect(index), table.viewport().rect()
            tick = model.index(row, Column.TICK)
            return {
                "place": _place(table.viewport(), rect),
                "tick": _place(table.viewport(), table.visualRect(tick)),
                "ticked": Qt.CheckState(tick.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked,
                "beyond": 1 if rect.bottom() > view.bottom() else -1 if rect.top() < view.top() else 0,
                "status": job.status.value if job else None,
                "processed": job.processed if job else 0,
                "selected": table.selectionModel().isRowSelected(row, index.parent()),
            }
        return None

    def table(self) -> Place:
        return _place(_table().viewport(), _table().viewport().rect())

    def rows(self) -> int:
        """How many businesses the table shows."""
        return _table().model().rowCount()

    def lines(self) -> dict[int, tuple[Place, bool]]:
        """The businesses of the open confirmation: where the tick of each is, and whether it is set."""
        table = _part(RecordsTable, "confirm.businesses")
        column = table.records.check_column
        indexes = [table.records.index(row, column) for row in range(table.records.rowCount())]
        return {
            table.records.lines[index.row()].business_id: (
                _place(table.viewport(), table.visualRect(index)),
                Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked,
            )
            for index in indexes
        }

    def runs(self) -> dict[str, dict[str, Any]]:
        """The runs on their page by name: where each is, and what its line says."""
        table = _part(CellsTable, "runs")
        found = {}
        for row, shown in enumerate(table.records.lines):
            run = shown.row
            found[run.run.name] = {
                "place": _place(table.viewport(), table.visualRect(table.records.index(row, 0))),
                "note": run.run.note,
                "states": {state.value: count for state, count in run.jobs.items()},
                "active": run.is_active,
                "processed": run.processed,
                "total": run.total,
                "refused": {answer: list(ids) for answer, ids in run.run.refused.items()},
            }
        return found

    def members(self) -> list[int]:
        """The businesses of the run that is open on that page."""
        return [member.job.business_id for member in _part(CellsTable, "run.businesses").records.lines]

    def facets(self) -> dict[str, Place]:
        """The pages and filters of the sidebar, and where each is."""
        sidebar = next(widget for widget in QApplication.allWidgets() if isinstance(widget, Sidebar))
        indexes = [sidebar.model().index(row, 0) for row in range(sidebar.model().rowCount())]
        return {
            index.data(PLACE).name.lower(): _place(sidebar.viewport(), sidebar.visualRect(index))
            for index in indexes
        }

    def tabs(self) -> list[tuple[str, Place, bool]]:
        """The tabs of the foremost window: what each says, where it is, and whether it is the chosen one."""
        front = QApplication.activeWindow()
        bars = [bar for bar in QApplication.allWidgets() if isinstance(bar, QTabBar) and bar.isVisible()]
        return [
            (
                without_marks(bar.tabText(number)),
                _place(bar, bar.tabRect(number)),
                number == bar.currentIndex(),
            )
            for bar in bars
            for number in range(bar.count())
            if bar.window() is front
        ]

    def menu(self) -> list[tuple[str, str, Place]]:
        """The entries of the open menu: name, text, place."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return []
        return [
            (action.objectName(), action.text(), _place(menu, menu.actionGeometry(action)))
            for action in menu.actions()
            if action.isVisible() and not action.isSeparator()
        ]

    def titles(self) -> list[str]:
        """The titles of the visible windows."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return [without_marks(window.windowTitle()) for window in windows if window.windowTitle()]

    def front(self) -> str:
        """The title of the window that gets the keys."""
        window = QApplication.activeWindow()
        return without_marks(window.windowTitle()) if window else ""

    def is_mirrored(self) -> bool:
        return QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def picture(self, path: str) -> bool:
        """Saves the whole screen as the X server has it."""
        return QGuiApplication.primaryScreen().grabWindow(0).save(path)


def _table() -> QTableView:
    return _part(QTableView, "businesses")


def _part(kind: type[W], name: str) -> W:
    """The part of that name; the visible one, where there are several."""
    found = [part for part in QApplication.allWidgets() if isinstance(part, kind)]
    named = [part for part in found if part.objectName() == name]
    return max(named, key=QWidget.isVisible)


def _place(widget: QWidget, rect: QRect) -> Place:
    corner = widget.mapToGlobal(rect.topLeft() if not rect.isNull() else QPoint())
    return corner.x(), corner.y(), rect.width(), rect.height()


def _text(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return without_marks(widget.text())
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def _serve(connection: Connection[Any, Any], eyes: Eyes) -> None:
    while True:
        try:
            question, *args = connection.recv()
        except EOFError:
            return
        connection.send(eyes.ask(question, *args))


if __name__ == "__main__":
    eyes = Eyes()
    threading.Thread(target=_serve, args=(Client(sys.argv[1]), eyes), daemon=True).start()
    sys.exit(main(sys.argv[2:]))
