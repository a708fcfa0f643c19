"""The confirmation of a deletion: what goes, what is refused and why, and the word that must be typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.actions.estimate import Estimate
from app.actions.preview import BusinessPreview
from app.ui.dialogs.confirm_lines import Line
from app.ui.dialogs.preview_table import PreviewTable
from app.ui.dialogs.refused_table import RefusedTable
from app.ui.texts.estimate import estimate_text
from app.ui.texts.words import businesses_text, name_text, receipts_text
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.typed_confirmation import TypedConfirmation

translate = QCoreApplication.translate

NARROWEST = 720


class ConfirmDialog(QuestionDialog):
    """Shows previews and asks for the typed confirmation, without which the delete button stays off. Cancel
    is the default button. Where nothing can start there is nothing to type, and the dialog only says why."""

    def __init__(
        self,
        previews: Sequence[BusinessPreview],
        context: DialogContext,
        takes: Estimate | None = None,
    ) -> None:
        """`takes` says how long it will take, where that is known."""
        super().__init__(context)
        self._lines = [Line.of(preview) for preview in previews if preview.refusal is None]
        self._total = Line.total(self._lines)
        self._refused_lines = [preview for preview in previews if preview.refusal is not None]
        icon, token = ("triangle-alert", "bad") if self._lines else ("info", "accent")
        self._heading = Heading(self.theme, icon, token, "confirm.heading")
        self._explained = label("confirm.explained")
        self._preview = PreviewTable(self.theme, self._lines)
        self._odd = label("confirm.odd", tone="muted")
        self._takes = takes
        self._estimate = label("confirm.estimate")
        self._refused_title = label("confirm.refused.title", tone="warn")
        self._refused = RefusedTable(self.theme, self._refused_lines, most=4 if self._lines else 10)
        self._typed = TypedConfirmation(self.theme, len(self._lines))
        self._build()
        self.retranslate()
        self._check()
        for card in (self._preview_card, self._refused_card):
            card.keep_to_content()
        self.take_room_for(max(self._preview.view.natural_width, self._refused.natural_width), NARROWEST)

    def retranslate(self) -> None:
        locale = self._language.locale
        self.setWindowTitle(translate("ConfirmDialog", "Delete all receipts"))
        self._heading.say(self._question())
        self._explained.setText(
            translate(
                "ConfirmDialog",
                "Deleted receipts cannot be restored; you can pause or cancel at any time. Receipts and "
                "their files are deleted in the background, batch by batch. Receipts that arrive from "
                "now on are kept.",
            )
        )
        self._preview.retranslate(locale)
        self._odd.setText(
            translate(
                "ConfirmDialog",
                "{receipts} with an amount or a date that is not valid: not in the sums and dates above, but "
                "deleted as well.",
            ).format(receipts=receipts_text(self._total.odd, locale))
        )
        if self._takes is not None:
            self._estimate.setText(estimate_text(self._takes, locale))
        self._refused_title.setText(
            translate("ConfirmDialog", "Nothing will be deleted for {businesses}:").format(
                businesses=businesses_text(len(self._refused_lines), locale)
            )
        )
        self._refused.retranslate()
        self._typed.retranslate()
        self._cancel.setText(
            translate("ConfirmDialog", "Cancel") if self._lines else translate("ConfirmDialog", "Close")
        )
        self._delete.setText(self._what_delete_does())

    def _question(self) -> str:
        locale = self._language.locale
        match self._lines:
            case []:
                return translate("ConfirmDialog", "Nothing can be deleted.")
            case [line]:
                return translate("ConfirmDialog", "Delete all receipts of {business}?").format(
                    business=name_text(line.name)
                )
            case lines:
                return translate("ConfirmDialog", "Delete all receipts of {businesses}?").format(
                    businesses=businesses_text(len(lines), locale)
                )

    def _what_delete_does(self) -> str:
        locale = self._language.locale
        receipts = receipts_text(self._total.receipts, locale)
        if len(self._lines) == 1:
            return translate("ConfirmDialog", "Delete {receipts}").format(receipts=receipts)
        return translate("ConfirmDialog", "Delete {receipts} of {businesses}").format(
            receipts=receipts, businesses=businesses_text(len(self._lines), locale)
        )

    def _build(self) -> None:
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self._preview_card = Card(self.theme, self._preview)
        self._refused_card = Card(self.theme, self._refused)
        self.body.addWidget(self._preview_card)
        self.body.addWidget(self._odd)
        self.body.addWidget(self._estimate)
        self.body.addWidget(self._refused_title)
        self.body.addWidget(self._refused_card)
        self.body.addWidget(self._typed)
        self.body.addStretch()
        self._cancel, self._delete = self.add_answers("confirm.cancel", "confirm.delete")
        for part in (self._explained, self._preview_card, self._typed, self._delete):
            part.setVisible(bool(self._lines))
        self._odd.setVisible(self._total.odd > 0)
        self._estimate.setVisible(bool(self._lines) and self._takes is not None)
        self._refused_title.setVisible(bool(self._refused_lines and self._lines))
        self._refused_card.setVisible(bool(self._refused_lines))
        self._typed.changed.connect(self._check)
        self._typed.entered.connect(self._delete.setFocus)
        QWidget.setTabOrder(self._typed, self._cancel)
        QWidget.setTabOrder(self._cancel, self._delete)
        QWidget.setTabOrder(self._delete, self._preview.view)
        QWidget.setTabOrder(self._preview.view, self._refused)
        self._typed.focus_first() if self._lines else self._cancel.setFocus()

    def _check(self) -> None:
        self._delete.setEnabled(bool(self._lines) and self._typed.is_complete)
