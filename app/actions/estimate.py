"""How long a deletion will take, told before anything is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.preview import BusinessPreview
from app.core.pace import Demand
from app.core.policy import PaceMode, Policy
from app.core.progress import least_seconds
from app.core.rates import SEVERAL, Gear, Rates, Work


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds that a deletion takes: at `full` speed, and `gentle`, while others are at work (None for a
    fixed pace, which knows no other). `demand` is what others do now, None where that was not asked."""

    full: float
    gentle: float | None = None
    is_measured: bool = True
    demand: Demand | None = None


def works_of(previews: Sequence[BusinessPreview]) -> list[Work]:
    """What those of `previews` that are not refused have to delete."""
    return [
        Work(preview.removes.items, preview.removes.files) for preview in previews if preview.refusal is None
    ]


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
        return Estimate(max(batches, files))
    return Estimate(
        rates.seconds(gear, whole),
        max(rates.seconds(gear, whole), rates.seconds(Gear.GENTLE, whole)),
        rates.is_measured(gear) and rates.is_measured(Gear.GENTLE),
        demand,
    )
