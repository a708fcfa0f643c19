"""Times as RQ writes them, naive UTC."""

from __future__ import annotations

from datetime import datetime

_FORMAT, _OLD_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"


def moment(time: datetime) -> str:
    """A time (naive UTC) as RQ writes it."""
    return time.strftime(_FORMAT)


def moment_in(text: str) -> datetime | None:
    """The time that RQ has written (naive UTC), also as its old versions did; None where it is none."""
    for form in (_FORMAT, _OLD_FORMAT):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
