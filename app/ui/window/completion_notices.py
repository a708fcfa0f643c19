"""What is told of deletions that end while nobody looks at the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QTimer, Signal, Slot

from app.engine.events import Ending, SliceResult
from app.ui.texts.figures import plural_of
from app.ui.texts.words import name_text

TOGETHER_MS = 1_000
"""Deletions that end within so many milliseconds of each other are told as one."""

SENTENCES: dict[Ending, Any] = {
    Ending.COMPLETED: QT_TRANSLATE_NOOP("CompletionNotices", "{business}: deletion completed."),
    Ending.FAILED: QT_TRANSLATE_NOOP("CompletionNotices", "{business}: deletion failed."),
    Ending.CAPPED: QT_TRANSLATE_NOOP(
        "CompletionNotices", "{business}: deletion paused, maximum run time reached."
    ),
    Ending.LOST: QT_TRANSLATE_NOOP(
        "CompletionNotices", "{business}: deletion paused, cancelled or ended elsewhere."
    ),
    Ending.ABANDONED: QT_TRANSLATE_NOOP(
        "CompletionNotices", "{business}: deletion stopped, the database is not available."
    ),
}
"""A pause was asked for by a person, and a job that continues has not ended: neither is news."""


class CompletionNotices(QObject):
    """Gathers what the workers leave. `name_of` gives the name of the business of a job; nothing for one that
    the table does not know yet. What `is_told_by_run` is told with the run that it belongs to."""

    noticed = Signal(str)
    """One sentence, or a line for each deletion, in the present language."""

    def __init__(
        self,
        name_of: Callable[[int], str],
        parent: QObject,
        is_told_by_run: Callable[[SliceResult], bool] = lambda _result: False,
    ) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._is_told_by_run = is_told_by_run
        self._ended: list[SliceResult] = []
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self._tell)

    @Slot(object)
    def note(self, result: SliceResult) -> None:
        """A worker has left a job."""
        if result.ending in SENTENCES:
            self._ended.append(result)
            self._soon.start()

    def _tell(self) -> None:
        ended = [result for result in self._ended if not self._is_told_by_run(result)]
        self._ended = []
        if not ended:
            return
        if len(ended) == 1 and (name := self._name_of(ended[0].job_id)):
            sentence = QCoreApplication.translate("CompletionNotices", str(SENTENCES[ended[0].ending]))
            self.noticed.emit(sentence.format(business=name_text(name)))
            return
        done = sum(result.ending is Ending.COMPLETED for result in ended)
        lines = []
        if done:
            complete = QCoreApplication.translate(
                "CompletionNotices", "{count} deletion(s) completed.", "", plural_of(done)
            )
            lines.append(complete.format(count=done))
        if others := len(ended) - done:
            text = QCoreApplication.translate(
                "CompletionNotices", "{count} deletion(s) ended without completing.", "", plural_of(others)
            )
            lines.append(text.format(count=others))
        self.noticed.emit("\n".join(lines))
