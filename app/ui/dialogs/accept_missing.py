"""The typed confirmation that files which are missing are truly gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.qt.translation import ltr
from app.ui.texts.figures import plain
from app.ui.texts.words import businesses_text, files_text, name_text, number_text
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.ui.widgets.typed_confirmation import TypedConfirmation

translate = QCoreApplication.translate

WORD = "MISSING"
"""Typed in English in both languages, and another than that of a deletion: this is another decision."""

FEWEST_ROWS, MOST_ROWS = 1, 8
NARROWEST = 620


class AcceptMissingDialog(QuestionDialog):
    """Asks for the word without which its button stays off. `missing` are the files by business whose rows
    are kept, each None where nobody has counted them because the storage `place` was refused as a whole;
    `names` are the businesses' names by id. Cancel is the default button."""

    def __init__(
        self,
        missing: Mapping[int, int | None],
        names: Mapping[int, str],
        place: str,
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._missing = missing
        self._names = names
        self._place = place
        self._heading = Heading(self.theme, "triangle-alert", "bad", "missing.heading")
        self._explained = label("missing.explained")
        self._danger = label("missing.danger", tone="warn")
        self._table = RecordsTable(self.theme, "missing.lines", wide=0, rows=(FEWEST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self._typed = TypedConfirmation(self.theme, len(missing), WORD)
        self._build()
        self.retranslate()
        self._check()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("AcceptMissingDialog", "Missing files"))
        self._heading.say(translate("AcceptMissingDialog", "Remove the records of missing files?"))
        self._explained.setText(self._what_it_means())
        self._danger.setText(
            translate(
                "AcceptMissingDialog",
                "If this is the wrong storage, the real files stay where they are, and Sweep will never "
                "find or delete them. Make sure first that this is the right storage.",
            )
        )
        self._table.setAccessibleName(translate("AcceptMissingDialog", "Missing files by business"))
        self._table.show_lines(self._lines, self._columns())
        self._typed.retranslate()
        self._cancel.setText(translate("AcceptMissingDialog", "Cancel"))
        self._accept.setText(translate("AcceptMissingDialog", "Remove records"))

    @property
    def _lines(self) -> Sequence[int]:
        return list(self._missing)

    def _columns(self) -> list[TableColumn[int]]:
        return [
            TableColumn(translate("AcceptMissingDialog", "Business"), self._name, figures=False),
            TableColumn(translate("AcceptMissingDialog", "ID"), lambda business_id: ltr(str(business_id))),
            TableColumn(translate("AcceptMissingDialog", "Missing files"), self._count),
        ]

    def _what_it_means(self) -> str:
        counts = [count for count in self._missing.values() if count is not None]
        if counts:
            text = translate(
                "AcceptMissingDialog",
                "{files} of {businesses} missing in the storage {place}. Their records will be removed "
                "from the database, and the remaining files of deleted receipts will be deleted from it.",
            )
        else:
            text = translate(
                "AcceptMissingDialog",
                "None of the newest files in the database exists in the storage {place}. The files of "
                "deleted receipts will be deleted for {businesses}, and the records of all missing files "
                "will be removed from the database, however many there are.",
            )
        locale = self._language.locale
        return text.format(
            files=files_text(sum(counts), locale),
            businesses=businesses_text(len(self._missing), locale),
            place=ltr(plain(self._place)),
        )

    def _build(self) -> None:
        for part in (self._heading, self._explained, self._danger, self._card, self._typed):
            self.body.addWidget(part)
        self.body.addStretch()
        self._cancel, self._accept = self.add_answers("missing.cancel", "missing.accept")
        self._typed.changed.connect(self._check)
        self._typed.entered.connect(self._accept.setFocus)
        QWidget.setTabOrder(self._typed, self._cancel)
        QWidget.setTabOrder(self._cancel, self._accept)
        QWidget.setTabOrder(self._accept, self._table)
        self._typed.focus_first()

    def _check(self) -> None:
        self._accept.setEnabled(self._typed.is_complete)

    def _name(self, business_id: int) -> str:
        name = self._names.get(business_id)
        return name_text(name) if name else "–"

    def _count(self, business_id: int) -> str:
        count = self._missing[business_id]
        return "–" if count is None else number_text(count, self._language.locale)
