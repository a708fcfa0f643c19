"""The table of read-only records, in tabs and dialogs: widths that fit, whole texts in tooltips, copying."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.nets import net, net_with
from app.ui.theme.theme import Theme, scaled
from app.ui.widgets.check import draw_check
from app.ui.widgets.lines_table import LinesTable, SelectionMode
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.ui.widgets.table_header import PADDING
from app.ui.widgets.unshown import paint_unshown

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT, LOW_ROW_HEIGHT = 32, 30
"""Pixels of the design: of a table as high as its lines, and of one that fills a tab."""

WIDE_AT_LEAST = 160
"""Pixels of the design that the wide column keeps; with less room the table scrolls."""

ROWS_WANTED = 5
"""How high a table that fills its room would like to be."""

CHECK_WIDTH = 36

_OWN_PADDING = PADDING - 3
"""Fusion itself leaves 3 pixels on both sides of a cell's text."""


class RecordsTable(LinesTable):
    """Shows lines of records, known by their `key`. The column `wide` takes the width that the others leave;
    without one, `use_widths` sets them.

    `rows` are the fewest and the most that it is high; further ones scroll, and nothing can be selected. One
    without `rows` takes what room there is: its rows are selected by mouse and keys and copied by Ctrl+C.
    """

    check_pressed = Signal(object)
    """The tick of a line was pressed, by mouse or Space: the line."""

    all_pressed = Signal()
    """The tick in the header was pressed."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        wide: int | None,
        rows: tuple[int, int] | None = None,
        key: Callable[[Any], Hashable] = id,
        is_faint: Callable[[Any], bool] = lambda _line: False,
    ) -> None:
        """`is_faint` lines are drawn as what does not count."""
        mode = SelectionMode.ExtendedSelection if rows is None else SelectionMode.NoSelection
        height = LOW_ROW_HEIGHT if rows is None else ROW_HEIGHT
        super().__init__(theme, name, RecordsModel[Any](key), mode, height)
        self._is_faint = is_faint
        self._wide = wide
        self._rows = rows
        self._widths: Sequence[int] = ()
        self._header.check_pressed.connect(self.all_pressed)
        self.setItemDelegate(_RuledCells(theme, self, has_focus=rows is not None))
        theme.changed.connect(self._take_size)
        self._take_size()
        if rows is None:
            self.records.modelReset.connect(self.fit)
            self.records.rowsInserted.connect(self.fit)

    def show_lines(self, lines: Sequence[T], columns: Sequence[TableColumn[T]]) -> None:
        """Shows `lines` in these columns, in place of what was there."""
        self.records.use_columns(columns)
        self._header.check = self.records.check_column
        self.records.show(lines)
        self._take_height()
        self.fit()

    @property
    def widths(self) -> Sequence[int]:
        """Pixels of the columns in which nothing is cut off, or what `use_widths` was given since."""
        return self._widths

    @property
    def natural_width(self) -> int:
        """Pixels in which nothing is cut off, with room for the scroll bar."""
        return sum(self._widths) + self.verticalScrollBar().sizeHint().width()

    def fit(self) -> None:
        """Makes each column as wide as what is in it, and the wide one what is left."""
        self.use_widths([self._natural_width(column) for column in range(self.records.columnCount())])

    def use_widths(self, widths: Sequence[int]) -> None:
        """Makes the columns so wide, and the wide one what is left, but not narrower than WIDE_AT_LEAST."""
        self._widths = widths
        taken = sum(width for column, width in enumerate(widths) if not self.isColumnHidden(column))
        for column, width in enumerate(widths):
            left = self.viewport().width() - taken + width
            wide = max(min(width, scaled(WIDE_AT_LEAST)), left) if column == self._wide else width
            self.setColumnWidth(column, wide)

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._header.check >= 0 and self.currentIndex().isValid():
            self.check_pressed.emit(self.records.lines[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)

    @net(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and index.isValid() and index.column() == self._header.check:
            self.check_pressed.emit(self.records.lines[index.row()])
        else:
            super().mousePressEvent(event)

    @net(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).column() == self._header.check >= 0:
            self.mousePressEvent(event)  # two quick presses are two
        else:
            super().mouseDoubleClickEvent(event)

    def faint(self, index: Index) -> bool:
        """Whether the line there does not count."""
        return self._is_faint(self.records.lines[index.row()])

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._rows is None:
            self.fit()
        elif self._wide is not None:
            self.use_widths(self._widths)

    @net(QSize())
    def sizeHint(self) -> QSize:
        if self._rows is None:
            height = self.verticalHeader().defaultSectionSize() * ROWS_WANTED
        else:
            height = self._height(min(self._rows[1], self.records.rowCount()))
        return QSize(super().sizeHint().width(), height)

    def _take_size(self) -> None:
        self.take_row_height()
        self.fit()

    def _take_height(self) -> None:
        if self._rows is not None:
            count = self.records.rowCount()
            self.setMaximumHeight(self._height(count))
            self.setMinimumHeight(self._height(min(self._rows[0], count)))
            self.updateGeometry()

    def _height(self, rows: int) -> int:
        header = self.horizontalHeader()
        return rows * scaled(self._row_height) + (0 if header.isHidden() else header.sizeHint().height())

    def _natural_width(self, column: int) -> int:
        if column == self._header.check:
            return scaled(CHECK_WIDTH)
        metrics = QFontMetrics(self.horizontalHeader().font())
        written = metrics.horizontalAdvance(self._title(column)) + 2 * PADDING + 2
        return max(0 if self.horizontalHeader().isHidden() else written, self.sizeHintForColumn(column))


class _RuledCells(QStyledItemDelegate):
    """Cells with the header's padding and a hairline below. Without `has_focus` no cell is framed: where rows
    are selected, the selection says where the keys are."""

    def __init__(self, theme: Theme, parent: RecordsTable, *, has_focus: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent
        self._has_focus = has_focus

    @net_with(paint_unshown)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))
        if not self._has_focus:
            option.state &= ~QStyle.StateFlag.State_HasFocus
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            draw_check(painter, rect, Qt.CheckState(state), self._theme)
            return
        option.rect = rect.adjusted(_OWN_PADDING, 0, -_OWN_PADDING, -1)
        if self._table.faint(index):
            option.palette.setColor(QPalette.ColorRole.Text, self._theme.color("muted"))
        super().paint(painter, option, index)

    @net(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * _OWN_PADDING, 0)
