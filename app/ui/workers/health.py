"""The four figures over the workers: the queue, what waits, for how long, and how fast all are together."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import decimal_text, plain, plural_of
from app.ui.texts.times import clock_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_L, GAP_M, GAP_S, GAP_XS
from app.ui.widgets.elided import ElidedLabel
from app.ui.widgets.parts import RLM, Picture
from app.ui.workers.texts import NONE
from app.viewmodel.workers import SeenServer

translate = QCoreApplication.translate

NARROW = 150
"""Pixels of the design that a figure needs beside others; where there are fewer, two stand in a row."""


class HealthCards(QFrame):
    """Four beside each other, or two in a row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("workers.health")
        self._queue = _Figure(theme, "workers.queue", "circle-check", "ok")
        self._waiting = _Figure(theme, "workers.waiting", "clock", "idle")
        self._wait = _Figure(theme, "workers.wait", "hourglass", "idle")
        self._pace = _Figure(theme, "workers.pace", "gauge", "ok")
        self._all = (self._queue, self._waiting, self._wait, self._pace)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        self._grid.setHorizontalSpacing(GAP_L)
        self._grid.setVerticalSpacing(GAP_M)
        self._beside = 0
        self._arrange(len(self._all))
        theme.changed.connect(self._fit)

    def show_server(self, seen: SeenServer, locale: QLocale) -> None:
        """In the present language."""
        look = seen.look
        self._queue.title.say(translate("Workers", "Queue (Redis)"))
        self._waiting.title.say(translate("Workers", "Waiting jobs"))
        self._wait.title.say(translate("Workers", "Expected wait"))
        self._pace.title.say(translate("Workers", "All workers together"))
        parts = [plain(look.where)]
        if look.milliseconds is not None:
            parts.append(f"{decimal_text(look.milliseconds, 0, locale)} ms")
        self._queue.say(translate("Workers", "Connected"), ltr(" · ".join(parts)))
        first = ""
        if look.first_since is not None:
            time = clock_text(look.first_since, locale, look.read_at, seconds=True)
            first = translate("Workers", "the first since {time}").format(time=time)
        self._waiting.say(number_text(look.waits, locale), first)
        self._wait.say(_wait_text(seen, locale), translate("Workers", "for a job that starts now"))
        self._pace.say(_speed_text(seen, locale), _listening_text(look.listening, locale))

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(NARROW), super().minimumSizeHint().height())

    def _fit(self) -> None:
        self._arrange(4 if self.width() >= 4 * scaled(NARROW) else 2)

    def _arrange(self, beside: int) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for place, figure in enumerate(self._all):
            self._grid.addWidget(figure, place // beside, place % beside)
            figure.show_line(place % beside > 0)
        for place in range(len(self._all)):
            self._grid.setColumnStretch(place, 1 if place < beside else 0)


class _Figure(QWidget):
    """An icon and a title, a word or a figure, and a line about it."""

    def __init__(self, theme: Theme, name: str, icon: str, token: str) -> None:
        super().__init__()
        self.title = ElidedLabel(f"{name}.title", "muted")
        self._value = ElidedLabel(f"{name}.value", "title")
        self._about = ElidedLabel(f"{name}.about", "small")
        self._line = QFrame()
        self._line.setProperty("line", True)
        self._line.setFixedWidth(1)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(Picture(theme, icon, token))
        head.addWidget(self.title, 1)
        column = QVBoxLayout()
        column.setSpacing(GAP_XS)
        column.addLayout(head)
        column.addWidget(self._value)
        column.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self._line)
        row.addLayout(column, 1)

    def say(self, value: str, about: str) -> None:
        self._value.say(self._at_reading_side(value))
        self._about.say(self._at_reading_side(about))

    def _at_reading_side(self, text: str) -> str:
        """Qt would put what is Latin alone at the left."""
        return f"{RLM}{text}" if text and self.layoutDirection() is Qt.LayoutDirection.RightToLeft else text

    def show_line(self, wanted: bool) -> None:
        """The line that parts it from the figure before."""
        self._line.setVisible(wanted)


def _wait_text(seen: SeenServer, locale: QLocale) -> str:
    seconds = seen.seconds_to_wait
    if seconds is None:
        return NONE
    if seconds <= 0:
        return translate("Workers", "None")
    return translate("Workers", "About {time}").format(time=duration_text(seconds, locale))


def _speed_text(seen: SeenServer, locale: QLocale) -> str:
    if seen.per_second is None:
        return NONE
    text = translate("Workers", "{count} receipts/s")
    return text.format(count=ltr(decimal_text(seen.per_second, 1 if 0 < seen.per_second < 10 else 0, locale)))


def _listening_text(count: int, locale: QLocale) -> str:
    text = translate("Workers", "{count} worker(s) listen", None, plural_of(count))
    return text.format(count=number_text(count, locale))
