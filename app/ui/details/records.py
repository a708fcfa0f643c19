"""The tables of the tabs: lines that are known by a key, changed in place, and copied as text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core.tabular import tsv_text
from app.ui.businesses.header import PADDING, BusinessHeader
from app.ui.dialogs.lines_table import Column
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme, scaled

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 30
WIDE_AT_LEAST = 160
"""Pixels of the design that the wide column keeps; with less room the table scrolls."""

_FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


class RecordsModel(QAbstractTableModel, Generic[T]):
    """Lines in columns. `key` tells lines apart, so that a new reading moves neither selection nor scroll
    position where it only changed, prepended or appended some."""

    def __init__(self, key: Callable[[T], Hashable]) -> None:
        super().__init__()
        self._key = key
        self._columns: Sequence[Column[T]] = ()
        self.lines: list[T] = []

    def use_columns(self, columns: Sequence[Column[T]]) -> None:
        """Shows the lines in these columns from now on, such as those of another language."""
        if len(columns) != len(self._columns):
            self.beginResetModel()
            self._columns = columns
            self.endResetModel()
            return
        self._columns = columns
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._tell(0, len(self.lines) - 1)

    def show(self, lines: Sequence[T]) -> None:
        """Shows `lines` in place of what was there."""
        old, new = [self._key(line) for line in self.lines], [self._key(line) for line in lines]
        above = new.index(old[0]) if old and old[0] in new else 0
        if new[above : above + len(old)] != old:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()
            return
        if above:
            self.beginInsertRows(_NOWHERE, 0, above - 1)
            self.lines[:0] = lines[:above]
            self.endInsertRows()
        if len(lines) > len(self.lines):
            self.beginInsertRows(_NOWHERE, len(self.lines), len(lines) - 1)
            self.lines.extend(lines[len(self.lines) :])
            self.endInsertRows()
        changed = [place for place, line in enumerate(lines) if line != self.lines[place]]
        self.lines = list(lines)
        if changed:
            self._tell(changed[0], changed[-1])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, line = self._columns[index.column()], self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                # A tooltip would take a text that looks like markup for markup.
                return f"<p>{escape(column.text(line))}</p>"
            case Qt.ItemDataRole.DecorationRole if column.icon is not None:
                return column.icon(line)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if column.figures else _WORDS
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if self._columns[section].figures else _WORDS
            case _:
                return None

    def _tell(self, first: int, last: int) -> None:
        if first <= last and self._columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


class RecordsView(QTableView):
    """A quiet table for the keyboard and the mouse: rows are selected, copied by Ctrl+C, read in full in
    tooltips. The column `wide` takes the width that the others leave."""

    def __init__(self, theme: Theme, name: str, model: RecordsModel[Any], wide: int) -> None:
        super().__init__()
        self._wide = wide
        self.setObjectName(name)
        self.setHorizontalHeader(_header(theme, self))
        self.setItemDelegate(_Ruled(theme, self))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        theme.changed.connect(self._take_size)
        self._take_size()
        model.modelReset.connect(self.fit)
        model.rowsInserted.connect(self.fit)

    def _take_size(self) -> None:
        self.verticalHeader().setMinimumSectionSize(scaled(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        self.fit()

    def fit(self) -> None:
        """Makes each column as wide as what is in it, and the wide one what is left."""
        model, header = self.model(), self.horizontalHeader()
        metrics = QFontMetrics(header.font())
        widths = []
        for column in range(model.columnCount()):
            title = str(model.headerData(column, Qt.Orientation.Horizontal))
            written = metrics.horizontalAdvance(title) + 2 * PADDING + 2
            widths.append(max(written, self.sizeHintForColumn(column)))
        for column, width in enumerate(widths):
            left = self.viewport().width() - sum(widths) + width
            wide = max(min(width, scaled(WIDE_AT_LEAST)), left)
            self.setColumnWidth(column, wide if column == self._wide else width)

    def copy_selection(self) -> None:
        """Puts the selected lines on the clipboard, with the titles."""
        model = self.model()
        columns = range(model.columnCount())
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        if rows:
            titles = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
            cells = [[str(model.index(row, column).data()) for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(without_marks(tsv_text(titles, cells)))

    def event(self, event: QEvent) -> bool:
        # The window's own keys for the table of businesses would take these from here.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.verticalHeader().defaultSectionSize() * 5)


def _is_own(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Copy) or event.matches(keys.SelectAll)


def _header(theme: Theme, view: QTableView) -> BusinessHeader:
    """The main table's header, but with nothing to click or move."""
    header = BusinessHeader(theme, view)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionsClickable(False)
    header.setSectionsMovable(False)
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(2 * PADDING)
    header.setMouseTracking(False)
    return header


class _Ruled(QStyledItemDelegate):
    """Cells with the header's padding and a hairline below; no focus frame but on the whole row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.rect = rect.adjusted(PADDING - 3, 0, 3 - PADDING, -1)
        super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * (PADDING - 3), 0)
