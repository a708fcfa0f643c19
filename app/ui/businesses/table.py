"""The table view: rows under mouse and keys, columns that can be hidden, and what is remembered of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView

from app.qt.nets import net
from app.ui.businesses.columns import Column
from app.ui.businesses.delegate import RowDelegate
from app.ui.businesses.free_room import FreeRoom
from app.ui.businesses.model import BusinessModel
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import ROW_HEIGHT
from app.ui.widgets.kept import kept_state
from app.ui.widgets.seen import seen_rows
from app.ui.widgets.table_header import TableHeader

# With the number of columns in its name, so that a state kept by another version is not forced on this one.
SETTINGS_KEY = f"businesses/header{len(Column)}"

FULL_SCALE = 1000
"""What tells one size of text from another, when it is scaled."""


_REASONS_OF_KEYS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}

Index = QModelIndex | QPersistentModelIndex


class BusinessTable(QTableView):
    """Shows `rows`. Whole rows are selected, several at a time."""

    let_go = Signal()
    """The mouse button that was pressed on the rows is up again."""

    tick_pressed = Signal(int, bool)
    """The tick of a row was pressed; also with Shift, for all from the last one to it."""

    all_pressed = Signal()
    """The tick in the header was pressed."""

    pasted = Signal(str)
    """A text was pasted onto the rows."""

    space_pressed = Signal()
    """The highlighted rows are to be ticked, or not any more."""

    def __init__(self, rows: BusinessModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("businesses")
        self._by_keys = False
        self.is_pressed = False
        self._header = TableHeader(theme, self, Column.TICK)
        self._header.check_pressed.connect(self.all_pressed)
        self._delegate = RowDelegate(theme, self)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(self._delegate)
        self.setModel(rows)
        rows.tell_only_of(partial(seen_rows, self))
        self._room = FreeRoom(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self._scale = scaled(FULL_SCALE)
        self._set_row_height()
        self._header.setFirstSectionMovable(False)
        theme.changed.connect(self._on_theme)
        self.reset_columns()
        self.setSortingEnabled(True)

    def reset_columns(self) -> None:
        """Order, widths and sorting as at the first start, and the columns that fit a small screen."""
        for column in Column:
            self._header.setSectionHidden(column, column.can_be_hidden and not column.is_shown_at_first)
            self._header.moveSection(self._header.visualIndex(column), column)
            self._header.resizeSection(column, scaled(column.width))
        self._room.forget()
        self.sortByColumn(Column.BUSINESS, Qt.SortOrder.AscendingOrder)
        self._keep_ticks_in_front()

    def restore(self, settings: QSettings) -> None:
        """Order, widths, sorting and hidden columns as `save` kept them."""
        if self._header.restoreState(kept_state(settings, SETTINGS_KEY)):
            self._header.setSectionHidden(Column.BUSINESS, False)
            self._room.forget()
            self._keep_ticks_in_front()

    def _keep_ticks_in_front(self) -> None:
        self._header.setSectionHidden(Column.TICK, False)
        self._header.moveSection(self._header.visualIndex(Column.TICK), 0)
        self._header.resizeSection(Column.TICK, scaled(Column.TICK.width))

    def save(self, settings: QSettings) -> None:
        settings.setValue(SETTINGS_KEY, self._room.state())

    def _on_theme(self) -> None:
        """Columns and rows grow and shrink with the text."""
        before, self._scale = self._scale, scaled(FULL_SCALE)
        if self._scale != before:
            self._set_row_height()
            self._room.scale(self._scale / before)
        self.viewport().update()

    def _set_row_height(self) -> None:
        self.verticalHeader().setMinimumSectionSize(scaled(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))

    @property
    def visible_columns(self) -> list[Column]:
        """As they stand, from the reading side; without the ticks."""
        return [column for column in self._ordered if not self.isColumnHidden(column)]

    @property
    def chosen_columns(self) -> list[Column]:
        """The same, with those for which there is no room now."""
        return [column for column in self._ordered if self._room.is_chosen(column)]

    @property
    def _ordered(self) -> list[Column]:
        order = (Column(self._header.logicalIndex(place)) for place in range(len(Column)))
        return [column for column in order if column.is_data]

    def fill_columns_menu(self, menu: QMenu) -> None:
        """One checkable action for each column that may be hidden."""
        for column in Column:
            if not column.can_be_hidden:
                continue
            action = QAction(column.title, menu, checkable=True, checked=self._room.is_chosen(column))
            action.setObjectName(f"column.{column.name.lower()}")
            action.toggled.connect(lambda shown, column=column: self._show_column(column, shown))
            menu.addAction(action)

    def fill_sort_menu(self, menu: QMenu) -> None:
        """One action for each column, so that the order can be chosen by the keyboard too."""
        present = self._header.sortIndicatorSection()
        for column in filter(lambda column: column.is_data, Column):
            action = QAction(column.title, menu, checkable=True, checked=column == present)
            action.triggered.connect(lambda _, column=column: self._turn_sort(column))
            menu.addAction(action)

    @net(None)
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._note_focused_row()

    @net(None)
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._note_focused_row()

    @net(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in _REASONS_OF_KEYS
        self._note_focused_row()

    @net(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_go()
        self._note_focused_row()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keys = True
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.space_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)
        self._note_focused_row()

    @net(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keys = False
        # A right button opens a menu, which takes the release away.
        self.is_pressed = event.button() is Qt.MouseButton.LeftButton
        index = self.indexAt(event.position().toPoint())
        if self.is_pressed and index.isValid() and index.column() == Column.TICK:
            with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.tick_pressed.emit(index.row(), with_shift)  # the highlight stays where it is
            return
        super().mousePressEvent(event)
        self._note_focused_row()

    @net(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).column() == Column.TICK:
            self.mousePressEvent(event)  # two quick presses are two
        else:
            super().mouseDoubleClickEvent(event)

    @net(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._let_go()

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._room.fit()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.fit()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()

    def _let_go(self) -> None:
        if self.is_pressed:
            self.is_pressed = False
            self.let_go.emit()

    @net(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._note_hovered_row(self.indexAt(event.position().toPoint()).row())

    @net(None)
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._note_hovered_row(-1)

    def _show_column(self, column: Column, shown: bool) -> None:
        self._room.choose(column, shown)

    def _turn_sort(self, column: Column) -> None:
        same = column == self._header.sortIndicatorSection()
        ascending = self._header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        turn = Qt.SortOrder.DescendingOrder if same and ascending else Qt.SortOrder.AscendingOrder
        self.sortByColumn(column, turn)

    def _note_focused_row(self) -> None:
        """Who works by the keys sees the row they are on, unless it is the one selected row anyway."""
        current = self.currentIndex()
        chosen = self.selectionModel().selection()
        alone = chosen.count() == 1 and chosen.at(0).height() == 1 and chosen.contains(current)
        row = current.row() if self.hasFocus() and self._by_keys and not alone else -1
        if row != self._delegate.focused_row:
            self._delegate.focused_row = row
            self.viewport().update()

    def _note_hovered_row(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()
