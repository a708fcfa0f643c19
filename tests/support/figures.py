"""What a test looks for in a sentence whose words may change: its figures."""

from __future__ import annotations

import re

from app.ui.texts.words import without_marks


def figures(text: str) -> list[str]:
    """The numbers of a text in their order, as they are written: ["1,240", "3"]."""
    return re.findall(r"\d[\d.,:]*\d|\d", without_marks(text))
