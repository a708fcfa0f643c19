"""The bell in the toolbar, with a badge that says how many notices are not read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QToolButton

from app.qt.nets import net
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, ui_font
from app.ui.widgets.restyling import restyle

translate = QCoreApplication.translate

MOST = 99
BADGE_FONT_SIZE = 10
AROUND = 3
"""Pixels beside the figure in its badge."""


class BellButton(QToolButton):
    """Opens what `action` opens."""

    def __init__(self, action: QAction, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self.setDefaultAction(action)
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        theme.changed.connect(self.update)
        self.retranslate()

    @property
    def badge(self) -> str:
        """What stands in the badge; nothing where there is none."""
        if not self._count:
            return ""
        return f"{MOST}+" if self._count > MOST else str(self._count)

    def show_count(self, unread: int) -> None:
        """How many notices are not read."""
        if unread != self._count:
            self._count = unread
            self.retranslate()
            self.update()

    def show_open(self, is_open: bool) -> None:
        """Whether the list is seen."""
        restyle(self, "chosen", is_open)

    def retranslate(self) -> None:
        """Says the count in the present language."""
        text = translate("Notifications", "Notifications")
        if self._count:
            text = translate(
                "Notifications", "Notifications: {count} unread", None, plural_of(self._count)
            ).format(count=number_text(self._count, QLocale()))
        self.setAccessibleName(text)

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.badge:
            return
        font = ui_font(BADGE_FONT_SIZE, QFont.Weight.Bold)
        metrics = QFontMetricsF(font)
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(self.badge) + 2 * AROUND)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        place = QRectF(0.0 if rtl else self.width() - width, 0.0, width, height)
        with painting(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(place, height / 2, height / 2)
            painter.setPen(self._theme.color("surface"))
            painter.setFont(font)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.badge)
