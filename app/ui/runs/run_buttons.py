"""The buttons that act on a run as a whole, with how many of its jobs each is for."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.actions.runs import CLEAN_UP, RESTORE, RunJobs
from app.ui.runs.looks import title_of
from app.ui.texts.errors import TEXTS
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.parts import button, icon_text
from app.ui.widgets.restyling import restyle

translate = QCoreApplication.translate

REPORT = "report"
"""Of the run as a whole: for none of its jobs, and at any time."""

_ICONS = {
    "pause": "pause",
    "resume": "play",
    "cancel": "x",
    "retry": "rotate-cw",
    "take_over": "hand",
    RESTORE: "undo-2",
    CLEAN_UP: "folder-open",
    REPORT: "file-text",
}
_WORDS = {
    "pause": QT_TRANSLATE_NOOP("Runs", "Pause run"),
    "resume": QT_TRANSLATE_NOOP("Runs", "Resume"),
    "cancel": QT_TRANSLATE_NOOP("Runs", "Cancel run…"),
    "retry": QT_TRANSLATE_NOOP("Runs", "Retry failures"),
    "take_over": QT_TRANSLATE_NOOP("Runs", "Take over"),
    RESTORE: QT_TRANSLATE_NOOP("Runs", "Restore…"),
    CLEAN_UP: QT_TRANSLATE_NOOP("Runs", "Clean up files…"),
    REPORT: QT_TRANSLATE_NOOP("Runs", "Report…"),
}
AROUND = 44
"""Pixels of a button beside its text: the icon, and what is free around both."""

_SELDOM = {"resume", "take_over", CLEAN_UP}
"""Shown only where they are for something."""

_WHILE_ACTIVE = {"pause", "cancel"}
"""Of a run that has ended, restoring stands in their place."""


class RunButtons(QWidget):
    """One that is for none of the jobs is off, and its tooltip says why."""

    pressed = Signal(str)
    """The action, as `actions.runs.TAKES` names it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._run: RunJobs | None = None
        self.is_busy = self.is_cleaning_up = self.is_narrow = False
        self._no_restores = ""
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for action, icon in _ICONS.items():
            made = button(f"run.{action}")
            made.setIcon(theme.icon(icon))
            made.setAutoDefault(False)
            made.clicked.connect(lambda _checked=False, action=action: self.pressed.emit(action))
            self._buttons[action] = made
            row.addWidget(made)
        self.retranslate()

    def use_narrow(self, is_narrow: bool) -> None:
        """Whether there is room for icons and counts alone."""
        self.is_narrow = is_narrow
        for made in self._buttons.values():
            restyle(made, "narrow", is_narrow)
        self.retranslate()

    @property
    def whole_width(self) -> int:
        """Pixels in which there is room for all words of those that are offered."""
        metrics = self.fontMetrics()
        offered = [made for made in self._buttons.values() if not made.isHidden()]
        return sum(metrics.horizontalAdvance(made.accessibleName()) + AROUND + GAP_S for made in offered)

    def show_run(self, run: RunJobs | None, *, is_busy: bool) -> None:
        """What can be done with this one; nothing before its jobs were read."""
        self._run, self.is_busy = run, is_busy
        self.retranslate()

    def show_cleaning_up(self, is_under_way: bool) -> None:
        """Files are cleaned up for one at a time, beside all else."""
        self.is_cleaning_up = is_under_way
        self.retranslate()

    def show_restores(self, problem: str) -> None:
        """Why nothing can be restored here; "" where something can."""
        self._no_restores = problem
        self.retranslate()

    def retranslate(self) -> None:
        for action, made in self._buttons.items():
            count = self._count(action)
            text = self._text(action, count)
            shortened = number_text(count, QLocale()) if count else ""
            made.setText(icon_text(shortened if self.is_narrow else text))
            made.setAccessibleName(text)
            is_busy = self.is_cleaning_up if action == CLEAN_UP else self.is_busy and action != REPORT
            is_for_some = count > 0 or (action == REPORT and self._run is not None)
            reason = self._no_restores if action == RESTORE else ""
            made.setEnabled(is_for_some and not is_busy and not reason)
            made.setVisible(self._is_offered(action, count))
            said = text if self.is_narrow else ""
            made.setToolTip(reason or (said if count else self._reason(action) or said))

    def _is_offered(self, action: str, count: int) -> bool:
        is_over = self._run is not None and not self._run.row.is_active
        if action == RESTORE:
            return is_over
        if is_over and action in _WHILE_ACTIVE:
            return False
        return count > 0 or action not in _SELDOM

    def _count(self, action: str) -> int:
        """How many jobs it is for."""
        return len(self._run.taking(action)) if self._run and action != REPORT else 0

    def _text(self, action: str, count: int) -> str:
        word = translate("Runs", str(_WORDS[action]))
        if not count:
            return word
        return translate("Runs", "{action} ({count})").format(
            action=word, count=number_text(count, QLocale())
        )

    def _reason(self, action: str) -> str:
        if self._run is None or action == REPORT:
            return ""
        source = str(TEXTS[f"nothing_to_{action}"])
        return translate("Errors", source).format(name=title_of(self._run.row, QLocale()))
