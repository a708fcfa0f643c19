"""Spans of time in the person's language: the only way in which the window says them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.durations import units
from app.qt.translation import isolate, ltr
from app.ui.texts.figures import UNUSABLE, plural_of, whole_text

translate = QCoreApplication.translate


def duration_text(seconds: float, locale: QLocale) -> str:
    """A span of time in its two largest units, such as “45 s” or “4 h 52 min”; rounded up, so that it
    reaches “0 s” only at the end."""
    if not math.isfinite(seconds):
        return UNUSABLE
    return isolate(" ".join(_unit_text(number, unit, locale) for number, unit in units(seconds)))


def _unit_text(number: int, unit: str, locale: QLocale) -> str:
    if unit == "d":
        text = translate("Durations", "{count} d", None, plural_of(number))
    elif unit == "h":
        text = translate("Durations", "{count} h")
    elif unit == "min":
        text = translate("Durations", "{count} min")
    else:
        text = translate("Durations", "{count} s")
    return text.format(count=ltr(whole_text(number, locale)))
