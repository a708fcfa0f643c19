"""How texts come from the server and go to it, whatever the surroundings say (PGCLIENTENCODING, the URL).

From a database in UTF-8 they come as UTF-8. From any other they come as it holds them, byte by byte, because
the server hands nothing over that it cannot turn into UTF-8, and the whole answer with it: a database in
SQL_ASCII holds bytes of any encoding, and in one of eight bits some bytes stand for nothing. What is text
becomes text; other bytes become lone surrogates, and are written back as the same bytes. Nor does it take
what it cannot hold, such as Hebrew in LATIN1, and the whole statement with it, which may be the one that
says why a job has failed: so that is written as it is spelled in JSON, \\u05d0.
https://www.postgresql.org/docs/current/multibyte.html
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from typing import Any

from psycopg2 import extensions

UTF8, ANY_BYTES = "UTF8", "SQL_ASCII"
_SUFFIX = "_or_any_bytes"
_HELD = "surrogateescape"

_LAST_SHORT = 0xFFFF
"""Up to this, four digits spell a character out."""

_PLAINER = str.maketrans("\u00a0“”„‘’–—", ' """\'\'--', "") | {ord("…"): "..."}
"""What people write for a character that only looks better."""


def connect(dialect: Any, options: Mapping[str, str]) -> Any:
    """A new connection of the driver, on which no text fails to be read or written."""
    connection = dialect.connect(**{**options, "client_encoding": UTF8})
    held = connection.info.parameter_status("server_encoding") or UTF8
    if held == UTF8:
        return connection
    connection.close()
    return dialect.connect(**{**options, "client_encoding": held})


def _codec(name: str) -> codecs.CodecInfo | None:
    """Of Python's codec before the suffix; each names itself with letters, digits and _ alone."""
    if not name.endswith(_SUFFIX):
        return None
    inner = name.removesuffix(_SUFFIX)
    return codecs.CodecInfo(_encoder(inner), _decoder(inner), name=name)


def _decoder(inner: str) -> Callable[..., tuple[str, int]]:
    def decode(data: Any, _errors: str = "strict") -> tuple[str, int]:
        read = bytes(data)
        return read.decode(inner, _HELD), len(read)

    return decode


def _encoder(inner: str) -> Callable[..., tuple[bytes, int]]:
    def encode(text: str, _errors: str = "strict") -> tuple[bytes, int]:
        try:
            return text.encode(inner, _HELD), len(text)
        except UnicodeEncodeError:
            return b"".join(_spelled(one, inner) for one in text), len(text)

    return encode


def _spelled(character: str, inner: str) -> bytes:
    for spelling in (character, character.translate(_PLAINER)):
        try:
            return spelling.encode(inner, _HELD)
        except UnicodeEncodeError:
            continue
    code = ord(character)
    return (rf"\u{code:04x}" if code <= _LAST_SHORT else rf"\U{code:08x}").encode()


# SQL_ASCII is no encoding; what Python does not know, EUC_TW, is read as far as it is ASCII.
_INNER = {**extensions.encodings, "EUC_TW": "ascii", "EUCTW": "ascii"}
_INNER |= dict.fromkeys((ANY_BYTES, ANY_BYTES.replace("_", "")), "utf_8")

codecs.register(_codec)
# The driver looks for the server's names of them without their signs, too.
extensions.encodings.update(
    {name: f"{inner}{_SUFFIX}" for name, inner in _INNER.items() if name not in {UTF8, "UNICODE"}}
)
