"""Lines in the order of the values of one column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import TypeVar

from app.qt.nets import attempt
from app.ui.businesses.cells import SortValue

T = TypeVar("T")


def in_order(lines: Iterable[T], value: Callable[[T], SortValue], *, is_descending: bool) -> list[T]:
    """Sorted by `value`, whose values are of one type. Equal ones stay as they came, in both directions. A
    line without a value, or whose value cannot be had, stands behind all others."""
    nothing: SortValue = None
    valued = [(attempt(value, nothing, line), line) for line in lines]
    full = [pair for pair in valued if pair[0] is not None]
    full.sort(key=itemgetter(0), reverse=is_descending)
    return [line for _value, line in full] + [line for found, line in valued if found is None]
