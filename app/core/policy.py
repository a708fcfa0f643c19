"""How hard a job may work: the policy a person sets, and the pacer that carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Protocol

from app.core.errors import PolicyOutOfBounds
from app.core.pace import Demand, SlowReason

MIN_BATCH, MAX_BATCH = 1, 10_000
MAX_THROTTLE_MS = 60_000
MIN_CAP_SECONDS, MAX_CAP_SECONDS = 10, 24 * 60 * 60
MAX_FAILED_BATCHES = 100
MIN_WORKERS, MAX_WORKERS = 1, 16
MAX_BACKOFF_SECONDS = 30.0

SMALLEST_BATCH, LARGEST_BATCH = 10, 2_000
"""Between these an adaptive pace chooses."""

FIRST_BATCH = 500
"""Items of the first batch of an adaptive pace, until it is known how long they take."""

TARGET_SECONDS = 0.03
"""What a batch of an adaptive pace should take in the database: whoever comes waits at most so long for what
it holds, and is noticed after one of them. In the same share of time, few large batches delete more than many
small ones (`throughput` in tests/benchmarks)."""

GROWTH = 2.0
"""The most by which a batch may grow over the one before; it may shrink by any amount."""

SMOOTHING = 0.4
"""The weight of the last batch in the time that an item takes."""

LONGEST_PAUSE = 5.0
"""Seconds that an adaptive pace may wait for what it has just done, whatever that took."""


class PaceMode(StrEnum):
    """FIXED: the policy's batch size and throttle, as the web worker has them. ADAPTIVE: both follow the time
    that a batch takes, and the state of the database."""

    FIXED = "fixed"
    ADAPTIVE = "adaptive"


@dataclass(frozen=True, slots=True)
class Policy:
    """Batch size in items (receipts), throttle in milliseconds, runtime cap in seconds (None: no cap),
    failure cap in failed batches in a row. The defaults are what the web worker does. Raises
    PolicyOutOfBounds."""

    batch_size: int = 50
    throttle_ms: int = 200
    runtime_cap_seconds: int | None = 300
    failure_cap: int = 10
    auto_continue: bool = True
    mode: PaceMode = PaceMode.FIXED

    def __post_init__(self) -> None:
        _check("batch size", self.batch_size, MIN_BATCH, MAX_BATCH)
        _check("delay between batches (ms)", self.throttle_ms, 0, MAX_THROTTLE_MS)
        _check("consecutive batch errors", self.failure_cap, 1, MAX_FAILED_BATCHES)
        if self.runtime_cap_seconds is not None:
            _check("maximum run time (s)", self.runtime_cap_seconds, MIN_CAP_SECONDS, MAX_CAP_SECONDS)


def check_workers(workers: int) -> int:
    """Returns `workers`, the size of the pool; raises PolicyOutOfBounds outside 1–16."""
    _check("concurrent jobs", workers, MIN_WORKERS, MAX_WORKERS)
    return workers


def _check(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise PolicyOutOfBounds(name, value, low, high)


@dataclass(frozen=True, slots=True)
class Pace:
    """The present pace of a job: items a batch, seconds of pause between two, and why it is slowed down. Of
    an adaptive one also the part of full speed that is allowed now (`level`), and what others do."""

    batch_size: int
    pause: float
    reason: SlowReason | None = None
    level: float = 1.0
    demand: Demand = field(default_factory=Demand)

    @property
    def rhythm(self) -> tuple[float, int]:
        """Seconds between two batches, and the items of a batch; 0 items where neither will last: what the
        database is slowed down for is mostly over within seconds."""
        return self.pause, self.batch_size if self.reason is None else 0


class BatchSize:
    """How many items take TARGET_SECONDS, as the batches so far have shown."""

    def __init__(self) -> None:
        self._per_item: float | None = None
        self._last = FIRST_BATCH

    def now(self, level: float = 1.0) -> int:
        """For the next batch, which may last so much of the target."""
        if self._per_item is None:
            return self._last
        fitting = TARGET_SECONDS * level / max(self._per_item, 1e-6)
        return max(SMALLEST_BATCH, min(LARGEST_BATCH, int(min(fitting, self._last * GROWTH))))

    def learn(self, asked: int, taken: int, seconds: float) -> None:
        """A batch that found `taken` of the items that were `asked` for took so long. Of much fewer the time
        is that of the statement itself, and tells nothing about theirs."""
        if 2 * taken < asked and seconds < TARGET_SECONDS:
            return
        latest = seconds / max(1, taken)
        before = latest if self._per_item is None else self._per_item
        self._per_item = before + SMOOTHING * (latest - before)
        self._last = asked


class Turns(Protocol):
    """Whom a job with an adaptive pace asks before each batch (see `engine.governor`)."""

    @property
    def pace(self) -> Pace:
        """As it is now."""

    def ask(self) -> float:
        """Seconds until it is the turn of this job; with 0 its batch begins now."""

    def note(self, taken: int, seconds: float, next_id: int | None) -> None:
        """The batch is done, with what it saw of the server's ids."""


class FullSpeed:
    """For a job that nobody governs."""

    def __init__(self) -> None:
        self._size = BatchSize()
        self.pace = Pace(self._size.now(), 0.0)

    def ask(self) -> float:
        return 0.0

    def note(self, taken: int, seconds: float, next_id: int | None) -> None:
        self._size.learn(self.pace.batch_size, taken, seconds)
        self.pace = Pace(self._size.now(), 0.0)


class Pacer:
    """Decides how much to take next and how long to wait, for one slice of one job.

    Fixed pace: the policy's batch size, and its throttle after each batch, as the web worker does. Adaptive
    pace: the job waits for its turn before each batch. After a failed batch it backs off: 2, 4, 8 … seconds,
    at most 30, of which a random part up to a half is taken off so that workers do not return in step.
    """

    def __init__(self, policy: Policy, random: Random, turns: Turns | None = None) -> None:
        self._policy = policy
        self._random = random
        self._turns = (turns or FullSpeed()) if policy.mode is PaceMode.ADAPTIVE else None
        self._fixed = Pace(policy.batch_size, policy.throttle_ms / 1000)
        self.failures_in_a_row = 0

    @property
    def batch_size(self) -> int:
        return self._turns.pace.batch_size if self._turns else self._fixed.batch_size

    @property
    def news(self) -> Pace | None:
        """The pace to show: an adaptive one; a fixed one is known from the settings."""
        return self._turns.pace if self._turns else None

    @property
    def given_up(self) -> bool:
        """The failure cap is reached."""
        return self.failures_in_a_row >= self._policy.failure_cap

    def before_batch(self) -> float:
        """Seconds to wait before asking again; with 0 the batch begins now."""
        return self._turns.ask() if self._turns else 0.0

    def succeeded(self, taken: int = 0, seconds: float = 0.0, next_id: int | None = None) -> float | None:
        """Notes a good batch of `taken` items that took so many `seconds` in the database, and saw `next_id`
        (`db.sight`); returns the seconds to wait after it, or None where the next waits for its turn."""
        self.failures_in_a_row = 0
        if self._turns is None:
            return self._fixed.pause
        self._turns.note(taken, seconds, next_id)
        return None

    def failed(self) -> float:
        """Notes a failed batch; returns the seconds to back off."""
        self.failures_in_a_row += 1
        return backoff(self.failures_in_a_row, self._random)


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait before trying again after the `attempt`-th failure in a row (from 1)."""
    longest = min(MAX_BACKOFF_SECONDS, 2.0 ** min(attempt, 10))
    return longest * (1 - random.random() / 2)
