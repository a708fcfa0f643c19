"""The businesses in which a deletion would be refused, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.actions.preview import BusinessPreview
from app.qt.translation import ltr
from app.ui.texts.words import name_text, outcome_text
from app.ui.theme.theme import Theme
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS = 2


class RefusedTable(RecordsTable):
    """Shows `previews`, which all have a refusal; `most` rows at once."""

    def __init__(self, theme: Theme, previews: Sequence[BusinessPreview], most: int) -> None:
        super().__init__(theme, "confirm.refused", wide=2, rows=(FEWEST_ROWS, most))
        self._previews = previews

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        columns = [
            TableColumn(translate("ConfirmDialog", "Business"), _name, figures=False),
            TableColumn(translate("ConfirmDialog", "ID"), lambda preview: ltr(str(preview.business_id))),
            TableColumn(translate("ConfirmDialog", "Reason"), _reason, figures=False),
        ]
        self.setAccessibleName(translate("ConfirmDialog", "Businesses that are not included"))
        self.show_lines(self._previews, columns)


def _name(preview: BusinessPreview) -> str:
    return "–" if preview.name is None else name_text(preview.name)


def _reason(preview: BusinessPreview) -> str:
    assert preview.refusal is not None  # noqa: S101 - the table is made of refused ones
    return outcome_text(preview.refusal, preview.job, preview.seconds)
