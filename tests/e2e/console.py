"""The real program, with eyes: where its widgets are on the screen is told to who asks over a pipe.

    python -m tests.e2e.console SOCKET WORD…

runs `main.py WORD…`. The eyes only look. Whatever is done to the window comes through the X server.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

from app.cli.program import main
from app.ui.businesses.roles import RowRole
from app.ui.texts.words import without_marks
from app.ui.window.sidebar import PLACE, Sidebar

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
            "front": widget.window() is front,
        }

    def row(self, business_id: int) -> dict[str, Any] | None:
        """Where the row of a business is, which may be above or below what can be seen, and what it says."""
        table = _table()
        model = table.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            shown = index.data(RowRole.SHOWN)
            if shown is None or shown.row.business.id != business_id:
                continue
            job = shown.row.job
            rect, view = table.visualRect(index), table.viewport().rect()
            return {
                "place": _place(table.viewport(), rect),
                "beyond": 0 if view.contains(rect.center()) else 1 if rect.center().y() > 0 else -1,
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

    def facets(self) -> dict[str, Place]:
        """The filters of the sidebar, and where each is."""
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
    tables = [widget for widget in QApplication.allWidgets() if isinstance(widget, QTableView)]
    return next(table for table in tables if table.objectName() == "businesses")


def _place(widget: QWidget, rect: QRect) -> Place:
    corner = widget.mapToGlobal(rect.topLeft() if not rect.isNull() else QPoint())
    return corner.x(), corner.y(), rect.width(), rect.height()


def _text(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return without_marks(widget.text())
    return ""


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
