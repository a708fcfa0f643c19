"""What an action did for each of several businesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QGuiApplication, QIcon

from app.actions.results import ActionResult
from app.qt.translation import ltr
from app.ui.texts.results import results_text
from app.ui.texts.words import name_text, outcome_text, without_marks
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, InformationDialog
from app.ui.widgets.parts import Heading, button
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 3, 12
NARROWEST = 560


class ResultsDialog(InformationDialog):
    """Shows a line for each of `results`; `names` are the businesses' names by id."""

    def __init__(
        self,
        results: Sequence[ActionResult],
        names: Mapping[int, str],
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._results = results
        self._names = names
        done = sum(result.answer.is_done for result in results)
        icon, token = ("circle-check", "ok") if done == len(results) else ("info", "accent")
        self._heading = Heading(self.theme, icon, token, "results.heading")
        self._table = RecordsTable(self.theme, "results.lines", wide=2, rows=(FEWEST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self._copy = button("results.copy")
        self._copy.clicked.connect(self._put_on_clipboard)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._card, 1)
        self.body.addStretch()
        self._close = self.add_close("results.close", aside=self._copy)
        self.retranslate()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ResultsDialog", "Results"))
        self._heading.say(results_text(self._results, QLocale()))
        self._table.setAccessibleName(translate("ResultsDialog", "Results by business"))
        self._table.show_lines(
            self._results,
            [
                TableColumn(
                    translate("ResultsDialog", "Business"), self._name, figures=False, icon=self._icon
                ),
                TableColumn(translate("ResultsDialog", "ID"), _id),
                TableColumn(translate("ResultsDialog", "Result"), _sentence, figures=False),
            ],
        )
        self._copy.setText(translate("ResultsDialog", "Copy"))
        self._close.setText(translate("ResultsDialog", "Close"))

    def _name(self, result: ActionResult) -> str:
        name = self._names.get(result.business_id or 0)
        return name_text(name) if name else "–"

    def _icon(self, result: ActionResult) -> QIcon:
        if result.answer.is_done:
            return self.theme.icon("circle-check", "ok")
        if result.answer.is_harmless:
            return self.theme.icon("info", "muted")
        return self.theme.icon("triangle-alert", "warn")

    def _put_on_clipboard(self) -> None:
        lines = (f"{self._name(result)} ({_id(result)}): {_sentence(result)}\n" for result in self._results)
        QGuiApplication.clipboard().setText(without_marks("".join(lines)))


def _id(result: ActionResult) -> str:
    return "–" if result.business_id is None else ltr(str(result.business_id))


def _sentence(result: ActionResult) -> str:
    return outcome_text(result.answer, result.job, result.seconds)
