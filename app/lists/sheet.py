"""Rows and columns of a file: which column names the businesses, and whether the first row holds titles."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.core.folding import folded
from app.core.text import shortened
from app.lists.entries import as_id, lines_of, written_for

MOST_ROWS = 20_000
MOST_COLUMNS = 100
"""Further columns are left out."""

_SAMPLE = 200
"""Rows by which delimiter and column are chosen."""

_DELIMITER_LINE = re.compile(r'"?sep=([^"\r\n])"?[ \t]*(?:\r\n|[\r\n]|$)', re.IGNORECASE)
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_ID_TITLES = frozenset(
    {
        *(
            "id",
            "ids",
            "business id",
            "business_id",
            "businessid",
            "business no",
            "business number",
            "tenant id",
        ),
        *("מזהה", "מזהה עסק", "מזהי עסקים", "מס' עסק", "מספר עסק", "קוד עסק"),
    }
)
_NAME_TITLES = frozenset(
    {
        *("name", "business", "business name", "business_name", "company", "customer", "client", "tenant"),
        *("שם", "עסק", "עסקים", "שם עסק", "שם העסק", "שם חברה", "לקוח", "שם לקוח"),
    }
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of texts, all as long as the longest. `has_titles` and `column` are the choice that looks right;
    the person may choose otherwise. `is_plain`: each row is a line of a text, which may hold several entries.
    `name` is what it is called in its workbook, and `names` are all that have something in them.
    """

    rows: tuple[tuple[str, ...], ...]
    has_titles: bool = False
    column: int = 0
    is_plain: bool = False
    name: str = ""
    names: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def is_a_choice(self) -> bool:
        """There is something to choose: several columns or sheets, or titles."""
        return self.width > 1 or self.has_titles or self.is_one_of_several

    @property
    def is_one_of_several(self) -> bool:
        """Its workbook has others with something in them."""
        return len(self.names) > 1

    def title(self, column: int, *, has_titles: bool) -> str:
        """The column's title where there is one, otherwise its letter, as a spreadsheet has it."""
        title = self.rows[0][column].strip() if has_titles and self.rows else ""
        return shortened(" ".join(title.split()), 40) or letter_of(column)

    def text(self, column: int, *, has_titles: bool) -> str:
        """The column, one cell a line; a cell of one business stays one entry. Empty cells are left out."""
        cells = [row[column] for row in (self.rows[1:] if has_titles else self.rows)]
        if self.is_plain:
            return "\n".join(cells)
        return "\n".join(_line(cell) for cell in (_BREAKS.sub(" ", cell).strip() for cell in cells) if cell)


def sheet_of(rows: Sequence[Sequence[str]], *, is_plain: bool = False) -> Sheet:
    """Rows as a sheet, with the choice that looks right, without empty rows and without empty columns at the
    end."""
    kept = [row[:MOST_COLUMNS] for row in rows if any(cell.strip() for cell in row)]
    width = max((place + 1 for row in kept for place, cell in enumerate(row) if cell.strip()), default=0)
    even = tuple(tuple(row[:width]) + ("",) * (width - len(row)) for row in kept)
    has_titles = bool(even) and _are_titles(even, is_plain)
    return Sheet(even, has_titles, _column(even, has_titles), is_plain)


def text_rows(text: str, delimiters: str) -> list[list[str]] | None:
    """The rows of a text whose lines one of `delimiters` separates into as many cells each; None where it is
    no such table: then it is a list as it is."""
    sample = "\n".join(line for line in lines_of(text)[:_SAMPLE] if line.strip())
    for delimiter in delimiters:
        if delimiter not in sample:
            continue
        try:
            widths = Counter(len(row) for row in _parsed(sample, delimiter))
            width, often = widths.most_common(1)[0]
            if width > 1 and often >= 2 and often >= 0.9 * widths.total():
                return _parsed(text, delimiter)
        except csv.Error:  # a cell of more than 131,072 characters is no name
            return None
    return None


def without_delimiter_line(text: str) -> tuple[str, str]:
    """The text without the first line in which Excel is told the delimiter (sep=;), and the delimiter; ""
    where there is no such line."""
    found = _DELIMITER_LINE.match(text)
    return (text[found.end() :], found[1]) if found else (text, "")


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    """A cell in quotes may go over several lines. Where quotes are not as they should be, none does: one that
    is never closed would swallow the rows below."""
    lines = lines_of(text)
    read = partial(csv.reader, delimiter=delimiter, skipinitialspace=True)
    whole = [f"{line}\n" for line in lines]
    rows = list(read(whole))
    if any("\n" in cell for row in rows for cell in row):
        try:
            rows = list(read(whole, strict=True))
        except csv.Error:
            rows = [row for line in lines for row in read([line])]
    return [row for row in rows if row]


def letter_of(column: int) -> str:
    """A, B, … Z, AA, as spreadsheets count columns; `column` from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_title(text: str) -> bool:
    """A word that stands over a column of ids or names of businesses."""
    return folded(text).strip(" :") in _ID_TITLES | _NAME_TITLES


def _are_titles(rows: Sequence[Sequence[str]], is_plain: bool) -> bool:
    """A known word stands in the first row; or none of its cells is an id, over a column of ids. The first of
    plain lines may be a name above ids."""
    first, below = rows[0], rows[1 : _SAMPLE + 1]
    if not below:
        return False
    if any(is_title(cell) for cell in first):
        return True
    return not (is_plain or any(as_id(cell) for cell in first)) and any(
        first[column].strip() and _share_of_ids(below, column) > 0.9 for column in range(len(first))
    )


def _column(rows: Sequence[Sequence[str]], has_titles: bool) -> int:
    """The one whose title says id, then name, where there is something below it; the first of ids; the first
    with something in it."""
    if not rows:
        return 0
    titles = [folded(cell).strip(" :") for cell in rows[0]] if has_titles else []
    for known in (_ID_TITLES, _NAME_TITLES):
        for column, title in enumerate(titles):
            if title in known and any(row[column].strip() for row in rows[1:]):
                return column
    sample = rows[has_titles : _SAMPLE + 1]
    columns = range(len(rows[0]))
    ids = next((column for column in columns if _share_of_ids(sample, column) > 0.9), None)
    filled = next((column for column in columns if any(row[column].strip() for row in sample)), 0)
    return filled if ids is None else ids


def _share_of_ids(rows: Sequence[Sequence[str]], column: int) -> float:
    cells = [row[column] for row in rows if row[column].strip()]
    return sum(as_id(cell) is not None for cell in cells) / len(cells) if cells else 0.0


def _line(cell: str) -> str:
    """A cell that would fall apart though it is one business is written in quotes."""
    is_list = all(as_id(part) for part in cell.replace(",", " ").replace(";", " ").split())
    return cell if is_list and not _is_grouped(cell) else _one(cell)


def _is_grouped(cell: str) -> bool:
    groups = cell.split(",")
    return len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _one(cell: str) -> str:
    return written_for(cell) if as_id(cell) is None else cell
