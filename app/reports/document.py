"""A report as it is read: texts in one language, ready to be laid out, whatever kind of file they go into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

RIGHT_TO_LEFT = frozenset({"he"})
"""Of `core.languages`."""

Tone = Literal["", "muted", "ok", "warn", "bad", "accent", "idle"]
"""The colours that mean something; "" is that of text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or a figure as it is read."""

    text: str
    tone: Tone = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is its part of the room of a table, measured against the other columns. Figures stand at the
    right in both languages, or no digit lines up."""

    title: str
    weight: float
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its title and what is said beside that, and lines of as many cells as it has columns. The row of titles
    is repeated on each page."""

    title: str
    beside: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the large figures, with what it counts below."""

    value: str
    label: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar, from the reading side: `share` of the whole (0–1), and its line in the legend."""

    tone: Tone
    share: float
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line such as “Requested by   dana@sweep.example”."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of a report. `language` is one of `core.languages`; `environment` is the word of the badge
    and its tone, or None. `page` says on which page one is, by its fields {page} and {pages}; `checksum` is
    64 hexadecimal digits."""

    language: str
    heading: str
    place: str
    environment: tuple[str, Tone] | None
    title: str
    verdict: str
    verdict_tone: Tone
    figures: Sequence[Figure]
    parts: Sequence[Part]
    facts: tuple[Sequence[Fact], Sequence[Fact]]
    source: str
    page: str
    checksum: str
    tables: Sequence[Table] = field(default_factory=tuple)

    @property
    def is_right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT
