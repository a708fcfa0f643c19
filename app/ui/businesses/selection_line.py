"""The line above the table: what is ticked, two ways to look at just that, and the pace at the other side."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.core.going import Going, going_of
from app.core.policy import Pace
from app.qt.nets import net
from app.qt.translation import Language, isolate
from app.ui.texts.figures import plural_of
from app.ui.texts.pace import going_text
from app.ui.texts.words import businesses_text, number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, ICON
from app.ui.widgets.elided import ElidedLabel
from app.ui.widgets.parts import Picture, icon_text
from app.ui.widgets.restyling import restyle

HEIGHT = 34
_TONES = {Going.SLOWED: "warn", Going.GENTLE: "idle", Going.SPEEDING_UP: "ok", Going.FULL: "ok"}
WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class SelectionLine(QWidget):
    """Always there and always as high, so that nothing moves when the first row is ticked."""

    untick_wanted = Signal()

    shown_wanted = Signal(bool)
    """Just the ticked businesses are to be shown, or all of the filter again."""

    attention_wanted = Signal(bool)
    """The same for those of them that need a person."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("selection")
        self._language, self._theme = language, theme
        self._businesses = self._ticked = self._troubled = 0
        self._words: dict[QToolButton, str] = {}
        self._figures: dict[QToolButton, str] = {}
        self._hint = ElidedLabel("selection.hint", "muted")
        self._count = self._chip("selection.count", "x", checkable=False)
        self._count.setProperty("chosen", True)
        self._count.clicked.connect(self.untick_wanted)
        self._only = self._chip("selection.only", "list-filter")
        self._only.toggled.connect(self.shown_wanted)
        self._attention = self._chip("selection.attention", "triangle-alert", token="bad")
        self._attention.toggled.connect(self.attention_wanted)
        self._gauges = {tone: Picture(theme, "gauge", tone) for tone in ("ok", "warn", "idle")}
        self._pace = ElidedLabel("selection.pace", "idle")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for part in (self._count, self._only, self._attention):
            row.addWidget(part)
        row.addWidget(self._hint, 1)
        row.addStretch(0)
        for gauge in self._gauges.values():
            row.addWidget(gauge)
        row.addWidget(self._pace, 1)
        self._going: Pace | None = None
        theme.changed.connect(self._take_height)
        self.retranslate()
        self._take_height()

    def show_counts(self, *, businesses: int, ticked: int, troubled: int) -> None:
        """How many businesses there are, are ticked, and of those need attention."""
        if (businesses, ticked, troubled) != (self._businesses, self._ticked, self._troubled):
            self._businesses, self._ticked, self._troubled = businesses, ticked, troubled
            self.retranslate()

    def show_modes(self, *, only_ticked: bool, only_troubled: bool) -> None:
        """Which of the two filters is on."""
        for button, on in ((self._only, only_ticked), (self._attention, only_troubled)):
            with QSignalBlocker(button):
                button.setChecked(on)
        self._show_parts()

    def show_pace(self, pace: Pace | None) -> None:
        """How hard this console works and why; None where it does not."""
        self._going = pace
        text = "" if pace is None else going_text(pace, self._language.locale)
        tone = "idle" if pace is None else _TONES[going_of(pace)]
        for name, gauge in self._gauges.items():
            gauge.setVisible(bool(text) and name == tone)
        self._pace.setMaximumWidth(self._pace.fontMetrics().horizontalAdvance(text) + 1)
        self._pace.say(text)
        for gauge in self._gauges.values():
            gauge.setToolTip(f"<p>{escape(text)}</p>" if text else "")  # where there is room for it alone
        restyle(self._pace, "tone", tone)

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """The pace gives way to the ticks."""
        return QSize(0, super().minimumSizeHint().height())

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()

    def retranslate(self) -> None:
        locale = self._language.locale
        self._hint.say(
            self.tr("{businesses} · tick rows to act on them, or press {keys} to select by list").format(
                businesses=businesses_text(self._businesses, locale), keys=isolate("Ctrl+L")
            )
        )
        selected = self.tr("{count} selected", "", plural_of(self._ticked)).format(
            count=number_text(self._ticked, locale)
        )
        self._words = {self._count: selected}
        self._figures = {self._count: number_text(self._ticked, locale), self._only: ""}
        self._count.setToolTip(self.tr("Clear the selection"))
        self._count.setAccessibleName(f"{selected}. {self._count.toolTip()}")
        only = self.tr("Show selected")
        self._words[self._only] = only
        self._only.setAccessibleName(only)
        self._only.setToolTip(self.tr("Show only the selected businesses"))
        attention = self.tr("{count} need(s) attention", "", plural_of(self._troubled)).format(
            count=number_text(self._troubled, locale)
        )
        self._words[self._attention] = attention
        self._figures[self._attention] = number_text(self._troubled, locale)
        self._attention.setAccessibleName(attention)
        self._attention.setToolTip(self.tr("Show only the selected businesses that need attention"))
        self.show_pace(self._going)
        self._show_parts()

    def _show_parts(self) -> None:
        has_ticks = self._ticked > 0
        self._hint.setVisible(not has_ticks)
        self._count.setVisible(has_ticks)
        self._only.setVisible(has_ticks or self._only.isChecked())
        self._attention.setVisible((has_ticks and self._troubled > 0) or self._attention.isChecked())
        self._fit()

    def _fit(self) -> None:
        """Chips that have no room keep their icons and figures, the first one longest; their words are in
        their names, and what they do in their tooltips."""
        parts = (self._count, self._only, self._attention)
        for chip in parts:
            _say(chip, self._words[chip])
        for chip in reversed(parts):
            shown = [each.sizeHint().width() for each in parts if not each.isHidden()]
            if sum(shown) + (len(shown) + 1) * GAP_S + scaled(ICON) > self.width():
                _say(chip, self._figures[chip])

    def _take_height(self) -> None:
        self.setFixedHeight(scaled(HEIGHT))
        for chip in (self._count, self._only, self._attention):
            chip.setIconSize(QSize(scaled(ICON), scaled(ICON)))
        self.show_pace(self._going)
        self._fit()

    def _chip(self, name: str, icon: str, *, checkable: bool = True, token: str = "text") -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(name)
        chip.setProperty("kind", "chip")
        chip.setCheckable(checkable)
        chip.setIcon(self._theme.icon(icon, token))
        chip.setToolButtonStyle(WORDS)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip


def _say(chip: QToolButton, text: str) -> None:
    chip.setText(icon_text(text))
    chip.setToolButtonStyle(WORDS if text else Qt.ToolButtonStyle.ToolButtonIconOnly)
