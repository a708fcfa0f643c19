"""Spans of time in the person's language: the only way in which the window says them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.durations import units
from app.qt.translation import isolate, ltr
from app.ui.texts.figures import UNUSABLE, decimal_text, plural_of, whole_text

translate = QCoreApplication.translate

NBSP = "\u00a0"
"""Between a figure and its unit: no line ends there."""


def duration_text(seconds: float, locale: QLocale) -> str:
    """A span of time in its two largest units, such as “45 s” or “4 h 52 min”; rounded up, so that it
    reaches “0 s” only at the end."""
    if not math.isfinite(seconds):
        return UNUSABLE
    return isolate(" ".join(_unit_text(number, unit, locale) for number, unit in units(seconds)))


def seconds_text(seconds: float, digits: int, locale: QLocale) -> str:
    """A span of seconds alone, with so many digits after the point, such as “0.35 s”."""
    unit = translate("Durations", "{count} s").replace(" ", NBSP)
    return isolate(unit.format(count=ltr(decimal_text(seconds, digits, locale))))


def _unit_text(number: int, unit: str, locale: QLocale) -> str:
    if unit == "d":
        text = translate("Durations", "{count} d", None, plural_of(number))
    elif unit == "h":
        text = translate("Durations", "{count} h")
    elif unit == "min":
        text = translate("Durations", "{count} min")
    else:
        text = translate("Durations", "{count} s")
    return text.replace(" ", NBSP).format(count=ltr(whole_text(number, locale)))
