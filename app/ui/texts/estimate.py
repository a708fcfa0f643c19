"""How long a deletion will take, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.estimate import Estimate
from app.core.durations import roughly
from app.core.going import is_at_work
from app.ui.texts.durations import duration_text

translate = QCoreApplication.translate


def estimate_text(takes: Estimate, locale: QLocale) -> str:
    """How long it takes now and otherwise, as a whole sentence; and whether that was ever measured."""
    told = _times_text(takes, locale)
    if takes.is_measured:
        return told
    return " ".join((told, translate("Estimate", "Not measured yet on this database.")))


def _times_text(takes: Estimate, locale: QLocale) -> str:
    full, demand = _about(takes.full, locale), takes.demand
    gentle = full if takes.gentle is None else _about(takes.gentle, locale)
    if full == gentle:
        text = translate("Estimate", "About {full}.")
    elif demand is None:
        text = translate(
            "Estimate", "About {full} while the database is idle, about {gentle} while the product is busy."
        )
    elif demand.transactions is None:
        text = translate("Estimate", "About {gentle}, because what others do cannot be seen.")
    elif is_at_work(demand):
        text = translate("Estimate", "About {gentle} now, about {full} while the database is idle.")
    else:
        text = translate("Estimate", "About {full} now, about {gentle} while the product is busy.")
    return text.format(full=full, gentle=gentle)


def _about(seconds: float, locale: QLocale) -> str:
    return duration_text(roughly(seconds), locale)
