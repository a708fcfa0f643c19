"""Texts that came from outside, shown so that they cannot disguise anything."""

from __future__ import annotations

# What can reorder or hide parts of a text: C0 and C1 controls, marks, embeddings, overrides, isolates, tags;
# and halves of a character, which Qt would drop.
_HIDDEN = (
    {*range(0x00, 0x20), *range(0x7F, 0xA0)}
    | {0x00AD, 0x061C, 0x180E, 0xFEFF}
    | {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)}
    | {*range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)}
)


def visible(text: str) -> str:
    """`text` with hidden control characters shown as ⟨U+202E⟩, so that a name cannot disguise itself."""
    return "".join(f"⟨U+{ord(letter):04X}⟩" if ord(letter) in _HIDDEN else letter for letter in text)
