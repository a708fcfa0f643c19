"""What went wrong where nobody had asked for anything: shown until the person dismisses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Slot

from app.core.errors import SweepError, Unforeseen
from app.engine.events import Crash
from app.qt.nets import BugKinds, traced
from app.qt.translation import ltr
from app.ui.texts.errors import error_text
from app.ui.texts.words import name_text
from app.ui.window.message_bar import MessageBar, News

translate = QCoreApplication.translate

MOST_LINES = 3
"""The newest that are shown; all of them are in the log."""


class Alarms(QObject):
    """Says in `bar` what the workers and the window itself met. `name_of` gives the name of the business of a
    job; nothing for one that the table does not know."""

    def __init__(self, bar: MessageBar, name_of: Callable[[int], str], parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._name_of = name_of
        self._met: list[Crash | SweepError] = []
        self._kinds = BugKinds()
        bar.dismissed.connect(self._met.clear)

    @Slot(object)
    def note(self, met: Crash | SweepError) -> None:
        """A worker or the heartbeat has met a bug, or something of the window has."""
        if isinstance(met, Crash) and met.job_id is None and not self._kinds.is_new(met.error):
            return  # it beats again and again
        self._met.append(met)
        del self._met[:-MOST_LINES]
        self.retranslate()

    def retranslate(self) -> None:
        """Says all of it in the present language."""
        lines = list(dict.fromkeys(self._line(met) for met in self._met))
        details = "\n\n".join(traced(_cause(met)) for met in self._met)
        self._bar.show_news(News("\n".join(lines), "bad", details=details))

    def _line(self, met: Crash | SweepError) -> str:
        if isinstance(met, SweepError):
            return error_text(met)
        if met.job_id is None:
            return error_text(Unforeseen(met.error))
        name, reason = self._name_of(met.job_id), Unforeseen(met.error).reason
        if name:
            text = translate(
                "Alarms",
                "{business}: job {job} was stopped by an unexpected error: {reason}. The details are in the "
                "log.",
            )
        else:
            text = translate(
                "Alarms",
                "Job {job} was stopped by an unexpected error: {reason}. The details are in the log.",
            )
        return text.format(business=name_text(name), job=ltr(str(met.job_id)), reason=name_text(reason))


def _cause(met: Crash | SweepError) -> BaseException:
    return met.error if isinstance(met, Crash) else met.__cause__ or met
