"""What each cell of the table says: its text, its tooltip, and the native value by which it sorts."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.folding import folded
from app.core.job import Job
from app.qt.translation import ltr
from app.ui.businesses.columns import Column
from app.ui.businesses.reasons import owner_text, pace_of, reason_text, short_reason, silence
from app.ui.businesses.states import RANK, State, state_of
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import bounded, decimal_text, plain, plural_of, whole_text
from app.ui.texts.pace import going_text, pace_text
from app.ui.texts.times import moment_text, short_text
from app.ui.texts.words import name_text, number_text
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate

SortValue = str | int | float | None
_BEGINNING = datetime(1, 1, 1)
_STOPPING = frozenset({State.PAUSING, State.CANCELLING})
LONGEST_ETA = 99 * 3600
"""Beyond this many seconds a time left says nothing any more."""


def cell_text(shown: ShownRow, column: Column, locale: QLocale, now: float | None = None) -> str:
    """The text of one cell, in the present language, as of `now` (monotonic clock, default the present)."""
    match column:
        case Column.BUSINESS:
            return name_text(shown.row.business.name)
        case Column.ID:
            return ltr(str(shown.row.business.id))
        case Column.STATUS:
            return state_text(shown, locale)
        case Column.PROGRESS:
            return "  ".join(filter(None, (counts_text(shown, locale), percent_text(shown, locale))))
        case Column.SPEED:
            return "" if (speed := _speed(shown)) is None else speed_text(speed, locale)
        case Column.TIME_LEFT:
            return _time_left(shown, locale)
        case Column.REASON:
            return reason_text(shown, now)
        case Column.OWNER:
            return owner_text(shown)
        case Column.HEARTBEAT | Column.DURATION:
            now = time.monotonic() if now is None else now
            seconds = silence(shown, now) if column is Column.HEARTBEAT else shown.duration(now)
            return "" if seconds is None else duration_text(seconds, locale)
        case Column.JOB | Column.REQUESTED_BY | Column.STARTED | Column.ENDED:
            return _text_of_job(shown.row.job, column, locale) if shown.row.job else ""
        case _:
            value = sort_value(shown, column)
            return number_text(value, locale) if isinstance(value, int) else ""


def _text_of_job(job: Job, column: Column, locale: QLocale) -> str:
    match column:
        case Column.JOB:
            return ltr(str(job.id))
        case Column.REQUESTED_BY:
            return ltr(plain(job.requested_by)) if job.requested_by else ""
        case _:
            return short_text(moment_of(job, column), locale, datetime.now(UTC))


def state_text(shown: ShownRow, locale: QLocale) -> str:
    """The word of a row's state, with the number of failed receipts where the job is through."""
    return word_of(state_of(shown), shown.row.job.failed if shown.row.job else 0, locale)


def word_of(state: State, failed: int, locale: QLocale) -> str:
    """The word of a state, with the number of failed receipts where there are some at the end."""
    if state is not State.WITH_FAILURES or not failed:
        return state.word
    return translate("Cells", "Completed with {count} failure(s)", None, plural_of(failed)).format(
        count=number_text(failed, locale)
    )


def second_line(shown: ShownRow, column: Column, locale: QLocale, now: float | None = None) -> str:
    """What stands below the text of a cell: the reason of a status, and the time left at a speed."""
    match column:
        case Column.STATUS if not _says_where_alone(shown):
            return short_reason(shown, now)
        case Column.SPEED if left := _time_left(shown, locale):
            return translate("Cells", "{time} left").format(time=left)
        case _:
            return ""


def _says_where_alone(shown: ShownRow) -> bool:
    """The reason of a job that others run is no more than what its column Runs on says."""
    return state_of(shown) is State.RUNNING and shown.local is None


def sort_value(shown: ShownRow, column: Column) -> SortValue:
    """The native value of one cell; None where it is empty or cannot be compared, which sorts behind
    everything else."""
    value = _native_value(shown, column)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _native_value(shown: ShownRow, column: Column) -> SortValue:
    match column:
        case Column.BUSINESS:
            return folded(bounded(shown.row.business.name))
        case Column.ID:
            return shown.row.business.id
        case Column.LEFT:
            return shown.row.items_left
        case Column.STATUS:
            return RANK[state_of(shown)]
        case Column.SPEED:
            return _speed(shown)
        case Column.TIME_LEFT:
            return _seconds_left(shown)
        case Column.OWNER:
            return folded(owner_text(shown)) or None
        case Column.HEARTBEAT:  # the later the last sign, the shorter the silence, whenever one looks
            return None if shown.last_sign is None else -shown.last_sign
        case Column.REASON:
            return folded(reason_text(shown, shown.read_at)) or None
        case Column.DURATION:
            return shown.duration(shown.read_at)
        case Column.PROGRESS:
            return shown.row.percent
        case _:
            return _value_of_job(shown.row.job, column) if shown.row.job else None


def _value_of_job(job: Job, column: Column) -> SortValue:
    match column:
        case Column.JOB:
            return job.id
        case Column.TOTAL:
            return job.total
        case Column.SUCCEEDED:
            return job.succeeded
        case Column.FAILED:
            return job.failed
        case Column.REQUESTED_BY:
            return folded(bounded(job.requested_by)) if job.requested_by else None
        case Column.STARTED | Column.ENDED:
            moment = moment_of(job, column)
            return None if moment is None else (moment - _BEGINNING).total_seconds()
        case _:
            raise ValueError(column)


def moment_of(job: Job, column: Column) -> datetime | None:
    """When a job started, or ended."""
    if column is Column.STARTED:
        return job.started_at
    return None if job.is_active else job.finished_at


def tooltip(shown: ShownRow, column: Column, locale: QLocale) -> str:
    """What a cell may have had no room for: the whole text, and beside a status its reason. As markup, so
    that long texts are wrapped, and data is not taken for markup."""
    parts = [cell_text(shown, column, locale)]
    if column is Column.STATUS:
        parts.append(reason_text(shown))
    elif column in {Column.STARTED, Column.ENDED}:
        moment = moment_of(shown.row.job, column) if shown.row.job else None
        parts = [moment_text(moment, locale)] if moment else []
    else:
        parts.append(second_line(shown, column, locale))
    pace = pace_of(shown) if column is Column.SPEED else None
    if pace is not None:
        parts += [pace_text(pace, locale), going_text(pace, locale)]
    if column is Column.BUSINESS and not shown.row.business.is_active:
        parts.append(translate("Cells", "This business is inactive."))
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def counts_text(shown: ShownRow, locale: QLocale) -> str:
    """Done and total as “150 / 582”; empty without a job."""
    job = shown.row.job
    if job is None:
        return ""
    return ltr(f"{whole_text(job.processed, locale)} / {whole_text(job.total, locale)}")


def percent_text(shown: ShownRow, locale: QLocale) -> str:
    """“25.8%”; empty where it cannot be said."""
    share = shown.row.percent
    return share_text(share, locale) if share is not None else ""


def share_text(share: float, locale: QLocale) -> str:
    """A percentage with one decimal; the whole without."""
    return ltr(f"{decimal_text(share, 0 if share == 100 else 1, locale)}%")


def speed_text(speed: float, locale: QLocale) -> str:
    """Receipts a second, with a decimal where there are few."""
    figure = decimal_text(speed, 1 if 0 < speed < 10 else 0, locale)
    return ltr(translate("Cells", "{number}/s").format(number=figure))


def fraction(shown: ShownRow) -> float | None:
    """How much of the bar is filled, 0–1; None where there is no job and so no bar."""
    job = shown.row.job
    if job is None:
        return None
    share = shown.row.percent
    if share is None:  # nothing to count by, or more done than was there at the start
        return 1.0 if job.processed else 0.0
    return share / 100


def failed_fraction(shown: ShownRow) -> float:
    """How much of the bar stands for receipts that a job which is through has given up, 0–1."""
    job = shown.row.job
    if job is None or not job.is_completed_with_failures or job.total <= 0:
        return 0.0
    return min(1.0, job.failed / job.total)


def _time_left(shown: ShownRow, locale: QLocale) -> str:
    seconds = _seconds_left(shown)
    if seconds is None or seconds > LONGEST_ETA:
        return ""
    return duration_text(seconds, locale)


def _speed(shown: ShownRow) -> float | None:
    return None if state_of(shown) is State.STALE else shown.speed


def _seconds_left(shown: ShownRow) -> float | None:
    return None if state_of(shown) in _STOPPING else shown.seconds_left
