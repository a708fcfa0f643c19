"""How much this console reads of a value that anybody may have written: a column can hold far more than a
person or a program can use."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

NAME_LENGTH = 1_000
"""Characters of a name, an address or any other short text that are shown."""

ERROR_LENGTH = 2_000
"""Characters of `last_error` that are shown; the two sides of the product write at most 1,000."""

CURSOR_LENGTH = 2_200_000
"""Characters of a cursor that is read: room for all failures that it may hold, with their reasons, and its
run."""

KEY_LENGTH = 5_000
"""Characters of a storage key that is read: a path has at most 4,096 bytes, the key of a bucket 1,024."""

PAGES_LENGTH = 20_000
"""Characters of the JSON of a business's enabled pages."""

EARLIEST, LATEST = datetime(1970, 1, 2), datetime(2999, 12, 30)
"""A job's times beyond these are read as these. Inside, every system can convert them to local time."""

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
"""The days that Python has; PostgreSQL has others, and `infinity`."""

HIGHEST_AMOUNT = Decimal(10) ** 12
"""An amount beyond this, with either sign, is none; nor is `NaN`, which the column allows."""

LARGEST_FILE = 2**50
"""Bytes; a size beyond this, or below zero, counts as none."""

CURRENCIES = 12
"""Currencies whose sums are shown, those of most businesses first: the column takes any text."""


def is_in_range(moment: datetime) -> bool:
    """Whether the time of a job (UTC, naive or aware) is one, and not what stands for one out of range."""
    return EARLIEST < moment.replace(tzinfo=None) < LATEST
