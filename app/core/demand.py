"""How much of a server others need at the moment, and which part of full speed that leaves to this console.

Everything is told from counts that go up: what they rose by, less what this console and others of its kind
did, is the work of the product.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import log

from app.core.kin import Counts, Kin, since
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

PACE_MARGIN = 1.5
"""Other consoles may be faster than they were by this factor, until they tell."""

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
    console, `kin` of other consoles at work by name (see `core.kin`), None where one does not tell.
    `snapshots` name the sessions of others and the state that each of them sees. `is_late`: the server counts
    our commits up to a second after they were done."""

    sighting: Sighting
    commits: int
    own_commits: int
    kin: Mapping[str, Counts | None] = field(default_factory=dict)
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
        self._kin = Kin()
        self._kin_pace: float | None = 0.0
        self._looks: deque[Look] = deque(maxlen=3)
        self._suspected = 0.0
        self._sightings: deque[Sighting] = deque()
        self._snapshots: dict[tuple[int, int], float] = {}
        self._calm = 0.0
        self._last = _Others(0.0, 0.0)
        self._first: Look | None = None

    @property
    def is_known(self) -> bool:
        """Two looks have shown what happened between them."""
        return len(self._looks) > 1

    @property
    def kin(self) -> int:
        """How many other consoles are at work on this server."""
        return self._kin.number

    def notice(self, seen: Sighting) -> bool:
        """What a batch has seen: whoever writes is noticed within a few batches. Returns whether to look at
        once: it may be one of our kind who begins."""
        while self._sightings and seen.at - self._sightings[0].at > SHORTLY:
            self._sightings.popleft()
        if self._sightings and self._kin_pace is not None and self._kin.are_told:
            before = self._sightings[0]
            elapsed = seen.at - before.at
            kin = (PACE_MARGIN * self._kin_pace * elapsed + CERTAIN) if self.kin else 0.0
            others = seen.others_since(before) - kin
            if others >= CERTAIN:
                self._suspected = others / max(elapsed, SHORTLY / 2)
        self._sightings.append(seen)
        return _left_by(self._suspected) < self.level

    def look(self, seen: Look | None) -> None:
        """What a look at the server has shown; None where it could not be looked at."""
        suspected, self._suspected = self._suspected, 0.0
        if seen is None:
            self._looks.clear()
            self.demand = Demand()
            self._meet(None, 0.0)
            return
        at = seen.sighting.at
        if self._looks and at - self._looks[-1].sighting.at > FORGOTTEN:
            self._forget()
        self._first = self._first or seen
        self._heed_long_queries(seen)
        are_new = self._kin.meet(at, seen.kin)
        seen = replace(seen, kin=self._kin.counts)
        before = self._looks[-1] if self._looks else None
        elapsed = at - before.sighting.at if before else 0.0
        if suspected and not self.kin:
            self._heed(suspected)
        elif before is not None and elapsed > 0 and self._kin.untold:
            certain = self._certain_since(before, seen) / max(elapsed, SHORTLY)
            self._heed(certain if certain >= FEW else 0.0)
        if are_new or (before is None and self._kin.are_told):
            self._begin_with(seen)
        elif not self._kin.are_told:
            self._sightings.clear()
        elif before is not None and elapsed >= (SHORTLY if self.kin else 1e-3):
            self._looks.append(seen)
            self._kin_pace = since(before.kin, seen.kin)[0] / elapsed
            self._meet(self._others(), elapsed)

    def _begin_with(self, seen: Look) -> None:
        """How much of what happened until now was whose, nobody knows."""
        self._looks.clear()
        self._looks.append(seen)
        self._sightings.clear()
        self._kin_pace = None if self.kin else 0.0

    def _certain_since(self, before: Look, seen: Look) -> float:
        """What others did at least since a look, however much of it our kind has not told yet; weighed as
        `_Others` are."""
        writes, commits = since(before.kin, seen.kin, are_all=True)
        untold = float(self._kin.untold)
        if not self._kin.are_told:
            untold += PACE_MARGIN * (self._kin_pace or 0.0) * (seen.sighting.at - before.sighting.at)
        other_writes = seen.sighting.others_since(before.sighting) - writes
        other_commits = seen.commits - before.commits - (seen.own_commits - before.own_commits) - commits
        return max(other_writes - untold, (other_commits - untold) / 2)

    def _heed(self, writes: float) -> None:
        """So many transactions a second are certainly not ours."""
        if writes:
            self.demand = replace(self.demand, transactions=max(writes, self.demand.transactions or 0.0))
            self._give_way(_left_by(writes))

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

    def _heed_long_queries(self, seen: Look) -> None:
        """Sessions that have seen the same state for more than one look, and for no longer than PATIENCE."""
        at = seen.sighting.at
        self._snapshots = {one: self._snapshots.get(one, at) for one in seen.snapshots}
        count = sum(0 < at - began <= PATIENCE for began in self._snapshots.values())
        self.demand = replace(self.demand, long_queries=count)
        if count and self.level > WITH_LONG_QUERY:
            self._give_way(WITH_LONG_QUERY)

    def _meet(self, others: _Others | None, elapsed: float) -> None:
        if others is None:
            self.demand, left = replace(self.demand, transactions=None), GENTLEST
        else:
            self.demand = replace(self.demand, transactions=max(others.writes, others.commits))
            left = _left_by(others.weight)
        if self.demand.long_queries:
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
        self._kin = Kin()
        self._kin_pace = 0.0
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
    kin_writes, kin_commits = since(before.kin, seen.kin)
    commits = seen.commits - before.commits - (seen.own_commits - own_commits) - kin_commits
    writes = seen.sighting.likely_since(before.sighting) - kin_writes
    return _Others(max(0.0, writes) / elapsed, max(0.0, commits) / elapsed)


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
