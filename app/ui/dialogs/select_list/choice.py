"""What a person chose by a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """The businesses that the list names, in its order. `replaces`: in place of what is selected, otherwise
    in addition to it."""

    ids: tuple[int, ...]
    replaces: bool
