"""What a rule says of each business of the table, worked out as its row comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from app.viewmodel.rows import ShownRow

V = TypeVar("V")


class Verdicts(Generic[V]):
    """The answers of `judge` by business. Thousands that are ticked are asked about at each poll, of which
    few have changed since."""

    def __init__(self, judge: Callable[[ShownRow], V | None]) -> None:
        self._judge = judge
        self._of: dict[int, V | None] = {}

    def see(self, changed: Iterable[ShownRow]) -> None:
        """Takes new or changed rows in."""
        self._of.update((shown.row.business.id, self._judge(shown)) for shown in changed)

    def of(self, business_ids: Iterable[int]) -> Iterator[V]:
        """The answers about these businesses that are one, in their order."""
        return filter(None, map(self._of.get, business_ids))
