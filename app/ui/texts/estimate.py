"""How long a deletion will take, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.estimate import Estimate, Known, Measured
from app.ui.texts.durations import duration_text

translate = QCoreApplication.translate

_TIMES = {
    Known.ONE: QT_TRANSLATE_NOOP("Estimate", "About {full}."),
    Known.FULL_NOW: QT_TRANSLATE_NOOP(
        "Estimate", "About {full} now, about {gentle} while the product is busy."
    ),
    Known.GENTLE_NOW: QT_TRANSLATE_NOOP(
        "Estimate", "About {gentle} now, about {full} while the database is idle."
    ),
    Known.GENTLE_ALWAYS: QT_TRANSLATE_NOOP(
        "Estimate", "About {gentle}, because what others do cannot be seen."
    ),
    Known.EITHER: QT_TRANSLATE_NOOP(
        "Estimate", "About {full} while the database is idle, about {gentle} while the product is busy."
    ),
}

_MEASURED = {
    Measured.FULL: QT_TRANSLATE_NOOP("Estimate", "Measured so far only while the database was idle."),
    Measured.GENTLE: QT_TRANSLATE_NOOP("Estimate", "Measured so far only while the product was busy."),
    Measured.NONE: QT_TRANSLATE_NOOP("Estimate", "Not measured yet on this database."),
}


def estimate_text(takes: Estimate, locale: QLocale) -> str:
    """How long it takes now and otherwise, as a whole sentence; and whether that was ever measured."""
    told = translate("Estimate", str(_TIMES[takes.known])).format(
        full=duration_text(takes.full, locale), gentle=duration_text(takes.gentle, locale)
    )
    if takes.measured is Measured.ALL:
        return told
    return " ".join((told, translate("Estimate", str(_MEASURED[takes.measured]))))
