"""Figures and texts from outside, whatever their size: what cannot be written says so."""

from __future__ import annotations

import math
from decimal import Decimal

from PySide6.QtCore import QLocale

from app.core.text import shortened, visible

UNUSABLE = "⚠"
"""Stands where a value cannot be shown."""

LONGEST = 2_000
"""Letters of a text that are shown: nobody reads more in a cell, and Qt lays out all of them."""

_MOST_OF_QT = 1 << 63
_MOST_DIGITS = 36
_MOST = 10**_MOST_DIGITS
_MOST_PLURAL = 1_000_000


def whole_text(number: int, locale: QLocale) -> str:
    """A whole number with the language's separators, such as 1,234."""
    if -_MOST_OF_QT <= number < _MOST_OF_QT:
        return locale.toString(number)
    if abs(number) >= _MOST:
        return UNUSABLE
    sign = locale.negativeSign() if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", locale.groupSeparator())


def decimal_text(number: float, digits: int, locale: QLocale) -> str:
    """A number with so many digits after the point."""
    return locale.toString(number, "f", digits) if math.isfinite(number) else UNUSABLE


def money_text(amount: Decimal, locale: QLocale) -> str:
    """An amount, exact to two digits, such as 1,234.50; the marker and what it says where it is no number."""
    if not amount.is_finite():
        return f"{UNUSABLE} {amount}"
    if amount.adjusted() >= _MOST_DIGITS:
        return f"{UNUSABLE} {amount:.2E}"
    cents = int((abs(amount) * 100).to_integral_value())
    sign = locale.negativeSign() if amount < 0 else ""
    return f"{sign}{whole_text(cents // 100, locale)}{locale.decimalPoint()}{cents % 100:02d}"


def plural_of(count: int) -> int:
    """A number of the same plural form, of the size that Qt's translations take."""
    return count if abs(count) < _MOST_PLURAL else _MOST_PLURAL + count % _MOST_PLURAL


def plain(text: str) -> str:
    """A text from outside as it is shown: what is hidden in it can be seen, and it is never longer than
    LONGEST."""
    return visible(bounded(text))


def bounded(text: str) -> str:
    """The beginning of a text that is longer than LONGEST."""
    return shortened(text, LONGEST)
