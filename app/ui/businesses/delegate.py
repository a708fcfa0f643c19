"""Paints the cells: state by icon, word and colour, bars from the reading side, and second lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.nets import net, net_with
from app.qt.told import told
from app.ui.businesses.cells import failed_fraction, fraction
from app.ui.businesses.columns import COLUMNS, Column
from app.ui.businesses.reasons import owner_icon
from app.ui.businesses.roles import RowRole
from app.ui.businesses.states import STANDING, State, state_of
from app.ui.theme.painting import LEADING, TRAILING, draw_bar, draw_lines, kept, side_of
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import BAR_HEIGHT, GAP_S, ICON, ROW_HEIGHT, SMALL_FONT_SIZE
from app.ui.widgets.check import draw_check
from app.ui.widgets.unshown import paint_unshown
from app.viewmodel.rows import ShownRow

Index = QModelIndex | QPersistentModelIndex

PADDING = 10
STRIP = 3
LINE_STEP = 16
"""Pixels of the design by which the second line of a cell stands below the first."""

MOST_CUT = 2_000
"""Texts that are kept as they were cut."""

_SELECTED = QStyle.StateFlag.State_Selected
_WITH_SECOND_LINE = frozenset({Column.STATUS, Column.SPEED})


class RowDelegate(QStyledItemDelegate):
    """Draws every column. The view says which row lies under the mouse, which one the keys are on; a row's
    state keeps its colour whatever its background."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._take_fonts)
        self._take_fonts()
        self.hovered_row = -1
        self.focused_row = -1

    def _take_fonts(self) -> None:
        self._font = ui_font()
        self._small = ui_font(SMALL_FONT_SIZE)
        self._metrics, self._small_metrics = QFontMetrics(self._font), QFontMetrics(self._small)
        self._cut: dict[tuple[str, int, bool], str] = {}

    @net(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(COLUMNS[index.column()].width), scaled(ROW_HEIGHT))

    @net_with(paint_unshown)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: ShownRow = told(index, RowRole.SHOWN)
        with kept(painter):
            painter.setClipRect(option.rect)
            painter.setLayoutDirection(option.direction)
            self._draw_ground(painter, option, index)
            rect = option.rect.adjusted(PADDING, 0, -PADDING, -1)
            match COLUMNS[index.column()]:
                case Column.TICK:
                    checked = Qt.CheckState(told(index, Qt.ItemDataRole.CheckStateRole))
                    draw_check(painter, option.rect, checked, self._theme)
                case Column.STATUS:
                    self._draw_status(painter, rect, option.direction, index)
                case Column.PROGRESS:
                    self._draw_progress(painter, rect, option.direction, index)
                case Column.OWNER:
                    self._draw_owner(painter, rect, option.direction, index)
                case Column.REASON | Column.BUSINESS | Column.REQUESTED_BY as column:
                    painter.setPen(self._theme.color(_tone(shown, column)))
                    draw_lines(painter, rect, told(index), option.direction, self._font, self._small)
                case column:
                    self._draw_two_lines(
                        painter, rect, option.direction, index, column.alignment, _tone(shown, column)
                    )

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & _SELECTED)
        rect, row = option.rect, index.row()
        if selected:
            painter.fillRect(rect, self._theme.color("selection"))
        elif row == self.hovered_row:
            painter.fillRect(rect, self._theme.color("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("line"))
        if row == self.focused_row:
            accent = self._theme.color("accent")
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), accent)
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)
        if selected and index.column() == Column.TICK:
            strip = QRect(rect.left(), rect.top(), STRIP, rect.height() - 1)
            painter.fillRect(QStyle.visualRect(option.direction, rect, strip), self._theme.color("accent"))

    def _draw_two_lines(
        self,
        painter: QPainter,
        rect: QRect,
        direction: Qt.LayoutDirection,
        index: Index,
        alignment: Qt.AlignmentFlag,
        tone: str,
    ) -> None:
        """The text of a cell, and below it, smaller, its second line where it has one."""
        second = told(index, RowRole.SECOND) if index.column() in _WITH_SECOND_LINE else ""
        upper = rect.adjusted(0, 0, 0, -scaled(LINE_STEP)) if second else rect
        painter.setPen(self._theme.color(tone))
        self._draw_text(painter, upper, direction, alignment, told(index), self._font)
        if second:
            painter.setPen(self._theme.color("muted"))
            lower = rect.adjusted(0, scaled(LINE_STEP), 0, 0)
            self._draw_text(painter, lower, direction, alignment, second, self._small)

    def _draw_text(
        self,
        painter: QPainter,
        rect: QRect,
        direction: Qt.LayoutDirection,
        alignment: Qt.AlignmentFlag,
        text: str,
        font: QFont,
    ) -> None:
        if not text:
            return
        painter.setFont(font)
        painter.drawText(
            rect, side_of(direction, alignment), self._elided(text, rect.width(), font is self._small)
        )

    def _elided(self, text: str, width: int, small: bool) -> str:
        """`text` as far as it has room; most are the same in the next paint."""
        key = text, width, small
        if key not in self._cut:
            if len(self._cut) >= MOST_CUT:
                self._cut.clear()
            metrics = self._small_metrics if small else self._metrics
            self._cut[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self._cut[key]

    def _draw_icon(
        self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, icon: str, tone: str
    ) -> QRect:
        """Draws it at the side where reading begins; returns what is left of `rect` beside it."""
        size = scaled(ICON)
        place = QStyle.visualRect(
            direction, rect, QRect(rect.left(), rect.center().y() - size // 2 + 1, size, size)
        )
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), self._theme.pixmap(icon, tone, ICON, ratio))
        return QStyle.visualRect(direction, rect, rect.adjusted(size + GAP_S - 1, 0, 0, 0))

    def _draw_status(
        self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, index: Index
    ) -> None:
        state = state_of(told(index, RowRole.SHOWN))
        words = self._draw_icon(painter, rect, direction, state.icon, state.tone)
        self._draw_two_lines(painter, words, direction, index, LEADING, state.tone)

    def _draw_owner(
        self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, index: Index
    ) -> None:
        text = told(index)
        if text:
            icon = owner_icon(told(index, RowRole.SHOWN))
            rest = self._draw_icon(painter, rect, direction, icon, "muted")
            painter.setPen(self._theme.color("muted"))
            draw_lines(painter, rest, text, direction, self._font, self._small)

    def _draw_progress(
        self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, index: Index
    ) -> None:
        shown: ShownRow = told(index, RowRole.SHOWN)
        share = fraction(shown)
        if share is None:
            return
        counts, percent = told(index, RowRole.COUNTS), told(index, RowRole.PERCENT)
        metrics = self._small_metrics
        line = QRect(rect.left(), rect.top() + 4, rect.width(), scaled(18))
        painter.setFont(self._small)
        painter.setPen(self._theme.color("text"))
        painter.drawText(line, side_of(direction, LEADING), counts)
        if metrics.horizontalAdvance(counts) + metrics.horizontalAdvance(percent) + GAP_S <= line.width():
            painter.setPen(self._theme.color("muted"))
            painter.drawText(line, side_of(direction, TRAILING), percent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = scaled(BAR_HEIGHT)
        bar = QRectF(rect.left(), rect.bottom() - scaled(5) - height, rect.width(), height)
        state = state_of(shown)
        track, tone = self._theme.color("track"), self._theme.color(state.tone)
        if state is State.WITH_FAILURES:
            ok, bad = self._theme.color("ok"), self._theme.color("bad")
            draw_bar(painter, bar, share, direction, track, ok, end=failed_fraction(shown), end_fill=bad)
        else:
            draw_bar(painter, bar, share, direction, track, tone, striped=state in STANDING)


def _tone(shown: ShownRow, column: Column) -> str:
    job = shown.row.job
    match column:
        case Column.ID:
            return "muted"
        case Column.BUSINESS:
            return "text" if shown.row.business.is_active else "muted"
        case Column.HEARTBEAT:
            state = state_of(shown)
            return state.tone if state in {State.LATE, State.STALE} else "muted"
        case Column.REQUESTED_BY | Column.JOB:
            return "muted"
        case Column.REASON:
            return "text" if state_of(shown).tone in {"bad", "warn"} else "muted"
        case Column.LEFT:
            return "text" if shown.row.items_left else "muted"
        case Column.SUCCEEDED if job is not None:
            return "text" if job.succeeded else "muted"
        case Column.FAILED if job is not None:
            return "bad" if job.failed else "muted"
        case _:
            return "text"
