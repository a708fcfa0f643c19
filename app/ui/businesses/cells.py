"""What each cell of the table says: its text, its tooltip, and the native value by which it sorts."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.results import Answer
from app.core.progress import percent
from app.engine.events import WaitReason
from app.qt.poller import ShownRow
from app.qt.translation import ltr
from app.ui.businesses.columns import Column
from app.ui.businesses.folding import folded
from app.ui.businesses.states import RANK, State, state_of
from app.ui.words import duration_text, name_text, number_text, outcome_text, wait_text

translate = QCoreApplication.translate

SortValue = str | int | float | None
LONGEST_ETA = 99 * 3600
"""Beyond this many seconds a time left says nothing any more."""


def cell_text(shown: ShownRow, column: Column, locale: QLocale) -> str:
    """The text of one cell, in the present language."""
    match column:
        case Column.BUSINESS:
            return name_text(shown.row.business.name)
        case Column.ID:
            return ltr(str(shown.row.business.id))
        case Column.STATUS:
            return state_of(shown).word
        case Column.PROGRESS:
            return "  ".join(filter(None, (counts_text(shown, locale), percent_text(shown, locale))))
        case Column.SPEED:
            speed = sort_value(shown, column)
            return speed_text(speed, locale) if isinstance(speed, float) else ""
        case Column.TIME_LEFT:
            return _time_left(shown, locale)
        case Column.REASON:
            return reason_text(shown)
        case _:
            value = sort_value(shown, column)
            return number_text(value, locale) if isinstance(value, int) else ""


def sort_value(shown: ShownRow, column: Column) -> SortValue:
    """The native value of one cell; None where it is empty, which sorts behind everything else."""
    job = shown.row.job
    match column:
        case Column.BUSINESS:
            return folded(shown.row.business.name)
        case Column.ID:
            return shown.row.business.id
        case Column.LEFT:
            return shown.row.receipts_left
        case Column.STATUS:
            return RANK[state_of(shown)]
        case Column.PROGRESS:
            return percent(job) if job else None
        case Column.SUCCEEDED:
            return job.succeeded if job else None
        case Column.FAILED:
            return job.failed if job else None
        case Column.SPEED:
            return None if state_of(shown) is State.STALE else shown.speed
        case Column.TIME_LEFT:
            return shown.seconds_left
        case Column.REASON:
            return folded(reason_text(shown)) or None


def tooltip(shown: ShownRow, column: Column, locale: QLocale) -> str:
    """What a cell may have had no room for: the whole text, and beside a status its reason. As markup, so
    that long texts are wrapped, and data is not taken for markup."""
    parts = [cell_text(shown, column, locale)]
    if column is Column.STATUS:
        parts.append(reason_text(shown))
    if column is Column.BUSINESS and not shown.row.business.is_active:
        parts.append(translate("Cells", "This business is not active."))
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def counts_text(shown: ShownRow, locale: QLocale) -> str:
    """Done and total as “150 / 582”; empty without a job."""
    job = shown.row.job
    if job is None:
        return ""
    return ltr(f"{locale.toString(job.processed)} / {locale.toString(job.total)}")


def percent_text(shown: ShownRow, locale: QLocale) -> str:
    """“25.8%”; empty where it cannot be said."""
    job = shown.row.job
    share = percent(job) if job else None
    return share_text(share, locale) if share is not None else ""


def share_text(share: float, locale: QLocale) -> str:
    """A percentage with one decimal."""
    return ltr(f"{locale.toString(share, 'f', 1)}%")


def speed_text(speed: float, locale: QLocale) -> str:
    """Receipts a second, with a decimal where there are few."""
    figure = locale.toString(speed, "f", 1 if 0 < speed < 10 else 0)
    return ltr(translate("Cells", "{number}/s").format(number=figure))


def fraction(shown: ShownRow) -> float | None:
    """How much of the bar is filled, 0–1; None where there is no job and so no bar."""
    job = shown.row.job
    if job is None:
        return None
    share = percent(job)
    if share is None:  # nothing to count by, or more done than was there at the start
        return 1.0 if job.processed else 0.0
    return share / 100


def reason_text(shown: ShownRow) -> str:
    """Why the job waits or stopped, why the business cannot be touched, or nothing."""
    return " ".join(filter(None, (_circumstance(shown), _last_error(shown))))


def _circumstance(shown: ShownRow) -> str:
    match state_of(shown):
        case State.STALE:
            return translate("Cells", "No sign of life for more than 2 minutes.")
        case State.STUCK:
            return translate("Cells", "Nobody has run it for more than a minute.")
        case State.QUEUED if shown.local is not None:
            return translate("Cells", "Waiting for a free worker.")
        case State.QUEUED:
            return translate("Cells", "Waiting for a worker outside this console.")
        case State.RUNNING if shown.local is None:
            return translate("Cells", "Run by another console or by the web server.")
        case State.RETRYING if shown.local is not None and shown.local.wait is not None:
            return wait_text(shown.local.wait)
    job = shown.row.job
    if not shown.row.may_act and (job is None or not job.is_active):
        return outcome_text(Answer.PAGE_DISABLED)
    return ""


def _last_error(shown: ShownRow) -> str:
    job = shown.row.job
    if job is None or not job.last_error:
        return ""
    waits = shown.local.wait if shown.local else None
    if waits is not None and waits.reason is not WaitReason.THROTTLE:
        return ""  # the wait itself says it, and newer
    return name_text(" ".join(job.last_error.split()))


def _time_left(shown: ShownRow, locale: QLocale) -> str:
    seconds = shown.seconds_left
    if seconds is None or seconds > LONGEST_ETA:
        return ""
    return duration_text(seconds, locale)
