"""What shows which environment one works on: a badge, and a strip along the upper edge of a window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.core.environment import Color, Environment
from app.qt.nets import net
from app.ui.texts.environments import TONES, environment_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, ui_font
from app.ui.theme.tokens import GAP_S, RADIUS_CARD, SMALL_FONT_SIZE

STRIP = 3
"""Pixels."""

_MOVES = {QEvent.Type.Resize, QEvent.Type.Show}


class EnvironmentBadge(QLabel):
    """The word on its colour: red is filled, so that production is seen first. Hidden without an
    environment."""

    def __init__(self, theme: Theme, environment: Environment | None, name: str = "environment") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        theme.changed.connect(self._take_font)
        if environment is None:  # else its parent shows it; by itself it would be a window of its own
            self.hide()
        self._environment = environment
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the word in the present language."""
        word = environment_text(self._environment) if self._environment is not None else ""
        self.setText(word.upper())
        self.setAccessibleName(
            QCoreApplication.translate("Environment", "Environment: {word}").format(word=word)
        )
        self._take_font()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(QSize())
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * GAP_S + 2, metrics.height() + 4)

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._environment is None:
            return
        is_filled = self._environment.color is Color.RED
        tone = self._theme.color(TONES[self._environment.color])
        ground = self._theme.color("danger") if is_filled else self._theme.color("surface")
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(ground if is_filled else tone)
            painter.setBrush(ground)
            radius = RADIUS_CARD / 2 - 1
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setPen(self._theme.color("on_danger") if is_filled else tone)
            painter.setFont(self.font())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _take_font(self) -> None:
        self.setFont(ui_font(SMALL_FONT_SIZE - 1, QFont.Weight.Bold))
        self.updateGeometry()
        self.update()


class EnvironmentStrip(QWidget):
    """Lies along the upper edge of `window`, over whatever that shows; takes no room and no click."""

    def __init__(self, theme: Theme, environment: Environment | None, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("environment.strip")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._environment = environment
        self.setVisible(environment is not None)
        theme.changed.connect(self.update)
        window.installEventFilter(self)

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and isinstance(watched, QWidget):
            self.setGeometry(0, 0, watched.width(), STRIP)
            self.raise_()
        return False

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._environment is not None:
            color = self._environment.color
            token = "danger" if color is Color.RED else TONES[color]
            with painting(self) as painter:
                painter.fillRect(self.rect(), self._theme.color(token))
