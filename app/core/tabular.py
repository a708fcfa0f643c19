"""Tables as text for other programs: CSV for files, TSV for the clipboard; no cell of either is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | None

MARK = "\ufeff"
"""Begins the file, because spreadsheets take a CSV without it for one in the system's old code page."""

# What a spreadsheet takes for the beginning of a formula, also in full width (OWASP, "CSV injection").
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_FIGURE = re.compile(r"[+-]?\d+([.,]\d+)*%?")


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file after RFC 4180, one text a line with its end; write them as UTF-8.

    Figures are written plainly, times in ISO 8601, None as an empty cell. A text that a spreadsheet would
    calculate gets an apostrophe before it, unless it is a plain figure such as -12.50.
    """
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield MARK + writer.writerow([_text(title) for title in titles])
    for row in rows:
        yield writer.writerow([_text(cell) for cell in row])


def tsv_text(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows for the clipboard: tab-separated, each on one line whatever its texts hold."""
    lines = ([" ".join(_text(cell).split()) for cell in row] for row in (titles, *rows))
    return "".join("\t".join(line) + "\n" for line in lines)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date():
            return cell.isoformat()
        case str():
            calculated = _FORMULA.match(cell) and not _FIGURE.fullmatch(cell)
            return f"'{cell}" if calculated else cell
        case _:
            return str(cell)


class _Echo:
    """A file for `csv.writer`, which gives back what a file's `write` gives."""

    def write(self, text: str) -> str:
        return text
