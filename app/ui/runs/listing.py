"""The columns of the list of runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from app.core.folding import folded
from app.qt.translation import ltr
from app.ui.businesses import cells
from app.ui.businesses.states import RANK
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

    def of(cell: Callable[[ShownRun, QLocale], Cell]) -> Callable[[ShownRun], Cell]:
        return lambda shown: cell(shown, locale)

    return [
        column(translate("Runs", "Run"), of(_name), lambda one: folded(title_of(one.row, locale)), 0),
        column(translate("Runs", "Status"), of(_status), lambda one: RANK[look_of(one)], 210, widest=460),
        column(translate("Runs", "Businesses"), of(_businesses), lambda one: one.row.size, 195, rank=8),
        column(
            translate("Runs", "Receipts"),
            of(_receipts),
            lambda one: one.row.processed,
            110,
            figures=True,
            rank=7,
        ),
        column(translate("Runs", "Speed"), of(_speed), lambda one: one.speed, 90, figures=True, rank=3),
        column(
            translate("Runs", "Duration"),
            of(_duration),
            lambda one: one.row.seconds,
            110,
            figures=True,
            rank=4,
        ),
        # The number of its first job, because two runs may have been started in one second.
        column(
            translate("Runs", "Started"), of(_started), lambda one: one.row.first_job, 160, widest=220, rank=5
        ),
    ]


NARROWEST = 220
"""Pixels of the design that names and notes keep, as long as others can leave."""

STARTED_COLUMN = 6

AT_FIRST = STARTED_COLUMN, Qt.SortOrder.DescendingOrder
"""The newest stand first."""


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
    look = look_of(shown)
    second = left_text(shown, locale) or reason_text(shown.row, locale)
    return Cell(status_text(shown, locale), second, look.tone, look.icon)


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
    return Cell(at, by)
