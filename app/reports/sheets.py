"""The rows of a report for spreadsheets: one table as CSV, several sheets as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.next_step import NextStep
from app.actions.report import BusinessLine, RunReport, Undone
from app.core.run import FileCounts
from app.core.tabular import Cell, csv_lines
from app.core.text import visible
from app.reports.making import Origin, document_of
from app.reports.sayings import (
    pace_text,
    place_text,
    refusal_text,
    state_text,
    step_text,
    undone_reason,
)
from app.reports.words import Words

MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
"""What keeps names and figures apart in a text; a cell of a spreadsheet needs none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook; figures and times are such, and no texts."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def report_csv(report: RunReport, origin: Origin, words: Words) -> Iterator[str]:
    """The lines of a CSV file: one for each business, and for each that got no job. Run, person and checksum
    stand on each of them, so that a line is understood by itself."""
    checksum = document_of(report, origin, words).checksum
    return csv_lines(_titles(words), _rows(report, words, checksum))


def sheets_of(report: RunReport, origin: Origin, words: Words) -> list[Sheet]:
    """The sheets of a workbook: what the run was, its businesses, and what was not done."""
    return _Sheets(report, origin, words).all()


def _titles(words: Words) -> list[str]:
    return _Titles(words).of_businesses()


def _rows(report: RunReport, words: Words, checksum: str) -> Iterator[list[Cell]]:
    run = report.row.run
    whose = [visible(run.name), report.row.id]
    by = report.row.requested_by and visible(report.row.requested_by)
    behind = [by, pace_text(report.policy, words), checksum]
    undone: dict[int, list[Undone]] = {}
    for one in report.undone:
        undone.setdefault(one.business_id, []).append(one)
    for line in report.businesses:
        yield [*whose, *_business(line, undone.get(line.business_id, ()), words), *behind]
    not_started = _Titles(words).not_started
    for refused in report.refused:
        nothing: list[Cell] = [None] * 14
        why = [_plain(refusal_text(refused, words)), _step(refused.step, words)]
        name = visible(refused.business) if refused.business_id is not None else f"× {refused.count}"
        yield [*whose, refused.business_id, name, not_started, *nothing, *why, *behind]


def _business(line: BusinessLine, undone: Sequence[Undone], words: Words) -> list[Cell]:
    return [
        line.business_id,
        visible(line.business),
        state_text(line.state, words),
        *(line.before, line.deleted, line.failed, line.after),
        *_counts(line.files),
        _local(line.kept_until),
        _local(line.started_at),
        _local(line.ended_at),
        line.seconds if line.seconds is None else round(line.seconds, 1),
        visible(_plain(place_text(line.runs_on, words))) if line.runs_on is not None else None,
        "; ".join(f"{one.count}: {_plain(undone_reason(one, words))}" for one in undone),
        "; ".join(dict.fromkeys(filter(None, (_step(one.step, words) for one in undone)))),
    ]


def _counts(files: FileCounts) -> list[int]:
    """In the order of the titles."""
    return [files.deleted, files.needed, files.kept, files.missing, files.left]


def _step(step: NextStep, words: Words) -> str:
    return "" if step is NextStep.NOTHING else step_text(step, words)


def _plain(text: str) -> str:
    return text.translate(MARKS)


def _local(utc: datetime | None) -> datetime | None:
    """On this computer's clock, as spreadsheets have times: without a zone."""
    return utc and utc.replace(tzinfo=UTC).astimezone().replace(tzinfo=None, microsecond=0)


class _Titles:
    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def not_started(self) -> str:
        return self._words.translate("Report", "Not started")

    def of_businesses(self) -> list[str]:
        return [
            self._words.translate("Report", "Run"),
            self._words.translate("Report", "Run ID"),
            self._words.translate("Report", "Business ID"),
            self._words.translate("Report", "Business"),
            self._words.translate("Report", "Status"),
            self._words.translate("Report", "Receipts before"),
            self._words.translate("Report", "Receipts deleted"),
            self._words.translate("Report", "Receipts failed"),
            self._words.translate("Report", "Receipts after"),
            self._words.translate("Report", "Files deleted"),
            self._words.translate("Report", "Files still needed"),
            self._words.translate("Report", "Files kept"),
            self._words.translate("Report", "Files missing before"),
            self._words.translate("Report", "Files left"),
            self._words.translate("Report", "Files kept until"),
            self._words.translate("Report", "Started"),
            self._words.translate("Report", "Ended"),
            self._words.translate("Report", "Seconds"),
            self._words.translate("Report", "Ran on"),
            self._words.translate("Report", "Not done, and why"),
            self._words.translate("Report", "Next step"),
            self._words.translate("Report", "Requested by"),
            self._words.translate("Report", "Pace"),
            self._words.translate("Report", "Checksum of the report"),
        ]

    def of_failures(self) -> list[str]:
        return [
            self._words.translate("Report", "Business ID"),
            self._words.translate("Report", "Business"),
            self._words.translate("Report", "Receipts not done"),
            self._words.translate("Report", "Files not done"),
            self._words.translate("Report", "Reason"),
            self._words.translate("Report", "Next step"),
            self._words.translate("Report", "Receipt IDs"),
        ]


class _Sheets:
    def __init__(self, report: RunReport, origin: Origin, words: Words) -> None:
        self._report = report
        self._words = words
        self._document = document_of(report, origin, words)

    def all(self) -> list[Sheet]:
        report, words = self._report, self._words
        titles = _Titles(words)
        return [
            Sheet(
                self._words.translate("Report", "Summary"),
                [self._words.translate("Report", "Item"), self._words.translate("Report", "Value")],
                self._summary(),
            ),
            Sheet(
                self._words.translate("Report", "Businesses"),
                titles.of_businesses(),
                _rows(report, words, self._document.checksum),
            ),
            Sheet(
                self._words.translate("Report", "What could not be done"),
                titles.of_failures(),
                (_failure(one, words) for one in report.undone),
            ),
        ]

    def _summary(self) -> list[tuple[Cell, Cell]]:
        document, report = self._document, self._report
        figures = [report.before, report.deleted, report.failed, report.after]
        counts = _counts(report.files)
        names = _Titles(self._words).of_businesses()[5:14]
        left, right = document.facts
        told: list[tuple[Cell, Cell]] = [
            (self._words.translate("Report", "Run"), _plain(document.title)),
            (self._words.translate("Report", "Result"), _plain(document.verdict)),
            (self._words.translate("Report", "Database"), _plain(document.place)),
            (self._words.translate("Report", "Businesses"), len(report.businesses)),
            *zip(names, [*figures, *counts], strict=True),
            *((fact.label, _plain(fact.value)) for fact in (*left, *right)),
            (self._words.translate("Report", "Source"), _plain(document.source)),
            ("SHA-256", document.checksum),
        ]
        return told


def _failure(one: Undone, words: Words) -> list[Cell]:
    is_files = one.what == "files"
    return [
        one.business_id,
        visible(one.business),
        None if is_files else one.count,
        one.count if is_files else None,
        _plain(undone_reason(one, words)),
        _step(one.step, words),
        ", ".join(map(str, one.item_ids)),
    ]
