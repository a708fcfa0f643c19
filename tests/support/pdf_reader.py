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

    def places(self, page: int, text: str) -> list[tuple[float, float, float, float]]:
        """Where `text`, which is written from left to right, stands on the page: left, bottom, right, top, in
        points from the lower left corner."""
        content = self._document[page].get_textpage()
        search = content.search(text, match_case=True, match_whole_word=True)
        found = []
        while (match := search.get_next()) is not None:
            boxes = [content.get_charbox(match[0] + letter, loose=True) for letter in range(match[1])]
            found.append((boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]))
        return found

    def colours(self, page: int, across: float) -> set[str]:
        """All that stand above each other so many points from the left edge."""
        bitmap = self._document[page].render(scale=FINE, rev_byteorder=True)
        pixels = bytes(bitmap.buffer)
        begins = (line * bitmap.stride + round(across * FINE) * 3 for line in range(bitmap.height))
        return {"#" + pixels[begin : begin + 3].hex().upper() for begin in begins}

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
