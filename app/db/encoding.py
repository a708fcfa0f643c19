"""How texts come from the server: as UTF-8, whatever the surroundings say (PGCLIENTENCODING, the URL).

A database in SQL_ASCII holds bytes of any encoding, which the server would refuse to hand over as UTF-8, and
the whole answer with them. From such a one they are taken as they are: what is UTF-8 becomes text, other
bytes become lone surrogates, and are written back as the same bytes.
https://www.postgresql.org/docs/current/multibyte.html
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from psycopg2 import extensions

UTF8, ANY_BYTES = "UTF8", "SQL_ASCII"
_CODEC = "utf_8_or_any_bytes"
_ERRORS = "surrogateescape"


def connect(dialect: Any, options: Mapping[str, str]) -> Any:
    """A new connection of the driver, on which no text fails to be read."""
    connection = dialect.connect(**{**options, "client_encoding": UTF8})
    if connection.info.parameter_status("server_encoding") != ANY_BYTES:
        return connection
    connection.close()
    return dialect.connect(**{**options, "client_encoding": ANY_BYTES})


def _decode(data: Any, _errors: str = "strict") -> tuple[str, int]:
    read = bytes(data)
    return read.decode("utf-8", _ERRORS), len(read)


def _encode(text: str, _errors: str = "strict") -> tuple[bytes, int]:
    return text.encode("utf-8", _ERRORS), len(text)


def _find(name: str) -> codecs.CodecInfo | None:
    return codecs.CodecInfo(_encode, _decode, name=_CODEC) if name == _CODEC else None


codecs.register(_find)
# The driver looks for the server's name of it without its sign, too.
extensions.encodings.update(dict.fromkeys((ANY_BYTES, ANY_BYTES.replace("_", "")), _CODEC))
