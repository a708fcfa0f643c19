"""The receipts that the job could not delete, and why; they can be retried, and saved as a table."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.actions.details import FailedLine
from app.actions.results import Answer
from app.core.access import Actor, Business
from app.core.errors import SweepError
from app.core.tabular import Cell, csv_lines
from app.core.text import visible
from app.qt.nets import attempt
from app.qt.translation import Language, ltr
from app.ui.businesses.advice import Step, can_retry
from app.ui.details.reading import ReadingTab
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plural_of
from app.ui.texts.stored import stored_text
from app.ui.texts.words import amount_text, name_text, number_text, outcome_text, without_marks
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_L, GAP_S
from app.ui.widgets.exporting import Exporter, FileKind
from app.ui.widgets.parts import icon_text
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

translate = QCoreApplication.translate

REASON_COLUMN = 3


class FailuresTab(ReadingTab):
    """Lists them for one job, with a button to retry all of them."""

    retry_wanted = Signal()
    """The failed receipts of the business that is shown are to be retried."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__(services.calls, theme, "details.failures")
        self._details = services.details
        self._language = language
        self._exporter: Exporter | None = None
        self._exports = services.exports
        self.view = RecordsTable(
            theme, "details.failures.receipts", wide=REASON_COLUMN, key=lambda line: line.item_id
        )
        self.model: RecordsModel[FailedLine] = self.view.records
        self._hint = QLabel()
        self._hint.setObjectName("details.failures.hint")
        self._hint.setProperty("tone", "muted")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self._retry = QPushButton()
        self._retry.setObjectName("details.failures.retry")
        self._retry.setIcon(theme.icon(Step.RETRY.value))
        self._retry.clicked.connect(self.retry_wanted)
        self._export = QPushButton()
        self._export.setObjectName("details.failures.export")
        self._export.clicked.connect(self._on_export)
        row = QHBoxLayout()
        row.setContentsMargins(GAP_L, GAP_S, GAP_S, GAP_S)
        row.setSpacing(GAP_S)
        row.addWidget(self._hint, 1)
        row.addWidget(self._retry)
        row.addWidget(self._export)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view)
        self.retranslate()

    def key(self, shown: ShownRow) -> Hashable:
        job = shown.row.job
        return (job.id, job.failed, job.status) if job and job.failed else None

    def read(self, actor: Actor, shown: ShownRow) -> Callable[[], list[FailedLine]]:
        job = shown.row.job
        job_id = job.id if job else 0
        return partial(self._details.failures, actor, shown.row.business.id, job_id)

    def take(self, answer: Any) -> None:
        lines: list[FailedLine] = answer
        self.model.show(lines)
        self._say_hint()

    def clear(self) -> None:
        self.model.show([])
        self._hint.clear()
        self._export.setEnabled(False)

    def empty_text(self) -> str:
        if self._shown is None:
            return translate("Details", "Select one business to see its failed receipts.")
        if self._shown.row.job is None:
            return translate("Details", "This business has no job.")
        return translate("Details", "This job has no failed receipts.")

    def retranslate(self) -> None:
        super().retranslate()
        locale = self._language.locale
        self.view.setAccessibleName(translate("Details", "Failed receipts"))
        self._retry.setText(icon_text(translate("Details", "Retry failed receipts")))
        self._explain_retry()
        self._export.setText(translate("Details", "Export CSV…"))
        self._export.setToolTip(translate("Details", "Save the failed receipts as a spreadsheet"))
        columns: list[TableColumn[FailedLine]] = [
            TableColumn(_titles()[0], lambda line: ltr(str(line.item_id))),
            TableColumn(_titles()[1], lambda line: name_text(line.name) if line.name else "–", figures=False),
            TableColumn(_titles()[2], partial(_amount, locale)),
            TableColumn(_titles()[4], _reason, figures=False),
        ]
        self.model.use_columns(columns)
        self.view.fit()
        self._say_hint()

    def follow(self, actor: Actor | None, shown: ShownRow | None) -> None:
        super().follow(actor, shown)
        self._retry.setEnabled(shown is not None and attempt(can_retry, False, shown))
        self._explain_retry()

    def _explain_retry(self) -> None:
        denial = self._shown.row.denial if self._shown else None
        if self._retry.isEnabled():
            text = translate("Details", "Retry only the receipts that could not be deleted")
        elif denial is not None:
            text = outcome_text(Answer.denied(denial))
        else:
            text = translate("Details", "No finished job with recorded failures.")
        self._retry.setToolTip(text)

    def _say_hint(self) -> None:
        count = len(self.model.lines)
        self._export.setEnabled(count > 0)
        if count:
            text = translate(
                "Details", "{count} receipt(s) could not be deleted.", None, plural_of(count)
            ).format(count=number_text(count, self._language.locale))
        else:
            text = translate("Details", "The web worker does not record which receipts failed.")
        if self._wanted is not None:
            self._hint.setText(text)

    def _on_export(self) -> None:
        job = self._shown.row.job if self._shown else None
        if job is None or not self.model.lines:
            return
        if self._exporter is None:
            self._exporter = Exporter(self._calls, self.window(), self._exports)
        business, lines = self._shown.row.business if self._shown else None, list(self.model.lines)
        if business is not None:
            saving = self._save(self._exporter, business, job.id, lines)
            self._calls.spawn(saving, name="export failures")

    async def _save(
        self, exporter: Exporter, business: Business, job_id: int, lines: list[FailedLine]
    ) -> None:
        titles = [
            translate("Details", "Business ID"),
            translate("Details", "Business"),
            translate("Details", "Job"),
            *_titles(),
        ]
        name = visible(business.name)
        rows = [[business.id, name, job_id, *_cells(line)] for line in lines]
        title = translate("Details", "Export failed receipts")
        self._export.setEnabled(False)
        try:
            saved = await exporter.save(
                title, f"sweep-job-{job_id}-failures", {FileKind.CSV: lambda: csv_lines(titles, rows)}
            )
            if saved is not None:
                self._hint.setText(translate("Details", "Saved to {path}.").format(path=ltr(str(saved))))
        except SweepError as error:
            self._hint.setText(error_text(error))
        finally:
            self._export.setEnabled(bool(self.model.lines))


def _titles() -> list[str]:
    return [
        translate("Details", "Receipt"),
        translate("Details", "Vendor"),
        translate("Details", "Amount"),
        translate("Details", "Currency"),
        translate("Details", "Reason"),
    ]


def _cells(line: FailedLine) -> list[Cell]:
    """A line for other programs; the reason as the table says it."""
    return [line.item_id, line.name, line.amount, line.currency, without_marks(_reason(line))]


def _amount(locale: QLocale, line: FailedLine) -> str:
    """With its currency; the figure alone where the receipt has none."""
    if line.is_odd:
        return translate("Details", "not a valid amount")
    if line.amount is None:
        return "–"
    currency = f" {name_text(line.currency)}" if line.currency else ""
    return ltr(amount_text(line.amount, locale) + currency)


def _reason(line: FailedLine) -> str:
    reason = stored_text(line.reason)
    if not line.is_deleted:
        return reason
    return translate("Details", "{reason} (deleted since by someone else)").format(reason=reason)
