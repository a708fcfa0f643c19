"""Bytes of a text file as text, in whichever of the usual encodings they are."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALLOWED_CONTROLS = frozenset("\t\n\r\v\f\x1a\x1c\x1d\x1e\x85")


def decoded(data: bytes) -> str | None:
    """The text, without its mark of byte order; None where it is no text. UTF-8, UTF-16 and UTF-32 are told
    by their marks or by their form; what is neither is Windows-1255, in which Excel saves a CSV in Israel."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :], encoding)
    if b"\0" in data:
        # Line ends, blanks and digits have a zero in their upper half.
        upper_first = data[::2].count(0) > data[1::2].count(0)
        return _text(data, "utf-16-be" if upper_first else "utf-16-le")
    utf8 = _text(data, "utf-8")
    return _text(data, "cp1255") if utf8 is None else utf8


def _text(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = {letter for letter in text if letter < " " or "\x7f" <= letter <= "\x9f"}
    return text if controls <= _ALLOWED_CONTROLS else None
