"""A restore: one row of `sweep_restores`, by which what a job deleted comes back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeGuard

from app.core.bounds import CURSOR_LENGTH
from app.core.job import STALE_AFTER
from app.core.restore_errors import RestoreDamaged

NOTED = 1_000
"""Items that one restore names, of those in conflict as of those that failed; others are only counted."""


class RestoreStatus(StrEnum):
    """The values of `sweep_restores.status`; the table's CHECK constraint allows no other."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


ACTIVE = frozenset({RestoreStatus.QUEUED, RestoreStatus.RUNNING, RestoreStatus.PAUSED})
"""At most one restore of a business may be in these (`sweep_restores_unique_active`); no deletion starts
there meanwhile."""

AT_WORK = frozenset({RestoreStatus.QUEUED, RestoreStatus.RUNNING})
"""A console has it, or had it when it ended."""

GOES_ON = frozenset({RestoreStatus.PAUSED, RestoreStatus.FAILED})
"""From these a person may let it go on, whoever had it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come back: the items of a job's business that have one of the job's stamps; of these only
    `items`, by their ids, where a person has chosen some."""

    job_id: int
    stamps: tuple[datetime, ...]
    items: tuple[int, ...] | None = None

    @classmethod
    def parse(cls, text: str | None) -> Wanted:
        """Reads the column's text. Raises RestoreDamaged where it is not as `text` writes it: a guess could
        give back what others have deleted."""
        if text is None or len(text) > CURSOR_LENGTH:
            raise RestoreDamaged("no text" if text is None else f"more than {CURSOR_LENGTH:,} characters")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RestoreDamaged(str(error)) from error
        match data:
            case {"job": int(job_id), "stamps": [*stamps], **more} if type(job_id) is int and job_id > 0:
                times = tuple(_moment(one) for one in stamps)
                chosen = more.pop("items", None)
                if not more and times and (chosen is None or _are_ids(chosen)):
                    return cls(job_id, times, None if chosen is None else tuple(chosen))
        raise RestoreDamaged("not of the expected shape")

    def text(self) -> str:
        """The JSON for the column."""
        data: dict[str, Any] = {
            "job": self.job_id,
            "stamps": [at.isoformat(" ", "microseconds") for at in self.stamps],
        }
        if self.items is not None:
            data["items"] = list(self.items)
        return json.dumps(data, ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class Notes:
    """What could not come back, by id and the first NOTED of each kind: `conflicts` with the id of the live
    item of the same message, `failures` with what the database said."""

    conflicts: tuple[tuple[int, int], ...] = ()
    failures: tuple[tuple[int, str], ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> Notes:
        """Nothing is decided by them, so what is none of them is left out."""
        try:
            data = json.loads(text or "{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(data, dict):
            return cls()
        return cls(_pairs(data.get("conflicts"), int), _pairs(data.get("failures"), str))

    def text(self) -> str:
        """The JSON for the column."""
        return json.dumps({"conflicts": self.conflicts, "failures": self.failures}, ensure_ascii=True)

    def adding(self, conflicts: Sequence[tuple[int, int]], failures: Sequence[tuple[int, str]]) -> Notes:
        """With these, as far as there is room."""
        return Notes((*self.conflicts, *conflicts)[:NOTED], (*self.failures, *failures)[:NOTED])


@dataclass(frozen=True, slots=True)
class Restore:
    """One row of `sweep_restores` as it was read; times are naive UTC of the database's clock, `read_at` is
    the moment of reading.

    `total` items were to come back when it began. Of these `restored` have, `conflicts` cannot, because there
    is a live item of the same message, and `failed` the database has refused; `gone` were no longer deleted
    with the stamp when it ended, as others had restored or removed them. Items up to `last_id` are done.
    `run_id` and `run_name` are those of the job's run, or empty.
    """

    id: int
    business_id: int
    business_name: str | None
    job_id: int
    requested_by_user_id: int | None
    requested_by: str | None
    status: RestoreStatus
    run_id: str
    run_name: str
    wanted_text: str | None
    total: int
    restored: int
    conflicts: int
    failed: int
    gone: int
    notes: Notes
    last_id: int
    owner: str | None
    last_error: str | None
    created_at: datetime | None
    updated_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None
    read_at: datetime

    @property
    def wanted(self) -> Wanted:
        """Raises RestoreDamaged."""
        return Wanted.parse(self.wanted_text)

    @property
    def done(self) -> int:
        """Items that have been decided."""
        return self.restored + self.conflicts + self.failed + self.gone

    @property
    def fraction(self) -> float:
        """How far it is, 0 to 1."""
        if self.status is RestoreStatus.COMPLETED or self.total <= 0:
            return 1.0 if self.status is RestoreStatus.COMPLETED else 0.0
        return min(1.0, self.done / self.total)

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def seconds_alive(self) -> float | None:
        """For how many more seconds the last heartbeat proves that a console has it; None where it does
        not."""
        if self.status not in AT_WORK or self.heartbeat_at is None:
            return None
        left = (self.heartbeat_at - self.read_at + timedelta(seconds=STALE_AFTER)).total_seconds()
        return left if left > 0 else None

    @property
    def seconds_to_rescue(self) -> int:
        """Whole seconds until it may be taken over, if no further heartbeat comes."""
        return math.ceil(self.seconds_alive or 0.0)

    @property
    def is_stale(self) -> bool:
        """Its console has ended: it may go on elsewhere."""
        return self.status in AT_WORK and self.seconds_alive is None

    @property
    def may_go_on(self) -> bool:
        """Paused, failed, or left behind by a console that has ended."""
        return self.status in GOES_ON or self.is_stale

    @property
    def may_pause(self) -> bool:
        return self.status in AT_WORK

    @property
    def may_cancel(self) -> bool:
        return self.is_active


_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}")


def _moment(value: object) -> datetime:
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:  # a day that no month has
            pass
    raise RestoreDamaged("not of the expected shape")


def _are_ids(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(one) is int and 0 < one < 2**63 for one in value)


def _pairs(value: object, kind: type[Any]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        (one[0], one[1])
        for one in value[:NOTED]
        if isinstance(one, list) and len(one) == 2 and type(one[0]) is int and type(one[1]) is kind
    )
