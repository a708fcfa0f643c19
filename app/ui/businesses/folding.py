"""Texts made comparable for search and order: without case, accents, vowel points and hidden marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_IGNORED = frozenset({"Mn", "Cf", "Cc"})


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """“Café” as “cafe”; Hebrew without its points; runs of spaces as one."""
    letters = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in letters if unicodedata.category(letter) not in _IGNORED)
    return " ".join(kept.casefold().split())
