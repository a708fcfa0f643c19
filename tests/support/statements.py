"""What a console sends, as a test wants to read it."""

from __future__ import annotations

import re


def bare(statement: str) -> str:
    """A statement without what each has: the settings of its transaction, and the schema of its tables."""
    return re.sub(r"^(SET LOCAL [^;]+; )+", "", statement).replace('"public".', "").replace("public.", "")
