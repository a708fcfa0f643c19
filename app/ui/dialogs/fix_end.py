"""What jobs without a fixed end would delete, shown before they go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from app.actions.jobs import Unfrozen
from app.qt.translation import ltr
from app.ui.texts.words import name_text, number_text, receipts_text
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 1, 12
NARROWEST = 560


async def ends_shown(
    found: Sequence[Unfrozen], names: Mapping[int, str], context: DialogContext
) -> dict[int, int] | None:
    """The ends of jobs that are about to go on, by job id, once the person has seen those which differ; None
    where they shall not go on."""
    differ = [one for one in found if one.differs]
    if differ and not await FixEndDialog(differ, names, context).ask():
        return None
    return {one.job.id: one.max_id for one in found}


class FixEndDialog(QuestionDialog):
    """Shows for each of `jobs` what it announced and what it will delete; `names` are the businesses' names
    by id. The default is to leave them as they are."""

    def __init__(
        self,
        jobs: Sequence[Unfrozen],
        names: Mapping[int, str],
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._jobs = jobs
        self._names = names
        self._heading = Heading(self.theme, "info", "accent", "fixend.heading")
        self._explained = label("fixend.explained")
        self._table = RecordsTable(self.theme, "fixend.lines", wide=0, rows=(FEWEST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self.body.addWidget(self._card, 1)
        self.body.addStretch()
        self._cancel, self._go_on = self.add_answers("fixend.cancel", "fixend.go_on")
        self.retranslate()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    def retranslate(self) -> None:
        locale = self._language.locale
        self.setWindowTitle(translate("FixEndDialog", "Resume"))
        left = sum(one.total - one.job.processed for one in self._jobs)
        self._heading.say(
            translate("FixEndDialog", "{receipts} will be deleted").format(
                receipts=receipts_text(left, locale)
            )
        )
        self._explained.setText(
            translate(
                "FixEndDialog",
                "These deletions were started on the web without a fixed end. The end is set now: "
                "receipts that exist at this moment are deleted, receipts that arrive from now on are "
                "kept.",
            )
        )
        self._table.setAccessibleName(translate("FixEndDialog", "Receipts by deletion"))
        self._table.show_lines(
            self._jobs,
            [
                TableColumn(translate("FixEndDialog", "Business"), self._name, figures=False),
                TableColumn(translate("FixEndDialog", "ID"), lambda one: ltr(str(one.job.business_id))),
                TableColumn(
                    translate("FixEndDialog", "Original total"),
                    lambda one: number_text(one.job.total, locale),
                ),
                TableColumn(
                    translate("FixEndDialog", "Deleted"), lambda one: number_text(one.job.processed, locale)
                ),
                TableColumn(
                    translate("FixEndDialog", "Remaining"),
                    lambda one: number_text(one.total - one.job.processed, locale),
                ),
                TableColumn(
                    translate("FixEndDialog", "New total"), lambda one: number_text(one.total, locale)
                ),
            ],
        )
        self._cancel.setText(translate("FixEndDialog", "Cancel"))
        self._go_on.setText(translate("FixEndDialog", "Resume"))

    def _name(self, one: Unfrozen) -> str:
        name = self._names.get(one.job.business_id)
        return name_text(name) if name else "–"
