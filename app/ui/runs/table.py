"""A table whose cells have two lines, icons and bars; its lines are changed in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.nets import net, net_with
from app.qt.told import told
from app.ui.businesses.cells import SortValue
from app.ui.runs.bar import Parts, draw_parts
from app.ui.runs.order import in_order
from app.ui.theme.painting import LEADING, TRAILING, kept, side_of
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import BAR_HEIGHT, GAP_S, ICON, SMALL_FONT_SIZE
from app.ui.widgets.lines_table import LinesTable, SelectionMode
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.ui.widgets.table_header import PADDING
from app.ui.widgets.unshown import paint_unshown

T = TypeVar("T")
Sorting = tuple[int, Qt.SortOrder]
Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 40
STEP = 16
"""Pixels of the design by which the second line stands below the first."""

PLENTY = 320
"""Pixels of the design that the first column has before others grow."""

STRIP = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: a text with a second line below, in the colours `tone` and muted, or a bar of
    `parts` under both beside each other. `icon` stands before the lines."""

    text: str = ""
    second: str = ""
    tone: str = "text"
    icon: str = ""
    parts: Parts | None = None
    bold: bool = False

    @property
    def whole(self) -> str:
        """All of it in one text, for tooltips and copies."""
        return " · ".join(filter(None, (self.text, self.second)))


@dataclass(frozen=True, slots=True)
class CellColumn(TableColumn[T], Generic[T]):
    """A column of cells, `width` pixels of the design wide, and up to `widest` where the first column has
    plenty. Of several, those of a lower `rank` leave first where there is no room. Lines are sorted by
    `value`."""

    cell: Callable[[T], Cell] = lambda _line: Cell()
    value: Callable[[T], SortValue] = lambda _line: None
    width: int = 100
    widest: int = 0
    rank: int = 9


def column(
    title: str,
    cell: Callable[[T], Cell],
    value: Callable[[T], SortValue],
    width: int,
    *,
    widest: int = 0,
    figures: bool = False,
    rank: int = 9,
) -> CellColumn[T]:
    """A column whose text is that of its cells."""
    text = partial(_whole, cell)
    return CellColumn(title, text, figures, cell=cell, value=value, width=width, widest=widest, rank=rank)


def _whole(cell: Callable[[T], Cell], line: T) -> str:
    return cell(line).whole


class CellsModel(RecordsModel[Any]):
    """Gives the cell of each place too, and sorts the lines by the values of one column; equal ones stay as
    they were given, and what has no value stands behind all others."""

    def __init__(self, key: Callable[[Any], Hashable]) -> None:
        super().__init__(key)
        self._given: Sequence[Any] = ()
        self._sorting: Sorting | None = None

    def show(self, lines: Sequence[Any]) -> None:
        self._given = lines
        super().show(self._sorted())

    @net(None)
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorting = column, order
        super().show(self._sorted())

    def _sorted(self) -> Sequence[Any]:
        if self._sorting is None or not 0 <= self._sorting[0] < len(self._columns):
            return self._given
        place, order = self._sorting
        column = self._columns[place]
        value = column.value if isinstance(column, CellColumn) else column.text
        return in_order(self._given, value, is_descending=order is Qt.SortOrder.DescendingOrder)

    def cell(self, index: Index) -> Cell | None:
        found = self._columns[index.column()]
        return found.cell(self.lines[index.row()]) if isinstance(found, CellColumn) else None

    @property
    def columns(self) -> Sequence[TableColumn[Any]]:
        return self._columns


class CellsTable(LinesTable):
    """Lines of which one is selected, and which a click on a title sorts by its column. One column, the first
    unless another is named, takes the width that the others leave."""

    records: CellsModel

    wanted = Signal(object)
    """Enter or a double click on a line."""

    current_changed = Signal()
    """Another line is the current one."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        key: Callable[[Any], Hashable],
        *,
        narrowest: int,
        by: Sorting,
        wide: int = 0,
    ) -> None:
        """`by` is how they are sorted at first; `wide` the column that takes what the others leave."""
        super().__init__(theme, name, CellsModel(key), SelectionMode.SingleSelection, ROW_HEIGHT)
        self._key = key
        self._narrowest = narrowest
        self._wide = wide
        self._delegate = CellsDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self._header.setMouseTracking(True)
        self._header.setSectionsClickable(True)
        self._header.setSortIndicator(*by)
        self.setSortingEnabled(True)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._pop_menu_up)
        theme.changed.connect(self._take_size)
        self._take_size()

    def show_lines(self, lines: Sequence[T], columns: Sequence[CellColumn[T]]) -> None:
        """Shows these; the current line and the place stay where they are."""
        at, place = self.current, self.verticalScrollBar().value()
        self.records.use_columns(columns)
        self.records.show(lines)
        self._fit()
        if at is not None and not self.currentIndex().isValid():
            self.choose(self._key(at))
            self.verticalScrollBar().setValue(place)

    @property
    def current(self) -> Any:
        """The line that the keys are on; None without one."""
        index = self.currentIndex()
        return self.records.lines[index.row()] if index.isValid() else None

    def choose(self, key: Hashable) -> bool:
        """Makes the line of this key the current one; False where it is not there."""
        for row, line in enumerate(self.records.lines):
            if self._key(line) == key:
                self.setCurrentIndex(self.records.index(row, 0))
                return True
        return False

    def _pop_menu_up(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_sort_menu(menu)
        menu.popup(self._header.mapToGlobal(at))

    def fill_sort_menu(self, menu: QMenu) -> None:
        """One action for each column, so that the order can be chosen by the keyboard too."""
        present = self._header.sortIndicatorSection()
        for place, column in enumerate(self.records.columns):
            if not column.title:
                continue
            action = QAction(column.title, menu, checkable=True, checked=place == present)
            action.triggered.connect(lambda _checked, place=place: self._turn_sort(place))
            menu.addAction(action)

    @property
    def sorting(self) -> Sorting:
        """The column that the lines are sorted by, and the direction."""
        return self._header.sortIndicatorSection(), self._header.sortIndicatorOrder()

    @property
    def kept_sorting(self) -> str:
        """The same for the settings."""
        place, order = self.sorting
        return f"{place} {order.name}"

    def keep_sorting(self, kept: object) -> None:
        """Sorts as `kept_sorting` said; what is damaged counts as not kept."""
        place, _, name = str(kept).partition(" ")
        is_a_place = re.fullmatch("[0-9]{1,2}", place) and int(place) < len(self.records.columns)
        if is_a_place and name in Qt.SortOrder.__members__:
            self.sortByColumn(int(place), Qt.SortOrder[name])

    def _turn_sort(self, place: int) -> None:
        is_up = self.sorting == (place, Qt.SortOrder.AscendingOrder)
        self.sortByColumn(place, Qt.SortOrder.DescendingOrder if is_up else Qt.SortOrder.AscendingOrder)

    @net(None)
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current is not None:
            self.wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    @net(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.wanted.emit(self.current)

    @net(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    @net(None)
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _take_size(self) -> None:
        self.take_row_height()
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """Each column as wide as it wants; where they are too many, those of the lowest rank leave."""
        columns = [one for one in self.records.columns if isinstance(one, CellColumn)]
        if not columns:
            return
        room = self.viewport().width()
        widths = {place: scaled(one.width) for place, one in enumerate(columns) if place != self._wide}
        leaving = sorted(widths, key=lambda place: columns[place].rank)
        while leaving and room - sum(widths.values()) < scaled(self._narrowest):
            del widths[leaving.pop(0)]
        spare = room - sum(widths.values()) - scaled(PLENTY)
        for place in widths:
            more = max(0, min(spare, scaled(columns[place].widest - columns[place].width)))
            widths[place] += more
            spare -= more
        for place in range(len(columns)):
            self.setColumnHidden(place, place != self._wide and place not in widths)
            if place in widths:
                self.setColumnWidth(place, widths[place])
        self.setColumnWidth(self._wide, max(scaled(self._narrowest), room - sum(widths.values())))


class CellsDelegate(QStyledItemDelegate):
    """Draws the cells."""

    def __init__(self, theme: Theme, table: CellsTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self.hovered_row = -1
        theme.changed.connect(self._take_fonts)
        self._take_fonts()

    def _take_fonts(self) -> None:
        self._font, self._small = ui_font(), ui_font(SMALL_FONT_SIZE)
        self._bold = ui_font(weight=QFont.Weight.Medium)

    @net(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(100), scaled(ROW_HEIGHT))

    @net_with(paint_unshown)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._table.records.cell(index)
        if cell is None:
            return
        side = side_of(option.direction, told(index, Qt.ItemDataRole.TextAlignmentRole))
        with kept(painter):
            painter.setClipRect(option.rect)
            painter.setLayoutDirection(option.direction)
            self._draw_ground(painter, option, index)
            rect = option.rect.adjusted(PADDING, 0, -PADDING, -1)
            if cell.icon:
                rect = self._draw_icon(painter, rect, option.direction, cell)
            if cell.parts is None:
                self._draw_lines(painter, rect, side, cell)
            else:
                self._draw_bar(painter, rect, option.direction, cell)

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self.hovered_row:
            painter.fillRect(rect, self._theme.color("selection" if selected else "hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))
        if selected and index.column() == 0:
            strip = QRect(rect.left(), rect.top(), STRIP, rect.height() - 1)
            painter.fillRect(QStyle.visualRect(option.direction, rect, strip), self._theme.color("accent"))

    def _draw_icon(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, cell: Cell) -> QRect:
        """Returns what is left of `rect` beside it."""
        size = scaled(ICON)
        place = QRect(rect.left(), rect.center().y() - size // 2 + 1, size, size)
        ratio = painter.device().devicePixelRatioF()
        picture = self._theme.pixmap(cell.icon, cell.tone, ICON, ratio)
        painter.drawPixmap(QStyle.visualRect(direction, rect, place).topLeft(), picture)
        return QStyle.visualRect(direction, rect, rect.adjusted(size + GAP_S - 1, 0, 0, 0))

    def _draw_lines(self, painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, cell: Cell) -> None:
        upper = rect.adjusted(0, 0, 0, -scaled(STEP)) if cell.second else rect
        painter.setPen(self._theme.color(cell.tone))
        self._draw_text(painter, upper, side, cell.text, self._bold if cell.bold else self._font)
        if cell.second:
            painter.setPen(self._theme.color("muted"))
            self._draw_text(painter, rect.adjusted(0, scaled(STEP), 0, 0), side, cell.second, self._small)

    def _draw_bar(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, cell: Cell) -> None:
        line = QRect(rect.left(), rect.top() + 4, rect.width(), scaled(18))
        painter.setPen(self._theme.color("text"))
        self._draw_text(painter, line, side_of(direction, LEADING), cell.text, self._small)
        metrics = QFontMetrics(self._small)
        taken = metrics.horizontalAdvance(cell.text) + metrics.horizontalAdvance(cell.second)
        if taken + GAP_S <= line.width():
            painter.setPen(self._theme.color("muted"))
            self._draw_text(painter, line, side_of(direction, TRAILING), cell.second, self._small)
        bar = QRectF(rect.left(), rect.bottom() - 6 - BAR_HEIGHT, rect.width(), BAR_HEIGHT)
        draw_parts(painter, bar, cell.parts or (), direction, self._theme)

    def _draw_text(
        self, painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, text: str, font: QFont
    ) -> None:
        painter.setFont(font)
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side, elided)
