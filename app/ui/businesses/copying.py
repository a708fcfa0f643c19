"""Rows for other programs: plain figures, times with their zone, texts without the marks of the screen."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.tabular import Cell, csv_lines, tsv_text
from app.core.text import visible
from app.qt.nets import attempt
from app.ui.businesses.cells import cell_text, moment_of, sort_value
from app.ui.businesses.columns import DATA_COLUMNS, Column
from app.ui.businesses.reasons import silence
from app.ui.businesses.states import state_of
from app.ui.texts.figures import UNUSABLE
from app.ui.texts.times import zoned_text
from app.ui.texts.words import without_marks
from app.viewmodel.rows import ShownRow

_TEXTS = frozenset({Column.REASON, Column.REQUESTED_BY, Column.OWNER})
_SECONDS = frozenset({Column.DURATION, Column.TIME_LEFT, Column.HEARTBEAT})


@dataclass(frozen=True, slots=True)
class _Field:
    """A column for other programs: what it is called, and what it says of a row."""

    title: str
    value: Callable[[ShownRow], Cell]


def as_tsv(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> str:
    """The titles and a line for each row, for the clipboard. Spans are whole seconds, times those of this
    computer's clock with its offset from UTC (ISO 8601), and the progress is three columns."""
    fields = _fields(columns, locale)
    return tsv_text([field.title for field in fields], _cells(rows, fields))


def as_csv(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> Iterator[str]:
    """The same as lines of a file, with all columns: first `columns`, and then those that are not shown."""
    fields = _fields([*columns, *(column for column in DATA_COLUMNS if column not in columns)], locale)
    return csv_lines([field.title for field in fields], _cells(rows, fields))


def _fields(columns: Sequence[Column], locale: QLocale) -> list[_Field]:
    """Those of the columns; what two of them have in common stands once."""
    fields = (field for column in columns for field in _fields_of(column, locale))
    return list({field.title: field for field in fields}.values())


def _fields_of(column: Column, locale: QLocale) -> Iterator[_Field]:
    if column is Column.PROGRESS:
        yield _Field(_title(_PROCESSED), lambda shown: shown.row.job.processed if shown.row.job else None)
        yield from _fields_of(Column.TOTAL, locale)
        yield _Field(_title(_PERCENT), lambda shown: shown.row.percent)
    elif column in _SECONDS:
        title = _title(_IN_SECONDS).format(column=column.title)
        yield _Field(title, lambda shown: _seconds(shown, column))
    else:
        yield _Field(column.title, lambda shown: _plain(shown, column, locale))


def _cells(rows: Iterable[ShownRow], fields: Sequence[_Field]) -> Iterator[list[Cell]]:
    otherwise: Cell = UNUSABLE  # an odd value costs no more than its cell
    return ([attempt(field.value, otherwise, shown) for field in fields] for shown in rows)


def _plain(shown: ShownRow, column: Column, locale: QLocale) -> Cell:
    job = shown.row.job
    match column:
        case Column.BUSINESS:
            return visible(shown.row.business.name)
        case Column.STATUS:
            return state_of(shown).word
        case Column.STARTED | Column.ENDED:
            moment = moment_of(job, column) if job else None
            return zoned_text(moment) if isinstance(moment, datetime) else None
        case _ if column in _TEXTS:
            return without_marks(cell_text(shown, column, locale))
        case _:
            value = sort_value(shown, column)
            return round(value, 1) if isinstance(value, float) else value


def _seconds(shown: ShownRow, column: Column) -> Cell:
    """A span of time, as of now."""
    now = time.monotonic()
    match column:
        case Column.HEARTBEAT:
            seconds = silence(shown, now)
        case Column.DURATION:
            seconds = shown.duration(now)
        case _:
            value = sort_value(shown, column)
            seconds = value if isinstance(value, float | int) else None
    if seconds is None:
        return None
    return round(seconds) if math.isfinite(seconds) else UNUSABLE


_PROCESSED = QT_TRANSLATE_NOOP("Columns", "Processed")
_PERCENT = QT_TRANSLATE_NOOP("Columns", "Percent")
_IN_SECONDS = QT_TRANSLATE_NOOP("Columns", "{column} (s)")


def _title(source: object) -> str:
    return QCoreApplication.translate("Columns", str(source))
