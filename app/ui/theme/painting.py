"""Small drawings that several widgets share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle

LINE_SPACING = 4 / 3
"""From line to line, in sizes of the font."""

STRIPE, STRIPE_STEP = 2.5, 7.0
END_GAP = 1.0
LINES = 2

LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
"""Half way up, where reading begins and where it ends."""

ELLIPSIS = "…"


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter for the block, ended whatever happens there: one that stays active crashes Qt."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


@contextmanager
def kept(painter: QPainter) -> Iterator[None]:
    """What the block changes of `painter` is as before after it, whatever happens there."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


@cache  # Python's flags are slow to combine, and each text of a table asks
def side_of(direction: Qt.LayoutDirection, alignment: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Where that is on the screen, for texts that are drawn: `alignment` says where reading begins and
    ends."""
    return QStyle.visualAlignment(direction, alignment) | Qt.AlignmentFlag.AlignAbsolute


def draw_bar(
    painter: QPainter,
    rect: QRectF,
    share: float,
    direction: Qt.LayoutDirection,
    track: QColor,
    fill: QColor,
    *,
    striped: bool = False,
    end: float = 0.0,
    end_fill: QColor | None = None,
) -> None:
    """A rounded bar, filled by `share` (0–1) from the side where reading begins; `striped` where it stands
    still. Whatever is more than nothing and less than all can be seen as such. What it is full of by `end`
    besides follows in `end_fill`."""
    radius = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(track)
    painter.drawRoundedRect(rect, radius, radius)
    if end > 0 and end_fill is not None:
        gap = END_GAP if share > 0 else 0.0
        tail = min(max(rect.width() * end, rect.height() / 2), rect.width())
        share = min(share, max(0.0, 1 - (tail + gap) / rect.width()))
        _draw_tail(painter, rect, rect.width() * min(1.0, share) + gap, tail, direction, end_fill)
    if not share > 0:
        return
    width = rect.width() * min(1.0, share)
    if share < 1:
        width = min(max(width, rect.height()), rect.width() - 1)
    left = rect.right() - width if direction is Qt.LayoutDirection.RightToLeft else rect.left()
    filled = QRectF(left, rect.top(), width, rect.height())
    painter.setBrush(fill)
    painter.drawRoundedRect(filled, radius, radius)
    if striped:
        _draw_stripes(painter, filled, radius, track)


def _draw_tail(
    painter: QPainter, rect: QRectF, begin: float, width: float, direction: Qt.LayoutDirection, fill: QColor
) -> None:
    """The part of a bar that follows `begin` pixels from the side where reading begins."""
    width = min(width, rect.width() - begin)
    rtl = direction is Qt.LayoutDirection.RightToLeft
    left = rect.right() - begin - width if rtl else rect.left() + begin
    outline = QPainterPath()
    outline.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    with kept(painter):
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), fill)


def _draw_stripes(painter: QPainter, rect: QRectF, radius: float, color: QColor) -> None:
    """Slanting lines over a bar, at the same places of the screen however far it is filled."""
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    with kept(painter):
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(color, STRIPE))
        x = rect.left() - rect.left() % STRIPE_STEP - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += STRIPE_STEP


def draw_lines(
    painter: QPainter,
    rect: QRect,
    text: str,
    direction: Qt.LayoutDirection,
    font: QFont,
    small: QFont,
) -> None:
    """`text` on one line in `font` where it fits, else on LINES in `small`, elided where those are full."""
    if not text:
        return
    if QFontMetricsF(font).horizontalAdvance(text) <= rect.width():
        painter.setFont(font)
        painter.drawText(rect, side_of(direction, LEADING), text)
        return
    layout = laid_out(_fitted(text, small.key(), rect.width(), direction), small, rect.width(), direction)
    height = layout.lineCount() * LINE_SPACING * small.pixelSize()
    layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - height) / 2 - 1))


@lru_cache(maxsize=1 << 10)
def _fitted(text: str, font_key: str, width: int, direction: Qt.LayoutDirection) -> str:
    """The longest beginning of `text`, with an ellipsis where it is cut, that stands on LINES lines.

    The text is cut as one paragraph, so that isolates which span both lines stay whole."""
    font = QFont()
    font.fromString(font_key)
    if laid_out(text, font, width, direction).lineCount() <= LINES:
        return text

    def is_too_long(length: int) -> bool:
        return laid_out(text[:length] + ELLIPSIS, font, width, direction).lineCount() > LINES

    return text[: max(0, bisect_left(range(len(text)), True, key=is_too_long) - 1)].rstrip() + ELLIPSIS


def laid_out(text: str, font: QFont, width: int, direction: Qt.LayoutDirection) -> QTextLayout:
    """`text` on as many lines as it needs, which end between words where they can."""
    option = QTextOption()
    option.setTextDirection(direction)
    option.setAlignment(side_of(direction, Qt.AlignmentFlag.AlignLeading))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    place = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, place * LINE_SPACING * font.pixelSize()))
        place += 1
    layout.endLayout()
    return layout
