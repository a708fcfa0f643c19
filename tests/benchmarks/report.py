"""What a benchmark found: series of measurements, goals, and how they are printed and kept."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity, measured several times. `unit` follows the figure, such as "receipts/s"."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        """The lowest and the highest value."""
        return f"{figure(min(self.values))}–{figure(max(self.values))}" if len(self.values) > 1 else ""

    def as_json(self) -> dict[str, Any]:
        values = [round(value, 4) for value in self.values]
        return {"name": self.name, "unit": self.unit, "median": round(self.median, 4), "values": values}


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure of the product's table of goals. `what` is said with the figure and unit after it."""

    what: str
    value: float
    goal: float
    unit: str = "×"
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        verdict = "met" if self.met else "NOT met"
        return f"{self.what}: {figure(self.value)} {self.unit} (goal: {bound} {figure(self.goal)}; {verdict})"

    def as_json(self) -> dict[str, Any]:
        bound = "at_least" if self.at_least else "at_most"
        value = round(self.value, 4)
        return {"what": self.what, "unit": self.unit, "value": value, bound: self.goal, "met": self.met}


@dataclass(slots=True)
class Report:
    """The outcome of one case. `title` says in one sentence what was measured, and how much of it."""

    case: str
    title: str
    series: list[Series] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    has_failed: bool = False

    def add(self, name: str, unit: str, values: Sequence[float]) -> Series:
        found = Series(name, unit, tuple(values))
        self.series.append(found)
        return found

    def aim(self, what: str, value: float, *, unit: str = "×", **goal: float) -> None:
        """Notes a goal: `at_least=15` or `at_most=1.2`."""
        ((bound, wanted),) = goal.items()
        self.goals.append(Goal(what, value, wanted, unit, bound == "at_least"))

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "title": self.title,
            "seconds": round(self.seconds, 1),
            "series": [series.as_json() for series in self.series],
            "goals": [goal.as_json() for goal in self.goals],
            "remarks": self.remarks,
        }

    def as_text(self) -> str:
        """For a terminal."""
        rows = [("", "median", "", "lowest–highest"), *self._rows()]
        widths = [max(len(row[place]) for row in rows) for place in range(4)]
        lines = [f"{self.case}: {self.title}", ""]
        for name, median, unit, spread in rows:
            lines.append(
                f"  {name:<{widths[0]}}  {median:>{widths[1]}} {unit:<{widths[2]}}  {spread}".rstrip()
            )
        lines += ["", *(f"  {goal}" for goal in self.goals), *(f"  {remark}" for remark in self.remarks)]
        return "\n".join(lines).rstrip() + "\n"

    def as_markdown(self) -> str:
        """For RESULTS.md."""
        if self.has_failed:
            return f"## {self.case}\n\n{self.title}\n"
        lines = [
            f"## {self.case}",
            "",
            self.title,
            "",
            "| | median | lowest–highest |",
            "| --- | ---: | ---: |",
        ]
        lines += [f"| {name} | {median} {unit} | {spread} |" for name, median, unit, spread in self._rows()]
        points = [f"- {text}" for text in (*map(str, self.goals), *self.remarks)]
        return "\n".join([*lines, "", *points]).rstrip() + "\n"

    def _rows(self) -> Iterator[tuple[str, str, str, str]]:
        for series in self.series:
            yield series.name, figure(series.median), series.unit, series.spread


def figure(value: float) -> str:
    """A figure with as many digits as it is worth."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if size >= 10 else f"{value:.3g}"


def alternately(contestants: Mapping[str, Callable[[], float]], runs: int) -> dict[str, tuple[float, ...]]:
    """Lets each contestant run `runs` times, in turns, the first of one round being the last of the next:
    whatever else the machine does meanwhile hits all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for _ in range(runs):
        for name in names:
            found[name].append(contestants[name]())
        names = names[1:] + names[:1]
    return {name: tuple(values) for name, values in found.items()}
