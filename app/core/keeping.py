"""How long the files of deleted receipts are kept: until then receipts come back whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.bounds import is_in_range
from app.core.errors import PolicyOutOfBounds

DEFAULT_DAYS = 7
MAX_DAYS = 3650


def check_days(days: int) -> int:
    """Returns `days`; raises PolicyOutOfBounds outside 0–3650. With 0 files go at once, as on the web
    side."""
    if not 0 <= days <= MAX_DAYS:
        raise PolicyOutOfBounds("days that files are kept", days, 0, MAX_DAYS)
    return days


def kept_until(first: datetime | None, days: int) -> datetime | None:
    """Until when all files of a job are kept, at least, whose first stamp is this: those of what it deleted
    later go later. None where none are kept, or nobody knows."""
    return first + timedelta(days=days) if days and first and is_in_range(first) else None


def kept_by(cursor_text: str | None) -> tuple[int, datetime | None]:
    """How many files a job has kept, as far as its slices have told, and until when: found without reading
    all of its cursor, which may be damaged."""
    text = cursor_text or ""
    count, days, first = _COUNT.search(text), _DAYS.search(text), _FIRST.search(text)
    until = kept_until(_moment(first[1]) if first else None, min(int(days[1]), MAX_DAYS) if days else 0)
    return int(count[1]) if count else 0, until


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:  # a day that no month has
        return None


_COUNT = re.compile(r'"files": \[(?:[0-9]{1,15}, ){4}([0-9]{1,15})\]')
_DAYS = re.compile(r'"keep_days": ([0-9]{1,4})\b')
_FIRST = re.compile(r'"stamps": \[\["([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6})"')


@dataclass(frozen=True, slots=True)
class KeepingJob:
    """A job that keeps files, and from when to when it was at work: naive UTC, as PostgreSQL writes it."""

    business_id: int
    begins: str
    ends: str
    days: int


@dataclass(frozen=True, slots=True)
class KeepingJobs:
    """Those of a business and of others that use its files, as they were `at` a moment (naive UTC, as
    PostgreSQL writes it). What was deleted later may be of a job that is not among them."""

    at: str
    jobs: tuple[KeepingJob, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Which files a sweep may delete: those whose receipts were deleted at least N days ago, N being the
    larger of `days`, which is the setting of whoever sweeps, and of what the jobs of their business keep that
    were at work then.

    `stamps` are those of the job that sweeps, empty without one. Where `is_at_once`, that job was to keep
    nothing, so that the files of these receipts are due. With `everything` a person has asked for all files.
    Without `keeping` all is kept.
    """

    days: int = 0
    stamps: tuple[datetime, ...] = ()
    is_at_once: bool = False
    everything: bool = False
    keeping: KeepingJobs = KeepingJobs("-infinity")


ALL_FILES = Due(everything=True)
