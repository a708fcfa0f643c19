"""How much of a server others need at the moment, and which part of full speed that leaves to this console.

Everything is told from counts that go up: what they rose by, less what this console and others of its kind
did, is the work of the product.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import log

from app.core.pace import Demand

NOBODY, EVERYBODY = 4.0, 16.0
"""Transactions a second of others: with no more than the first the server counts as idle, from the second on
jobs are as gentle as they can be. Of transactions that only read half as many count."""

GENTLEST = 0.008
"""The lowest part of full speed."""

WITH_LONG_QUERY = 0.25
"""The most of full speed while somebody's query takes long: it may be a report, or a nightly dump."""

PATIENCE = 600.0
"""Seconds after which a query that still sees the same state is taken for a session that idles."""

CERTAIN = 7
"""So many writing transactions that are certainly not ours, within SHORTLY, are somebody."""

SHORTLY = 0.7
"""Seconds."""

CALM = 3.0
"""Seconds without others before the speed rises again."""

FIRST_RISE, RISE = 0.1, 2.0
"""To this part of full speed at first, then by this factor each second: full after seven seconds."""

FEW = 30.0
"""Fewer transactions a second than these must show themselves in two looks, one after the other: a vacuum or
somebody who connects is over by then."""

FORGOTTEN = 60.0
"""Seconds after which an old look tells nothing about now."""

TRUSTED, TRUSTED_AFTER = 20, 3.0
"""So many transactions of our own must have moved the server's counts after so many seconds, or these cannot
be read."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """The id `next_id` that the next writing transaction of the server would have got, at a moment (seconds).
    `least` and `most` of all ids until then are our own (see `db.own_work`)."""

    at: float
    next_id: int
    least: int
    most: int

    def others_since(self, before: Sighting) -> int:
        """How many ids certainly went to others; negative where it may be none."""
        return self.next_id - before.next_id - (self.most - before.least)

    def likely_since(self, before: Sighting) -> float:
        """How many probably did."""
        ours = (self.least + self.most) - (before.least + before.most)
        return self.next_id - before.next_id - ours / 2


@dataclass(frozen=True, slots=True)
class Look:
    """What the server shows once a second. `commits` are those of its database, `own_commits` of this
    console, `kin` of other consoles at work: their writes and commits by name. `snapshots` name the sessions
    of others and the state that each of them sees. `is_late`: the server counts our commits up to a second
    after they were done."""

    sighting: Sighting
    commits: int
    own_commits: int
    kin: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    snapshots: frozenset[tuple[int, int]] = frozenset()
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class _Others:
    """Transactions of others a second: those that write, of the whole server, and all of its database."""

    writes: float
    commits: float

    @property
    def weight(self) -> float:
        return max(self.writes, self.commits / 2)


class DemandWatch:
    """Follows what others do: gives way at once, and comes back slowly. Not for several threads at once.

    `level` is the part of full speed that is left: 1 where nobody else is there, until something is known.
    """

    def __init__(self) -> None:
        self.level = 1.0
        self.demand = Demand()
        self.kin = 0
        """How many other consoles are at work on this server."""
        self._looks: deque[Look] = deque(maxlen=3)
        self._kin: dict[str, tuple[int, int]] = {}
        self._kin_pace = 0.0
        self._sightings: deque[Sighting] = deque()
        self._snapshots: dict[tuple[int, int], float] = {}
        self._calm = 0.0
        self._last = _Others(0.0, 0.0)
        self._first: Look | None = None

    @property
    def is_known(self) -> bool:
        """Two looks have shown what happened between them."""
        return len(self._looks) > 1

    def notice(self, seen: Sighting) -> None:
        """What a batch has seen: whoever writes is noticed within a few batches."""
        while self._sightings and seen.at - self._sightings[0].at > SHORTLY:
            self._sightings.popleft()
        if self._sightings:
            before = self._sightings[0]
            elapsed = seen.at - before.at
            kin = (1.5 * self._kin_pace * elapsed + CERTAIN) if self.kin else 0.0
            others = seen.others_since(before) - kin
            if others >= CERTAIN:
                writes = others / max(elapsed, SHORTLY / 2)
                self.demand = Demand(max(writes, self.demand.transactions or 0.0), self.demand.long_queries)
                self._give_way(_left_by(writes))
        self._sightings.append(seen)

    def look(self, seen: Look | None) -> None:
        """What a look at the server has shown; None where it could not be looked at."""
        if seen is None:
            self._looks.clear()
            self._meet(None, 0, 0.0)
            return
        if self._looks and seen.sighting.at - self._looks[-1].sighting.at > FORGOTTEN:
            self._forget()
        long_queries = self._long_queries(seen)
        self.kin = len(seen.kin)
        if seen.kin.keys() - self._kin.keys():  # how much of what happened was theirs, nobody knows
            self._looks.clear()
        self._kin |= seen.kin
        before = self._looks[-1] if self._looks else None
        self._looks.append(replace(seen, kin=dict(self._kin)))
        self._first = self._first or seen
        elapsed = seen.sighting.at - before.sighting.at if before else 0.0
        if before is None or elapsed <= 0:
            return
        self._kin_pace = _kin_since(self._looks[-1], before)[0] / elapsed
        self._meet(self._others(), long_queries, elapsed)

    def _others(self) -> _Others | None:
        """What is told by the last looks; None where they tell nothing."""
        oldest, *_, before, seen = [self._looks[0], *self._looks]
        if self._is_blind(seen):
            return None
        # Where the server is late, what it counts now may be older work of ours.
        found = _between_looks(before, seen, oldest.own_commits if seen.is_late else before.own_commits)
        last, self._last = self._last, found
        if found.weight >= FEW:
            return found
        return _Others(min(found.writes, last.writes), min(found.commits, last.commits))

    def _is_blind(self, seen: Look) -> bool:
        """Our own transactions do not move the counts: somebody keeps them from us."""
        first = self._first or seen
        wrote, done = seen.sighting.least - first.sighting.most, seen.own_commits - first.own_commits
        if seen.sighting.at - first.sighting.at < TRUSTED_AFTER:
            return False
        unmoved = seen.sighting.next_id - first.sighting.next_id < wrote / 2 and wrote >= TRUSTED
        return unmoved or (done >= TRUSTED and seen.commits == first.commits)

    def _long_queries(self, seen: Look) -> int:
        """Sessions that have seen the same state for more than one look, and for no longer than PATIENCE."""
        at = seen.sighting.at
        self._snapshots = {one: self._snapshots.get(one, at) for one in seen.snapshots}
        return sum(0 < at - since <= PATIENCE for since in self._snapshots.values())

    def _meet(self, others: _Others | None, long_queries: int, elapsed: float) -> None:
        if others is None:
            self.demand, left = Demand(None, long_queries), GENTLEST
        else:
            self.demand = Demand(max(others.writes, others.commits), long_queries)
            left = _left_by(others.weight)
        if long_queries:
            left = min(left, WITH_LONG_QUERY)
        if left <= self.level:
            self._give_way(left)
            return
        self._calm += elapsed
        if self._calm >= CALM:
            self.level = min(left, max(FIRST_RISE, self.level * RISE**elapsed))

    def _give_way(self, left: float) -> None:
        if left < self.level or left < 1:
            self._calm = 0.0
        self.level = min(self.level, left)

    def _forget(self) -> None:
        self._looks.clear()
        self._kin.clear()
        self._snapshots.clear()
        self._first = None
        self._last = _Others(0.0, 0.0)
        self._calm = 0.0
        self.demand = Demand()
        self.level = 1.0


def _between_looks(before: Look, seen: Look, own_commits: int) -> _Others:
    """So much happened between two looks, as far as one can tell, where our own commits were so many at the
    first."""
    elapsed = seen.sighting.at - before.sighting.at
    kin_writes, kin_commits = _kin_since(seen, before)
    commits = seen.commits - before.commits - (seen.own_commits - own_commits) - kin_commits
    writes = seen.sighting.likely_since(before.sighting) - kin_writes
    return _Others(max(0.0, writes) / elapsed, max(0.0, commits) / elapsed)


def _kin_since(seen: Look, before: Look) -> tuple[int, int]:
    """What other consoles wrote and committed, as far as both looks know them."""
    both = seen.kin.keys() & before.kin.keys()
    writes, commits = (sum(max(0, seen.kin[one][i] - before.kin[one][i]) for one in both) for i in (0, 1))
    return writes, commits


def _left_by(transactions: float) -> float:
    """The part of full speed that so many transactions of others a second leave: continuous, and by factors,
    as what they notice depends on the part of time that a job takes."""
    if transactions <= NOBODY:
        return 1.0
    if transactions >= EVERYBODY:
        return GENTLEST
    return _between(1.0, GENTLEST, (transactions - NOBODY) / (EVERYBODY - NOBODY))


def share_of(level: float, jobs: int, gentlest: float) -> float:
    """The time that so many jobs may take together in each second, in seconds of one session: at full speed
    all of theirs, at the GENTLEST level the share `gentlest` of one."""
    return _between(max(1, jobs), gentlest, min(1.0, log(level) / log(GENTLEST)))


def _between(first: float, last: float, part: float) -> float:
    return float(first ** (1 - part) * last**part)
