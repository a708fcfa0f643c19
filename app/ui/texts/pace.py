"""How hard a job works and why, in words: beside its speed, and as the reason of its row."""

from __future__ import annotations

from math import floor, isfinite, log10

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.going import Going, going_of
from app.core.pace import Demand, SlowReason
from app.core.policy import Pace
from app.ui.texts.durations import seconds_text
from app.ui.texts.figures import UNUSABLE, plural_of
from app.ui.texts.words import number_text, receipts_text

translate = QCoreApplication.translate

_SLOWED = {
    SlowReason.PROBE: QT_TRANSLATE_NOOP("Words", "Slowed down: the database load could not be checked."),
    SlowReason.LOCKS: QT_TRANSLATE_NOOP("Words", "Slowed down: other transactions had to wait for a batch."),
    SlowReason.LATENCY: QT_TRANSLATE_NOOP("Words", "Slowed down: the database responds slower than usual."),
    SlowReason.SESSIONS: QT_TRANSLATE_NOOP("Words", "Slowed down: the database has few free connections."),
    SlowReason.REPLICATION: QT_TRANSLATE_NOOP("Words", "Slowed down: a database replica lags behind."),
    SlowReason.VACUUM: QT_TRANSLATE_NOOP("Words", "Slowed down: the receipts table is being vacuumed."),
}


def pace_text(pace: Pace, locale: QLocale) -> str:
    """How a job goes: what it takes at once, and how long it pauses in between."""
    return translate("Words", "{receipts} per batch, {span} delay between batches.").format(
        receipts=receipts_text(_two_digits(pace.batch_size), locale),
        span=seconds_text(pace.pause, 2, locale),
    )


def slowed_text(reason: SlowReason) -> str:
    """Why a job is slowed down, as a whole sentence."""
    return translate("Words", str(_SLOWED[reason]))


def going_text(pace: Pace, locale: QLocale) -> str:
    """How hard a job with an adaptive pace works, and what others do, as a whole sentence."""
    others = others_text(pace.demand, locale)
    match going_of(pace):
        case Going.SLOWED if pace.reason is not None:
            return slowed_text(pace.reason)
        case Going.SPEEDING_UP:
            return translate("Words", "Speeding up: the database is idle.")
        case Going.FULL if not others:
            return translate("Words", "Full speed: the database is idle.")
        case Going.FULL:
            return translate("Words", "Full speed: {others}.").format(others=others)
        case _:
            return translate("Words", "Gentle: {others}.").format(others=others)


def others_text(demand: Demand, locale: QLocale) -> str:
    """What others do on the server, as it stands behind a colon; "" where nobody is there."""
    parts = []
    if demand.transactions is None:
        parts.append(translate("Words", "what others do cannot be seen"))
    elif not isfinite(demand.transactions):
        parts.append(UNUSABLE)
    elif (count := round(demand.transactions)) >= 1:
        count = _two_digits(count)
        text = translate("Words", "{count} transaction(s)/s by others", None, plural_of(count))
        parts.append(text.format(count=number_text(count, locale)))
    if demand.long_queries > 0:
        count = demand.long_queries
        text = translate("Words", "{count} long query(ies) running", None, plural_of(count))
        parts.append(text.format(count=number_text(count, locale)))
    return " · ".join(parts)


def _two_digits(count: int) -> int:
    """The figure without the digits that change at each look: 847 is 850."""
    if count < 100:
        return count
    step = 10 ** (floor(log10(count)) - 1)
    return round(count / step) * step
