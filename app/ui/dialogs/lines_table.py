"""A read-only table of prepared lines: a model by columns, and a view that is as high as it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.ui.businesses.header import PADDING, BusinessHeader
from app.ui.theme.theme import Theme, scaled

T = TypeVar("T")

ROW_HEIGHT = 32
WIDE_AT_LEAST = 200
"""Pixels that the wide column keeps, however many columns there are."""

_OWN_PADDING = PADDING - 3
"""Fusion itself leaves 3 pixels on both sides of a cell's text."""

_FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its title, the text of a line in it, and whether these are figures, which line up at their
    right in every language. `icon` stands before the text."""

    title: str
    text: Callable[[T], str]
    figures: bool = True
    icon: Callable[[T], QIcon] | None = None


class LinesModel(QAbstractTableModel, Generic[T]):
    """`lines` in `columns`. It never changes: another language takes a new one."""

    def __init__(
        self, lines: Sequence[T], columns: Sequence[Column[T]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._columns = columns

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(self._lines[index.row()])
            case Qt.ItemDataRole.ToolTipRole:
                # A tooltip would take a name that looks like markup for markup.
                return f"<p>{escape(column.text(self._lines[index.row()]))}</p>"
            case Qt.ItemDataRole.DecorationRole if column.icon is not None:
                return column.icon(self._lines[index.row()])
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if column.figures else _WORDS
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if self._columns[section].figures else _WORDS
            case _:
                return None


class LinesView(QTableView):
    """Shows lines as high as they are, from `fewest` to `most` rows; further ones scroll. The column `wide`
    takes the width that the others leave; without one, the widths are somebody else's to set."""

    def __init__(self, theme: Theme, name: str, *, wide: int | None, fewest: int = 1, most: int = 1) -> None:
        super().__init__()
        self._wide = wide
        self._fewest = fewest
        self._most = most
        self._widths: Sequence[int] = ()
        self.setObjectName(name)
        self.setHorizontalHeader(_still_header(theme, self))
        self.setItemDelegate(_RuledCells(theme, self))
        self.setModel(LinesModel[object]((), (), self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(scaled(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))

    def show_lines(self, lines: Sequence[T], columns: Sequence[Column[T]]) -> None:
        """Shows `lines` in place of what was there."""
        self.model().deleteLater()
        self.setModel(LinesModel(lines, columns, self))
        self.setMaximumHeight(self._height(len(lines)))
        self.setMinimumHeight(self._height(min(self._fewest, len(lines))))
        self.updateGeometry()
        self.use_widths([self._natural_width(column) for column in range(len(columns))])

    @property
    def widths(self) -> Sequence[int]:
        """Pixels of the columns in which nothing is cut off, or what `use_widths` was given since."""
        return self._widths

    @property
    def natural_width(self) -> int:
        """Pixels in which nothing is cut off, with room for the scroll bar."""
        return sum(self._widths) + self.verticalScrollBar().sizeHint().width()

    def use_widths(self, widths: Sequence[int]) -> None:
        """Makes the columns so wide, and the wide one what is left, but not narrower than WIDE_AT_LEAST."""
        self._widths = widths
        for column, width in enumerate(widths):
            left = self.viewport().width() - sum(widths) + width
            wide = max(min(width, WIDE_AT_LEAST), left) if column == self._wide else width
            self.setColumnWidth(column, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wide is not None:
            self.use_widths(self._widths)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(min(self._most, self.model().rowCount())))

    def _natural_width(self, column: int) -> int:
        title = self.model().headerData(column, Qt.Orientation.Horizontal)
        written = QFontMetrics(self.horizontalHeader().font()).horizontalAdvance(title) + 2 * PADDING + 2
        return max(0 if self.horizontalHeader().isHidden() else written, self.sizeHintForColumn(column))

    def _height(self, rows: int) -> int:
        header = self.horizontalHeader()
        return rows * scaled(ROW_HEIGHT) + (0 if header.isHidden() else header.sizeHint().height())


def _still_header(theme: Theme, view: QTableView) -> BusinessHeader:
    """The main table's header, but with nothing to click or move."""
    header = BusinessHeader(theme, view)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionsClickable(False)
    header.setSectionsMovable(False)
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(2 * PADDING)
    header.setMouseTracking(False)
    return header


class _RuledCells(QStyledItemDelegate):
    """Cells with the header's padding and a hairline below."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))
        option.rect = rect.adjusted(_OWN_PADDING, 0, -_OWN_PADDING, -1)
        super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * _OWN_PADDING, 0)
