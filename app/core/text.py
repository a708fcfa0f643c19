"""Texts that came from outside: shown so that they cannot disguise anything, and read as numbers."""

from __future__ import annotations

import re

from app.core.storage_messages import what_the_system_said

# What can reorder or hide parts of a text: C0 and C1 controls, marks, embeddings, overrides, isolates, tags.
# Halves of surrogate pairs stand for bytes that are no text, and cannot be written in any encoding.
_HIDDEN = (
    {*range(0x00, 0x20), *range(0x7F, 0xA0)}
    | {0x00AD, 0x061C, 0x180E, 0xFEFF}
    | {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)}
    | {*range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)}
)
_SHOWN = {code: f"⟨U+{code:04X}⟩" for code in _HIDDEN}

LARGEST = 2**63 - 1
"""No number that is typed may be larger: it is the largest that a database or a counter holds."""

_DIGITS = re.compile("[0-9]{1,19}")


def visible(text: str) -> str:
    """`text` with hidden control characters shown as ⟨U+202E⟩, so that a name cannot disguise itself."""
    return text.translate(_SHOWN)


def visible_lines(text: str) -> str:
    """The same of a text of several lines, which stay lines."""
    return "\n".join(map(visible, text.split("\n")))


def whole_number(text: str) -> int | None:
    """The number that somebody typed: the digits 0 to 9 alone, at most LARGEST; else None. Python's `int`
    also takes `1_2`, ` 5`, `+5` and the digits of other scripts, of which nobody can say what was meant."""
    if not _DIGITS.fullmatch(text):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a text that may be of any length, for a sentence that repeats it."""
    return text if len(text) <= length else text[: length - 1] + "…"


KIND_LENGTH = 80
"""Characters of what `kind_of` says."""


def kind_of(error: BaseException) -> str:
    """What an error that nobody foresaw is, for people: what the operating system says, or its class. Never
    its own text, which may hold an address with a password."""
    said = what_the_system_said(error) if isinstance(error, OSError) else type(error).__name__
    return visible(str(said))[:KIND_LENGTH]
