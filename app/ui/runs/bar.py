"""A bar of several colours: which part of the businesses of a run is in which state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.qt.nets import net
from app.ui.theme.painting import kept, painting
from app.ui.theme.theme import Theme

GAP = 1.5
LEAST = 3.0
"""Pixels between two parts, and of the smallest: one business of thousands can be seen."""

HEIGHT = 10

STRIPE, STRIPE_STEP = 2.5, 7.0


class Part(NamedTuple):
    """A colour token, and how much of the bar it takes (0–1). `stands`: nothing moves on there, which is
    striped."""

    tone: str
    share: float
    stands: bool = False


Parts = Sequence[Part]
"""From the side where reading begins; the rest stays empty."""


def draw_parts(
    painter: QPainter, rect: QRectF, parts: Parts, direction: Qt.LayoutDirection, theme: Theme
) -> None:
    """Draws the bar into `rect`."""
    radius = rect.height() / 2
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    with kept(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outline, theme.color("track"))
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        for part, begin, width in _placed(parts, rect.width()):
            left = rect.left() + begin
            if direction is Qt.LayoutDirection.RightToLeft:
                left = rect.right() - begin - width
            place = QRectF(left, rect.top(), width, rect.height())
            painter.fillRect(place, theme.color(part.tone))
            if part.stands:
                _draw_stripes(painter, place, theme)


def _draw_stripes(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Slanting lines, at the same places of the screen however wide the part is."""
    with kept(painter):
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(theme.color("track"), STRIPE))
        x = rect.left() - rect.left() % STRIPE_STEP - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += STRIPE_STEP


def _placed(parts: Parts, width: float) -> list[tuple[Part, float, float]]:
    """Where each part begins, and its width; none is too narrow to be seen, at the cost of the others."""
    room = width - GAP * (len(parts) - 1)
    shares = [part.share for part in parts]
    total = min(room, max(sum(shares) * room, LEAST * len(parts)))
    narrow: set[int] = set()
    scale = 0.0
    while len(narrow) < len(parts):
        rest = sum(share for place, share in enumerate(shares) if place not in narrow)
        scale = (total - LEAST * len(narrow)) / rest
        more = {place for place, share in enumerate(shares) if share * scale < LEAST} - narrow
        if not more:
            break
        narrow |= more
    wide = [LEAST if place in narrow else share * scale for place, share in enumerate(shares)]
    begins = [sum(wide[:place]) + GAP * place for place in range(len(wide))]
    return list(zip(parts, begins, wide, strict=True))


class StateBar(QWidget):
    """The bar as a widget."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._parts: Parts = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_parts(self, parts: Parts) -> None:
        """Draws these from now on."""
        if parts != self._parts:
            self._parts = parts
            self.update()

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            rect = QRectF(0, 0, self.width(), HEIGHT)
            draw_parts(painter, rect, self._parts, self.layoutDirection(), self._theme)
