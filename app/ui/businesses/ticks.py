"""Which businesses are ticked: what actions work on, whatever filter, search and order show."""

from __future__ import annotations

from collections.abc import Iterable, Set

from PySide6.QtCore import QObject, Signal


class Ticks(QObject):
    """The ids of the ticked businesses. They stay through search, filters, sorting, polls and a change of the
    page; only a person changes them, or a business that is gone."""

    changed = Signal(object)
    """A frozenset of the ids that were ticked or are no longer."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: set[int] = set()

    def __contains__(self, business_id: object) -> bool:
        return business_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(self._ids)

    def replace(self, business_ids: Iterable[int]) -> None:
        """Ticks these and no others."""
        self._become(set(business_ids))

    def add(self, business_ids: Iterable[int]) -> None:
        self._become(self._ids.union(business_ids))

    def remove(self, business_ids: Iterable[int]) -> None:
        self._become(self._ids.difference(business_ids))

    def toggle(self, business_ids: Set[int]) -> None:
        """Ticks them all, or none of them where they all are."""
        (self.remove if business_ids <= self._ids else self.add)(business_ids)

    def clear(self) -> None:
        self._become(set())

    def _become(self, ids: set[int]) -> None:
        turned = frozenset(ids ^ self._ids)
        if turned:
            self._ids = ids
            self.changed.emit(turned)
