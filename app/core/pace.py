"""When a job has to slow down for other users of the database: what is measured, and by how much it slows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SLOWED_TO, RECOVERED_BY, LOWEST_LEVEL = 0.5, 1.15, 1 / 32
"""Each probe that finds a reason halves the level; each second without one restores 15 %: from the lowest
level to full speed in 25 seconds."""

LONGEST_QUIET = 5.0
"""The most seconds that one probe without a reason may count for: what happened before is unknown."""

FIRST_LEVEL = 0.25
"""The level at the start: until a few probes have found no reason, what the database can bear is unknown."""

LATENCY_FACTOR, LATENCY_MARGIN = 2.0, 0.005
"""A probe is slow that takes longer than so many times its baseline and so many seconds more."""

BASELINE_DRIFT = 1.002
"""By this the baseline rises with each slower probe: a lasting change is accepted after some minutes."""

MOST_SESSIONS = 0.85
"""Of those that the server allows: the rest is for the product."""

LONGEST_REPLICATION_LAG = 5.0
"""Seconds that a standby may be behind."""


class SlowReason(StrEnum):
    """Why jobs are slowed down at the moment; the more important first."""

    PROBE = "probe"
    """The database could not be probed."""

    LOCKS = "locks"
    LATENCY = "latency"
    SESSIONS = "sessions"
    REPLICATION = "replication"
    VACUUM = "vacuum"


@dataclass(frozen=True, slots=True)
class Signals:
    """The state of the database. `latency` in seconds is that of a tiny query. `blocked` sessions of others
    wait for locks of this console. `replication_lag` in seconds and `vacuuming`, of the table of items, are
    None where the role may not see them."""

    latency: float
    blocked: int = 0
    sessions: int = 0
    most_sessions: int = 0
    replication_lag: float | None = None
    vacuuming: bool | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What others do on the server at the moment: their `transactions` a second, None where these cannot be
    seen, and how many `long_queries` they run."""

    transactions: float | None = 0.0
    long_queries: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How hard one job may work now. `level` is 1 at full speed, `share` the part of its time that it may
    spend in the database, `reason` why it is slowed down."""

    level: float = 1.0
    share: float = 1.0
    reason: SlowReason | None = None


class Brake:
    """Turns probes of the database into a level: slows at once, and recovers slowly.

    As gh-ost does it: any one reason is enough, and a failed probe is one.
    """

    def __init__(self) -> None:
        self.level = FIRST_LEVEL
        self.reason: SlowReason | None = None
        self._baseline: float | None = None

    def see(self, signals: Signals | None, seconds: float = 1.0) -> None:
        """Takes in one probe, so many `seconds` after the one before; None for one that failed."""
        recovered = self.level * RECOVERED_BY ** min(seconds, LONGEST_QUIET)
        reason = SlowReason.PROBE if signals is None else self._found(signals)
        if signals is not None:
            self._learn(signals.latency)
        if reason is SlowReason.VACUUM:
            # It may take an hour, and our own deletions may be its cause: half speed, but no standstill.
            self.level = min(recovered, SLOWED_TO)
            self.reason = reason
        elif reason is not None:
            self.level = max(LOWEST_LEVEL, self.level * SLOWED_TO)
            self.reason = reason
        else:
            self.level = min(1.0, recovered)
            if self.level == 1.0:
                self.reason = None

    def _found(self, signals: Signals) -> SlowReason | None:
        if signals.blocked:
            return SlowReason.LOCKS
        if self._baseline is not None and signals.latency > self._baseline * LATENCY_FACTOR + LATENCY_MARGIN:
            return SlowReason.LATENCY
        if signals.most_sessions and signals.sessions >= signals.most_sessions * MOST_SESSIONS:
            return SlowReason.SESSIONS
        if (signals.replication_lag or 0) > LONGEST_REPLICATION_LAG:
            return SlowReason.REPLICATION
        return SlowReason.VACUUM if signals.vacuuming else None

    def _learn(self, latency: float) -> None:
        baseline = latency if self._baseline is None else self._baseline * BASELINE_DRIFT
        self._baseline = min(latency, baseline)
