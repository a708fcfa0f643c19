"""A quiet bar for what an action did or what is wrong, which never takes the keyboard away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from app.ui.theme import Theme
from app.ui.tokens import GAP_M, GAP_S, ICON

GOOD_NEWS_MS = 8000
_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "accent": "info"}


class MessageBar(QFrame):
    """Shows one message at a time, with a button for what can be done about it where there is something.

    It stands below the table, so that its coming and going moves no row. Good news leaves by itself;
    the rest stays until it is closed or replaced.
    """

    acted = Signal()
    """The button of the message was pressed."""

    def __init__(self, theme: Theme, name: str, *, closable: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("bar", "message")
        self._theme = theme
        self._tone = "ok"
        self._picture, self._label = QLabel(), QLabel()
        self._label.setObjectName(f"{name}.text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._button = QPushButton()
        self._button.setObjectName(f"{name}.act")
        self._close = QToolButton()
        self._close.setObjectName(f"{name}.close")
        self._close.setProperty("kind", "quiet")
        self._close.setIcon(theme.icon("x", "muted"))
        self._close.setVisible(closable)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, GAP_S - 2, GAP_M, GAP_S - 2)
        row.setSpacing(GAP_S)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self.acted)
        self._close.clicked.connect(self.hide)
        theme.changed.connect(self._draw)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    @property
    def tone(self) -> str:
        return self._tone

    def say(self, text: str, tone: str, way_out: str = "") -> None:
        """Shows `text`; `tone` is "ok", "warn", "bad" or "accent"; `way_out` names the button."""
        news = text != self._label.text() or not self.isVisible()
        self._tone = tone
        self._label.setText(text)
        self._button.setText(way_out)
        self._button.setVisible(bool(way_out))
        self._draw()
        self.show()
        if tone == "ok":
            self._timer.start(GOOD_NEWS_MS)
        else:
            self._timer.stop()
        if news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def retranslate(self) -> None:
        """Sets the bar's own texts; the message itself is said anew by whom it came from."""
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _draw(self) -> None:
        self._picture.setPixmap(
            self._theme.pixmap(_ICONS[self._tone], self._tone, ICON, self.devicePixelRatioF())
        )
        if self.property("tone") != self._tone:
            self.setProperty("tone", self._tone)
            self.style().unpolish(self)
            self.style().polish(self)
