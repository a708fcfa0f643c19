"""Workbooks of the format XLSX, by openpyxl: loaded only when one is opened."""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.core.errors import ListUnreadable
from app.lists.sheet import MOST_COLUMNS, MOST_ROWS

_MOST_UNPACKED = 300_000_000
"""Bytes that a workbook of a list may have without its compression: a damaged or malicious one has more."""

_DAMAGED = (
    *(
        BadZipFile,
        LargeZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        InvalidFileException,
        ParseError,
    ),
    # What openpyxl meets in a workbook whose parts are missing or do not fit each other.
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook, and the `names` of all that have something in them, this one among them."""

    name: str
    names: tuple[str, ...]
    rows: list[list[str]]


def workbook_page(data: bytes, place: str, wanted: str = "") -> Page:
    """The cells of the sheet `wanted`, as they are shown; or else of the one that is open in the workbook, or
    of the first that has some.

    Raises ListUnreadable; `place` is the file's name for people.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(part.file_size for part in archive.infolist())
        if "xl/workbook.xml" not in names:
            raise ListUnreadable("other", place)
        if unpacked > _MOST_UNPACKED:
            raise ListUnreadable("large", place, _MOST_UNPACKED // 1_000_000)
        # It tells of styles and extensions that it leaves out.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            if not book.worksheets:  # it leaves out sheets whose part is missing
                raise ListUnreadable("damaged", place)
            return _page(book, wanted)
        finally:
            book.close()
    except _DAMAGED as error:
        raise ListUnreadable("damaged", place) from error


def _page(book: Any, wanted: str) -> Page:
    filled = {sheet.title: sheet for sheet in _sheets(book) if _rows(sheet, 1)}
    name = wanted if wanted in filled else book.active.title if book.active else ""
    name = name if name in filled else next(iter(filled), "")
    return Page(name, tuple(filled), _rows(filled[name], MOST_ROWS + 1) if filled else [])


def _sheets(book: Any) -> list[Any]:
    """Those that can be seen, of which one is open."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _rows(sheet: Any, most: int) -> list[list[str]]:
    """The first that have something in them. One more than may be tells the caller that there are more."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    filled = ([_text(value) for value in row] for row in rows)
    return list(islice((row for row in filled if any(row)), most))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 2**63:
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)
