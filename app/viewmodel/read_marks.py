"""Which notices a person has read: kept in the settings, for each database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from PySide6.QtCore import QSettings

MARKS_KEY = "notifications/read"

MARKS_KEPT = 200
"""Of one person in one database, the newest."""

READERS_KEPT = 20
"""Persons, each in one database, those who read last."""

LONGEST = 1_000_000
"""Letters of what may be kept; more was not written here."""


@dataclass(frozen=True, slots=True)
class _Marks:
    """All that had ended by `since` (naive UTC) counts as read, and the ends that `read` names, by run."""

    since: datetime = datetime.min
    read: Mapping[str, str] = field(default_factory=dict)


class ReadMarks:
    """Those of `person` at `place`, kept in `store`; what is damaged there counts as none."""

    def __init__(self, store: QSettings, place: str, person: str) -> None:
        self._store = store
        self._reader = sha256(f"{place}\0{person}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._marks = _Marks()
        self.is_new = True
        """Nothing was kept for this person."""
        self.refresh()

    def refresh(self) -> None:
        """Takes over what another window has kept meanwhile."""
        kept = _kept(self._store).get(self._reader)
        if kept is not None:
            self._marks, self.is_new = kept, False

    def begin(self, since: datetime) -> None:
        """From now on marks are kept; what had ended by then counts as read."""
        self._keep(_Marks(since, self._marks.read))

    def is_read(self, run_id: str, end: str, at: datetime | None) -> bool:
        """Whether the person has read of this end of the run, which was `at` (naive UTC)."""
        return self._marks.read.get(run_id) == end or (at is not None and at <= self._marks.since)

    def note(self, ends: Mapping[str, str]) -> None:
        """These ends, by run, are read."""
        self.refresh()
        older = {run_id: end for run_id, end in self._marks.read.items() if run_id not in ends}
        newest = list((older | dict(ends)).items())[-MARKS_KEPT:]
        self._keep(_Marks(self._marks.since, dict(newest)))

    def _keep(self, marks: _Marks) -> None:
        self._marks, self.is_new = marks, False
        others = {reader: one for reader, one in _kept(self._store).items() if reader != self._reader}
        all_kept = {self._reader: marks, **dict(list(others.items())[: READERS_KEPT - 1])}
        self._store.setValue(MARKS_KEY, json.dumps({reader: _json(one) for reader, one in all_kept.items()}))


def _json(marks: _Marks) -> dict[str, Any]:
    return {"since": marks.since.isoformat(), "read": dict(marks.read)}


def _kept(store: QSettings) -> dict[str, _Marks]:
    text = store.value(MARKS_KEY, "")
    if not isinstance(text, str) or len(text) > LONGEST:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    readers = found.items() if isinstance(found, dict) else ()
    return {reader: marks for reader, value in readers if (marks := _marks_in(value)) is not None}


def _marks_in(value: object) -> _Marks | None:
    match value:
        case {"since": str(since), "read": dict(read)}:
            marked = {run_id: end for run_id, end in read.items() if isinstance(end, str)}
        case _:
            return None
    try:
        return _Marks(datetime.fromisoformat(since).replace(tzinfo=None), marked)
    except ValueError:
        return None
