"""A sheet of A4 and the type that is set on it. Everything is measured in dots of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from app.qt.translation import isolate
from app.reports.colours import INK
from app.reports.document import Tone
from app.reports.setting import Direction, own_direction, tidy
from app.ui.theme.fonts import FONT_FAMILY

DOTS_PER_INCH = 1200
PT = DOTS_PER_INCH / 72
"""A point, in dots."""

WIDTH, HEIGHT = 210 / 25.4 * DOTS_PER_INCH, 297 / 25.4 * DOTS_PER_INCH
SIDE, TOP, FOOT = 31 * PT, 26 * PT, 24 * PT
"""The margins: left and right, above, below."""

ROOM = WIDTH - 2 * SIDE
"""For what is set, across."""

LEADING = 1.28
"""From line to line, in sizes of the font."""

_CAPITALS = 0.71
"""How high they are, in sizes of the font."""

_SMALLER = 0.97
_SMALLEST = 0.2
"""Points; no text is so long that it would need less."""

_MONOSPACED = ("Menlo", "Consolas", "DejaVu Sans Mono", "Liberation Mono")

Weight = QFont.Weight


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: `size` in points."""

    size: float
    weight: Weight = Weight.Normal
    family: str = FONT_FAMILY

    @property
    def leading(self) -> float:
        return self.size * LEADING * PT

    @property
    def baseline(self) -> float:
        """Below the top of a line: capitals stand half way up in it."""
        return self.size * (LEADING + _CAPITALS) / 2 * PT

    def of(self, share: float) -> Type:
        """The same in a size of which this is the whole."""
        return Type(max(_SMALLEST, self.size * share), self.weight, self.family)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that is broken into lines; nothing of it is cut off."""

    layout: QTextLayout
    type: Type
    lines: int
    width: float
    """Of its longest line."""

    @property
    def height(self) -> float:
        return self.lines * self.type.leading

    def draw(self, painter: QPainter, left: float, top: float, colour: QColor | None = None) -> None:
        """In the colour of text, if in no other."""
        painter.setPen(colour or ink(""))
        self.layout.draw(painter, QPointF(left, top))


class Setter:
    """Sets texts in the direction of a report. Belongs to the thread that makes it."""

    def __init__(self, *, right_to_left: bool) -> None:
        self.base: Direction = "rtl" if right_to_left else "ltr"
        self._fonts: dict[Type, QFont] = {}
        self._metrics: dict[Type, QFontMetricsF] = {}
        self._widths: dict[tuple[Type, str], float] = {}

    @property
    def is_mirrored(self) -> bool:
        return self.base == "rtl"

    def left(self, begin: float, width: float) -> float:
        """Where something of this width has its left edge, of which reading begins `begin` dots from where
        that of the sheet does."""
        return WIDTH - SIDE - begin - width if self.is_mirrored else SIDE + begin

    def font(self, type_: Type) -> QFont:
        if type_ not in self._fonts:
            font = QFont(type_.family)
            font.setPixelSize(max(1, round(type_.size * PT)))
            font.setWeight(type_.weight)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            # What reads the file would find another letter in place of one that stands for two.
            font.setFeature(QFont.Tag("liga"), 0)
            self._fonts[type_] = font
        return self._fonts[type_]

    def width_of(self, text: str, type_: Type) -> float:
        """Of `text` on one line."""
        if type_ not in self._metrics:
            self._metrics[type_] = QFontMetricsF(self.font(type_))
        return self._metrics[type_].horizontalAdvance(tidy(text))

    def width_of_figure(self, text: str, type_: Type) -> float:
        """The same; all digits have one width, so that few of them have to be measured."""
        key = type_, text.translate(_DIGITS)
        if key not in self._widths:
            self._widths[key] = self.width_of(figure_text(text), type_)
        return self._widths[key]

    def paragraph(
        self,
        text: str,
        type_: Type,
        width: float,
        *,
        most: float = HEIGHT,
        is_foreign: bool = False,
        trailing: bool = False,
    ) -> Paragraph:
        """`text` in lines of at most `width`, from the side where reading begins, or ends: `trailing`. It is
        set smaller where it would be higher than `most`. One from elsewhere has its own direction."""
        shown = tidy(text)
        direction = own_direction(shown, self.base) if is_foreign else self.base
        made = self._set(shown, type_, width, direction, self.is_mirrored != trailing)
        while made.height > most and made.type.size > _SMALLEST:
            smaller = type_.of((most / made.height) ** 0.5 * _SMALLER * made.type.size / type_.size)
            made = self._set(shown, smaller, width, direction, self.is_mirrored != trailing)
        return made

    def line(self, text: str, type_: Type, width: float, *, trailing: bool = False) -> Paragraph:
        """`text` on one line, set smaller where it would be wider than `width`."""
        needed = self.width_of(text, type_)
        while needed > width and type_.size > _SMALLEST:
            type_ = type_.of(width / needed * _SMALLER)
            needed = self.width_of(text, type_)
        return self.paragraph(text, type_, width, trailing=trailing)

    def _set(
        self, text: str, type_: Type, width: float, direction: Direction, to_the_right: bool
    ) -> Paragraph:
        layout = QTextLayout(text, self.font(type_))
        layout.setTextOption(_option(direction, to_the_right))
        layout.beginLayout()
        lines, widest = 0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            # By its baseline: a letter of another font must not move the line.
            line.setPosition(QPointF(0, lines * type_.leading + type_.baseline - line.ascent()))
            widest = max(widest, line.naturalTextWidth())
            lines += 1
        layout.endLayout()
        return Paragraph(layout, type_, lines, widest)


_DIGITS = str.maketrans("123456789", "000000000")


def figure_text(text: str) -> str:
    """A figure as it is drawn from left to right, which one with a word of another direction is not."""
    return text if text.isascii() and text.isprintable() else isolate(tidy(text))


@cache
def ink(tone: Tone) -> QColor:
    return QColor(INK[tone])


@cache
def thin(colour: str) -> QPen:
    return QPen(QColor(colour), 0.6 * PT)


@cache
def _option(direction: Direction, to_the_right: bool) -> QTextOption:
    side = Qt.AlignmentFlag.AlignRight if to_the_right else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if direction == "rtl" else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def rounded(painter: QPainter, rect: QRectF, radius: float, line: str = "", fill: str = "") -> None:
    """A box with round corners: its line is drawn in this colour, and it is filled with that one."""
    painter.setPen(thin(line) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def monospaced() -> str:
    """A family whose letters have one width; the console's own where the computer has none of the known."""
    return next((name for name in _MONOSPACED if QFontDatabase.hasFamily(name)), FONT_FAMILY)
