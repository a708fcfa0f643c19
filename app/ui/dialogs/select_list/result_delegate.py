"""Paints an entry's row: what became of it on two lines, and its corrections as links at the far side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.actions.business_list import ListLine, Match
from app.qt.nets import net, net_with
from app.ui.dialogs.select_list.words import ICONS, TONES, Correction, corrections
from app.ui.theme.painting import kept
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import GAP_L, GAP_S, ICON, SMALL_FONT_SIZE
from app.ui.widgets.table_header import PADDING
from app.ui.widgets.unshown import paint_unshown

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 40
LINE_COLUMN, ENTRY_COLUMN, RESULT_COLUMN = range(3)


class ResultDelegate(QStyledItemDelegate):
    """`line_of` gives the entry of a row; the view says which row lies under the mouse."""

    def __init__(self, theme: Theme, line_of: Callable[[int], ListLine], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line_of = line_of
        self.hovered: tuple[int, Correction] | None = None

    @net(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = QFontMetrics(ui_font()).horizontalAdvance(str(index.data()).split("\n")[0])
        return QSize(width + 2 * PADDING, scaled(ROW_HEIGHT))

    def correction_at(self, rect: QRect, row: int, place: QPoint, rtl: bool) -> Correction | None:
        """The correction of a row, whose result has the cell `rect`, at this place of the view."""
        links = self._links(rect, self._line_of(row), rtl)
        return next((what for what, room in links if room.contains(place)), None)

    @net_with(paint_unshown)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._line_of(index.row())
        with kept(painter):
            painter.setClipRect(option.rect)
            painter.setLayoutDirection(option.direction)
            self._draw_ground(painter, option)
            rect = option.rect.adjusted(PADDING, 0, -PADDING, -1)
            if index.column() == RESULT_COLUMN:
                self._draw_result(painter, option, rect, index.data(), line)
                return
            figures = index.column() == LINE_COLUMN
            painter.setPen(self._theme.color("muted" if figures else "text"))
            side = Qt.AlignmentFlag.AlignRight if figures else _leading(option.direction)
            self._draw(painter, rect, side, index.data(), ui_font())

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))

    def _draw_result(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, line: ListLine
    ) -> None:
        rtl = option.direction is Qt.LayoutDirection.RightToLeft
        size = scaled(ICON)
        icon = QRect(rect.left(), rect.center().y() - size // 2 + 1, size, size)
        icon = QStyle.visualRect(option.direction, rect, icon)
        ratio = painter.device().devicePixelRatioF()
        tone = TONES[line.match]
        painter.drawPixmap(icon.topLeft(), self._theme.pixmap(ICONS[line.match], tone, ICON, ratio))
        links = self._links(option.rect, line, rtl)
        taken = sum(room.width() for _, room in links) + (GAP_S if links else 0)
        words = QStyle.visualRect(option.direction, rect, rect.adjusted(size + GAP_S, 3, -taken, -3))
        first, _, second = text.partition("\n")
        half = words.height() // 2
        side = _leading(option.direction)
        painter.setPen(self._theme.color("text" if line.match is Match.FOUND else tone))
        self._draw(painter, QRect(words.left(), words.top(), words.width(), half), side, first, ui_font())
        painter.setPen(self._theme.color("muted"))
        below = QRect(words.left(), words.top() + half, words.width(), half)
        self._draw(painter, below, side, second, ui_font(SMALL_FONT_SIZE))
        self._draw_links(painter, links, option)

    def _draw_links(
        self, painter: QPainter, links: list[tuple[Correction, QRect]], option: QStyleOptionViewItem
    ) -> None:
        row = option.index.row()
        for what, room in links:
            font = _link_font()
            font.setUnderline(self.hovered == (row, what))
            painter.setFont(font)
            painter.setPen(self._theme.color("accent"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, what.word)

    def _draw(self, painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, text: str, font: QFont) -> None:
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags, shown)

    def _links(self, rect: QRect, line: ListLine, rtl: bool) -> list[tuple[Correction, QRect]]:
        """At the far side of the cell, in the order of reading."""
        metrics = QFontMetrics(_link_font())
        place = rect.right() - PADDING
        made = []
        for what in reversed(corrections(line)):
            width = metrics.horizontalAdvance(what.word) + GAP_L
            room = QRect(place - width, rect.top(), width, rect.height())
            made.append((what, QStyle.visualRect(_direction(rtl), rect, room)))
            place -= width
        return made[::-1]


def _link_font() -> QFont:
    return ui_font(weight=QFont.Weight.Medium)


def _direction(rtl: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight


def _leading(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeading)
