"""Texts that came from outside: shown so that they cannot disguise anything, and read as numbers."""

from __future__ import annotations

import re

from app.core.storage_messages import what_the_system_said

# What can reorder or hide parts of a text: C0 and C1 controls, marks, embeddings, overrides, isolates, tags.
# Halves of surrogate pairs stand for bytes that are no text, and cannot be written in any encoding.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

LARGEST = 2**63 - 1
"""No number that is typed may be larger: it is the largest that a database or a counter holds."""

_DIGITS = re.compile("[0-9]{1,19}")


def visible(text: str) -> str:
    """`text` with hidden control characters shown as ⟨U+202E⟩, so that a name cannot disguise itself."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def cleaned(text: str) -> str:
    """A text as one line: without what `visible` would show, and without needless spaces."""
    return " ".join(_HIDDEN.sub("", re.sub(r"\s", " ", text)).split())


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
