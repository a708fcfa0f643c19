"""The languages of the console: the one table that window, command line and packaging use.

Another language needs its line here and its `resources/translations/sweep_<code>.ts`.
"""

from __future__ import annotations

SOURCE_LANGUAGE = "en"
"""The language of the texts in the code, and the one to begin with."""

LANGUAGES = {"en": "English", "he": "עברית"}
"""By code, each named in itself, so that a person finds it without reading the current language."""


def others(code: str) -> dict[str, str]:
    """All languages but that of `code`, as in LANGUAGES."""
    return {each: name for each, name in LANGUAGES.items() if each != code}
