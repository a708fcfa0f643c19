"""How fast jobs went as a plot. Its time runs from left to right in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import floor, isfinite, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.texts.times import clock_text
from app.ui.texts.words import number_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, ui_font
from app.ui.theme.tokens import GAP_S, GAP_XS, SMALL_FONT_SIZE
from app.viewmodel.activity import Course, Rates

GRID_LINES = 3
FILL_ALPHA = 44
HIGHEST = 1e12
"""Receipts a second: what is beyond cannot have been measured, and no scale reaches it."""
SECONDS_SAID = 180
"""A span of time that is shorter has clock times with seconds."""


def nice_top(highest: float) -> float:
    """The round figure (1, 2 or 5 times a power of ten, at least 2) at or above `highest`, where the scale
    ends; it moves seldom, so that the curve does not jump."""
    if highest <= 2:
        return 2.0
    power = 10.0 ** floor(log10(highest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if highest <= step * power * (1 + 1e-9))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the curve lies, how high its scale reaches (receipts a second), and how many steps it has."""

    rect: QRectF
    top: float
    steps: int

    def point(self, place: int, rate: float) -> QPointF:
        x = self.rect.left() + self.rect.width() * (place + 1) / self.steps
        return QPointF(x, self.rect.bottom() - self.rect.height() * rate / self.top)


class ThroughputPlot(QWidget):
    """Draws a `Course` over its own time, with the scale at the left and clock times below."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details.plot")
        self._language = language
        self._theme = theme
        self._course = Course()
        self._begun = False
        self._until = datetime.now().astimezone()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._take_font)
        self._take_font()
        self.retranslate()

    @property
    def rates(self) -> Rates:
        return self._course.rates

    def show_course(self, course: Course, now: datetime, *, begun: bool = False) -> None:
        """Shows `course` as it is seen at `now` (aware). `begun`: where nothing is known, the first step is
        being measured."""
        rates = [min(rate, HIGHEST) if rate is not None and isfinite(rate) else None for rate in course.rates]
        course = replace(course, rates=rates)
        until = now - timedelta(seconds=course.age)
        moved = abs((until - self._until).total_seconds()) >= course.step
        if rates == list(self._course.rates) and begun is self._begun and not moved:
            return
        self._course, self._until, self._begun = course, until, begun
        self._describe()
        self.update()

    def retranslate(self) -> None:
        """Says everything anew in the present language."""
        self.setAccessibleName(self.tr("Receipts per second"))
        self._describe()
        self.update()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.averageCharWidth() * 26), round(metrics.height() * 6))

    @net(QSize())
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() * 2

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setFont(self.font())
            known = [rate for rate in self._course.rates if rate is not None]
            frame = self._frame(nice_top(max(known, default=0.0)))
            self._draw_scale(painter, frame)
            self._draw_times(painter, frame)
            if known:
                for run in _runs(self._course.rates):
                    self._draw_run(painter, frame, run)
            else:
                self._draw_nothing(painter, frame)

    def _take_font(self) -> None:
        self.setFont(ui_font(SMALL_FONT_SIZE))
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        known = [rate for rate in self._course.rates if rate is not None]
        if known:
            text = self.tr("Receipts/s: {last} at last, peak {most}.").format(
                last=self._number(known[-1]), most=self._number(max(known))
            )
        else:
            text = self._nothing()
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    def _nothing(self) -> str:
        if self._begun:
            return self.tr("Measuring…")
        return self.tr("No data: this window did not see the job run.")

    def _number(self, rate: float) -> str:
        return number_text(round(rate), self._language.locale)

    def _frame(self, top: float) -> _Frame:
        metrics = QFontMetricsF(self.font())
        labels = max(metrics.horizontalAdvance(self._number(top * place / 2)) for place in range(GRID_LINES))
        # Half a clock time stands out at both ends.
        time = metrics.horizontalAdvance("00:00:00" if self._span < SECONDS_SAID else "00:00")
        side = max(labels + GAP_S, time / 2)
        end = time / 2 + 1
        above = metrics.height() * 1.5 + GAP_XS
        below = metrics.height() + GAP_XS
        rect = QRectF(self.rect()).adjusted(side, above, -end, -below)
        return _Frame(rect, top, max(1, len(self._course.rates)))

    @property
    def _span(self) -> float:
        """Seconds that are drawn."""
        return len(self._course.rates) * self._course.step

    def _draw_scale(self, painter: QPainter, frame: _Frame) -> None:
        """The unit above, and three lines with their figures at the left."""
        metrics = QFontMetricsF(self.font())
        line, muted = self._theme.color("line"), self._theme.color("muted")
        rect = frame.rect
        painter.setPen(muted)
        painter.drawText(
            QRectF(0, 0, self.width(), metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
            self.tr("receipts/s"),
        )
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        for place in range(GRID_LINES):
            share = place / (GRID_LINES - 1)
            y = round(rect.bottom() - rect.height() * share)
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), line)
            box = QRectF(0, y - metrics.height() / 2, rect.left() - GAP_S, metrics.height())
            painter.drawText(box, flags, self._number(frame.top * share))

    def _draw_times(self, painter: QPainter, frame: _Frame) -> None:
        if not self._course.rates:
            return
        metrics = QFontMetricsF(self.font())
        rect = frame.rect
        painter.setPen(self._theme.color("muted"))
        said: set[str] = set()
        for share in (0.0, 1.0, 0.5):
            then = self._until - timedelta(seconds=self._span * (1 - share))
            text = clock_text(then, self._language.locale, then, seconds=self._span < SECONDS_SAID)
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

    def _draw_run(self, painter: QPainter, frame: _Frame, run: Sequence[tuple[int, float]]) -> None:
        """One unbroken part of the curve, with the surface under it."""
        accent = self._theme.color("accent")
        points = [frame.point(place, rate) for place, rate in run]
        if len(points) == 1:
            points.insert(0, frame.point(run[0][0] - 1, run[0][1]))
        curve = QPainterPath(points[0])
        for point in points[1:]:
            curve.lineTo(point)
        area = QPainterPath(curve)
        area.lineTo(points[-1].x(), frame.rect.bottom())
        area.lineTo(points[0].x(), frame.rect.bottom())
        area.closeSubpath()
        shade = QLinearGradient(0, frame.rect.top(), 0, frame.rect.bottom())
        shade.setColorAt(0, _faint(accent, FILL_ALPHA))
        shade.setColorAt(1, _faint(accent, 0))
        painter.fillPath(area, shade)
        painter.setPen(QPen(accent, 1.5, j=Qt.PenJoinStyle.RoundJoin, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(curve)

    def _draw_nothing(self, painter: QPainter, frame: _Frame) -> None:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = self._nothing()
        box = painter.boundingRect(frame.rect, flags, text)
        painter.fillRect(box.adjusted(-GAP_S, 0, GAP_S, 0), self._theme.color("surface"))
        painter.setPen(self._theme.color("muted"))
        painter.setLayoutDirection(self._language.direction)  # a sentence, unlike all else here
        painter.drawText(frame.rect, flags, text)


def _runs(rates: Rates) -> list[list[tuple[int, float]]]:
    """The parts of the curve between which nothing is known."""
    runs: list[list[tuple[int, float]]] = []
    before = None
    for place, rate in enumerate(rates):
        if rate is not None:
            if before is None:
                runs.append([])
            runs[-1].append((place, rate))
        before = rate
    return runs


def _faint(color: QColor, alpha: int) -> QColor:
    faint = QColor(color)
    faint.setAlpha(alpha)
    return faint
