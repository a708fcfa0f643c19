"""What a connection is for: a word and a colour, so that nobody takes production for something else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_WORD = 24
"""Characters."""


class Color(StrEnum):
    """As a person chooses it."""

    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    GRAY = "gray"


PRODUCTION = "production"

KNOWN = {
    PRODUCTION: Color.RED,
    "staging": Color.AMBER,
    "test": Color.BLUE,
    "development": Color.GRAY,
}
"""Words that are translated where they are shown, each with its colour."""

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Environment:
    """`word` is one of KNOWN, DEMO, or as a person has written it."""

    word: str
    color: Color

    @classmethod
    def of(cls, word: str, color: str = "") -> Environment | None:
        """None without a word. Production is red, whatever is said; a word of a person is blue where nothing
        is said. Never fails: what cannot be a colour counts as none."""
        word = word.strip()[:LONGEST_WORD]
        known = word.lower() if word.lower() in {*KNOWN, DEMO} else word
        if not word:
            return None
        usual = KNOWN.get(known, Color.GRAY if known == DEMO else Color.BLUE)
        is_free = known != PRODUCTION and color.strip().lower() in set(Color)
        return cls(known, Color(color.strip().lower()) if is_free else usual)
