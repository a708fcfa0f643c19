"""Times and ages as the details say them: in the person's own time zone and language."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.core.bounds import is_in_range
from app.qt.translation import isolate

translate = QCoreApplication.translate


def local_time(utc: datetime) -> datetime:
    """A time of the database (naive UTC) or of the activity (aware) on this computer's clock."""
    return (utc if utc.tzinfo else utc.replace(tzinfo=UTC)).astimezone()


def moment_text(utc: datetime | None, locale: QLocale, *, seconds: bool = True) -> str:
    """Date and time to the second (or the minute), with the month as a word; “–” for none."""
    if utc is None:
        return "–"
    if not is_in_range(utc):
        return _out_of_range()
    return isolate(locale.toString(_qt(utc), "d MMM yyyy HH:mm:ss" if seconds else "d MMM yyyy HH:mm"))


def clock_text(utc: datetime, locale: QLocale, today: datetime) -> str:
    """The time alone where it is of the same day as `today`, else date and time, to the minute."""
    if not is_in_range(utc):
        return _out_of_range()
    same_day = local_time(utc).date() == local_time(today).date()
    return isolate(locale.toString(_qt(utc), "HH:mm" if same_day else "d MMM yyyy HH:mm"))


def _out_of_range() -> str:
    return translate("Details", "out of range")


def _qt(utc: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(local_time(utc).timestamp() * 1000))
