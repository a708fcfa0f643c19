"""The entries of the list, faults first, each with its corrections, which mouse and keys reach."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

from app.actions.business_list import ListLine
from app.qt.nets import net
from app.qt.translation import isolate, ltr
from app.ui.dialogs.select_list.result_delegate import (
    ENTRY_COLUMN,
    LINE_COLUMN,
    RESULT_COLUMN,
    ROW_HEIGHT,
    ResultDelegate,
)
from app.ui.dialogs.select_list.words import Correction, Items, corrections, detail_text, result_text
from app.ui.texts.figures import plain
from app.ui.theme.theme import Theme, scaled
from app.ui.widgets.lines_table import LinesTable, SelectionMode
from app.ui.widgets.records_model import RecordsModel, TableColumn

translate = QCoreApplication.translate

LINE_WIDTH, ENTRY_WIDTH = 52, 168


class ResultTable(LinesTable):
    """Shows `ListLine`s. Enter does a row's first correction, Delete removes it, a double click edits."""

    asked = Signal(object, object)
    """An entry's line, and the Correction that was chosen for it."""

    def __init__(self, theme: Theme, items: Items) -> None:
        records = RecordsModel[ListLine](id)  # each check makes new ones
        super().__init__(theme, "list.results", records, SelectionMode.SingleSelection, ROW_HEIGHT)
        self._items = items
        self._delegate = ResultDelegate(theme, lambda row: records.lines[row], self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        theme.changed.connect(self._take_size)
        self._take_size()

    def show_lines(self, lines: Sequence[ListLine], locale: QLocale) -> None:
        """Shows these in place of what was there, in the language of the moment."""
        self.records.use_columns(
            [
                TableColumn(translate("SelectList", "Line"), lambda line: ltr(str(line.entry.line))),
                TableColumn(translate("SelectList", "Entry"), _entry_text, figures=False),
                TableColumn(
                    translate("SelectList", "Result"),
                    lambda line: f"{result_text(line)}\n{detail_text(line, self._items, locale)}",
                    figures=False,
                ),
            ]
        )
        row = self.currentIndex().row()
        self.records.show(lines)
        if row >= 0 and lines:  # the keys stay where they were, also when the row itself went
            self.setCurrentIndex(self.records.index(min(row, len(lines) - 1), 0))
        self._take_widths()

    def choice_place(self) -> QPoint:
        """Where a menu about the present row opens, on the screen."""
        cell = self.visualRect(self.currentIndex().siblingAtColumn(RESULT_COLUMN))
        return self.viewport().mapToGlobal(cell.bottomLeft())

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        line = self.records.lines[index.row()] if index.isValid() else None
        offered = corrections(line) if line else ()
        plain_key = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if offered and plain_key and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.asked.emit(line, offered[0])
        elif offered and event.key() == Qt.Key.Key_Delete:
            self.asked.emit(line, Correction.REMOVE)
        elif line and event.key() == Qt.Key.Key_F2:
            self.asked.emit(line, Correction.EDIT)
        else:
            super().keyPressEvent(event)

    @net(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        found = self._correction_at(event.position().toPoint())
        if found and event.button() is Qt.MouseButton.LeftButton:
            row, what = found
            self.asked.emit(self.records.lines[row], what)

    @net(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self._correction_at(place) is None:
            self.asked.emit(self.records.lines[index.row()], Correction.EDIT)

    @net(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._correction_at(event.position().toPoint()))

    @net(None)
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_widths()

    def _correction_at(self, place: QPoint) -> tuple[int, Correction] | None:
        index = self.indexAt(place)
        if not index.isValid() or index.column() != RESULT_COLUMN:
            return None
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        what = self._delegate.correction_at(self.visualRect(index), index.row(), place, rtl)
        return None if what is None else (index.row(), what)

    def _hover(self, found: tuple[int, Correction] | None) -> None:
        if found != self._delegate.hovered:
            self._delegate.hovered = found
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def _take_size(self) -> None:
        self.take_row_height()
        self._take_widths()

    def _take_widths(self) -> None:
        if self.records.columnCount() <= RESULT_COLUMN:
            return
        room = self.viewport().width()
        entry = min(scaled(ENTRY_WIDTH), room // 4)
        self.setColumnWidth(LINE_COLUMN, scaled(LINE_WIDTH))
        self.setColumnWidth(ENTRY_COLUMN, entry)
        self.setColumnWidth(RESULT_COLUMN, max(0, room - scaled(LINE_WIDTH) - entry))


def _entry_text(line: ListLine) -> str:
    return isolate(plain(line.entry.text))
