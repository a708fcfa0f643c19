"""A quiet bar for what an action did or what is wrong, which never takes the keyboard away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from app.qt.nets import net
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S, ICON
from app.ui.widgets.announcing import announce
from app.ui.widgets.restyling import restyle

GOOD_NEWS_MS = 8000
LEAST_TEXT = 340
"""Pixels of the design that a message has beside its buttons."""

_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "accent": "info"}


@dataclass(frozen=True, slots=True)
class News:
    """One message. `tone` is "ok", "warn", "bad" or "accent"; `way_out` names a button, which calls `act`;
    `details` are for a ticket, in English. A `text` that is empty takes the last message away. `jobs`, ids
    with those of their businesses, are what it says to run: it leaves once they are over."""

    text: str
    tone: str = "accent"
    way_out: str = ""
    act: Callable[[], object] | None = None
    details: str = ""
    jobs: Mapping[int, int] = field(default_factory=dict)


class MessageBar(QFrame):
    """Shows one message at a time, with a button for what can be done about it where there is something.

    Good news leaves by itself; the rest stays until it is closed or replaced. See MessageStack for where.
    """

    acted = Signal()
    """The button of the message was pressed."""

    dismissed = Signal()
    """The person has closed the message."""

    details_wanted = Signal(str, str)
    """The text of the message and its details are to be read."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("bar", "message")
        self._theme = theme
        self._news = News("", "ok")
        self._picture, self._label = QLabel(), QLabel()
        self._label.setObjectName(f"{name}.text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._button, self._details, self._copy = QPushButton(), QPushButton(), QPushButton()
        self._button.setObjectName(f"{name}.act")
        self._details.setObjectName(f"{name}.details")
        self._copy.setObjectName(f"{name}.copy")
        self._close = QToolButton()
        self._close.setObjectName(f"{name}.close")
        self._close.setProperty("kind", "quiet")
        self._close.setIcon(theme.icon("x", "muted"))
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, GAP_S - 2, GAP_M, GAP_S - 2)
        row.setSpacing(GAP_S)
        row.addWidget(self._picture)
        row.addLayout(self._middle, 1)
        row.addWidget(self._close)
        self._middle.addWidget(self._label, 1)
        self._middle.addLayout(self._buttons)
        for button in (self._button, self._details, self._copy):
            self._buttons.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._on_act)
        self._details.clicked.connect(self._on_details)
        self._copy.clicked.connect(self._put_on_clipboard)
        self._close.clicked.connect(self.hide)
        self._close.clicked.connect(self.dismissed)
        theme.changed.connect(self._draw)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    @property
    def jobs(self) -> Mapping[int, int]:
        """What the present message says to run."""
        return self._news.jobs if self.isVisible() else {}

    @property
    def tone(self) -> str:
        return self._news.tone

    def say(self, text: str, tone: str, way_out: str = "") -> None:
        """Shows `text`; see News."""
        self.show_news(News(text, tone, way_out))

    def show_news(self, news: News) -> None:
        """Shows a message in place of the last one."""
        is_new = news.text != self._label.text() or not self.isVisible()
        self._news = news
        self._label.setText(news.text)
        self._label.setToolTip(news.text)  # of a window that is too low for it
        self._button.setText(news.way_out)
        self._button.setVisible(bool(news.way_out))
        self._details.setVisible(bool(news.details))
        self._copy.setVisible(bool(news.details))
        self._share_out()
        self._draw()
        self.setVisible(bool(news.text))
        if news.tone == "ok" and not news.way_out:
            self._timer.start(GOOD_NEWS_MS)
        else:
            self._timer.stop()
        if is_new and news.text:
            announce(self, news.text)

    def retranslate(self) -> None:
        """Sets the bar's own texts; the message itself is said anew by whom it came from."""
        self._details.setText(self.tr("Details"))
        self._copy.setText(self.tr("Copy"))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setAccessibleName(self.tr("Dismiss"))

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Buttons that would leave the text too little room stand under it."""
        left = self.width() - self._buttons.sizeHint().width()
        beside = QBoxLayout.Direction.LeftToRight
        under = QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(beside if left >= scaled(LEAST_TEXT) else under)

    def _on_act(self) -> None:
        if self._news.act is not None:
            self._news.act()
        self.acted.emit()

    def _on_details(self) -> None:
        self.details_wanted.emit(self._news.text, self._news.details)

    def _put_on_clipboard(self) -> None:
        texts = filter(None, (self._news.text, self._news.details))
        QGuiApplication.clipboard().setText(without_marks("\n\n".join(texts)))

    def _draw(self) -> None:
        tone = self._news.tone
        self._picture.setPixmap(self._theme.pixmap(_ICONS[tone], tone, ICON, self.devicePixelRatioF()))
        restyle(self, "tone", tone)
