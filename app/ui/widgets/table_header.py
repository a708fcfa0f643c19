"""The table's header: quiet titles on the side of their cells, with the arrow of the sorted column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from app.qt.nets import net
from app.ui.theme.painting import kept
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import FONT_SIZE, GAP_XS
from app.ui.widgets.check import draw_check

HEIGHT = 40
PADDING = 10
ARROW = 12
NARROWEST = 36


class TableHeader(QHeaderView):
    """A horizontal header drawn in the colours of `theme`. The section `check`, where there is one, shows the
    model's check state in place of a title."""

    check_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, check: int = -1) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.check = check
        self._theme = theme
        self._under_mouse = -1
        theme.changed.connect(self._take_font)
        self._take_font()
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(NARROWEST if check >= 0 else 48)
        self.setMouseTracking(True)

    def _take_font(self) -> None:
        self.setFont(ui_font(FONT_SIZE, QFont.Weight.Medium))

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self.minimumSectionSize(), scaled(HEIGHT))  # of a width that no table asks for

    @net(None)
    def mousePressEvent(self, e: QMouseEvent) -> None:
        if self._is_on_check(e):
            if e.button() is Qt.MouseButton.LeftButton:
                self.check_pressed.emit()
        else:
            super().mousePressEvent(e)

    @net(None)
    def mouseDoubleClickEvent(self, e: QMouseEvent) -> None:
        if self._is_on_check(e):
            self.mousePressEvent(e)  # two quick presses are two
        else:
            super().mouseDoubleClickEvent(e)

    def _is_on_check(self, event: QMouseEvent) -> bool:
        return self.check >= 0 and self.logicalIndexAt(event.position().toPoint()) == self.check

    @net(None)
    def mouseMoveEvent(self, event: object) -> None:
        super().mouseMoveEvent(event)  # type: ignore[arg-type]
        self._hover(self.logicalIndexAt(event.position().toPoint()))  # type: ignore[attr-defined]

    @net(None)
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._under_mouse:
            self._under_mouse = section
            self.viewport().update()

    @net(None)
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        with kept(painter):
            painter.setClipRect(rect)
            painter.fillRect(rect, self._theme.color("surface"))
            line = self._theme.color("line")
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line)
            if self._under_mouse >= 0:  # where a section can be taken and widened
                edge = (
                    rect.right() if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else rect.left()
                )
                painter.fillRect(QRect(edge, rect.top() + 11, 1, rect.height() - 22), line)
            if logicalIndex == self.check:
                role = Qt.ItemDataRole.CheckStateRole
                state = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, role)
                draw_check(painter, rect, Qt.CheckState(state), self._theme)
            else:
                self._draw_title(painter, rect.adjusted(PADDING, 0, -PADDING, 0), logicalIndex)

    def _draw_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        tone = "text" if sorted_here or section == self._under_mouse else "muted"
        wanted = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        alignment = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag(wanted))
        size = scaled(ARROW)
        room = rect.width() - (size + GAP_XS - PADDING if sorted_here else 0)
        metrics = QFontMetrics(self.font())
        title = metrics.elidedText(
            str(model.headerData(section, Qt.Orientation.Horizontal)), Qt.TextElideMode.ElideRight, room
        )
        width = metrics.horizontalAdvance(title)
        on_the_right = bool(alignment & Qt.AlignmentFlag.AlignRight)
        left = rect.right() + 1 - width if on_the_right else rect.left()
        painter.setFont(self.font())
        painter.setPen(self._theme.color(tone))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(QRect(left, rect.top(), width + 1, rect.height()), flags, title)
        if sorted_here:
            # Towards the inside of the cell, so that title and figures stay in line.
            x = left - GAP_XS - size if on_the_right else left + width + GAP_XS
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            arrow = self._theme.pixmap(
                "chevron-up" if up else "chevron-down", "text", ARROW, self.devicePixelRatioF()
            )
            painter.drawPixmap(QPoint(x, rect.center().y() - size // 2 + 1), arrow)
