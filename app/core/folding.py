"""Texts made comparable for search and order: without case, accents, vowel points and hidden marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_IGNORED = frozenset({"Mn", "Cf", "Cc"})


class _Kept(dict[int, int | None]):
    """For `translate`: each letter, or None in place of one that is ignored; looked up once each."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in _IGNORED else code
        self[code] = kept
        return kept


_KEPT = _Kept()

# What keyboards, Word and Excel write for the same sign: apostrophe and geresh, quote and gershayim, dashes.
_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛ʼ`´′׳＇", "'"),
        **dict.fromkeys("“”„‟″״＂«»", '"'),
        **dict.fromkeys("‐‑‒–—―−־", "-"),
    }
)
_BLANKS = re.compile(r"[^\S ]")


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """“Café” as “cafe”; Hebrew without its points, geresh as an apostrophe; runs of spaces as one."""
    letters = unicodedata.normalize("NFKD", _BLANKS.sub(" ", text.translate(_SAME_SIGNS)))
    kept = letters.translate(_KEPT).translate(_SAME_SIGNS)
    return " ".join(kept.casefold().replace("''", '"').split())
