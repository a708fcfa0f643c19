"""What needs attention: a line for each kind that occurs, the worst first, with the step that helps."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.qt.nets import attempt, net
from app.qt.translation import Language
from app.ui.businesses.advice import Step
from app.ui.businesses.attention import KINDS, AttentionLine
from app.ui.businesses.reasons import reason_text, short_reason
from app.ui.businesses.states import State
from app.ui.details.all_figures import Link
from app.ui.texts.figures import UNUSABLE, plural_of
from app.ui.texts.words import businesses_text, number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.elided import ElidedLabel
from app.ui.widgets.parts import RLM, Picture, label

translate = QCoreApplication.translate

_REASONS = {
    State.UNSHOWN: QT_TRANSLATE_NOOP("Attention", "Their rows are damaged"),
    State.STALE: QT_TRANSLATE_NOOP("Attention", "Their workers no longer respond"),
    State.STUCK: QT_TRANSLATE_NOOP("Attention", "No worker has picked them up"),
    State.INTERRUPTED: QT_TRANSLATE_NOOP("Attention", "They can be resumed in a moment"),
    State.FAILED: QT_TRANSLATE_NOOP("Attention", "For different reasons"),
}
"""Where each of several has a reason of its own."""

_STEPS = {
    State.STALE: QT_TRANSLATE_NOOP("Attention", "Take over"),
    State.STUCK: QT_TRANSLATE_NOOP("Attention", "Run here"),
    State.FAILED: QT_TRANSLATE_NOOP("Attention", "Resume"),
    State.WITH_FAILURES: QT_TRANSLATE_NOOP("Attention", "Retry"),
}


class AttentionColumn(QWidget):
    """Shows the lines it is given."""

    step_wanted = Signal(object, object)
    """The Step that was pressed, and the State of the businesses that it is for."""

    all_wanted = Signal()
    """All that needs attention is to be seen."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("all.attention")
        self._language = language
        self._lines: Sequence[AttentionLine] = ()
        self._can_act = True
        self._title = QLabel()
        self._title.setProperty("tone", "heading")
        self._all = Link("all.attention.all")
        self._all.clicked.connect(self.all_wanted)
        self._none = QLabel()
        self._none.setObjectName("all.attention.none")
        self._none.setProperty("tone", "muted")
        self._none.setWordWrap(True)
        self._shown = {state: _Line(theme, state) for state in KINDS}
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addLayout(head)
        column.addWidget(self._none)
        for state, line in self._shown.items():
            line.link.clicked.connect(lambda _=False, state=state: self._press(state))
            column.addWidget(line)
        column.addStretch()
        self.retranslate()

    def show_lines(self, lines: Sequence[AttentionLine]) -> None:
        """Shows these kinds, and no other."""
        self._lines = lines
        self.refresh()

    def allow(self, can_act: bool) -> None:
        """Whether anything can be done now."""
        if can_act is not self._can_act:
            self._can_act = can_act
            for line in self._shown.values():
                line.link.setEnabled(can_act)

    def refresh(self) -> None:
        """Says what is true at this moment; what is the same is left alone."""
        locale = self._language.locale
        by_state = {line.state: line for line in self._lines}
        for state, shown in self._shown.items():
            line = by_state.get(state)
            if line is not None:
                self._say(shown, line)
            elif not shown.isHidden():
                shown.say("", "", "", "")  # nothing of whom it was about stays behind
            if shown.isHidden() is (line is not None):
                shown.setVisible(line is not None)
        total = sum(line.count for line in self._lines)
        text = self.tr("Show all {number}").format(number=number_text(total, locale))
        what = self.tr("Needs attention: {businesses}. Show them").format(
            businesses=businesses_text(total, locale)
        )
        self._all.say(text, what)
        self._all.setVisible(total > 0)
        self._none.setVisible(total == 0)

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Says everything anew in the present language."""
        self._title.setText(self.tr("Needs attention"))
        self._none.setText(self.tr("Nothing needs attention."))
        self.refresh()

    def _say(self, shown: _Line, line: AttentionLine) -> None:
        title = _counted(line.state, line.count).format(count=number_text(line.count, self._language.locale))
        step = "" if line.step is None else translate("Attention", str(_STEPS[line.state]))
        what = self.tr("{what}. {step}").format(what=title, step=step)
        shown.say(title, attempt(self._reason, UNUSABLE, line), step, what)

    def _reason(self, line: AttentionLine) -> str:
        """One for all of them, without the full stop that it has where it stands among others."""
        if line.state is State.WITH_FAILURES:
            number = number_text(line.failed, self._language.locale)
            return translate("Attention", "{count} receipt(s) left", None, plural_of(line.failed)).format(
                count=number
            )
        if not line.is_shared:
            return translate("Attention", str(_REASONS[line.state]))
        now = time.monotonic()
        text = short_reason(line.example, now) or reason_text(line.example, now)
        return text.removesuffix(".")

    def _press(self, state: State) -> None:
        line = next((line for line in self._lines if line.state is state), None)
        if line is not None and isinstance(line.step, Step):
            self.step_wanted.emit(line.step, state)


class _Line(QWidget):
    """Icon, how many of which kind, why, and the step at the end of the line."""

    def __init__(self, theme: Theme, state: State) -> None:
        super().__init__()
        name = f"all.attention.{state.name.lower()}"
        self.setObjectName(name)
        self._said = ("", "")
        self._title = label(f"{name}.title")
        self._title.setWordWrap(False)
        self._reason = ElidedLabel(f"{name}.reason", "small")
        self.link = Link(f"{name}.step")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_M)
        row.addWidget(Picture(theme, state.icon, state.tone), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.link)
        self.hide()

    def say(self, title: str, reason: str, step: str, what: str) -> None:
        if self._said != (title, reason):
            self._said = title, reason
            self._title.setText(title)
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self._reason.say(f"{RLM}{reason}" if rtl else reason)
        self.link.say(step, what)
        if bool(step) is self.link.isHidden():
            self.link.setVisible(bool(step))


def _counted(state: State, count: int) -> str:
    """How many businesses of a kind there are, with a place for the figure."""
    match state:
        case State.STALE:
            return translate("Attention", "{count} not responding", None, plural_of(count))
        case State.STUCK:
            return translate("Attention", "{count} stuck", None, plural_of(count))
        case State.INTERRUPTED:
            return translate("Attention", "{count} interrupted", None, plural_of(count))
        case State.FAILED:
            return translate("Attention", "{count} failed", None, plural_of(count))
        case State.WITH_FAILURES:
            return translate("Attention", "{count} completed with failures", None, plural_of(count))
        case _:
            return translate("Attention", "{count} cannot be shown", None, plural_of(count))
