"""The lists of the dialog: businesses, conflicts, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.restore_preview import JobPreview
from app.core.restore import Restore
from app.engine.restoring import Conflict
from app.qt.translation import isolate, ltr
from app.ui.dialogs.restore.words import refusal_text
from app.ui.texts.figures import UNUSABLE, plain
from app.ui.texts.stored import stored_text
from app.ui.texts.words import amount_text, day_text, name_text, number_text
from app.ui.widgets.records_model import TableColumn

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Unrestored:
    """A receipt that a restore left deleted; `why` is the id of the live one of the same e-mail, or what the
    database said."""

    business_id: int
    business_name: str | None
    item_id: int
    why: int | str


def business_columns(
    locale: QLocale, is_ticked: Callable[[JobPreview], bool]
) -> list[TableColumn[JobPreview]]:
    """What would come back of each business, after a column of ticks."""
    return [
        TableColumn(translate("Restore", "Included"), _nothing, checked=is_ticked),
        TableColumn(translate("Restore", "Business"), job_name, figures=False),
        TableColumn(translate("Restore", "ID"), job_business),
        TableColumn(
            translate("Restore", "Will be restored"), lambda one: number_text(one.will_be_restored, locale)
        ),
        TableColumn(translate("Restore", "Deleted"), lambda one: number_text(one.deleted, locale)),
        TableColumn(translate("Restore", "Conflicts"), lambda one: number_text(one.conflicts, locale)),
        TableColumn(
            translate("Restore", "Restored or removed"), lambda one: number_text(one.restored_before, locale)
        ),
        TableColumn(translate("Restore", "Files"), lambda one: number_text(one.found.files_there, locale)),
    ]


def conflict_columns(locale: QLocale, names: Mapping[int, str]) -> list[TableColumn[Conflict]]:
    """Each receipt that stays deleted, with the live one of the same e-mail."""
    return [
        TableColumn(
            translate("Restore", "Business"),
            lambda one: name_text(names.get(one.business_id, "–")),
            figures=False,
        ),
        TableColumn(translate("Restore", "ID"), lambda one: ltr(str(one.business_id))),
        TableColumn(translate("Restore", "Receipt"), lambda one: ltr(str(one.item_id))),
        TableColumn(translate("Restore", "Date"), lambda one: day_text(one.day, locale)),
        TableColumn(translate("Restore", "Amount"), partial(_amount, locale)),
        TableColumn(translate("Restore", "Why it is skipped"), why_skipped, figures=False),
    ]


def refused_columns() -> list[TableColumn[JobPreview]]:
    """What is left out as a whole, and why."""
    return [
        TableColumn(translate("Restore", "Business"), job_name, figures=False),
        TableColumn(translate("Restore", "ID"), job_business),
        TableColumn(translate("Restore", "Job"), lambda one: ltr(str(one.job_id))),
        TableColumn(translate("Restore", "Reason"), refusal_text, figures=False),
    ]


def why_skipped(one: Conflict) -> str:
    return _twin_text(one.live_id)


def unrestored(rows: Sequence[Restore]) -> list[Unrestored]:
    """What the rows name as not restored."""
    found: list[Unrestored] = []
    for row in rows:
        where = row.business_id, row.business_name
        found += [Unrestored(*where, item, live_id) for item, live_id in row.notes.conflicts]
        found += [Unrestored(*where, item, reason) for item, reason in row.notes.failures]
    return found


def unrestored_columns() -> list[TableColumn[Unrestored]]:
    """Each receipt that stays deleted, and why."""
    return [
        TableColumn(
            translate("Restore", "Business"), lambda one: name_text(one.business_name or "–"), figures=False
        ),
        TableColumn(translate("Restore", "ID"), lambda one: ltr(str(one.business_id))),
        TableColumn(translate("Restore", "Receipt"), lambda one: ltr(str(one.item_id))),
        TableColumn(translate("Restore", "Why it is not restored"), _why, figures=False),
    ]


def _why(one: Unrestored) -> str:
    return _twin_text(one.why) if isinstance(one.why, int) else stored_text(one.why)


def _twin_text(live_id: int) -> str:
    text = translate("Restore", "The same e-mail was imported again as receipt {receipt}")
    return text.format(receipt=ltr(str(live_id)))


def job_name(one: JobPreview) -> str:
    return "–" if one.name is None else name_text(one.name)


def job_business(one: JobPreview) -> str:
    return "–" if one.business_id is None else ltr(str(one.business_id))


def _amount(locale: QLocale, one: Conflict) -> str:
    if one.amount is None:
        return UNUSABLE if one.is_odd else "–"
    return isolate(f"{amount_text(one.amount, locale)} {isolate(plain(one.currency or ''))}")


def _nothing(_one: JobPreview) -> str:
    return ""
