"""How fast all jobs went in the last hour: a surface for each run, stacked, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from math import isfinite

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.core.throughput import STEP_SECONDS, STEPS
from app.qt.nets import net
from app.qt.translation import Language
from app.ui.details.plot_scale import HIGHEST, PlotFrame, PlotScale, least_size, nice_top
from app.ui.texts.times import clock_text
from app.ui.texts.words import name_text, number_text, receipts_text
from app.ui.theme.painting import LEADING, painting, side_of
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import GAP_M, GAP_XS, SMALL_FONT_SIZE
from app.viewmodel.throughput import ThroughputLook

COLORS = ("accent", "plot_second", "plot_third")
OTHERS = "plot_others"
SQUARE = 8
"""Pixels of the design."""

Bands = Sequence[tuple[str, str, Sequence[float]]]
"""Colour, name, and receipts a second in each step, of each surface from below."""


class StackedPlot(QWidget):
    """Draws the last hour. Its time runs from left to right in every language."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("all.plot")
        self._language = language
        self._theme = theme
        self._look: ThroughputLook | None = None
        self._until = datetime.now(UTC)
        self.bands: Bands = ()
        self.legend = Legend(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._take_font)
        self._take_font()
        self.retranslate()

    def show_look(self, look: ThroughputLook) -> bool:
        """Only what has changed is drawn anew; the times below move on with each step. Returns whether
        anything has."""
        until = datetime.fromtimestamp(look.until, UTC)
        moved = int(look.until // STEP_SECONDS) != int(self._until.timestamp() // STEP_SECONDS)
        bands = self._named(look)
        if self._look is not None and bands == self.bands and not moved:
            return False
        self._look, self._until, self.bands = look, until, bands
        self.legend.show_bands(bands)
        self._describe()
        self.update()
        return True

    def retranslate(self) -> None:
        """Says everything anew in the present language."""
        self.setAccessibleName(self.tr("Throughput, last hour"))
        if self._look is not None:
            self.bands = self._named(self._look)
            self.legend.show_bands(self.bands)
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
            until = self._until.astimezone()
            scale = PlotScale(
                QRectF(self.rect()),
                self.font(),
                self._theme,
                self._language,
                until,
                STEPS,
                STEP_SECONDS,
                few_times=False,
            )
            frame = scale.frame(nice_top(max(self._sums, default=0.0)))
            scale.draw_grid(painter, frame, self.tr("receipts/s"))
            scale.draw_times(painter, frame)
            if self.bands:
                self._draw_bands(painter, frame)
            else:
                scale.draw_sentence(painter, frame, self._nothing())

    def _draw_bands(self, painter: QPainter, frame: PlotFrame) -> None:
        """From below, each on those before it."""
        below = [0.0] * STEPS
        painter.setPen(Qt.PenStyle.NoPen)
        for color, _name, rates in self.bands:
            above = [low + rate for low, rate in zip(below, rates, strict=True)]
            outline = [_point(frame, place, rate) for place, rate in enumerate(above)]
            outline += [_point(frame, place, rate) for place, rate in reversed(list(enumerate(below)))]
            painter.setBrush(self._theme.color(color))
            painter.drawPolygon(QPolygonF(outline))
            below = above

    @property
    def _sums(self) -> list[float]:
        return [min(HIGHEST, sum(step)) for step in zip(*(band[2] for band in self.bands), strict=True)]

    def _named(self, look: ThroughputLook) -> Bands:
        colors = iter(COLORS)
        found: list[tuple[str, str, Sequence[float]]] = []
        for band in look.bands:
            rates = [min(rate, HIGHEST / 10) if isfinite(rate) else 0.0 for rate in band.rates]
            if band.run_id is None:
                found.append((OTHERS, self.tr("others"), rates))
            else:
                name = look.names.get(band.run_id) or band.run_id
                found.append((next(colors), name_text(name), rates))
        return found

    def _take_font(self) -> None:
        self.setFont(ui_font(SMALL_FONT_SIZE))
        self.updateGeometry()
        self.update()

    def _nothing(self) -> str:
        if self._look is None or self._look.deleted_today is None:
            return self.tr("Loading…")
        return self.tr("No receipts were deleted in the last hour.")

    def _describe(self) -> None:
        """For the tooltip, and for who does not see the plot."""
        locale = self._language.locale
        if not self.bands:
            lines = [self._nothing()]
        else:
            sums = self._sums
            said = self.tr("Receipts/s: {last} now, peak {most}.").format(
                last=number_text(round(sums[-1]), locale), most=number_text(round(max(sums)), locale)
            )
            lines = [said]
            for _color, name, rates in self.bands:
                count = receipts_text(round(sum(rates) * STEP_SECONDS), locale)
                lines.append(self.tr("{run}: {receipts}").format(run=name, receipts=count))
            since = self._look.measured_since if self._look is not None else None
            if since is not None and since > self._until.timestamp() - STEPS * STEP_SECONDS:
                at = clock_text(datetime.fromtimestamp(since, UTC), locale, self._until)
                lines.append(
                    self.tr("Before {time} this window did not see it: spread evenly over each job.").format(
                        time=at
                    )
                )
        text = "\n".join(lines)
        self.setAccessibleDescription(text)
        self.setToolTip(text)


class Legend(QWidget):
    """Square and name of each surface, from where reading begins; names that have no room are cut short."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("all.legend")
        self._theme = theme
        self._bands: Bands = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._take_font)
        self._take_font()

    def show_bands(self, bands: Bands) -> None:
        if [band[:2] for band in bands] != [band[:2] for band in self._bands]:
            self.setToolTip("\n".join(band[1] for band in bands))
            self.setAccessibleName(", ".join(band[1] for band in bands))
            self.updateGeometry()
            self.update()
        self._bands = bands

    @net(QSize())
    def sizeHint(self) -> QSize:
        widths = sum(self._width(name) for _, name, _ in self._bands)
        return QSize(widths, QFontMetrics(self.font()).height())

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(self.font()).height())

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """At the end of the line, as far as there is room."""
        metrics = QFontMetrics(self.font())
        spare = self.width() - self.sizeHint().width()
        share = self.width() // max(1, len(self._bands)) if spare < 0 else self.width()
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            direction = self.layoutDirection()
            painter.setLayoutDirection(direction)
            x, size = max(0, spare), scaled(SQUARE)
            for color, name, _rates in self._bands:
                width = min(self._width(name), share)
                square = QRect(x + GAP_M, (self.height() - size) // 2, size, size)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color(color))
                painter.drawRoundedRect(QStyle.visualRect(direction, self.rect(), square), 2, 2)
                room = QRect(square.right() + 1 + GAP_XS, 0, width - GAP_M - size - GAP_XS, self.height())
                painter.setPen(self._theme.color("muted"))
                painter.drawText(
                    QStyle.visualRect(direction, self.rect(), room),
                    side_of(direction, LEADING),
                    metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width()),
                )
                x += width

    def _width(self, name: str) -> int:
        return GAP_M + scaled(SQUARE) + GAP_XS + QFontMetrics(self.font()).horizontalAdvance(name) + 2

    def _take_font(self) -> None:
        self.setFont(ui_font(SMALL_FONT_SIZE))
        self.updateGeometry()
        self.update()


def _point(frame: PlotFrame, place: int, rate: float) -> QPointF:
    return frame.point(place, min(rate, frame.top))
