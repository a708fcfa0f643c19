"""Other consoles and workers of this kind at work on the same server, as the cursors of their jobs tell.

Each batch writes what its whole console has done until then. Between two jobs, and in the first moments of
one, a console does something and nothing tells how much: that is judged once it is told again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Counts = tuple[int, int]
"""Transactions that have written, and that were committed."""

STAYS = 3.0
"""Seconds in which one that is not heard of is taken to be between two of its jobs."""

BEHIND = 3
"""So many transactions each may have done since the batch that has told of them."""

BEGINNING = 20
"""The same where one has just ended a job, or begins one."""


@dataclass(slots=True)
class _One:
    """`counts` as they were told last, `is_here` while one of its jobs runs; `since` when (seconds) nothing
    tells what it does."""

    counts: Counts | None = None
    is_here: bool = True
    since: float | None = None


class Kin:
    """Who is known, by name. Not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[str, _One] = {}
        self._at = 0.0

    def meet(self, at: float, found: Mapping[str, Counts | None]) -> bool:
        """Those whose jobs run at a moment (seconds), and what their cursors tell. Returns whether somebody
        tells for the first time: how much of what happened until now was theirs, nobody knows."""
        self._at = at
        for name in found:
            self._known.setdefault(name, _One())
        are_new = False
        for name, one in self._known.items():
            counts, was_here = found.get(name), one.is_here
            one.is_here = name in found
            if counts:
                are_new |= one.counts is None
                one.counts, one.since = counts, None
            elif one.since is None or (one.counts and one.is_here != was_here):
                one.since = at
        return are_new

    @property
    def counts(self) -> dict[str, Counts]:
        """As they were told last."""
        return {name: one.counts for name, one in self._known.items() if one.counts}

    @property
    def number(self) -> int:
        """How many are at work, or were until a moment ago. One that never tells is a console of before, and
        given way to like anybody."""
        return sum(
            one.counts is not None and (one.is_here or self._is_unsure(one)) for one in self._known.values()
        )

    @property
    def are_told(self) -> bool:
        """What all of them do is known."""
        return not any(map(self._is_unsure, self._known.values()))

    @property
    def untold(self) -> int:
        """So many transactions they may have done since they told."""
        return sum(
            BEGINNING if self._is_unsure(one) else BEHIND
            for one in self._known.values()
            if one.is_here or self._is_unsure(one)
        )

    def _is_unsure(self, one: _One) -> bool:
        return one.since is not None and self._at - one.since <= STAYS


def since(
    before: Mapping[str, Counts | None], after: Mapping[str, Counts | None], *, are_all: bool = False
) -> Counts:
    """What those did who had told of it at both moments; with `are_all` also whatever the others have done
    until then."""
    nothing = (0, 0) if are_all else None
    pairs = [
        (then, counts) for name, counts in after.items() if counts and (then := before.get(name, nothing))
    ]
    writes, commits = (sum(max(0, now[i] - then[i]) for then, now in pairs) for i in (0, 1))
    return writes, commits
