"""How long a deletion will take, told before anything is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.durations import roughly
from app.core.going import is_at_work
from app.core.pace import Demand
from app.core.policy import PaceMode, Policy
from app.core.progress import least_seconds
from app.core.rates import SEVERAL, Gear, Rates, Work


class Known(StrEnum):
    """Which times there are to tell, and which of them is that of now."""

    ONE = "one"
    """Both are the same, or the pace is fixed."""

    FULL_NOW = "full_now"
    GENTLE_NOW = "gentle_now"

    GENTLE_ALWAYS = "gentle_always"
    """What others do cannot be seen."""

    EITHER = "either"
    """Nobody was asked what others do."""


class Measured(StrEnum):
    """Which of the times come from earlier runs on this database; the others are a guess."""

    ALL = "all"
    FULL = "full"
    GENTLE = "gentle"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds that a deletion takes, roughly: at `full` speed, and `gentle`, while others are at work."""

    full: float
    gentle: float
    known: Known = Known.ONE
    measured: Measured = Measured.ALL


def estimate(
    works: Sequence[Work], policy: Policy, workers: int, rates: Rates, demand: Demand | None = None
) -> Estimate:
    """For `works`, one a business, with so many workers."""
    whole = Work(sum(work.items for work in works), sum(work.files for work in works), len(works))
    largest = max((work.items for work in works), default=0.0)
    # One large business is one worker's, whatever the others do.
    lanes = min(workers, len(works), whole.items / largest if largest else 1.0)
    gear = Gear.TOGETHER if lanes >= SEVERAL else Gear.ALONE
    if policy.mode is PaceMode.FIXED:
        each = [least_seconds(round(work.items), policy.batch_size, policy.throttle_ms) for work in works]
        batches = max(max(each, default=0.0), sum(each) / workers)
        files = rates.seconds(gear, Work(0, whole.files, 0))  # deleted beside the batches
        seconds = roughly(max(batches, files))
        return Estimate(seconds, seconds)
    full, gentle = rates.seconds(gear, whole), rates.seconds(Gear.GENTLE, whole)
    full, gentle = roughly(full), roughly(max(full, gentle))
    known = Known.ONE if full == gentle else _known(demand)
    is_measured = rates.is_measured(gear), rates.is_measured(Gear.GENTLE)
    return Estimate(full, gentle, known, _measured(known, *is_measured))


def _known(demand: Demand | None) -> Known:
    if demand is None:
        return Known.EITHER
    if demand.transactions is None:
        return Known.GENTLE_ALWAYS
    return Known.GENTLE_NOW if is_at_work(demand) else Known.FULL_NOW


def _measured(known: Known, full: bool, gentle: bool) -> Measured:
    if known is Known.GENTLE_ALWAYS:
        return Measured.ALL if gentle else Measured.NONE
    if known is Known.ONE:
        return Measured.ALL if full or gentle else Measured.NONE
    if full:
        return Measured.ALL if gentle else Measured.FULL
    return Measured.GENTLE if gentle else Measured.NONE
