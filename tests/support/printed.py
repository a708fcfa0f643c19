"""Reports as PDFs, made in the test's own thread, and what another program sees of them."""

from __future__ import annotations

from app.reports.document import Document
from app.ui.printing.paper import FOOT, HEIGHT, PT, SIDE, TOP, WIDTH
from app.ui.printing.pdf import pdf_of
from tests.support.pdf_reader import Pdf


def on(_page: int) -> bool:
    return True


def made(document: Document) -> bytes:
    content = pdf_of(document, on)
    assert content is not None
    return content


def out_of_the_margins(pdf: Pdf) -> list[tuple[int, tuple[float, float, float, float]]]:
    """The pages on which anything touches them, with a point for smooth edges, and where their ink ends."""
    inks = [(page, pdf.ink(page)) for page in range(len(pdf))]
    return [
        (page, (left, top, right, bottom))
        for page, (left, top, right, bottom) in inks
        if left < SIDE / PT - 1
        or top < TOP / PT - 1
        or right > (WIDTH - SIDE) / PT + 1
        or bottom > (HEIGHT - FOOT) / PT + 1
    ]
