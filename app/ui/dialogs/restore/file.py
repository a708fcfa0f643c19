"""The preview of a restore as a file, for whoever has to sign it off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QCoreApplication

from app.actions.restore_preview import JobPreview, RestorePreview
from app.core.tabular import Cell, csv_lines
from app.core.text import visible
from app.engine.restoring import Conflict
from app.ui.dialogs.restore.lists import why_skipped
from app.ui.dialogs.restore.words import refusal_text
from app.ui.texts.words import without_marks

translate = QCoreApplication.translate


def preview_lines(preview: RestorePreview) -> Callable[[], Iterable[str]]:
    """The lines of a CSV file: each job with what would come back or why nothing would, and under it each
    conflict by name. Texts are those of the present language."""
    titles = [
        translate("Restore", "Business"),
        translate("Restore", "ID"),
        translate("Restore", "Job"),
        translate("Restore", "Will be restored"),
        translate("Restore", "Deleted"),
        translate("Restore", "Conflicts"),
        translate("Restore", "Restored or removed"),
        translate("Restore", "Files"),
        translate("Restore", "Files missing"),
        translate("Restore", "Receipt"),
        translate("Restore", "Vendor"),
        translate("Restore", "Date"),
        translate("Restore", "Amount"),
        translate("Restore", "Currency"),
        translate("Restore", "Reason"),
    ]
    rows: list[list[Cell]] = []
    for one in preview.jobs:
        rows.append(_job_row(one))
        rows += [_conflict_row(one, conflict) for conflict in one.found.listed]

    def write() -> Iterator[str]:
        return csv_lines(titles, rows)

    return write


def _job_row(one: JobPreview) -> list[Cell]:
    is_in = one.refusal is None
    why = "" if is_in else without_marks(refusal_text(one))
    figures: list[Cell] = [
        one.will_be_restored if is_in else 0,
        one.deleted,
        one.conflicts,
        one.restored_before,
        one.found.files_there,
        one.files_gone,
    ]
    return [visible(one.name or ""), one.business_id, one.job_id, *figures, None, None, None, None, None, why]


def _conflict_row(one: JobPreview, conflict: Conflict) -> list[Cell]:
    empty: list[Cell] = [None] * 6
    return [
        visible(one.name or ""),
        one.business_id,
        one.job_id,
        *empty,
        conflict.item_id,
        visible(conflict.name or ""),
        conflict.day,
        conflict.amount,
        visible(conflict.currency or ""),
        without_marks(why_skipped(conflict)),
    ]
