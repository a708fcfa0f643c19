"""The preview as a file, for whoever has to sign it off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from PySide6.QtCore import QCoreApplication

from app.actions.preview import BusinessPreview
from app.core.tabular import Cell, csv_lines
from app.core.text import visible
from app.ui.dialogs.confirm_lines import Line
from app.ui.texts.words import outcome_text, without_marks

translate = QCoreApplication.translate


def preview_lines(
    lines: Sequence[Line], unticked: Set[int], refused: Sequence[BusinessPreview]
) -> Callable[[], Iterable[str]]:
    """The lines of a CSV file: each business with what would go and whether it will, those that are left out
    with the reason, and all that goes together. Texts are those of the present language."""
    codes = sorted({code for line in lines for code in line.amounts})
    titles = [
        translate("ConfirmDialog", "Included"),
        translate("ConfirmDialog", "Business"),
        translate("ConfirmDialog", "ID"),
        translate("ConfirmDialog", "Receipts"),
        *codes,
        translate("ConfirmDialog", "Oldest"),
        translate("ConfirmDialog", "Newest"),
        translate("ConfirmDialog", "Files"),
        translate("ConfirmDialog", "File size (bytes)"),
        translate("ConfirmDialog", "Reason"),
    ]
    yes, no = translate("ConfirmDialog", "yes"), translate("ConfirmDialog", "no")
    rows: list[list[Cell]] = []
    for line in lines:
        is_in = line.business_id not in unticked
        why = "" if is_in else translate("ConfirmDialog", "Unticked by hand")
        rows.append(_row(yes if is_in else no, line, codes, why))
    for preview in refused:
        why = (
            without_marks(outcome_text(preview.refusal, preview.job, preview.seconds))
            if preview.refusal
            else ""
        )
        rows.append(_row(no, Line.of(preview), codes, why))
    whole = Line.total([line for line in lines if line.business_id not in unticked])
    total = _row("", whole, codes, "")
    total[1] = translate("ConfirmDialog", "Total")
    rows.append(total)

    def write() -> Iterator[str]:
        return csv_lines(titles, rows)

    return write


def _row(included: str, line: Line, codes: Sequence[str], why: str) -> list[Cell]:
    return [
        included,
        visible(line.name),
        line.business_id,
        line.receipts,
        *(line.amounts.get(code) for code in codes),
        line.oldest,
        line.newest,
        line.files,
        line.size,
        why,
    ]
