"""The box of a tick, for cells and headers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.theme.painting import kept
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import ICON

RADIUS = 4
BOLD = 2.0


def draw_check(painter: QPainter, rect: QRect, state: Qt.CheckState, theme: Theme) -> None:
    """A box in the middle of `rect`: empty, ticked, or with a dash where some are ticked and others not."""
    size = scaled(ICON)
    box = QRectF(0, 0, size - 1, size - 1)
    box.moveCenter(QRectF(rect).center())
    with kept(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_empty = state is Qt.CheckState.Unchecked
        painter.setPen(QPen(theme.color("idle" if is_empty else "accent"), 1.2))
        painter.setBrush(theme.color("surface" if is_empty else "accent"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        pen = QPen(theme.color("surface"), BOLD * size / ICON)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if state is Qt.CheckState.Checked:
            painter.drawPolyline([_at(box, 0.24, 0.52), _at(box, 0.43, 0.71), _at(box, 0.77, 0.31)])
        elif state is Qt.CheckState.PartiallyChecked:
            painter.drawLine(_at(box, 0.27, 0.5), _at(box, 0.73, 0.5))


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
