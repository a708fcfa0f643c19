"""The mark of a text for the translators, where there is no Qt."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - as Qt calls it, and the translators' tools
    """Marks a text that is translated where it is said."""
    return text
