"""The columns of the list of runs."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.qt.translation import ltr
from app.ui.businesses import cells
from app.ui.runs.looks import look_of, parts_of, reason_text, status_text, title_of
from app.ui.runs.table import Cell, CellColumn, column
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plain, whole_text
from app.ui.texts.times import clock_text
from app.ui.texts.words import businesses_text, name_text, number_text
from app.viewmodel.runs import ShownRun

translate = QCoreApplication.translate

LONGEST_ETA = 99 * 3600
"""Beyond this many seconds a time left says nothing any more."""


def columns(locale: QLocale) -> list[CellColumn[ShownRun]]:
    """In the present language."""
    return [
        column(translate("Runs", "Run"), lambda shown: _name(shown, locale), 0),
        column(translate("Runs", "Status"), lambda shown: _status(shown, locale), 240, widest=460),
        column(translate("Runs", "Businesses"), lambda shown: _businesses(shown, locale), 220, rank=8),
        column(
            translate("Runs", "Receipts"), lambda shown: _receipts(shown, locale), 110, figures=True, rank=7
        ),
        column(translate("Runs", "Speed"), lambda shown: _speed(shown, locale), 90, figures=True, rank=3),
        column(
            translate("Runs", "Duration"), lambda shown: _duration(shown, locale), 110, figures=True, rank=4
        ),
        column(translate("Runs", "Started by"), lambda shown: _started(shown, locale), 160, rank=5),
    ]


def share_text(share: float | None, locale: QLocale) -> str:
    """As the table of businesses says it; “–” where it cannot be said."""
    return "–" if share is None else cells.share_text(share, locale)


def left_text(shown: ShownRun, locale: QLocale) -> str:
    """“9 s left”; empty where nobody knows."""
    if shown.seconds_left is None or shown.seconds_left > LONGEST_ETA:
        return ""
    return translate("Runs", "{time} left").format(time=duration_text(shown.seconds_left, locale))


def of_businesses_text(shown: ShownRun, locale: QLocale) -> str:
    """“23 / 56 businesses”: how many are done with."""
    done = ltr(f"{whole_text(shown.row.over, locale)} / {whole_text(shown.row.size, locale)}")
    if shown.row.size == 1:
        return done
    return translate("Runs", "{done_of_all} businesses").format(done_of_all=done)


def _name(shown: ShownRun, locale: QLocale) -> Cell:
    row = shown.row
    note = name_text(row.run.note) if row.run.note else ""
    if not note and row.run.name:
        note = name_text(row.business) if row.size == 1 else businesses_text(row.size, locale)
    return Cell(title_of(row, locale), note, bold=True)


def _status(shown: ShownRun, locale: QLocale) -> Cell:
    look = look_of(shown.row)
    second = left_text(shown, locale) or reason_text(shown.row, locale)
    return Cell(status_text(shown.row, locale), second, look.tone, look.icon)


def _businesses(shown: ShownRun, locale: QLocale) -> Cell:
    share = share_text(shown.row.percent, locale)
    return Cell(of_businesses_text(shown, locale), share, parts=parts_of(shown.row.jobs))


def _receipts(shown: ShownRun, locale: QLocale) -> Cell:
    row = shown.row
    if row.is_active:
        second = translate("Runs", "of {count}").format(count=number_text(row.total, locale))
    else:
        second = translate("Runs", "{count} failed").format(count=number_text(row.failed, locale))
    return Cell(number_text(row.processed, locale), second)


def _speed(shown: ShownRun, locale: QLocale) -> Cell:
    return Cell("" if shown.speed is None else cells.speed_text(shown.speed, locale))


def _duration(shown: ShownRun, locale: QLocale) -> Cell:
    seconds = shown.row.seconds
    return Cell("" if seconds is None else duration_text(seconds, locale))


def _started(shown: ShownRun, locale: QLocale) -> Cell:
    row = shown.row
    by = ltr(plain(row.requested_by)) if row.requested_by else "–"
    today = datetime.now(UTC).replace(tzinfo=None)
    at = clock_text(row.created_at, locale, today) if row.created_at else ""
    return Cell(by, at)
