"""`app.db.encoding`: no text and no byte fails, whatever the encoding."""

from __future__ import annotations

import pytest
from psycopg2 import extensions

from app.db.encoding import ANY_BYTES, UTF8

OTHERS = sorted(set(extensions.encodings.values()) - {extensions.encodings[UTF8]})

EIGHT_BITS = ("ascii", "utf_8", "cp125", "cp866", "cp874", "iso8859", "koi8")

TEXTS = [
    "",
    "plain",
    "החיבור נותק",
    "café",
    "日本",
    "🧾",
    "\ufffd",
    "\udce9",
    "\ud800",
    "\x01",
    "a\u0301",
]


def test_there_are_many() -> None:
    assert len(OTHERS) > 30
    assert ANY_BYTES in extensions.encodings


@pytest.mark.parametrize("codec", OTHERS)
def test_every_text_can_be_written(codec: str) -> None:
    for text in TEXTS:
        written = text.encode(codec)
        assert isinstance(written.decode(codec), str)
        if text.isascii():
            assert written == text.encode("ascii")


@pytest.mark.parametrize("codec", [one for one in OTHERS if one.startswith(EIGHT_BITS)])
def test_every_byte_goes_back_as_it_came(codec: str) -> None:
    held = bytes(range(256))
    assert held.decode(codec).encode(codec) == held


def test_what_cannot_be_held_is_spelled_out() -> None:
    codec = extensions.encodings["LATIN1"]
    assert "é א 🧾".encode(codec) == b"\xe9 " + rb"\u05d0 \U0001f9fe"
    assert "“so”…".encode(codec) == b'"so"...'
    assert "א".encode(extensions.encodings["WIN1255"]) == b"\xe0"
    assert "é".encode(extensions.encodings[ANY_BYTES]) == b"\xc3\xa9"
