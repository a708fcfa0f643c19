"""The pace of a job, shown so that it does not flicker: what others do changes each second."""

from __future__ import annotations

from dataclasses import replace

from app.core.going import going_of
from app.core.pace import Demand
from app.core.policy import Pace

HELD_SECONDS = 3.0
"""So long a word stays after it was true last, where the next one says that the job may go faster."""

SAME_FIGURE = 0.2
"""A figure of transactions stays on the screen until the measured one differs by this part of it."""


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
