"""Rows for other programs: plain figures and texts without the marks of the screen."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QLocale

from app.core.tabular import Cell, csv_lines, tsv_text
from app.core.text import visible
from app.qt.nets import attempt
from app.ui.businesses.cells import cell_text, sort_value
from app.ui.businesses.columns import Column
from app.ui.businesses.reasons import silence
from app.ui.texts.figures import UNUSABLE
from app.ui.texts.words import without_marks
from app.viewmodel.rows import ShownRow

_TEXTS = frozenset({Column.STATUS, Column.REASON, Column.REQUESTED_BY, Column.OWNER})


def as_tsv(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> str:
    """The titles and a line for each row, for the clipboard."""
    return tsv_text(_titles(columns), _cells(rows, columns, locale))


def as_csv(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> Iterator[str]:
    """The same as lines of a file."""
    return csv_lines(_titles(columns), _cells(rows, columns, locale))


def _titles(columns: Sequence[Column]) -> list[str]:
    return [column.title for column in columns]


def _cells(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> Iterator[list[Cell]]:
    return ([_safe(shown, column, locale) for column in columns] for shown in rows)


def _safe(shown: ShownRow, column: Column, locale: QLocale) -> Cell:
    """An odd value costs no more than its cell."""
    otherwise: Cell = UNUSABLE
    return attempt(_plain, otherwise, shown, column, locale)


def _plain(shown: ShownRow, column: Column, locale: QLocale) -> Cell:
    if column is Column.BUSINESS:
        return visible(shown.row.business.name)
    if column in _TEXTS:
        return without_marks(cell_text(shown, column, locale))
    if column is Column.PROGRESS:
        job = shown.row.job
        return f"{job.processed} / {job.total}" if job else None
    if column is Column.HEARTBEAT:
        seconds = silence(shown, time.monotonic())
        if seconds is None:
            return None
        return round(seconds) if math.isfinite(seconds) else UNUSABLE
    value = sort_value(shown, column)
    return round(value, 1) if isinstance(value, float) else value
