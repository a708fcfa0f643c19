"""A server on which others work too: strangers, and other consoles. For the watch of `core.demand`."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from app.core.demand import DemandWatch, Look, Sighting

BATCH = 0.04
"""Seconds."""


@dataclass
class Console:
    """Another one of our kind: `rate` transactions a second in each of its jobs, which last about so many
    seconds with so many between them, and `around` more as a job ends and as the next one begins."""

    rate: float
    lasts: float = 1e9
    rests: float = 0.0
    around: int = 0
    done: float = 0.0
    told: int = 0
    is_at_work: bool = True
    phase: float = 0.0
    scatter: float = 1.0
    chance: Random = field(default_factory=lambda: Random(1))

    def pass_by(self, seconds: float) -> None:
        while seconds > 1e-9:
            length = self.scatter * (self.lasts if self.is_at_work else self.rests)
            step = min(seconds, max(0.0, length - self.phase))
            if self.is_at_work:
                self.done += self.rate * step
                self.told = max(self.told, int(self.done))
            self.phase += step
            seconds -= step
            if self.phase >= length - 1e-9:
                self.phase, self.scatter = 0.0, self.chance.uniform(0.7, 1.3)
                self.done += self.around
                if not self.is_at_work:  # a claim, which tells
                    self.told = int(self.done)
                self.is_at_work = not self.is_at_work


@dataclass
class Server:
    """Counts what happens on it: each second so many transactions of ours, of others, and of other consoles.
    `in_flight` of ours are sent and not answered whenever somebody looks."""

    ours: float = 0.0
    reads: float = 0.0
    writes: float = 0.0
    kin: dict[str, Console] = field(default_factory=dict)
    strangers: dict[str, Console] = field(default_factory=dict)
    in_flight: int = 0
    now: float = 100.0
    watch: DemandWatch = field(default_factory=DemandWatch)
    snapshots: frozenset[tuple[int, int]] = frozenset()
    is_late: bool = False
    hides_commits: bool = False
    hides_ids: bool = False

    def __post_init__(self) -> None:
        self._own = self._foreign_ids = self._foreign_reads = 0.0

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self._own += self.ours * seconds
        self._foreign_ids += self.writes * seconds
        self._foreign_reads += self.reads * seconds
        for one in (*self.kin.values(), *self.strangers.values()):
            one.pass_by(seconds)

    @property
    def _of_consoles(self) -> int:
        return sum(int(one.done) for one in (*self.kin.values(), *self.strangers.values()))

    def sighting(self) -> Sighting:
        ids = 0 if self.hides_ids else int(self._own) + int(self._foreign_ids) + self._of_consoles
        return Sighting(self.now, 1000 + ids, int(self._own), int(self._own) + self.in_flight)

    def look(self) -> None:
        sighting = self.sighting()
        done = int(self._own) + int(self._foreign_ids) + int(self._foreign_reads)
        commits = 0 if self.hides_commits else done + self._of_consoles
        kin = {name: (one.told, one.told) for name, one in self.kin.items() if one.is_at_work}
        self.watch.look(Look(sighting, commits, int(self._own), kin, self.snapshots, is_late=self.is_late))

    def work(self, batches: int) -> int:
        """So many batches; returns how many looks they have asked for, which they got."""
        looks = 0
        for _ in range(batches):
            self.pass_by(BATCH)
            if self.watch.notice(self.sighting()):
                self.look()
                looks += 1
        return looks

    def work_and_look(self, seconds: int) -> list[float]:
        """The same with a look each second; the levels after each batch, and each look."""
        levels = []
        for _ in range(seconds):
            for _ in range(round(1 / BATCH)):
                self.work(1)
                levels.append(self.watch.level)
            self.look()
            levels.append(self.watch.level)
        return levels

    def run(self, seconds: int) -> list[float]:
        """A look each second; the levels after them."""
        levels = []
        for _ in range(seconds):
            self.pass_by(1.0)
            self.look()
            levels.append(self.watch.level)
        return levels
