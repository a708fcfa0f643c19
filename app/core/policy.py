"""How hard a job may work: the policy a person sets, and the pacer that carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from app.core.errors import PolicyOutOfBounds

MIN_BATCH, MAX_BATCH = 1, 10_000
MAX_THROTTLE_MS = 60_000
MIN_CAP_SECONDS, MAX_CAP_SECONDS = 10, 24 * 60 * 60
MAX_FAILED_BATCHES = 100
MIN_WORKERS, MAX_WORKERS = 1, 16
MAX_BACKOFF_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Policy:
    """Batch size in receipts, throttle in milliseconds, runtime cap in seconds (None: no cap), failure cap
    in failed batches in a row. The defaults are what the web worker does. Raises PolicyOutOfBounds."""

    batch_size: int = 50
    throttle_ms: int = 200
    runtime_cap_seconds: int | None = 300
    failure_cap: int = 10
    auto_continue: bool = True

    def __post_init__(self) -> None:
        _check("batch size", self.batch_size, MIN_BATCH, MAX_BATCH)
        _check("throttle (ms)", self.throttle_ms, 0, MAX_THROTTLE_MS)
        _check("failure cap", self.failure_cap, 1, MAX_FAILED_BATCHES)
        if self.runtime_cap_seconds is not None:
            _check("runtime cap (s)", self.runtime_cap_seconds, MIN_CAP_SECONDS, MAX_CAP_SECONDS)


def check_workers(workers: int) -> int:
    """Returns `workers`, the size of the pool; raises PolicyOutOfBounds outside 1–16."""
    _check("workers", workers, MIN_WORKERS, MAX_WORKERS)
    return workers


def _check(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise PolicyOutOfBounds(name, value, low, high)


class Pacer:
    """Decides how much to take next and how long to wait, for one slice of one job.

    Fixed pace: the policy's batch size and throttle. After a failed batch it backs off: 2, 4, 8 … seconds,
    at most 30, of which a random part up to a half is taken off so that workers do not return in step.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self._policy = policy
        self._random = random
        self.failures_in_a_row = 0

    @property
    def batch_size(self) -> int:
        return self._policy.batch_size

    @property
    def given_up(self) -> bool:
        """The failure cap is reached."""
        return self.failures_in_a_row >= self._policy.failure_cap

    def succeeded(self) -> float:
        """Notes a good batch; returns the seconds to wait before the next."""
        self.failures_in_a_row = 0
        return self._policy.throttle_ms / 1000

    def failed(self) -> float:
        """Notes a failed batch; returns the seconds to back off."""
        self.failures_in_a_row += 1
        return backoff(self.failures_in_a_row, self._random)


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait before trying again after the `attempt`-th failure in a row (from 1)."""
    longest = min(MAX_BACKOFF_SECONDS, 2.0 ** min(attempt, 10))
    return longest * (1 - random.random() / 2)
