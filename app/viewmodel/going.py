"""How a job goes, in one word, and told so that it does not flicker: what others do changes each second."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from app.core.pace import Demand
from app.core.policy import Pace

FULL_LEVEL = 0.9
"""From this part of full speed on, nobody would tell the difference."""

HELD_SECONDS = 3.0
"""So long a word stays after it was true last, where the next one says that the job may go faster."""

SAME_FIGURE = 0.2
"""A figure of transactions stays on the screen until the measured one differs by this part of it."""


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


class SteadyPace:
    """The pace of one job as it is shown. Slower is shown at once; faster, and a reason or figure that comes
    and goes, only when it lasts."""

    def __init__(self) -> None:
        self._shown: Pace | None = None
        self._true_at = 0.0

    def see(self, now: float, pace: Pace) -> Pace:
        """What to show at `now` (seconds of a monotonic clock) of the present `pace`. Batch and pause are
        always the present ones."""
        shown = self._shown
        if shown is None or going_of(pace) <= going_of(shown):
            self._true_at = now
        elif now - self._true_at < HELD_SECONDS:
            self._shown = replace(shown, batch_size=pace.batch_size, pause=pace.pause)
            return self._shown
        else:
            self._true_at = now
        self._shown = replace(pace, demand=_steady(pace.demand, shown.demand if shown else None))
        return self._shown


def _steady(demand: Demand, shown: Demand | None) -> Demand:
    if shown is None or demand.transactions is None or shown.transactions is None:
        return demand
    is_same = abs(demand.transactions - shown.transactions) <= shown.transactions * SAME_FIGURE
    return replace(demand, transactions=shown.transactions) if is_same else demand
