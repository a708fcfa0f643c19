"""Spans of time and counts as people read them; the command line and the log in English."""

from __future__ import annotations

import math

MINUTE, HOUR, DAY = 60, 3_600, 86_400

HOURS_UNTIL = 2 * DAY
"""A span below this is written in hours: “36 h” is understood faster than “1 d 12 h”."""


_STEPS = (
    (20, 1),
    (MINUTE, 5),
    (5 * MINUTE, MINUTE // 2),
    (20 * MINUTE, MINUTE),
    (2 * HOUR, 5 * MINUTE),
    (6 * HOUR, HOUR // 2),
    (3 * DAY, HOUR),
)


def units(seconds: float) -> list[tuple[int, str]]:
    """The span, rounded up to a second, in its two largest units: [(4, "h"), (52, "min")]. A smaller unit
    of which there is none is left out; no span at all is [(0, "s")]."""
    whole = max(0, math.ceil(seconds))
    if whole >= HOURS_UNTIL:
        both = [(whole // DAY, "d"), (whole % DAY // HOUR, "h")]
    elif whole >= HOUR:
        both = [(whole // HOUR, "h"), (whole % HOUR // MINUTE, "min")]
    elif whole >= MINUTE:
        both = [(whole // MINUTE, "min"), (whole % MINUTE, "s")]
    else:
        return [(whole, "s")]
    return [(number, unit) for number, unit in both if number]


def duration(seconds: float) -> str:
    """The span in English: “45 s”, “12 min 5 s”, “4 h 52 min”, “36 h”, “3 d 2 h”."""
    return " ".join(f"{number} {unit}" for number, unit in units(seconds))


def roughly(seconds: float) -> float:
    """The span, rounded to what an estimate can know: at least a second; in steps of 5 s from 20 s on, of
    half a minute from one on, of whole ones from 5, of 5 from 20, of half hours from 2 h, of hours from 6 h,
    and of days from 3 d on."""
    step = next((step for until, step in _STEPS if seconds < until), DAY)
    return float(max(1, round(seconds / step) * step))


def counted(count: int, one: str, many: str = "") -> str:
    """“1 receipt”, “2,345 receipts”; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
