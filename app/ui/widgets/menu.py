"""A menu whose marks and arrows grow with the text. Those of Qt's style do not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QMenu

from app.qt.nets import net
from app.ui.theme.painting import painting
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import ICON

Points = tuple[tuple[int, int], ...]

BESIDE_MARK, BESIDE_ARROW = 8, 2
"""Pixels from the side."""

CHECK: Points = ((4, 12), (9, 17), (20, 6))
ARROW: Points = ((9, 6), (15, 12), (9, 18))
OF = 24
"""The points of the icons `check` and `chevron-right`, and the size of which they are."""


class Menu(QMenu):
    """Draws the marks of actions that are checked, and the arrows of menus in it; the style sheet keeps the
    room for them."""

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with painting(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            for action in self.actions():
                if action.isCheckable() and action.isChecked():
                    self._draw(painter, action, CHECK, BESIDE_MARK, at_left=not rtl)
                if action.menu() is not None:
                    self._draw(painter, action, ARROW, BESIDE_ARROW, at_left=rtl)

    def _draw(
        self, painter: QPainter, action: QAction, points: Points, beside: int, *, at_left: bool
    ) -> None:
        row, size = self.actionGeometry(action), scaled(ICON)
        place = QRect(0, 0, size, size)
        place.moveCenter(row.center())
        place.moveLeft(row.left() + beside if at_left else row.right() - beside - size)
        if points is ARROW and at_left:
            points = tuple((OF - x, y) for x, y in points)
        color = self.palette().text().color()
        painter.setPen(QPen(color, size / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        inside = (QPointF(place.x() + x * size / OF, place.y() + y * size / OF) for x, y in points)
        painter.drawPolyline(QPolygonF(list(inside)))
