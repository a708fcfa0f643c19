"""The order of the rows: by the value of one column, and among equal values by name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from PySide6.QtCore import Qt

from app.ui.businesses.cells import SortValue, sort_value
from app.ui.businesses.columns import Column
from app.viewmodel.rows import ShownRow

MOST_SPANS = 4


class Key(NamedTuple):
    """Where a row belongs. No two rows have the same one, so that it tells the row's place too."""

    value: SortValue
    name: str
    business_id: int


class Order:
    """The sorted column and its direction. Empty values come last in both directions; equal ones go by name,
    from A to Z in both. The business of the id `first` stands before all others."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.column = Column.BUSINESS
        self.direction = Qt.SortOrder.AscendingOrder

    def key(self, shown: ShownRow, before: Key | None = None) -> Key:
        """Where this snapshot belongs. `before`, a key of the same snapshot, spares folding its name anew."""
        name = before.name if before else str(sort_value(shown, Column.BUSINESS))
        value = name if self.column is Column.BUSINESS else sort_value(shown, self.column)
        return Key(value, name, shown.row.business.id)

    def sort(self, keys: Iterable[Key]) -> list[Key]:
        """All of them in order."""
        named = sorted(keys, key=itemgetter(1, 2))
        full = [key for key in named if key.value is not None]
        full.sort(key=itemgetter(0), reverse=self._descending)
        keys = full + [key for key in named if key.value is None]
        at = next((at for at, key in enumerate(keys) if key.business_id == self.first), 0)
        return [*keys[at : at + 1], *keys[:at], *keys[at + 1 :]]

    def place(self, keys: Sequence[Key], key: Key) -> int:
        """How many of the sorted `keys` come before `key`: its place if it is among them. Takes a dozen
        comparisons, where a sort would take a few milliseconds at every poll."""
        low, high = 0, len(keys)
        while low < high:
            middle = (low + high) // 2
            if self._is_before(keys[middle], key):
                low = middle + 1
            else:
                high = middle
        return low

    @property
    def _descending(self) -> bool:
        return self.direction is Qt.SortOrder.DescendingOrder

    def _is_before(self, one: Key, other: Key) -> bool:
        if self.first is not None and self.first in {one.business_id, other.business_id}:
            return other.business_id != self.first
        if one.value == other.value:
            return one[1:] < other[1:]
        if one.value is None or other.value is None:
            return other.value is None
        if self._descending:
            one, other = other, one
        return one.value < other.value  # type: ignore[operator]  # of one column: of one type


def within(places: Sequence[int], seen: range) -> Sequence[int]:
    """Those of these ascending rows that are seen."""
    return places[bisect_left(places, seen.start) : bisect_left(places, seen.stop)]


def spans(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last row of a few runs that cover these ascending rows, and as few others as may be: to tell
    of a run takes longer than to draw one row more."""
    gaps = [place for place in range(1, len(places)) if places[place] - places[place - 1] > 1]
    cuts = sorted(nlargest(MOST_SPANS - 1, gaps, key=lambda place: places[place] - places[place - 1]))
    for begin, end in pairwise([0, *cuts, len(places)]):
        if begin < end:
            yield places[begin], places[end - 1]
