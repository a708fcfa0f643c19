"""What the plots share: how high a scale reaches, its lines and figures, and the clock times below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.qt.translation import Language
from app.ui.texts.times import clock_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S, GAP_XS

GRID_LINES = 3
HIGHEST = 1e12
"""Receipts a second: what is beyond cannot have been measured, and no scale reaches it."""
SECONDS_SAID = 180
"""A span of time that is shorter has clock times with seconds."""

TIMES = ((0.0, 1.0, 0.5, 0.25, 0.75), (0.0, 1.0, 0.5), (0.0, 1.0))
"""Where clock times stand, as shares of the time, for plots that are wide or not."""

BETWEEN_TIMES = 2.0
"""The least that a time has of the width, in widths of a time."""


def nice_top(highest: float) -> float:
    """The round figure (1, 2 or 5 times a power of ten, at least 2) at or above `highest`, where the scale
    ends; it moves seldom, so that the curve does not jump."""
    if highest <= 2:
        return 2.0
    power = 10.0 ** floor(log10(highest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if highest <= step * power * (1 + 1e-9))


def least_size(font: QFont) -> QSize:
    """In which a plot can still be read."""
    metrics = QFontMetricsF(font)
    return QSize(round(metrics.averageCharWidth() * 26), round(metrics.height() * 6))


@dataclass(frozen=True, slots=True)
class PlotFrame:
    """Where the curve lies, how high its scale reaches (receipts a second), and how many steps it has."""

    rect: QRectF
    top: float
    steps: int

    def point(self, place: int, rate: float) -> QPointF:
        x = self.rect.left() + self.rect.width() * (place + 1) / self.steps
        return QPointF(x, self.rect.bottom() - self.rect.height() * rate / self.top)


@dataclass(frozen=True, slots=True)
class PlotScale:
    """Scale and times of a plot in `area`, which shows `steps` steps of `step` seconds until `until`. Its
    time runs from left to right in every language; `few_times`: no more than three times are said."""

    area: QRectF
    font: QFont
    theme: Theme
    language: Language
    until: datetime
    steps: int
    step: float
    few_times: bool = True

    def frame(self, top: float) -> PlotFrame:
        metrics = QFontMetricsF(self.font)
        labels = max(metrics.horizontalAdvance(self._number(top * place / 2)) for place in range(GRID_LINES))
        # Half a clock time stands out at both ends.
        time = metrics.horizontalAdvance("00:00:00" if self._span < SECONDS_SAID else "00:00")
        side = max(labels + GAP_S, time / 2)
        end = time / 2 + 1
        above = metrics.height() * 1.5 + GAP_XS
        below = metrics.height() + GAP_XS
        return PlotFrame(self.area.adjusted(side, above, -end, -below), top, max(1, self.steps))

    def draw_grid(self, painter: QPainter, frame: PlotFrame, unit: str) -> None:
        """The unit above, and three lines with their figures at the left."""
        metrics = QFontMetricsF(self.font)
        line, muted = self.theme.color("line"), self.theme.color("muted")
        rect = frame.rect
        painter.setPen(muted)
        painter.drawText(
            QRectF(0, 0, self.area.width(), metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
            unit,
        )
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        for place in range(GRID_LINES):
            share = place / (GRID_LINES - 1)
            y = round(rect.bottom() - rect.height() * share)
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), line)
            box = QRectF(0, y - metrics.height() / 2, rect.left() - GAP_S, metrics.height())
            painter.drawText(box, flags, self._number(frame.top * share))

    def draw_times(self, painter: QPainter, frame: PlotFrame) -> None:
        """Clock times below, as many as there is room for."""
        if not self.steps:
            return
        metrics = QFontMetricsF(self.font)
        rect = frame.rect
        painter.setPen(self.theme.color("muted"))
        said: set[str] = set()
        for share in self._shares(rect.width() / (metrics.horizontalAdvance("00:00:00") * BETWEEN_TIMES)):
            then = self.until - timedelta(seconds=self._span * (1 - share))
            text = clock_text(then, self.language.locale, then, seconds=self._span < SECONDS_SAID)
            if text in said:  # of the same second
                continue
            said.add(text)
            width = metrics.horizontalAdvance(text) + 2
            box = QRectF(
                rect.left() + rect.width() * share - width / 2,
                rect.bottom() + GAP_XS,
                width,
                metrics.height(),
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def draw_sentence(self, painter: QPainter, frame: PlotFrame, text: str) -> None:
        """A sentence in the place of a curve."""
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        box = painter.boundingRect(frame.rect, flags, text)
        painter.fillRect(box.adjusted(-GAP_S, 0, GAP_S, 0), self.theme.color("surface"))
        painter.setPen(self.theme.color("muted"))
        painter.setLayoutDirection(self.language.direction)  # a sentence, unlike all else here
        painter.drawText(frame.rect, flags, text)

    def _shares(self, room: float) -> tuple[float, ...]:
        if self.few_times:
            return TIMES[1]
        return next((shares for shares in TIMES if len(shares) <= room), TIMES[-1])

    def _number(self, rate: float) -> str:
        return number_text(round(rate), self.language.locale)

    @property
    def _span(self) -> float:
        """Seconds that are drawn."""
        return self.steps * self.step
