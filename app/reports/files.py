"""A report as a file: which kinds there are, and what each of them holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path

from app.actions.report import RunReport
from app.core.text import cleaned
from app.files.saving import kind_of_file
from app.reports.document import Document
from app.reports.html import html_lines
from app.reports.making import Origin, document_of
from app.reports.record import record_of
from app.reports.sheets import report_csv, sheets_of
from app.reports.words import Words

Print = Callable[[Document], bytes]
"""Makes a PDF."""


class ReportKind(Enum):
    """By the ending of the file's name."""

    PDF = ".pdf"
    HTML = ".html"
    XLSX = ".xlsx"
    CSV = ".csv"
    JSON = ".json"

    @classmethod
    def of(cls, path: Path) -> ReportKind:
        """Raises BadInput for another ending."""
        return cls.HTML if path.suffix.lower() == ".htm" else kind_of_file(cls, path)


def pieces(
    kind: ReportKind, report: RunReport, origin: Origin, words: Words, print_pdf: Print
) -> Iterable[str | bytes]:
    """The contents of the file; texts are to be written as UTF-8."""
    match kind:
        case ReportKind.PDF:
            return [print_pdf(document_of(report, origin, words))]
        case ReportKind.HTML:
            return html_lines(document_of(report, origin, words))
        case ReportKind.XLSX:
            from app.reports.workbook import workbook_bytes  # openpyxl is slow to load, and seldom needed

            return [workbook_bytes(sheets_of(report, origin, words), right_to_left=words.is_right_to_left)]
        case ReportKind.CSV:
            return report_csv(report, origin, words)
        case ReportKind.JSON:
            record = record_of(report, origin.environment)
            return [json.dumps(record, ensure_ascii=True, indent=1), "\n"]


def file_name(report_name: str, run_id: str) -> str:
    """A name for the file, without an ending, that every system takes."""
    named = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in cleaned(report_name))
    return f"sweep-report-{named.strip('-')[:60] or run_id}"
