"""The command that says what all jobs of the database come to."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.actions.throughput import JobCounts, LatelyDeleted, Throughput
from app.bootstrap.connection import database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import print_json, print_table, say, utc
from app.core.exit_status import Exit
from app.core.run import RunState
from app.core.throughput import HOUR_SECONDS, STEP_SECONDS, spread
from app.settings import Settings

MINUTE = 60

_WORDS = {
    RunState.STALE: "not responding",
    RunState.STUCK: "stuck",
    RunState.FAILED: RunState.FAILED.value,
    RunState.WITH_FAILURES: "completed with failures",
}
"""As `jobs` calls them, the worst first."""

_STATES = (RunState.RUNNING, RunState.QUEUED, RunState.PAUSED, RunState.FAILED)


def overview(options: Namespace, settings: Settings) -> Exit:
    """Says what was deleted lately, and how many businesses are in which state; with --user of what this user
    may see."""
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        reader = signed_in_reader(profile, database, options)
        reading = Throughput(database, job_types(open_storage(profile.storage)))
        lately, counts = reading.lately(reader), reading.counts(reader)
    if options.json:
        print_json(_json(lately, counts))
        return Exit.DONE
    print_table(
        ("figure", "number"),
        [
            ("receipts deleted today", lately.deleted_today),
            ("receipts deleted in 30 days", lately.deleted_30_days),
            ("receipts deleted in the last hour", round(sum(_per_minute(lately).values()))),
            *((state.value, counts.by_state.get(state, 0)) for state in _STATES),
            ("runs in progress", counts.runs_in_progress),
        ],
    )
    for state, count in _attention(counts).items():
        say(f"Needs attention: {count} {_WORDS[state]}.")
    return Exit.DONE


def _json(lately: LatelyDeleted, counts: JobCounts) -> dict[str, Any]:
    """`throughput` has the last hour, oldest minute first: receipts a second, of jobs that are spread evenly
    over their time. `needs_attention` has the states as `runs --json` has them."""
    return {
        "read_at": utc(lately.read_at),
        "throughput": [
            {"minute": utc(_moment(minute)), "receipts_per_second": round(items / MINUTE, 3)}
            for minute, items in _per_minute(lately).items()
        ],
        "deleted_today": lately.deleted_today,
        "deleted_30_days": lately.deleted_30_days,
        **{state.value: counts.by_state.get(state, 0) for state in _STATES},
        "runs_in_progress": counts.runs_in_progress,
        "needs_attention": {state.value: count for state, count in _attention(counts).items()},
    }


def _attention(counts: JobCounts) -> Mapping[RunState, int]:
    """How many businesses of each kind; what is interrupted only a window knows."""
    found = counts.needs_attention
    return {state: found[state] for state in _WORDS if state in found}


def _per_minute(lately: LatelyDeleted) -> dict[int, float]:
    """Receipts by minute since 1970, of the last hour."""
    steps: dict[int, float] = {}
    last = int(_epoch(lately.read_at) // MINUTE)
    minutes = range(last - HOUR_SECONDS // MINUTE + 1, last + 1)
    first = minutes[0] * MINUTE // STEP_SECONDS
    for job in lately.moved:
        end = min(_epoch(job.end), _epoch(lately.read_at))
        spread(steps, job.succeeded, end if job.begin is None else _epoch(job.begin), end, first)
    found = dict.fromkeys(minutes, 0.0)
    for step, items in steps.items():
        minute = step * STEP_SECONDS // MINUTE
        if minute in found:
            found[minute] += items
    return found


def _epoch(naive: datetime) -> float:
    return naive.replace(tzinfo=UTC).timestamp()


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * MINUTE, UTC).replace(tzinfo=None)
