"""Printing a report where there is no window."""

from __future__ import annotations

from app.bootstrap.resources import RESOURCES
from app.reports.document import Document
from app.ui.printing.pdf import pdf_of, without_a_window


def print_pdf(document: Document) -> bytes:
    """The PDF of a report. Call it in the main thread, once in a process."""
    with without_a_window(RESOURCES):
        return pdf_of(document, lambda _page: True) or b""
