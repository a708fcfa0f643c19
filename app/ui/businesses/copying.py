"""Rows for the clipboard: tab-separated, with plain figures, ready for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLocale

from app.core.text import visible
from app.qt.poller import ShownRow
from app.ui.businesses.cells import cell_text, sort_value
from app.ui.businesses.columns import Column

_TEXTS = frozenset({Column.STATUS, Column.REASON})
_MARKS = dict.fromkeys(map(ord, "\u2066\u2068\u2069"))
_FORMULA = ("=", "+", "-", "@")


def as_tsv(rows: Iterable[ShownRow], columns: Sequence[Column], locale: QLocale) -> str:
    """The titles and a line for each row. Texts from the database cannot become formulas."""
    lines = [[column.title for column in columns]]
    lines += [[_plain(shown, column, locale) for column in columns] for shown in rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _plain(shown: ShownRow, column: Column, locale: QLocale) -> str:
    if column is Column.BUSINESS:
        return _safe(visible(shown.row.business.name))
    if column in _TEXTS:
        return _safe(cell_text(shown, column, locale).translate(_MARKS))
    if column is Column.PROGRESS:
        job = shown.row.job
        return f"{job.processed} / {job.total}" if job else ""
    value = sort_value(shown, column)
    return f"{value:.1f}" if isinstance(value, float) else str("" if value is None else value)


def _safe(text: str) -> str:
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(_FORMULA) else text
