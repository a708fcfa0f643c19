"""The businesses of a run that got no job, and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.run import Run
from app.qt.translation import ltr
from app.reports.sayings import REFUSED
from app.ui.texts.figures import plain
from app.ui.texts.words import businesses_text, name_text, number_text

translate = QCoreApplication.translate

NAMED = 5
"""How many of one reason are named."""


def refused_text(run: Run, names: Mapping[int, str], locale: QLocale) -> str:
    """One sentence with all reasons; nothing where every business got a job."""
    count = sum(map(len, run.refused.values())) + run.unlisted
    if not count:
        return ""
    parts = [
        translate("Runs", "{reason}: {businesses}").format(
            reason=_reason(answer), businesses=_listed(ids, names, locale)
        )
        for answer, ids in run.refused.items()
    ]
    return translate("Runs", "Not started: {businesses}. {reasons}").format(
        businesses=businesses_text(count, locale), reasons="; ".join(parts)
    )


def _reason(answer: str) -> str:
    known = REFUSED.get(answer)
    return translate("Runs", known) if known else ltr(plain(answer))


def _listed(ids: tuple[int, ...], names: Mapping[int, str], locale: QLocale) -> str:
    shown = [_named(one, names) for one in ids[:NAMED]]
    if len(ids) > NAMED:
        more = number_text(len(ids) - NAMED, locale)
        shown.append(translate("Runs", "{count} more").format(count=more))
    return ", ".join(shown)


def _named(business_id: int, names: Mapping[int, str]) -> str:
    number = ltr(str(business_id))
    return f"{name_text(names[business_id])} ({number})" if names.get(business_id) else number
