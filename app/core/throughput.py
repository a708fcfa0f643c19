"""How fast jobs deleted together: what each did, spread over steps of time and summed by run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

STEP_SECONDS = 30
HOUR_SECONDS = 3600
STEPS = HOUR_SECONDS // STEP_SECONDS

NO_RUN = ""
"""Stands for the id of the run, where a job belongs to none."""

Steps = Mapping[int, float]
"""Items by the number of the step since 1970 in which they were deleted."""


@dataclass(frozen=True, slots=True)
class MovedJob:
    """A job that moved lately: it has deleted `succeeded` items between `begin` and `end` (naive UTC).
    `run_name` is empty where the run has none."""

    job_id: int
    run_id: str
    run_name: str
    succeeded: int
    begin: datetime | None
    end: datetime


def spread(steps: dict[int, float], items: float, begin: float, end: float, first: int) -> None:
    """Adds `items` evenly between two times (seconds since 1970) to the steps from `first` on. What took no
    time was done in the step of its end."""
    last = int(end // STEP_SECONDS)
    if not items > 0 or last < first:
        return
    if not begin < end:
        steps[last] = steps.get(last, 0.0) + items
        return
    rate = items / (end - begin)
    for step in range(max(first, int(begin // STEP_SECONDS)), last + 1):
        share = min(end, (step + 1) * STEP_SECONDS) - max(begin, step * STEP_SECONDS)
        if share > 0:
            steps[step] = steps.get(step, 0.0) + rate * share


@dataclass(frozen=True, slots=True)
class Band:
    """A run of the plot, or (`run_id` None) all others together: items a second in each step, oldest
    first."""

    run_id: str | None
    rates: Sequence[float]


def bands(by_run: Mapping[str, Steps], first: int, steps: int, most: int) -> list[Band]:
    """The runs with most items in these steps, the one that was active last first, and the others as one
    band behind them. Costs what there are of items, however many runs."""
    sums: dict[str, float] = {}
    lasts: dict[str, int] = {}
    for run_id, one in by_run.items():
        within = [step for step, items in one.items() if first <= step < first + steps and items > 0]
        if within:
            sums[run_id] = sum(one[step] for step in within)
            lasts[run_id] = max(within)
    named = sorted((run_id for run_id in sums if run_id != NO_RUN), key=lambda key: (-sums[key], key))
    chosen = sorted(named[:most], key=lambda key: (-lasts[key], -sums[key], key))
    found = [Band(run_id, _rates([by_run[run_id]], first, steps)) for run_id in chosen]
    others = [by_run[run_id] for run_id in sums if run_id not in chosen]
    return [*found, Band(None, _rates(others, first, steps))] if others else found


def _rates(parts: Iterable[Steps], first: int, steps: int) -> list[float]:
    rates = [0.0] * steps
    for part in parts:
        for step, items in part.items():
            if first <= step < first + steps:
                rates[step - first] += items / STEP_SECONDS
    return rates
