"""Small but real files for the demo's attachments: a page of PDF, a preview in PNG."""

from __future__ import annotations

import struct
import zlib
from random import Random

_WIDTH, _HEIGHT = 48, 64


def receipt_pdf(sender: str) -> bytes:
    """A PDF of one page that tells who sent it."""
    return _pdf(("Receipt", f"From billing@{sender}"))


def contract_pdf(number: int) -> bytes:
    """A PDF of one page that stands for a contract."""
    return _pdf((f"Contract {number}", "To be kept: this file does not belong to a receipt."))


def previews(random: Random, count: int = 12) -> tuple[bytes, ...]:
    """Different pictures that look like a small receipt."""
    return tuple(_receipt_png(random) for _ in range(count))


def logo_png(random: Random) -> bytes:
    """A square in one colour."""
    row = b"\0" + bytes(random.randrange(40, 220) for _ in range(3)) * 32
    return _png(32, 32, 2, row * 32)


def _pdf(lines: tuple[str, ...]) -> bytes:
    text = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 14 Tf 40 320 Td {text} ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 280 360]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    )
    body = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return bytes(
        body
    ) + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(body),
    )


def _receipt_png(random: Random) -> bytes:
    lengths = [random.randrange(12, 36) for _ in range(_HEIGHT // 6 + 1)]
    rows = bytearray()
    for y in range(_HEIGHT):
        printed = lengths[y // 6] if y % 6 in (2, 3) else 0
        rows += b"\0" + b"\xff" * 6 + b"\x60" * printed + b"\xff" * (_WIDTH - 6 - printed)
    return _png(_WIDTH, _HEIGHT, 0, bytes(rows))


def _png(width: int, height: int, colour_type: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
