"""How a job with an adaptive pace goes, in one word."""

from __future__ import annotations

from enum import IntEnum

from app.core.pace import Demand
from app.core.policy import Pace

FULL_LEVEL = 0.9
"""From this part of full speed on, nobody would tell the difference."""


class Going(IntEnum):
    """The slower first."""

    SLOWED = 0
    """The database shows a reason (`Pace.reason`)."""

    GENTLE = 1
    """Others are at work, or cannot be seen."""

    SPEEDING_UP = 2
    """Nobody is there any more."""

    FULL = 3


def going_of(pace: Pace) -> Going:
    """How a job with this adaptive pace goes."""
    if pace.reason is not None:
        return Going.SLOWED
    if pace.level >= FULL_LEVEL:
        return Going.FULL
    return Going.GENTLE if is_at_work(pace.demand) else Going.SPEEDING_UP


def is_at_work(demand: Demand) -> bool:
    """Whether others have to be assumed at work: who cannot be seen may be there."""
    return demand.transactions is None or round(demand.transactions) >= 1 or demand.long_queries > 0
