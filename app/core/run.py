"""A run: what a person started in one go. It stands in the cursor of each of its jobs, and never changes."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.core.errors import PolicyOutOfBounds
from app.core.policy import PaceMode, Policy
from app.core.run_errors import RunLabelTooLong
from app.core.text import cleaned

NAME_LENGTH = 80
"""Characters of a run's name, as of a ticket's number."""

NOTE_LENGTH = 500
"""Characters of its note."""

REFUSED_KEPT = 5_000
"""Ids of refused businesses that are kept by name; further ones are only counted."""

RUN_LENGTH = 120_000
"""Characters of the JSON of a run that is whole: room for all that it may hold."""

_ID = re.compile("[0-9a-f]{12,16}")

_STRING = r'"(?:[^"\\]|\\.)*"'
"""A string in JSON, whatever it holds; in regular expressions of PostgreSQL as of Python."""

_REFUSED = r'\{"[a-z_]+": \[[0-9, ]+\](?:, "[a-z_]+": \[[0-9, ]+\])*\}'

_POLICY = r'\{"mode": "[a-z]+"(?:, "[a-z_]+": [0-9]{1,9})*\}'

AS_STARTED = (
    rf'\{{"id": "[0-9a-f]{{12,16}}"(?:, "name": {_STRING})?(?:, "note": {_STRING})?(?:, "from": {_STRING})?'
    rf'(?:, "policy": {_POLICY})?(?:, "refused": {_REFUSED})?(?:, "unlisted": [0-9]{{1,9}})?\}}'
)
"""The regular expression, of PostgreSQL as of Python, of a run's JSON as this console writes it."""


@dataclass(frozen=True, slots=True)
class RunLabel:
    """What a person calls a run, each of it optional. Control characters are cleaned, and spaces at the ends
    and in rows; raises RunLabelTooLong."""

    name: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for key, longest in (("name", NAME_LENGTH), ("note", NOTE_LENGTH)):
            text = cleaned(getattr(self, key))
            if len(text) > longest:
                raise RunLabelTooLong(key, len(text), longest)
            object.__setattr__(self, key, text)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as each of its jobs names it. `workstation` is the computer it was started at, `policy` how hard
    its jobs were to work (`policy_json`; empty where nobody has written it). `refused` are the businesses
    that were asked for and got no job, by answer; they stand on the run's first job alone, and `unlisted`
    counts those beyond REFUSED_KEPT. `other` are keys that this console does not know."""

    id: str
    name: str = ""
    note: str = ""
    workstation: str = ""
    policy: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unlisted: int = 0
    other: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def fresh(cls, label: RunLabel, workstation: str, policy: Policy | None = None) -> Run:
        """A new one, with an id that no other has."""
        kept = policy_json(policy) if policy else {}
        return cls(secrets.token_hex(6), label.name, label.note, workstation, kept)

    @classmethod
    def parse(cls, value: object) -> Run | None:
        """The JSON object of a cursor, or None where it is not of this shape: nothing is decided by it that
        could harm."""
        if not isinstance(value, dict):
            return None
        keys = {"id", "name", "note", "from", "refused", "unlisted"}
        match {"name": "", "note": "", "from": "", "refused": {}, "unlisted": 0, **value}:
            case {
                "id": str(run_id),
                "name": str(name),
                "note": str(note),
                "from": str(workstation),
                "refused": dict(refused),
                "unlisted": int(unlisted),
            } if (
                _ID.fullmatch(run_id)
                and len(name) <= NAME_LENGTH
                and len(note) <= NOTE_LENGTH
                and all(map(_are_ids, refused.values()))
                and 0 <= unlisted < 10**9
                and type(unlisted) is int
            ):
                ids = {answer: tuple(listed) for answer, listed in refused.items()}
                other = {key: one for key, one in value.items() if key not in keys}
                has_policy = isinstance(other.get("policy"), dict) and other["policy"]
                policy = other.pop("policy") if has_policy else {}
                return cls(run_id, name, note, workstation, policy, ids, unlisted, other)
            case _:
                return None

    @property
    def json(self) -> dict[str, Any]:
        """As it stands in the cursor: empty things left out."""
        own = {
            "id": self.id,
            "name": self.name,
            "note": self.note,
            "from": self.workstation,
            "policy": dict(self.policy),
            "refused": {answer: list(ids) for answer, ids in self.refused.items()},
            "unlisted": self.unlisted,
        }
        return {key: value for key, value in own.items() if value} | dict(self.other)

    def refusing(self, refused: Mapping[str, Sequence[int]]) -> Run:
        """The same, with the businesses that got no job."""
        kept: dict[str, tuple[int, ...]] = {}
        room = REFUSED_KEPT
        for answer, ids in refused.items():
            if listed := tuple(ids[:room]):
                kept[answer] = listed
                room -= len(listed)
        unlisted = sum(map(len, refused.values())) - sum(map(len, kept.values()))
        return replace(self, refused=kept, unlisted=unlisted)


def is_run_id(text: str) -> bool:
    """Whether it could be the id of a run; it may be the name of one as well."""
    return _ID.fullmatch(text) is not None


def policy_json(policy: Policy) -> dict[str, Any]:
    """What of a policy tells how a run went: an adaptive pace chooses size and delay of its batches."""
    fixed = {"batch_size": policy.batch_size, "throttle_ms": policy.throttle_ms}
    cap = policy.runtime_cap_seconds
    return {
        "mode": policy.mode.value,
        **(fixed if policy.mode is PaceMode.FIXED else {}),
        **({"runtime_cap_seconds": cap} if cap is not None else {}),
        "failure_cap": policy.failure_cap,
    }


def policy_in(run: Run) -> Policy | None:
    """The policy that a run was started with; None where it keeps none, or what is none."""
    usual = Policy()
    cap = run.policy.get("runtime_cap_seconds")
    numbers = {
        "batch_size": run.policy.get("batch_size", usual.batch_size),
        "throttle_ms": run.policy.get("throttle_ms", usual.throttle_ms),
        "failure_cap": run.policy.get("failure_cap", usual.failure_cap),
        **({"runtime_cap_seconds": cap} if cap is not None else {}),
    }
    if any(type(one) is not int for one in numbers.values()):
        return None
    try:
        return Policy(mode=PaceMode(str(run.policy.get("mode"))), **{"runtime_cap_seconds": None, **numbers})
    except (ValueError, PolicyOutOfBounds):
        return None


def run_in(cursor_text: str | None) -> Run | None:
    """The run that a cursor names, found without reading all of it: it may hold a thousand failures. A text
    inside the JSON cannot be taken for it, because quotes are escaped there."""
    text = cursor_text or ""
    place = text.find(MARK)
    return run_of(text[place + len(MARK) - 1 :]) if place >= 0 else None


def run_of(text: str) -> Run | None:
    """The run whose JSON the text begins with; None where it does not."""
    try:
        value, _end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return Run.parse(value)


MARK = '"run": {'
"""Where a run begins in a cursor."""


def _are_ids(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(one) is int and one >= 0 for one in value)


class RunState(StrEnum):
    """As what a run counts a job: what a person sees of it, with all that a worker has under `RUNNING`."""

    COMPLETED = "completed"
    WITH_FAILURES = "with_failures"
    """Completed, but some of its items failed."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    STALE = "stale"
    STUCK = "stuck"
    INTERRUPTED = "interrupted"
    """Left behind by a console that has ended: known only to consoles of its computer."""
    RUNNING = "running"
    PAUSED = "paused"
    QUEUED = "queued"


OVER = frozenset({RunState.COMPLETED, RunState.WITH_FAILURES, RunState.CANCELLED, RunState.FAILED})
"""Jobs that nobody runs or will run by themselves."""

NEED_ATTENTION = frozenset(
    {RunState.STALE, RunState.STUCK, RunState.INTERRUPTED, RunState.FAILED, RunState.WITH_FAILURES}
)


@dataclass(frozen=True, slots=True)
class FileCounts:
    """Files of jobs whose work has ended or been interrupted: `deleted` and already `missing` ones, those
    `needed` because something needs them, and those `left` that could not be deleted; `kept` are those that
    go later, as their receipts may come back until then (`core.keeping`)."""

    deleted: int = 0
    missing: int = 0
    needed: int = 0
    left: int = 0
    kept: int = 0

    @property
    def all_but_what_stays(self) -> FileCounts:
        """Without those that a later sweep has met again."""
        return FileCounts(self.deleted, self.missing)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as its jobs' rows say at `read_at`; times are naive UTC, counters in items (receipts).

    `first_job` is its lowest job id, `business_id` and `business` those of that job. `jobs` counts its
    businesses by state, none with 0. `finished_at` is the latest end of a job, `started_at` the first
    beginning. `kept_until` is the time until which all files that its jobs keep stay, None while
    it is active.
    """

    run: Run
    first_job: int
    business_id: int
    business: str
    jobs: Mapping[RunState, int]
    total: int
    processed: int
    succeeded: int
    failed: int
    files: FileCounts
    requested_by: str | None
    created_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    read_at: datetime
    kept_until: datetime | None = None

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def size(self) -> int:
        """How many businesses it has."""
        return sum(self.jobs.values())

    @property
    def over(self) -> int:
        """How many of them are done with."""
        return sum(self.jobs.get(state, 0) for state in OVER)

    @property
    def is_active(self) -> bool:
        """Some of its jobs are not over."""
        return self.over < self.size

    @property
    def needs_attention(self) -> bool:
        """Some of its businesses need a person."""
        return any(self.jobs.get(state, 0) for state in NEED_ATTENTION)

    @property
    def percent(self) -> float | None:
        """Of its items, by the rule of a job (`core.progress.percent`): 100 where all businesses are
        completed without failures, at most 99.9 otherwise, and once it is over without what failed; None
        where it cannot be said."""
        if self.jobs.get(RunState.COMPLETED, 0) == self.size:
            return 100.0
        if self.total <= 0 or self.processed > self.total:
            return None
        done = self.processed if self.is_active else self.processed - self.failed
        return min(99.9, max(0.0, round(done / self.total * 100, 1)))

    @property
    def seconds(self) -> float | None:
        """How long it has taken until its end, or until now."""
        end = self.read_at if self.is_active else self.finished_at
        if self.started_at is None or end is None:
            return None
        return max(0.0, (end - self.started_at).total_seconds())
