"""Times and ages as the details say them: in the person's own time zone and language."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt, QTime, QTimeZone

from app.core.bounds import is_in_range
from app.qt.translation import isolate
from app.ui.texts.figures import UNUSABLE

translate = QCoreApplication.translate

_WITH_SECONDS, _TO_THE_MINUTE = "d MMM yyyy HH:mm:ss", "d MMM yyyy HH:mm"


def moment_text(utc: datetime | None, locale: QLocale, *, seconds: bool = True) -> str:
    """Date and time to the second (or the minute), with the month as a word; “–” for none."""
    if utc is None:
        return "–"
    if not is_in_range(utc):
        return _out_of_range()
    return isolate(locale.toString(_local(utc), _WITH_SECONDS if seconds else _TO_THE_MINUTE))


def clock_text(utc: datetime, locale: QLocale, today: datetime, *, seconds: bool = False) -> str:
    """The time alone where it is of the same day as `today`, else date and time, to the minute (or the
    second)."""
    if not is_in_range(utc):
        return _out_of_range()
    moment = _local(utc)
    same_day = moment.date() == _local(today).date()
    if same_day:
        return isolate(locale.toString(moment, "HH:mm:ss" if seconds else "HH:mm"))
    return isolate(locale.toString(moment, _WITH_SECONDS if seconds else _TO_THE_MINUTE))


def short_text(utc: datetime | None, locale: QLocale, today: datetime) -> str:
    """The time alone where it is of the same day as `today`, else the date alone; nothing for None."""
    if utc is None:
        return ""
    if not is_in_range(utc):
        return UNUSABLE
    moment = _local(utc)
    same_day = moment.date() == _local(today).date()
    return isolate(locale.toString(moment, "HH:mm" if same_day else "d MMM yyyy"))


def recent_text(utc: datetime | None, locale: QLocale, today: datetime) -> str:
    """The time alone where it is of the same day as `today`, “yesterday”, or the date; nothing for None."""
    if utc is not None and is_in_range(utc) and _local(utc).date().daysTo(_local(today).date()) == 1:
        return translate("Notifications", "yesterday")
    return short_text(utc, locale, today)


def zoned_text(utc: datetime) -> str:
    """A time of the database for other programs: this computer's clock with its offset from UTC, as ISO 8601
    has it."""
    if not is_in_range(utc):
        return UNUSABLE
    moment = _local(utc)
    return moment.toOffsetFromUtc(moment.offsetFromUtc()).toString(Qt.DateFormat.ISODate)


def _out_of_range() -> str:
    """What is read in place of such a time (`core.bounds`) is none to show."""
    return f"{UNUSABLE} {translate('Details', 'out of range')}"


def _local(utc: datetime) -> QDateTime:
    """A time of the database (naive UTC) or of the activity (aware) on this computer's clock. Made by Qt:
    Python's own has no local time at both ends of the calendar."""
    if utc.tzinfo is not None:
        try:
            utc = utc.astimezone(UTC)
        except OverflowError:  # within hours of the first or the last day
            utc = utc.replace(tzinfo=UTC)
    day, time = QDate(utc.year, utc.month, utc.day), QTime(utc.hour, utc.minute, utc.second)
    return QDateTime(day, time, QTimeZone(QTimeZone.Initialization.UTC)).toLocalTime()
