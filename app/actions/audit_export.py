"""The record as a file for other programs: with the names of the record itself, and its times in UTC, the
same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import Enum

from app.actions.audit_reading import Recorded
from app.core.record import NAMES, Filed
from app.core.tabular import csv_lines


class ExportKind(Enum):
    """By the ending of the file's name."""

    CSV = ".csv"
    JSON_LINES = ".jsonl"


def lines_of(kind: ExportKind, found: Iterable[Recorded]) -> Iterator[str]:
    """The lines of the file. JSON Lines are as the record itself has them: their hashes can be checked."""
    return _csv(found) if kind is ExportKind.CSV else map(_json, found)


def _csv(found: Iterable[Recorded]) -> Iterator[str]:
    rows = (
        [
            *asdict(line).values(),
            *((sealed.writer, sealed.number, sealed.hash) if sealed else (None, None, None)),
        ]
        for line, sealed in found
    )
    return csv_lines([*NAMES, "writer", "number", "hash"], rows)


def _json(one: Recorded) -> str:
    return Filed(one.sealed).text if one.sealed else one.line.json
