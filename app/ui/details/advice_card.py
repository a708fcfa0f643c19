"""The recommended next step in the overview: a card in a soft tone, with at most two buttons."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.qt.nets import net
from app.ui.businesses.advice import Advice, Step, step_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS, ICON
from app.ui.widgets.parts import icon_text
from app.ui.widgets.restyling import restyle
from app.viewmodel.rows import ShownRow

BUTTONS = 2


class AdviceCard(QFrame):
    """Hidden while there is nothing to recommend."""

    chosen = Signal(object)
    """The Step whose button was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details.advice")
        self.setProperty("soft", "idle")
        self._theme = theme
        self._steps: tuple[Step, ...] = ()
        self._picture = QLabel()
        self._title, self._text = _label("title", "strong"), _label("text", "muted")
        self._buttons = [self._button(place) for place in range(BUTTONS)]
        head = QHBoxLayout()
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(GAP_S)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        row.setSpacing(GAP_S)
        for button in self._buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        column.setSpacing(GAP_XS)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(row)
        theme.changed.connect(self._draw_icon)
        self.hide()

    def show_advice(self, advice: Advice | None, shown: ShownRow | None, locale: QLocale) -> None:
        """Shows what is recommended for `shown`; widgets that say the same are left alone."""
        if advice is None or shown is None:
            self.hide()
            return
        self._steps = advice.steps
        for label, text in ((self._title, advice.title), (self._text, advice.text)):
            if label.text() != text:
                label.setText(text)
        for place, button in enumerate(self._buttons):
            self._show_step(button, shown, locale, advice.steps[place : place + 1])
        if restyle(self, "soft", advice.tone):
            self._draw_icon()
        self._share_out()
        self.show()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """So narrow that the buttons stand under each other."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest + 2 * GAP_M, super().minimumSizeHint().height())

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Buttons that have no room beside each other stand under each other."""
        needed = sum(button.sizeHint().width() + GAP_S for button in self._buttons if not button.isHidden())
        fits = needed - GAP_S <= self.width() - 2 * GAP_M
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if fits else under)

    def _draw_icon(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._theme.pixmap("lightbulb", self.property("soft"), ICON, ratio))

    def _show_step(
        self, button: QPushButton, shown: ShownRow, locale: QLocale, steps: tuple[Step, ...]
    ) -> None:
        for step in steps:
            text = step_text(step, shown, locale)
            if button.accessibleName() != text:
                button.setAccessibleName(text)
                button.setText(text)
                if button is self._buttons[0]:
                    button.setText(icon_text(text))
                    button.setIcon(self._theme.icon(step.value, "surface"))
        button.setVisible(bool(steps))

    def _button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"details.advice.{place}")
        button.setProperty("kind", "" if place else "primary")
        button.clicked.connect(lambda: self.chosen.emit(self._steps[place]))
        return button


def _label(name: str, tone: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(f"details.advice.{name}")
    label.setProperty("tone", tone)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
