"""The languages of the console: the one table that window, command line and packaging go by.

Another language needs its line here and its `resources/translations/sweep_<code>.ts`.
"""

from __future__ import annotations

SOURCE_LANGUAGE = "en"
"""The language of the texts in the code, and the one to begin with."""

LANGUAGES = {"en": "English", "he": "עברית"}
"""Each by its code, with its own name, so that who cannot read the present one finds it."""


def others(code: str) -> dict[str, str]:
    """All languages but that of `code`, as in LANGUAGES."""
    return {each: name for each, name in LANGUAGES.items() if each != code}
