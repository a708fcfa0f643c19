"""How hard a job may work: the policy a person sets, and the pacer that carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from app.core.errors import PolicyOutOfBounds
from app.core.pace import Allowance, Demand, SlowReason

MIN_BATCH, MAX_BATCH = 1, 10_000
MAX_THROTTLE_MS = 60_000
MIN_CAP_SECONDS, MAX_CAP_SECONDS = 10, 24 * 60 * 60
MAX_FAILED_BATCHES = 100
MIN_WORKERS, MAX_WORKERS = 1, 16
MAX_BACKOFF_SECONDS = 30.0

SMALLEST_BATCH, LARGEST_BATCH = 10, 2_000
"""Between these an adaptive pace chooses."""

TARGET_SECONDS = 0.1
"""What a batch of an adaptive pace should take in the database, and so how long its locks last. In the same
share of time, few large batches delete more than many small ones (`throughput` in tests/benchmarks)."""

GROWTH = 2.0
"""The most by which a batch may grow over the one before; it may shrink by any amount."""

SMOOTHING = 0.4
"""The weight of the last batch in the time that an item takes."""

SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 5.0
"""Seconds between two batches of an adaptive pace."""


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


class Pacer:
    """Decides how much to take next and how long to wait, for one slice of one job.

    Fixed pace: the policy's batch size and throttle. Adaptive pace: the batch that takes TARGET_SECONDS, and
    a pause by which the job keeps to its allowed share of time (gh-ost's nice-ratio); with less allowed, both
    give way. After a failed batch it backs off: 2, 4, 8 … seconds, at most 30, of which a random part up to a
    half is taken off so that workers do not return in step.
    """

    def __init__(
        self, policy: Policy, random: Random, allowance: Callable[[], Allowance] = Allowance
    ) -> None:
        """`allowance` says how hard the job may work; an adaptive pace asks it after each good batch."""
        self._policy = policy
        self._random = random
        self._allowance = allowance
        self._per_item: float | None = None
        self.failures_in_a_row = 0
        self.pace = Pace(policy.batch_size, policy.throttle_ms / 1000)

    @property
    def batch_size(self) -> int:
        return self.pace.batch_size

    @property
    def news(self) -> Pace | None:
        """The pace to show: an adaptive one; a fixed one is known from the settings."""
        return self.pace if self._policy.mode is PaceMode.ADAPTIVE else None

    @property
    def given_up(self) -> bool:
        """The failure cap is reached."""
        return self.failures_in_a_row >= self._policy.failure_cap

    def succeeded(self, taken: int = 0, seconds: float = 0.0) -> float:
        """Notes a good batch of `taken` items that took so many `seconds` in the database; returns the
        seconds to wait before the next."""
        self.failures_in_a_row = 0
        if self._policy.mode is PaceMode.ADAPTIVE and taken:
            self._adapt(taken, seconds)
        return self.pace.pause

    def failed(self) -> float:
        """Notes a failed batch; returns the seconds to back off."""
        self.failures_in_a_row += 1
        return backoff(self.failures_in_a_row, self._random)

    def _adapt(self, taken: int, seconds: float) -> None:
        latest = seconds / taken
        before = latest if self._per_item is None else self._per_item
        self._per_item = before + SMOOTHING * (latest - before)
        allowed = self._allowance()
        idle = 1 / allowed.share - 1
        # No more than the longest pause makes up for: else many jobs together would exceed their share.
        target = min(TARGET_SECONDS * allowed.level, LONGEST_PAUSE / max(idle, 1e-6))
        fitting = target / max(self._per_item, 1e-6)
        size = int(min(fitting, self.pace.batch_size * GROWTH))
        pause = seconds * idle
        self.pace = Pace(
            max(SMALLEST_BATCH, min(LARGEST_BATCH, size)),
            max(SHORTEST_PAUSE, min(LONGEST_PAUSE, pause)),
            allowed.reason,
        )


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait before trying again after the `attempt`-th failure in a row (from 1)."""
    longest = min(MAX_BACKOFF_SECONDS, 2.0 ** min(attempt, 10))
    return longest * (1 - random.random() / 2)
