"""A text taken apart into entries: ids or names of businesses, each with its place in the text.

Lines, tabs and semicolons separate always. Blanks separate where all that stands between them are ids, since
names have blanks. Commas separate ids; between names they may be part of one (“Levi & Sons, Ltd”), so such an
entry keeps its `parts`, and whoever knows the names decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.errors import ListUnreadable
from app.core.text import LARGEST

MOST_ENTRIES = 20_000
"""More than any ticket holds; what is longer is refused as a whole, never cut off."""

LONGEST_ENTRY = 500
"""Characters of an entry that are looked at: no name of a business is longer."""

_COMMAS = ",،，、"
_SEPARATORS = "\t;؛；"
"""In Latin, in Arabic and as wide as Chinese characters."""

_LINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"\s*[•‣◦▪●·∙*–—-]\s+")
_NUMBERING = re.compile(r"\s*(\d{1,5})[.)]\s+(?=\S)")
_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_QUOTES = {'"': '"', "“": "”", "„": "”", "«": "»"}
_QUOTED = {
    mark: re.compile(
        rf"(?:[^{mark}]|{mark}{mark}){{0,{LONGEST_ENTRY}}}?{mark}(?=\s*(?:[{_COMMAS}{_SEPARATORS}]|$))"
    )
    for mark in _QUOTES.values()
}
_PREFIX = re.compile(r"(?:#|№|id\b\s*[:#=]?|מזהה\b\s*[:#=]?)\s*(?=\d)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’\u00a0\u2009\u202f])\d{3})(?:\1\d{3})*")
_WHOLE_DECIMAL = re.compile(r"(\d+)\.0{1,2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one business is named by. It stands in line `line` (from 1) of the text, between the characters
    `start` and `end` of that line.

    `number` is the id, where the text is one: digits of one script, not beginning with 0, within the range of
    the database. `meant` is a number that it may stand for without being an id as it is written: with zeros
    before it or groups of thousands. `parts` are what its commas separate, where there are some: ids too
    where they may be groups of one number.
    """

    line: int
    start: int
    end: int
    text: str
    number: int | None = None
    meant: int | None = None
    parts: tuple[Entry, ...] = ()

    @property
    def is_like_id(self) -> bool:
        """It is written in digits alone, whatever their number."""
        return self.number is not None or _bare(self.text).isdecimal()


def entries_of(text: str) -> list[Entry]:
    """The entries of a text, in its order; empty pieces are none. Raises ListUnreadable past MOST_ENTRIES."""
    lines = lines_of(text)
    numbered = _is_numbered(lines)
    found: list[Entry] = []
    for place, line in enumerate(lines, 1):
        read = _kept_entries if len(line) <= LONGEST_ENTRY else entries_of_line
        found.extend(read(line, place, numbered=numbered))
        if len(found) > MOST_ENTRIES:
            raise ListUnreadable("entries", "", MOST_ENTRIES)
    return found


@lru_cache(maxsize=1 << 15)
def _kept_entries(line: str, place: int, *, numbered: bool) -> tuple[Entry, ...]:
    """Nearly all lines of a text that is being edited stay as they were."""
    return tuple(entries_of_line(line, place, numbered=numbered))


def lines_of(text: str) -> list[str]:
    """The lines of a text, as `Entry.line` counts them."""
    return _LINES.split(text)


def as_id(text: str) -> int | None:
    """The id that a text is, or None."""
    bare = _bare(text)
    if not bare[-1:].isdecimal():  # most names are told from ids by this alone
        return None
    if not text.isprintable() and _DIGITS.findall(text) != _DIGITS.findall(bare):
        return None  # what is hidden between the digits may stand for a blank
    bare = bare[found.end() :] if (found := _PREFIX.match(bare)) else bare
    if decimal := _WHOLE_DECIMAL.fullmatch(bare):
        bare = decimal[1]
    if not _is_of_one_script(bare) or len(bare) > 19 or unicodedata.decimal(bare[0]) == 0:
        return None
    number = int(bare)
    return number if number <= LARGEST else None


def written_for(name: str) -> str:
    """A text that is split into one entry again: `name` itself, in quotes where it would fall apart."""
    line = " ".join(_LINES.split(name)).strip()
    found = list(entries_of_line(line))
    if len(found) == 1 and found[0].text == line and not found[0].parts:
        return line
    return '"' + line.replace('"', '""') + '"'


def entries_of_line(line: str, place: int = 1, *, numbered: bool = False) -> Iterator[Entry]:
    """The entries of the line with the number `place`; where lines are `numbered`, without its own number."""
    begin = 0
    if found := (_NUMBERING.match(line) if numbered else None) or _BULLET.match(line):
        begin = found.end()
    pieces = [piece for piece in _pieces(line, begin, _SEPARATORS) if _bare(line[piece[0] : piece[1]])]
    made = [entry for piece in pieces for entry in _of_piece(place, line, *piece)]
    ids = [entry for entry in made if entry.number is not None]
    # A row of a spreadsheet, with the id and more about the same business: the first id counts.
    is_row = "\t" in line and ids and len(ids) < len(made)
    yield from ids[:1] if is_row else made


def _of_piece(place: int, line: str, start: int, end: int) -> Iterator[Entry]:
    start, end = _trimmed(line, start, end)
    quoted = _unquoted(line[start:end])
    if quoted is not None:
        if _bare(quoted):
            yield _entry(place, start, end, quoted)
        return
    parts = [
        word
        for part in _pieces(line, start, _COMMAS)
        if part[0] < end and _bare(line[part[0] : min(part[1], end)])
        for word in _ids_between_blanks(place, line, part[0], min(part[1], end))
    ]
    is_list = all(part.is_like_id for part in parts) and not _GROUPED.fullmatch(line, start, end)
    if len(parts) == 1 or is_list:
        yield from parts
    elif parts:
        yield _entry(place, start, end, line[start:end], tuple(parts))


def _ids_between_blanks(place: int, line: str, start: int, end: int) -> list[Entry]:
    start, end = _trimmed(line, start, end)
    quoted = _unquoted(line[start:end])
    whole = _entry(place, start, end, line[start:end] if quoted is None else quoted)
    if whole.number is not None or quoted is not None or _GROUPED.fullmatch(line, start, end):
        return [whole]
    words: list[Entry] = []
    begin = start
    for blank in [*_BLANKS.finditer(line, start, end), None]:
        stop = blank.start() if blank else end
        if _bare(line[begin:stop]):
            words.append(_entry(place, begin, stop, line[begin:stop]))
            if not words[-1].is_like_id:
                return [whole]
        begin = blank.end() if blank else end
    return words if len(words) > 1 else [whole]


def _pieces(line: str, start: int, separators: str) -> Iterator[tuple[int, int]]:
    """Where the pieces lie between separators that are not in quotes. A quotation begins with its piece and
    ends before a separator: a mark inside a word is a letter of Hebrew."""
    begin, place = start, start
    while place < len(line):
        letter = line[place]
        if letter in separators:
            yield begin, place
            begin = place = place + 1
        elif letter in _QUOTES and not _bare(line[begin:place]):
            place = _quotation_end(line, place)
        else:
            place += 1
    yield begin, len(line)


def _quotation_end(line: str, start: int) -> int:
    """Behind the quotation that begins at `start`; behind the mark alone, where it is none."""
    found = _QUOTED[_QUOTES[line[start]]].match(line, start + 1)
    return found.end() if found else start + 1


def _unquoted(piece: str) -> str | None:
    closing = _QUOTES.get(piece[:1])
    if closing is None or len(piece) < 2 or not piece.endswith(closing):
        return None
    inside = piece[1:-1]
    # Marks that are not doubled belong to names in the text: "Alma" and "Dor" is no quotation.
    return inside.replace(closing * 2, closing) if closing not in inside.replace(closing * 2, "") else None


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_empty(line[start]):
        start += 1
    while end > start and _is_empty(line[end - 1]):
        end -= 1
    return start, end


def _entry(place: int, start: int, end: int, piece: str, parts: tuple[Entry, ...] = ()) -> Entry:
    text = piece[:LONGEST_ENTRY]
    number = as_id(text)
    return Entry(place, start, end, _bare(text), number, None if number else _meant(text), parts)


def _meant(text: str) -> int | None:
    bare = _bare(text, keep_blanks=True)
    if not bare[-1:].isdecimal():
        return None
    digits = re.sub(r"[.,'’\s]", "", bare) if _GROUPED.fullmatch(bare) else bare
    digits = digits.lstrip("0") if digits.isascii() else digits
    return as_id(digits)


def _bare(text: str, *, keep_blanks: bool = False) -> str:
    """Without hidden marks, such as the ones of direction and of byte order, and without blanks around it."""
    if not text.isprintable():  # few are, and it takes long
        text = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cf", "Cc"})
    return text if keep_blanks else text.strip()


def _is_empty(letter: str) -> bool:
    return letter.isspace() or (not letter.isprintable() and unicodedata.category(letter) in {"Cf", "Cc"})


def _is_of_one_script(digits: str) -> bool:
    """Digits alone, which all stand in the same row of ten of Unicode: a mixture may be a trick."""
    if not digits.isdecimal():
        return False
    return len({ord(digit) - unicodedata.decimal(digit) for digit in digits}) == 1


def _is_numbered(lines: Sequence[str]) -> bool:
    """The lines are counted, 1. 2. 3., as Word does."""
    written = [line for line in lines if _bare(line)]
    numbers = [_NUMBERING.match(line) for line in written]
    counted = [int(found[1]) for found in numbers if found]
    return len(written) > 1 and counted == list(range(1, len(written) + 1))
