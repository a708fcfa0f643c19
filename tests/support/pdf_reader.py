"""A PDF as another program reads it: its texts, where they stand, and what is on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

ISOLATES = re.compile("[\u2066-\u2069\u200b\ufeff\ufffe\x02]")

WHITE = 0xFF

FINE = 2
"""Pixels to a point."""


class Pdf:
    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @property
    def facts(self) -> dict[str, str]:
        """Title, creator and the like."""
        return dict(self._document.get_metadata_dict(skip_empty=True))

    def size(self, page: int) -> tuple[float, float]:
        """In points."""
        size: tuple[float, float] = self._document[page].get_size()
        return size

    def text(self, page: int) -> str:
        """All of it on one line, without what cannot be seen."""
        found = self._document[page].get_textpage().get_text_range()
        return re.sub(r"\s+", " ", ISOLATES.sub("", found))

    def texts(self) -> list[str]:
        return [self.text(page) for page in range(len(self))]

    def ink(self, page: int) -> tuple[float, float, float, float]:
        """Where the page is not white: left, top, right, bottom, in points; nothing where all is white."""
        bitmap = self._document[page].render(scale=FINE, grayscale=True)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        rows = [pixels[line * stride : line * stride + bitmap.width] for line in range(bitmap.height)]
        white = bytes([WHITE])
        inked = [line for line, row in enumerate(rows) if row.strip(white)]
        left = min(len(rows[line]) - len(rows[line].lstrip(white)) for line in inked)
        right = max(len(rows[line].rstrip(white)) for line in inked)
        return left / FINE, inked[0] / FINE, right / FINE, (inked[-1] + 1) / FINE


@contextmanager
def read_pdf(content: bytes) -> Iterator[Pdf]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield Pdf(document)
    finally:
        document.close()
