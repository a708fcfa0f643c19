"""The stamps of a job: one `deleted_at` for all items of a slice of its work. By them and the business, what
it deleted is found again; the cursor keeps them with their counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SLICE = timedelta(seconds=60)
"""How old a stamp may be as an item gets it: so much earlier than it was deleted does an item seem to be."""

MANY = 2_000
"""Stamps after which a slice is LONG_SLICE: the whole list is written with each batch."""

LONG_SLICE = timedelta(hours=1)

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """`count` items have this `deleted_at` (naive UTC, of the database's clock)."""

    at: datetime
    count: int

    @property
    def text(self) -> str:
        """JSON as it stands in the cursor: the time as PostgreSQL reads it, always with microseconds."""
        return f'["{self.at.isoformat(" ", "microseconds")}", {self.count}]'


Stamps = tuple[Stamp, ...]
"""In the order in which they were given; the last is the present one."""


def slice_of(stamps: Sequence[Stamp]) -> timedelta:
    """How old the present one may become."""
    return SLICE if len(stamps) < MANY else LONG_SLICE


def present(stamps: Sequence[Stamp], now: datetime) -> datetime:
    """What an item gets that is deleted now. A clock that was set back begins a new one. The same as in
    `receipts.batch_statement`."""
    if stamps and stamps[-1].at <= now < stamps[-1].at + slice_of(stamps):
        return stamps[-1].at
    return now


def counted(stamps: Stamps, at: datetime, count: int) -> Stamps:
    """With `count` more items of the stamp `at`, which is the last one or new."""
    if stamps and stamps[-1].at == at:
        return (*stamps[:-1], Stamp(at, stamps[-1].count + count))
    return (*stamps, Stamp(at, count))


def parse(value: object) -> Stamps | None:
    """The JSON of a cursor; None where it is none."""
    if not isinstance(value, list):
        return None
    found = tuple(stamp for one in value if (stamp := _stamp(one)))
    return found if len(found) == len(value) else None


def _stamp(value: Any) -> Stamp | None:
    match value:
        case [str(at), int(count)] if type(count) is int and count >= 0 and _WRITTEN.fullmatch(at):
            try:
                return Stamp(datetime.fromisoformat(at), count)
            except ValueError:  # a day that no month has
                return None
        case _:
            return None
