"""How fast deletions have gone on one database, and how long another one will take there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Gear(StrEnum):
    """What decides how fast a deletion goes. GENTLE: all workers together have a share of the time."""

    ALONE = "alone"
    """At full speed, one worker."""

    TOGETHER = "together"
    """At full speed, several workers."""

    GENTLE = "gentle"


SEVERAL = 1.5
"""From so many workers on, on average, a run is of several."""

TRUSTED_SECONDS = 1.0
"""So much must have been measured before a rate is called measured."""

SETTLING_SECONDS = 2.0
"""A run of this length counts for half; a longer one for more."""

_DEAREST, _CHEAPEST = 3600.0, 1e-9
_MOST_FILES = 1000.0


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to delete, or was deleted: items (receipts), their files, and jobs (businesses)."""

    items: float
    files: float = 0.0
    jobs: float = 1.0

    def part(self, share: float) -> Work:
        """So much of it, 0–1."""
        return Work(self.items * share, self.files * share, self.jobs * share)


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds that an item, a file and a job take, with all workers together; `measured` is how many seconds
    of runs they come from."""

    item: float
    file: float
    job: float
    measured: float = 0.0

    @property
    def is_measured(self) -> bool:
        return self.measured >= TRUSTED_SECONDS

    def seconds(self, work: Work) -> float:
        return work.items * self.item + work.files * self.file + work.jobs * self.job

    def after(self, work: Work, seconds: float) -> Costs:
        """With one run more, which did `work` in so many seconds. What is known to take most of such a run
        learns most (the smallest change of the costs, measured by what is usual, that explains it)."""
        amounts = (work.items, work.files, work.jobs)
        usual = [amount * each for amount, each in zip(amounts, _USUAL, strict=True)]
        length = sum(part * part for part in usual)
        if seconds <= 0 or length <= 0:
            return self
        missing = (seconds - self.seconds(work)) * seconds / (seconds + SETTLING_SECONDS)
        item, file, job = (
            min(_DEAREST, max(_CHEAPEST, cost + missing * part * each / length))
            for cost, part, each in zip((self.item, self.file, self.job), usual, _USUAL, strict=True)
        )
        return Costs(item, file, job, self.measured + seconds)


_USUAL = (1 / 10_000, 1 / 1_000, 0.01)

FIRST = {
    Gear.ALONE: Costs(1 / 10_000, 1 / 1_000, 0.01),
    Gear.TOGETHER: Costs(1 / 15_000, 1 / 1_500, 0.004),
    Gear.GENTLE: Costs(1 / 900, 1 / 300, 0.1),
}
"""Until something is measured on this database: a guess, and told as one."""


@dataclass(frozen=True)
class Rates:
    """What was measured on one database; immutable. `files_per_item` of all runs together; None before the
    first."""

    costs: Mapping[Gear, Costs] = field(default_factory=lambda: dict(FIRST))
    files_per_item: float | None = None

    def seconds(self, gear: Gear, work: Work) -> float:
        """How long this would take."""
        return self._of(gear).seconds(work)

    def is_measured(self, gear: Gear) -> bool:
        """Whether enough was seen for an answer that is not only a guess."""
        return self._of(gear).is_measured

    def after(self, gear: Gear, work: Work, seconds: float) -> Rates:
        """With one run more, which did `work` in so many seconds."""
        costs = self._of(gear).after(work, seconds)
        ratio = min(_MOST_FILES, work.files / work.items) if work.items >= 1 else self.files_per_item
        if ratio is not None and self.files_per_item is not None:
            ratio = (ratio + self.files_per_item) / 2
        return Rates({**self.costs, gear: costs}, ratio)

    def _of(self, gear: Gear) -> Costs:
        """Where one worker was never measured, several were, and the other way round."""
        other = {Gear.ALONE: Gear.TOGETHER, Gear.TOGETHER: Gear.ALONE}.get(gear, gear)
        own, near = self.costs[gear], self.costs[other]
        return own if own.is_measured or not near.is_measured else replace(near, measured=own.measured)

    def plain(self) -> dict[str, object]:
        """What `parsed` reads, for JSON."""
        told: dict[str, object] = {
            gear.value: [costs.item, costs.file, costs.job, costs.measured]
            for gear, costs in self.costs.items()
        }
        return told | {"files_per_item": self.files_per_item}

    @classmethod
    def parsed(cls, plain: object) -> Rates:
        """From what `plain` gave. Raises ValueError for anything else."""
        if not isinstance(plain, dict):
            raise ValueError("no object")
        ratio = plain.get("files_per_item")
        if ratio is not None:
            ratio = _figure(ratio, 0.0, _MOST_FILES)
        return cls({gear: _costs(plain.get(gear.value)) for gear in Gear}, ratio)


def _costs(plain: object) -> Costs:
    match plain:
        case [item, file, job, measured]:
            each = [_figure(cost, _CHEAPEST, _DEAREST) for cost in (item, file, job)]
            return Costs(each[0], each[1], each[2], _figure(measured, 0.0, 1e12))
        case _:
            raise ValueError("no costs")


def _figure(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no figure")
    if not math.isfinite(value) or not least <= value <= most:
        raise ValueError("no possible figure")
    return float(value)
