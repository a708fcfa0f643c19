"""What all tables of read-only lines have in common: how they are set up, their own keys, and copying."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.core.tabular import tsv_text
from app.qt.nets import net
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme, scaled
from app.ui.widgets.records_model import RecordsModel
from app.ui.widgets.seen import seen_rows
from app.ui.widgets.table_header import PADDING, TableHeader

SelectionMode = QAbstractItemView.SelectionMode


class LinesTable(QTableView):
    """Shows the whole lines of `records`, each `row_height` pixels of the design high. Where `mode` lets
    lines be selected, Ctrl+C copies them."""

    menu_wanted = Signal(object, QPoint)
    """By the right button on a line, or by the menu key: the line, and where on the screen."""

    def __init__(
        self, theme: Theme, name: str, records: RecordsModel[Any], mode: SelectionMode, row_height: int
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.records = records
        self.records.setParent(self)
        self.records.tell_only_of(partial(seen_rows, self))
        self._row_height = row_height
        self._header = _still_header(theme, self)
        self.setHorizontalHeader(self._header)
        self.setModel(records)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()

    def take_row_height(self) -> None:
        """The lines are as high as the size of texts has it."""
        height = scaled(self._row_height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def copy_selection(self) -> None:
        """Puts the selected lines on the clipboard, with the titles, and with what has no room here."""
        columns = range(self.records.columnCount())
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        if rows:
            titles = [self._title(column) for column in columns]
            cells = [[str(self.records.index(row, column).data()) for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(without_marks(tsv_text(titles, cells)))

    @net(False)
    def event(self, event: QEvent) -> bool:
        # The window's own keys for the table of businesses would take these from here.
        is_asked = event.type() is QEvent.Type.ShortcutOverride and self._is_selectable
        if is_asked and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_selectable and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    @net(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, at = self.indexAt(event.pos()), event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:  # which names the middle of the table
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.menu_wanted.emit(self.records.lines[index.row()], at)
        else:
            super().contextMenuEvent(event)

    @property
    def _is_selectable(self) -> bool:
        return self.selectionMode() is not SelectionMode.NoSelection

    def _title(self, column: int) -> str:
        return str(self.records.headerData(column, Qt.Orientation.Horizontal))


def _is_own(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Copy) or event.matches(keys.SelectAll)


def _still_header(theme: Theme, view: QTableView) -> TableHeader:
    """The main table's header, but with nothing to click or move."""
    header = TableHeader(theme, view)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionsClickable(False)
    header.setSectionsMovable(False)
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(2 * PADDING)
    header.setMouseTracking(False)
    return header
