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

WINDOW = 6
"""Looks over which what others do is told beside consoles that do not tell all at once."""

STEADY = 3.0
"""Seconds that these looks must cover."""

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
    console, `kin` of other consoles at work by name (see `core.kin`).
    `snapshots` name the sessions of others and the state that each of them sees. `is_late`: the server counts
    our commits up to a second after they were done."""

    sighting: Sighting
    commits: int
    own_commits: int
    kin: Mapping[str, Counts] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class _Suspicion:
    """So many `writes` a second that batches have noticed until a moment (seconds)."""

    at: float
    writes: float

    @property
    def left(self) -> float:
        return _left_by(self.writes)


class DemandWatch:
    """Follows what others do: gives way at once, and comes back slowly. Not for several threads at once.

    `level` is the part of full speed that is left: 1 where nobody else is there, until something is known.
    """

    def __init__(self) -> None:
        self.demand = Demand()
        self._level = 1.0
        self._kin, self._kin_pace = Kin(), 0.0
        self._looks: deque[Look] = deque(maxlen=WINDOW)
        self._looked_at: float | None = None
        self._suspicion: _Suspicion | None = None
        self._sightings: deque[Sighting] = deque()
        self._snapshots: dict[tuple[int, int], float] = {}
        self._calm = 0.0
        self._last = _Others(0.0, 0.0)
        self._first: Look | None = None

    @property
    def level(self) -> float:
        return min(self._level, self._suspicion.left if self._suspicion else 1.0)

    @property
    def is_known(self) -> bool:
        """Two looks have shown what happened between them."""
        return len(self._looks) > 1

    @property
    def wants_look(self) -> bool:
        """Another look soon would tell more: one alone was had, or somebody is suspected."""
        return len(self._looks) == 1 or self._suspicion is not None

    @property
    def kin(self) -> int:
        """How many other consoles are at work on this server."""
        return self._kin.number

    def notice(self, seen: Sighting) -> bool:
        """What a batch has seen: whoever writes is given way to within a few batches. Returns whether to look
        at once: it may be one of our kind, and then the look takes it back."""
        while self._sightings and seen.at - self._sightings[0].at > SHORTLY:
            self._sightings.popleft()
        if self._sightings:
            before = self._sightings[0]
            elapsed = seen.at - before.at
            kin = (PACE_MARGIN * self._kin_pace * elapsed + CERTAIN) if self.kin else 0.0
            others = seen.others_since(before) - kin
            if others >= CERTAIN:
                self._suspicion = _Suspicion(seen.at, others / max(elapsed, SHORTLY / 2))
        self._sightings.append(seen)
        return self._suspicion is not None and self._suspicion.left < self._level

    def look(self, seen: Look | None) -> None:
        """What a look at the server has shown; None where it could not be looked at."""
        if seen is None:
            self._looks.clear()
            self._suspicion = None
            self.demand = Demand()
            self._meet(None, 0.0)
            return
        at = seen.sighting.at
        if self._looked_at is not None and at - self._looked_at > FORGOTTEN:
            self._forget()
        self._looked_at = at
        self._first = self._first or seen
        self._heed_long_queries(seen)
        self._kin.meet(at, seen.kin)
        seen = replace(seen, kin=self._kin.counts)
        before = self._looks[-1] if self._looks else None
        is_somebody = False
        if self._suspicion is not None and self._suspicion.at <= at:
            is_somebody = self._resolve(self._suspicion, before, seen)
        elapsed = at - before.sighting.at if before else 0.0
        if before is None or is_somebody:
            self._looks.append(seen)
        elif elapsed > 0 and (elapsed >= SHORTLY or len(self._looks) == 1 or not self.kin):
            self._looks.append(seen)
            self._kin_pace = since(before.kin, seen.kin)[0] / elapsed
            self._meet(self._others(), elapsed)

    def _resolve(self, suspicion: _Suspicion, before: Look | None, seen: Look) -> bool:
        """Batches have noticed somebody. Whether it was none of our kind, as a look since then tells."""
        self._suspicion, writes = None, suspicion.writes
        if self.kin:
            self._sightings.clear()
            certain = self._certain_since(before, seen) if before else 0.0
            writes = certain / max(SHORTLY, seen.sighting.at - before.sighting.at) if before else 0.0
            writes = writes if certain >= CERTAIN else 0.0
        if writes:
            self.demand = replace(self.demand, transactions=max(writes, self.demand.transactions or 0.0))
            self._last = _Others(writes, writes)
            self._give_way(_left_by(writes))
        return bool(writes)

    def _certain_since(self, before: Look, seen: Look) -> float:
        """How many transactions others did at least since a look, however much of it our kind has not told
        yet; weighed as `_Others` are."""
        writes, commits = since(before.kin, seen.kin)
        untold = self._kin.untold_since(before.kin)
        other_writes = seen.sighting.others_since(before.sighting) - writes
        other_commits = seen.commits - before.commits - (seen.own_commits - before.own_commits) - commits
        return max(float(other_writes - untold), (other_commits - untold) / 2)

    def _others(self) -> _Others | None:
        """What is told by the last looks; None where they tell nothing."""
        before, seen = self._looks[-2], self._looks[-1]
        if self._is_blind(seen):
            return None
        # Where the server is late, what it counts now may be older work of ours.
        earlier = self._looks[max(-3, -len(self._looks))] if seen.is_late else before
        found = _between_looks(before, seen, earlier.own_commits, self._kin.untold_since(before.kin))
        last, self._last = self._last, found
        elapsed = seen.sighting.at - before.sighting.at
        if found.weight * elapsed >= FEW * max(elapsed, SHORTLY):
            return found
        others = _Others(min(found.writes, last.writes), min(found.commits, last.commits))
        oldest = self._looks[0]
        longer = seen.sighting.at - oldest.sighting.at
        if not self.kin or longer < STEADY:
            return others
        # What our kind has not told at one look it tells at the next: over several looks that is little.
        steady = self._certain_since(oldest, seen) / longer
        return others if others.weight >= steady else _Others(steady, 0.0)

    def _likely(self) -> float:
        """The weight of others over all looks, as far as our kind has told: who has given way to somebody
        does not come back while it may be that they are still there."""
        oldest, seen = self._looks[0], self._looks[-1]
        return _between_looks(oldest, seen, oldest.own_commits, 0).weight if self.kin else 0.0

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
        count = sum(SHORTLY <= at - began <= PATIENCE for began in self._snapshots.values())
        self.demand = replace(self.demand, long_queries=count)
        if count and self._level > WITH_LONG_QUERY:
            self._give_way(WITH_LONG_QUERY)

    def _meet(self, others: _Others | None, elapsed: float) -> None:
        if others is None:
            self.demand, left = replace(self.demand, transactions=None), GENTLEST
        else:
            self.demand = replace(self.demand, transactions=max(others.writes, others.commits))
            left = _left_by(others.weight)
        if self.demand.long_queries:
            left = min(left, WITH_LONG_QUERY)
        if left <= self._level:
            self._give_way(left)
            return
        self._calm += elapsed
        if self._calm >= CALM:
            left = max(self._level, min(left, _left_by(self._likely())))
            self._level = min(left, max(FIRST_RISE, self._level * RISE**elapsed))

    def _give_way(self, left: float) -> None:
        if left < self._level or left < 1:
            self._calm = 0.0
        self._level = min(self._level, left)

    def _forget(self) -> None:
        self._looks.clear()
        self._kin, self._kin_pace = Kin(), 0.0
        self._snapshots.clear()
        self._first = None
        self._last = _Others(0.0, 0.0)
        self._calm = 0.0
        self.demand = Demand()
        self._level = 1.0


def _between_looks(before: Look, seen: Look, own_commits: int, untold: int) -> _Others:
    """So much happened between two looks, as far as one can tell, where our own commits were so many at the
    first, and so many may be of our kind that has not told yet."""
    elapsed = seen.sighting.at - before.sighting.at
    kin_writes, kin_commits = since(before.kin, seen.kin)
    commits = seen.commits - before.commits - (seen.own_commits - own_commits) - kin_commits
    writes = seen.sighting.likely_since(before.sighting) - kin_writes
    return _Others(max(0.0, writes - untold) / elapsed, max(0.0, commits - untold) / elapsed)


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
