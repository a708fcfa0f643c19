"""Where the files are that come with the program, in the sources as in a bundle."""

from __future__ import annotations

from pathlib import Path

_TOP = Path(__file__).resolve().parents[2]

RESOURCES, DOCS = _TOP / "resources", _TOP / "docs"
TRANSLATIONS = RESOURCES / "translations"
