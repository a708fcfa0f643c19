"""How fast jobs went as a plot. Its time runs from left to right in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import isfinite

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.details.plot_scale import HIGHEST, PlotFrame, PlotScale, least_size, nice_top
from app.ui.texts.words import number_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, ui_font
from app.ui.theme.tokens import SMALL_FONT_SIZE
from app.viewmodel.activity import Course, Rates

FILL_ALPHA = 44


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
        return least_size(self.font())

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
            scale = self._scale
            frame = scale.frame(nice_top(max(known, default=0.0)))
            scale.draw_grid(painter, frame, self.tr("receipts/s"))
            scale.draw_times(painter, frame)
            if known:
                for run in _runs(self._course.rates):
                    self._draw_run(painter, frame, run)
            else:
                scale.draw_sentence(painter, frame, self._nothing())

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

    @property
    def _scale(self) -> PlotScale:
        steps, step = len(self._course.rates), self._course.step
        return PlotScale(
            QRectF(self.rect()), self.font(), self._theme, self._language, self._until, steps, step
        )

    def _draw_run(self, painter: QPainter, frame: PlotFrame, run: Sequence[tuple[int, float]]) -> None:
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
