"""Other consoles and workers of this kind at work on the same server, as the cursors of their jobs tell.

Each claim of a job and each batch writes what its whole console has done until then. What one does from the
last batch of a job until the next claim is told with that, a little later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Counts = tuple[int, int]
"""Transactions that have written, and that were committed."""

STAYS = 5.0
"""Seconds in which one that is not heard of is taken to be between two of its jobs."""

FORGOTTEN = 60.0
"""Seconds after which one that is not heard of is nobody any more."""

BEHIND = 3
"""So many transactions one whose job runs may have done since it told."""

BETWEEN = 15
"""The same of one that has ended a job, besides what it did in that."""


@dataclass(slots=True)
class _One:
    """What one told last, when it was heard of (seconds), what it had told before it came, or came back (when
    it did what lies between, nobody knows), and its `pace` lately, transactions a second."""

    counts: Counts
    at: float
    before: Counts
    pace: float = 0.0

    @property
    def news(self) -> int:
        return max(0, self.counts[0] - self.before[0], self.counts[1] - self.before[1])


class Kin:
    """Who is known, by name. Not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[str, _One] = {}
        self._at = 0.0

    def meet(self, at: float, found: Mapping[str, Counts]) -> None:
        """Those whose jobs run at a moment (seconds), and what their cursors tell."""
        self._at = at
        for name, counts in found.items():
            one = self._known.get(name)
            if one is None:
                self._known[name] = _One(counts, at, (0, 0))
            else:
                before = one.before if self._is_at_work(one) else one.counts
                done = max(0, counts[0] - one.counts[0], counts[1] - one.counts[1])
                pace = done / (at - one.at) if at > one.at else one.pace
                self._known[name] = _One(counts, at, before, pace)
        self._known = {name: one for name, one in self._known.items() if at - one.at <= FORGOTTEN}

    @property
    def counts(self) -> dict[str, Counts]:
        """What those at work told last."""
        return {name: one.counts for name, one in self._known.items() if self._is_at_work(one)}

    @property
    def number(self) -> int:
        """How many are at work, or were until a moment ago."""
        return sum(map(self._is_at_work, self._known.values()))

    def untold_since(self, before: Mapping[str, Counts]) -> int:
        """So many transactions they may have done since then that `since` does not know."""
        at_work = [(name, one) for name, one in self._known.items() if self._is_at_work(one)]
        behind = sum(
            BEHIND if one.at == self._at else BETWEEN + int(one.pace * (self._at - one.at))
            for _, one in at_work
        )
        return behind + sum(one.news for name, one in at_work if name not in before)

    def _is_at_work(self, one: _One) -> bool:
        return self._at - one.at <= STAYS


def since(before: Mapping[str, Counts], after: Mapping[str, Counts]) -> Counts:
    """What those did who were at work at both moments."""
    both = before.keys() & after.keys()
    writes, commits = (sum(max(0, after[one][i] - before[one][i]) for one in both) for i in (0, 1))
    return writes, commits
