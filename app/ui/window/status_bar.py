"""The line at the bottom: connection, workers, queue, speed, and how far all of it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QSpacerItem, QWidget

from app.qt.nets import net
from app.qt.translation import Language, ltr
from app.ui.businesses.cells import share_text
from app.ui.businesses.totals import Totals
from app.ui.texts.durations import NBSP, duration_text
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain, plural_of, whole_text
from app.ui.texts.words import number_text
from app.ui.theme.painting import draw_bar, painting
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import BAR_HEIGHT, GAP_L, GAP_S
from app.viewmodel.rows import Connected

PADDING = 11
DOT = 8
BAR_WIDTH = 120
ONE_ROW = QBoxLayout.Direction.LeftToRight
ENOUGH = 60
"""Pixels beside all words, before two rows become one again."""


@dataclass(frozen=True, slots=True)
class Workers:
    """How many workers there are and work, and how many jobs wait for one."""

    size: int = 0
    busy: int = 0
    waiting: int = 0


class StatusBar(QWidget):
    """Says in short how things are; `where` is the database, for people."""

    def __init__(self, where: str, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status")
        self._language = language
        self._connected = Connected(False, where)
        self._told = ("", "", "")
        self._workers = Workers()
        self._totals = Totals()
        self._dot = _Dot(theme)
        self._bar = _Bar(theme)
        self._connection = _label("status.connection")
        self._busy = _label("status.workers")
        self._queue = _label("status.queue")
        self._speed = _label("status.speed")
        self._overall = _label("status.overall")
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(GAP_S)
        self._first.addWidget(self._dot)
        self._first.addWidget(self._connection)
        for label in (self._busy, self._queue):
            self._first.addSpacing(GAP_L)
            self._first.addWidget(label)
        self._second.addWidget(self._speed)
        self._second.addSpacing(GAP_L)
        self._second.addStretch()
        self._second.addWidget(self._overall)
        self._second.addWidget(self._bar)
        self._rows = QBoxLayout(ONE_ROW, self)
        self._rows.setContentsMargins(PADDING, 0, PADDING, 0)
        self._rows.setSpacing(0)
        self._rows.addLayout(self._first)
        self._gap = QSpacerItem(GAP_L + GAP_S, 0)
        self._rows.addSpacerItem(self._gap)
        self._rows.addLayout(self._second, 1)
        self.retranslate()

    def show_connection(self, connected: Connected) -> None:
        self._connected = connected
        self.retranslate()

    def show_workers(self, workers: Workers) -> None:
        if workers != self._workers:
            self._workers = workers
            self._say_workers()
            self._fit()

    def show_totals(self, totals: Totals) -> None:
        if totals != self._totals:
            self._totals = totals
            self._say_workers()
            self._say_overall()
            self._fit()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Says everything anew in the present language."""
        self._say_connection()
        self._say_workers()
        self._say_overall()
        self._fit()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On two rows where one has no room for every word; back on one only where there is more than enough,
        so that a figure that grows and shrinks moves nothing."""
        self._connection.setText(self._told[0])
        for row in (self._first, self._second):
            row.invalidate()  # a label that has just become visible does not say so before the next turn
        needed = self._first.sizeHint().width() + self._second.sizeHint().width() + 2 * PADDING + 2 * GAP_L
        enough = 0 if self._rows.direction() is ONE_ROW else ENOUGH
        is_one = needed + enough <= self.width()
        self._rows.setDirection(ONE_ROW if is_one else QBoxLayout.Direction.TopToBottom)
        self._gap.changeSize(GAP_L + GAP_S if is_one else 0, 0)
        if not is_one:
            self._shorten()
        self._rows.invalidate()
        self._rows.activate()  # no frame with a word cut off

    def _shorten(self) -> None:
        """The connection gives way where even a row of its own has no room: the tooltip has all of it."""
        text, short, tip = self._told
        beside = self._first.sizeHint().width() - self._connection.sizeHint().width() + 2 * PADDING
        room, metrics = self.width() - beside, self._connection.fontMetrics()
        if metrics.horizontalAdvance(text) > room:
            fitting = metrics.elidedText(short, Qt.TextElideMode.ElideMiddle, room)
            self._connection.setText(fitting)
            self._connection.setToolTip("\n".join(filter(None, (text, tip))))
        else:
            self._connection.setToolTip(tip)

    def _say_connection(self) -> None:
        now = self._connected
        where, short = ltr(plain(now.where)), ""
        if now.ok and now.milliseconds is not None and now.at is not None:
            milliseconds = self.tr("{number} ms").replace(" ", NBSP)
            text = self.tr("Connected · {where} · {milliseconds} · {time}").format(
                where=where,
                milliseconds=milliseconds.format(number=ltr(f"{now.milliseconds:.0f}")),
                time=ltr(now.at.strftime("%H:%M:%S")),
            )
            short = self.tr("Connected · {where}").format(where=where)
            tip = self.tr("Last updated at {time}; the query took {number} ms.").format(
                time=ltr(now.at.strftime("%H:%M:%S")), number=ltr(f"{now.milliseconds:.0f}")
            )
        elif now.problem is not None and now.is_reachable:
            text = self.tr("Not updated · {where}").format(where=where)
            tip = error_text(now.problem)
        elif now.problem is not None:
            text = self.tr("Not connected · {where}").format(where=where)
            tip = error_text(now.problem)
        else:
            text = self.tr("Connecting · {where}").format(where=where)
            tip = ""
        self._told = (text, short or text, tip)
        self._connection.setText(text)
        self._connection.setToolTip(tip)
        self._dot.show_token("ok" if now.ok else "bad" if now.problem is not None else "idle")

    def _say_workers(self) -> None:
        workers, locale = self._workers, self._language.locale
        busy = ltr(f"{whole_text(workers.busy, locale)} / {whole_text(workers.size, locale)}")
        self._busy.setText(self.tr("Workers {busy}").format(busy=busy))
        self._busy.setToolTip(self.tr("Workers of this console that are running a job"))
        self._queue.setText(self.tr("Queue {waiting}").format(waiting=number_text(workers.waiting, locale)))
        self._queue.setToolTip(self.tr("Jobs of this console that wait for a free worker"))
        speed = round(self._totals.speed)
        told = self.tr("{count} receipt(s)/s", "", plural_of(speed))
        self._speed.setText(told.format(count=number_text(speed, locale)))
        self._speed.setVisible(self._totals.active > 0)

    def _say_overall(self) -> None:
        totals, locale = self._totals, self._language.locale
        active = totals.active > 0
        self._bar.setVisible(active)
        self._overall.setVisible(active)
        if not active:
            return
        share = share_text(totals.share * 100, locale)
        if totals.seconds_left is None:
            text = self.tr("Overall {percent}").format(percent=share)
        else:
            left = duration_text(totals.seconds_left, locale)
            text = self.tr("Overall {percent} · {time} left").format(percent=share, time=left)
        self._overall.setText(text)
        self._overall.setToolTip(self.tr("All queued and running deletions"))
        self._bar.show_share(totals.share, text)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("tone", "small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(1)  # the line of them must not hold a small window wide
    return label


class _Dot(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._token = "idle"
        theme.changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self.setFixedSize(scaled(DOT), scaled(DOT))

    def show_token(self, token: str) -> None:
        self._token = token
        self.update()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(self._token))
            painter.drawEllipse(self.rect())


class _Bar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status.bar")
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH, BAR_HEIGHT)

    def show_share(self, share: float, text: str) -> None:
        self._share = share
        self.setAccessibleName(text)
        self.update()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_bar(
                painter,
                QRectF(self.rect()),
                self._share,
                self.layoutDirection(),
                self._theme.color("track"),
                self._theme.color("accent"),
            )
