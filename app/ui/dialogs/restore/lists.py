"""The lists of the dialog: businesses, conflicts, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.restore_preview import JobPreview
from app.engine.restoring import Conflict
from app.qt.translation import isolate, ltr
from app.ui.dialogs.restore.words import refusal_text
from app.ui.texts.figures import UNUSABLE, plain
from app.ui.texts.words import amount_text, day_text, name_text, number_text
from app.ui.widgets.records_model import TableColumn

translate = QCoreApplication.translate


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
            translate("Restore", "Restored before"), lambda one: number_text(one.restored_before, locale)
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
    text = translate("Restore", "The same e-mail was imported again as receipt {receipt}")
    return text.format(receipt=ltr(str(one.live_id)))


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
