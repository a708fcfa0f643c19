"""What jobs without a fixed end would delete, shown before they go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from app.actions.jobs import Unfrozen
from app.qt.translation import Language, ltr
from app.ui.dialogs.base import MARGIN, Dialog
from app.ui.dialogs.lines_table import Column, LinesView
from app.ui.dialogs.parts import Heading, button, label
from app.ui.texts.words import name_text, number_text, receipts_text
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import finished
from app.ui.widgets.card import Card

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 1, 12
NARROWEST = 560


async def ends_shown(
    found: Sequence[Unfrozen], names: Mapping[int, str], language: Language, theme: Theme, parent: QWidget
) -> dict[int, int] | None:
    """The ends of jobs that are about to go on, by job id, once the person has seen those which differ; None
    where they shall not go on."""
    differ = [one for one in found if one.differs]
    if differ and not await FixEndDialog(differ, names, language, theme, parent).ask():
        return None
    return {one.job.id: one.max_id for one in found}


class FixEndDialog(Dialog):
    """Shows for each of `jobs` what it announced and what it will delete; `names` are the businesses' names
    by id. The default is to leave them as they are."""

    def __init__(
        self,
        jobs: Sequence[Unfrozen],
        names: Mapping[int, str],
        language: Language,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._jobs = jobs
        self._names = names
        self._language = language
        self._heading = Heading(theme, "info", "accent", "fixend.heading")
        self._explained = label("fixend.explained")
        self._table = LinesView(theme, "fixend.lines", wide=0, fewest=FEWEST_ROWS, most=MOST_ROWS)
        self._card = Card(theme, self._table)
        self._cancel = button("fixend.cancel")
        self._cancel.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._go_on = button("fixend.go_on", kind="danger")
        self._go_on.clicked.connect(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self.body.addWidget(self._card, 1)
        self.body.addStretch()
        self.add_buttons(self._cancel, self._go_on)
        self._cancel.setFocus()
        self.retranslate()
        self._card.setMaximumHeight(self._table.maximumHeight() + 2)
        self.take_room(max(NARROWEST, self._table.natural_width + 2 * MARGIN + 2))

    async def ask(self) -> bool:
        """Opens the dialog and waits; True where the jobs shall go on to the ends that it shows."""
        return await finished(self) == QDialog.DialogCode.Accepted

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
                Column(translate("FixEndDialog", "Business"), self._name, figures=False),
                Column(translate("FixEndDialog", "ID"), lambda one: ltr(str(one.job.business_id))),
                Column(
                    translate("FixEndDialog", "Original total"),
                    lambda one: number_text(one.job.total, locale),
                ),
                Column(
                    translate("FixEndDialog", "Deleted"), lambda one: number_text(one.job.processed, locale)
                ),
                Column(
                    translate("FixEndDialog", "Remaining"),
                    lambda one: number_text(one.total - one.job.processed, locale),
                ),
                Column(translate("FixEndDialog", "New total"), lambda one: number_text(one.total, locale)),
            ],
        )
        self._cancel.setText(translate("FixEndDialog", "Cancel"))
        self._go_on.setText(translate("FixEndDialog", "Resume"))

    def _name(self, one: Unfrozen) -> str:
        name = self._names.get(one.job.business_id)
        return name_text(name) if name else "–"
