"""Values that a database may hold and nobody thinks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.actions.details import FailedLine
from app.actions.preview import BusinessPreview
from app.core.job import Job, JobStatus
from app.core.pace import SlowReason
from app.core.policy import Pace
from app.core.record import AuditLine
from app.core.worker import Owner
from app.engine.events import Ending, SliceResult, WaitReason
from app.engine.job_type import Preview
from app.viewmodel.activity import Batches, Began, Event, Left, Waited
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState, Stopping, Wait
from tests.support.jobs import a_job
from tests.support.rows import a_row

TEXTS = (
    "",
    " ",
    "\0",
    "a\0b\x1b[31m\x7f\x85",
    "\ud800",
    "a\udfffb",
    "\u202eabc\u2066",
    "\u2028\u2029\n\r\t",
    "<b>&amp;</b>",
    "{reason} {0} {} %s %n",
    "=cmd|' /C calc'!A0",
    "\U0010ffff\ufffe\ufdd0",
    "e" + "\u0301" * 500,
    "ש" * 3_000,
    "x" * 1_000_000,
    "w " * 500_000,
)
INTEGERS = (0, 1, -1, 2**31, -(2**31), 2**32 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, -(10**50))
FLOATS = (0.0, -1.0, 1e-300, 1e300, float("nan"), float("inf"), float("-inf"))
MOMENTS = (
    None,
    datetime.min,
    datetime(1, 1, 1, 23, 59, 59, 999_999),
    datetime(1582, 10, 10),
    datetime(1969, 12, 31, 23, 59, 59),
    datetime(2026, 3, 27, 2, 30),
    datetime(9999, 12, 31, 12),
    datetime.max,
)
DAYS = (None, date.min, date(1582, 10, 10), date.max)
AMOUNTS = tuple(
    Decimal(text)
    for text in (
        *("0", "-0.005", "1e-30", "1e100", "-1e100", "1e131071", "1e999999", "9" * 27 + ".99"),
        *("NaN", "-NaN", "sNaN", "NaN123", "Infinity", "-Infinity"),
    )
)


def jobs() -> Iterator[Job]:
    """A job with each odd value in each of its columns, in each status in which that could matter."""
    for status in JobStatus:
        for values in _columns():
            yield a_job(status=status, **{"total": 10, "processed": 3, **values})


def rows() -> Iterator[ShownRow]:
    """The same as rows of the table, each of another business, and odd values of what is beside the job."""
    for key, job in enumerate(jobs(), 1):
        values = {name: getattr(job, name) for name in Job.__dataclass_fields__}
        values["id"] = key
        del values["status"], values["business_id"]
        yield a_row(key, status=job.status, speed=45.0, seconds_left=9.0, **values)
    key = 100_000
    for shown in _beside():
        key += 1
        yield _with_id(shown, key)


def _columns() -> Iterator[dict[str, Any]]:
    for name, odd in {
        **dict.fromkeys(("last_error", "cursor_text", "requested_by", "job_type"), TEXTS),
        **dict.fromkeys(("total", "processed", "succeeded", "failed"), INTEGERS),
        **dict.fromkeys(
            ("created_at", "updated_at", "started_at", "finished_at", "heartbeat_at", "read_at"), MOMENTS
        ),
        "idle_seconds": FLOATS,
    }.items():
        for value in odd:
            if name != "read_at" or value is not None:
                yield {name: value}
    yield {"heartbeat_at": datetime.max, "read_at": datetime.min, "idle_seconds": float("inf")}
    yield {"total": 3, "processed": 2**63, "failed": -5, "succeeded": 2**64}


def _beside() -> Iterator[ShownRow]:
    running = JobStatus.RUNNING
    for text in TEXTS:
        yield a_row(1, text)
        yield a_row(1, status=running, owner=Owner.OTHER_COMPUTER, workstation=text)
        yield a_row(1, status=running, local=LocalState(1, wait=Wait(WaitReason.BACKOFF, 4.0, text)))
    for number in INTEGERS:
        yield a_row(number, left=number)
        yield a_row(1, left=number, status=JobStatus.COMPLETED, lowest_live=number)
    for seconds in FLOATS:
        yield a_row(1, status=running, speed=seconds, seconds_left=seconds, total=9)
        pace = Pace(2**63, seconds, SlowReason.LOCKS)
        yield a_row(1, status=running, local=LocalState(1, pace=pace), free_at=seconds)
        for stopping in (None, *Stopping):
            wait = Wait(WaitReason.THROTTLE if stopping else WaitReason.DATABASE, seconds)
            yield a_row(1, status=running, local=LocalState(1, False, stopping, wait))


def _with_id(shown: ShownRow, key: int) -> ShownRow:
    if shown.row.business.id != 1:
        return shown
    return replace(shown, row=replace(shown.row, business=replace(shown.row.business, id=key)))


def previews() -> list[BusinessPreview]:
    """What a confirmation may have to show."""
    found = [
        Preview(number, ((text[:20], amount),), day, day, number, number)
        for number, text, amount, day in zip(
            INTEGERS * 2, TEXTS + TEXTS[:6], AMOUNTS + AMOUNTS[:8], DAYS * 5 + DAYS[:2], strict=True
        )
    ]
    found += [Preview(1, (("USD", amount),)) for amount in AMOUNTS]
    return [BusinessPreview(key, TEXTS[key % len(TEXTS)], one, None) for key, one in enumerate(found, 1)]


def failures() -> list[FailedLine]:
    """What the tab of the failures may have to show."""
    lines = [FailedLine(number, "why", "Vendor") for number in INTEGERS]
    lines += [FailedLine(5, text, text, Decimal(1), text[:20]) for text in TEXTS]
    return lines + [FailedLine(6, "why", "Vendor", amount, "USD") for amount in AMOUNTS]


def audit_lines() -> list[AuditLine]:
    """What the audit trail may hold."""
    lines = []
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00+00:00"):
        lines += [
            AuditLine(at, text, text, 1, text, text, None, None, text, text, None, None, None, text)
            for text in TEXTS
        ]
        lines += [
            AuditLine(
                at, "pause", "paused", number, "a@b", "desk", number, 1, None, None, number, number, number
            )
            for number in INTEGERS
        ]
    return lines


def events() -> list[Event]:
    """What workers may tell."""
    now = datetime.now(UTC)
    whats: list[Any] = [Began(), *(Batches(number) for number in INTEGERS)]
    whats += [Waited(WaitReason.BACKOFF, number, "why", 2**40) for number in FLOATS]
    whats += [Waited(WaitReason.DATABASE, 1.0, text) for text in TEXTS]
    whats += [
        Left(SliceResult(1, Ending.FAILED, number, number, error=text))
        for number, text in zip(INTEGERS, TEXTS[-len(INTEGERS) :], strict=True)
    ]
    return [Event(now, what, number) for number, what in enumerate(whats)]
