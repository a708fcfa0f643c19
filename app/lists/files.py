"""Lists from files: TXT and CSV in the usual encodings, and XLSX. The bytes say what it is, not the name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO

from app.core.errors import ListUnreadable
from app.core.text import visible
from app.lists.decoding import decoded
from app.lists.entries import MOST_ENTRIES, entries_of_line, lines_of
from app.lists.sheet import MOST_ROWS, Sheet, is_title, sheet_of, text_rows, without_delimiter_line

LARGEST_MB = 20
LONGEST_TEXT = 2_000_000
"""Characters of a pasted text: 100 for each entry."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""Begins the workbooks of before 2007, and a workbook that is encrypted."""

_OF_OTHERS = ("%PDF", "{\\rtf")
_MARKUP = ("<html", "<!doctype", "<table", "<?xml")
"""Begins what web applications call a workbook."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_list(path: Path, wanted: str = "") -> Sheet:
    """The file as a sheet: of a workbook the one that is `wanted`, or else the one that looks right. Blocks
    on the disk. Raises ListUnreadable."""
    place = visible(path.name)
    try:
        with path.open("rb") as file:
            return read_list_from(file, place, wanted)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ListUnreadable("missing", place) from error


def read_list_from(file: IO[bytes], place: str, wanted: str = "") -> Sheet:
    """The same of an open file, or of a pipe."""
    return list_of(file.read(LARGEST_MB * 1_000_000 + 1), place, wanted)


def list_of(data: bytes, place: str, wanted: str = "") -> Sheet:
    """The same of the bytes of a file; `place` is its name for people. Raises ListUnreadable."""
    if len(data) > LARGEST_MB * 1_000_000:
        raise ListUnreadable("large", place, LARGEST_MB)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        from app.lists.xlsx import workbook_page

        page = workbook_page(data, place, wanted)
        sheet = replace(sheet_of(page.rows), name=page.name, names=page.names)
    elif data.startswith(_OLE):
        raise ListUnreadable("protected" if _ENCRYPTED in data else "old", place)
    else:
        text = decoded(data)
        if text is None or text.startswith(_OF_OTHERS):
            raise ListUnreadable("binary", place)
        if text.lstrip()[:9].casefold().startswith(_MARKUP):
            raise ListUnreadable("other", place)
        sheet = sheet_of_text(text, ",;\t|" if place.casefold().endswith(".csv") else "\t")
    if not sheet.rows:
        raise ListUnreadable("empty", place)
    if len(sheet.rows) > MOST_ROWS:
        raise ListUnreadable("rows", place, MOST_ROWS)
    return sheet


def sheet_of_pasted(text: str) -> Sheet:
    """A text of the clipboard as a sheet. Raises ListUnreadable where it is longer than any list."""
    if len(text) > LONGEST_TEXT or len(lines_of(text)) > MOST_ROWS:
        raise ListUnreadable("entries", "", MOST_ENTRIES)
    return sheet_of_text(text)


def sheet_of_text(text: str, delimiters: str = "\t") -> Sheet:
    """A text as a sheet: of the columns between `delimiters`, where it is a table, else of its lines. What is
    copied in a spreadsheet has tabs."""
    text, told = without_delimiter_line(text)
    rows = text_rows(text, told or delimiters)
    plain = [[line] for line in lines_of(text)]
    return sheet_of(plain, is_plain=True) if rows is None else sheet_of(rows)


def looks_like_list(text: str) -> bool:
    """Several ids or lines, so that a search for the text would find nothing: what is pasted then opens as a
    list. A name is none, whatever commas and blanks it has."""
    written = [line for line in lines_of(text) if line.strip() and not is_title(line)]
    if len(written) != 1:
        return len(written) > 1
    return "\t" in written[0].strip() or _holds_ids(written[0])


def _holds_ids(line: str) -> bool:
    found = [part for entry in entries_of_line(line) for part in entry.parts or (entry,)]
    return len(found) > 1 and all(entry.is_like_id for entry in found)
