"""The queue on a server in words: why a job waits there, and who listens."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.unpicked import Unpicked, Why
from app.qt.translation import ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text

translate = QCoreApplication.translate


def unpicked_text(unpicked: Unpicked, locale: QLocale) -> str:
    """Why a job on the server is not taken, as a whole sentence."""
    match unpicked.why:
        case Why.NOBODY:
            return translate("Server", "No worker listens on the queue.")
        case Why.NO_ENTRY:
            return translate("Server", "Its entry in the queue is gone. It can be enqueued again.")
        case Why.SOON:
            return translate("Server", "A free worker listens.")
        case Why.UNREACHABLE:
            return translate("Server", "The queue cannot be reached.")
        case Why.BUSY:
            return _busy_text(unpicked, locale)


def _busy_text(unpicked: Unpicked, locale: QLocale) -> str:
    told = translate("Server", "All {count} worker(s) are busy.", None, plural_of(unpicked.workers)).format(
        count=number_text(unpicked.workers, locale)
    )
    if not unpicked.busy_minutes:
        return told
    span = duration_text(unpicked.busy_minutes * 60, locale)
    if unpicked.job_id is None:
        more = translate("Server", "The longest has been working for {time}.").format(time=span)
    else:
        more = translate("Server", "The longest has been working for {time}, on job {job}.").format(
            job=ltr(str(unpicked.job_id)), time=span
        )
    return f"{told} {more}"
