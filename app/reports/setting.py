"""What both printed forms do to texts and figures before they are set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from app.core.text import visible
from app.reports.document import Part

Direction = Literal["ltr", "rtl"]

_ISOLATES = re.compile("([\u2066-\u2069])")
_PDI = "\u2069"
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}

LEAST_SHARE = 0.008
"""Of a bar: what is more than nothing can be seen."""

GROUP = 4
"""Digits of a checksum that stand together."""


def tidy(text: str) -> str:
    """`text` so that it does nothing to what stands around it, and can be written in UTF-8.

    What is hidden in it can be seen, but for isolates, by which texts of a report keep names apart; those end
    with the text."""
    pieces = []
    within = 0
    for piece in _ISOLATES.split(text):
        if piece == _PDI:
            if not within:
                continue
            within -= 1
        elif _ISOLATES.fullmatch(piece):
            within += 1
        else:
            piece = visible(piece)  # noqa: PLW2901 - what is shown of it
        pieces.append(piece)
    return "".join(pieces) + _PDI * within


def own_direction(text: str, otherwise: Direction) -> Direction:
    """That of the first letter which has one, as Unicode's bidirectional algorithm finds it (rules P2 and P3:
    not inside isolates)."""
    within = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("LRI", "RLI", "FSI"):
            within += 1
        elif kind == "PDI":
            within = max(0, within - 1)
        elif not within and kind in _STRONG:
            return _STRONG[kind]
    return otherwise


def grouped(checksum: str) -> str:
    """A checksum in groups, as people compare it."""
    return " ".join(checksum[at : at + GROUP] for at in range(0, len(checksum), GROUP))


def shown_shares(parts: Sequence[Part]) -> list[tuple[float, float]]:
    """Where each part of a bar begins and how long it is, of the whole (0–1), from the reading side: whatever
    is more than nothing has LEAST_SHARE, which the others give; never more than the whole."""
    wanted = [max(part.share, LEAST_SHARE) if part.share > 0 else 0.0 for part in parts]
    room = 1 / max(1.0, sum(wanted))
    places, begin = [], 0.0
    for share in wanted:
        places.append((begin, share * room))
        begin += share * room
    return places
