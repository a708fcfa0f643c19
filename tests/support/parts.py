"""Finding what a window is made of."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Part = TypeVar("Part", bound=QObject)


def part(whole: QObject, kind: type[Part], name: str = "") -> Part:
    """The part of `whole` of this kind and object name; a test fails that asks for one which is not there."""
    found = whole.findChild(kind, name) if name else whole.findChild(kind)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found
