"""The drawings of printed reports, as SVG within the file: the console's own mark, and one for each verdict.

They are those of `resources/icons`, which a test compares: a report needs no folder, and no file beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.reports.colours import INK
from app.reports.document import Tone

SWEEP = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="15" fill="#2F5BEA"/>'
    '<g transform="rotate(38 32 32)">'
    '<rect x="29.6" y="3" width="4.8" height="30" rx="2.4" fill="#FFFFFF"/>'
    '<path d="M25 31h14a4 4 0 0 1 4 4v3H21v-3a4 4 0 0 1 4-4Z" fill="#FFFFFF"/>'
    '<path d="M21 41h22l4 15.5q-15 5-30 0Z" fill="#CFDBFF"/>'
    '<path d="M27.6 44l-2.4 11M32 44v12.2M36.4 44l2.4 11" fill="none" stroke="#2F5BEA" stroke-width="2.2"'
    ' stroke-linecap="round"/>'
    "</g>"
    '<g fill="#CFDBFF">'
    '<circle cx="47.5" cy="50.5" r="2.6"/>'
    '<circle cx="54.5" cy="44" r="1.9"/>'
    '<circle cx="39.5" cy="55.5" r="1.7"/>'
    "</g>"
    "</svg>"
)

_LUCIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"'
    ' stroke="{ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</svg>'
)

_ROUND = '<circle cx="12" cy="12" r="10"/>'

_CHECK = _ROUND + '<path d="m16 9-5.5 5.5L8 12"/>'
_ALERT = _ROUND + '<line x1="12" x2="12" y1="8" y2="12"/><line x1="12" x2="12.01" y1="16" y2="16"/>'
_CROSS = _ROUND + '<path d="m15 9-6 6"/><path d="m9 9 6 6"/>'
_BAN = _ROUND + '<path d="M4.929 4.929 19.07 19.071"/>'
_INFO = _ROUND + '<path d="M12 16v-4"/><path d="M12 8h.01"/>'

VERDICTS: Mapping[Tone, tuple[str, str]] = {
    "ok": ("circle-check", _CHECK),
    "warn": ("circle-alert", _ALERT),
    "bad": ("circle-x", _CROSS),
    "idle": ("ban", _BAN),
    "accent": ("info", _INFO),
    "muted": ("info", _INFO),
    "": ("info", _INFO),
}
"""The name and the shapes of each: a verdict is told by its shape too."""


def verdict_mark(tone: Tone) -> str:
    """The drawing beside a verdict, in its colour."""
    return _LUCIDE.format(ink=INK[tone], shapes=VERDICTS[tone][1])
