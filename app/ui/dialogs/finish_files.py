"""The question before the files of deleted receipts are finished."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.qt.translation import ltr
from app.ui.texts.figures import plain
from app.ui.texts.words import businesses_text, name_text
from app.ui.widgets.controls import CheckBox
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.typed_confirmation import TypedConfirmation

translate = QCoreApplication.translate

WIDTH = 520


class FinishFilesDialog(QuestionDialog):
    """Asks whether to delete, in the storage `place`, what deleted receipts of the businesses of these
    `names` left behind; of the selection `left_out` are not among them. The default is to leave all as it
    is. Files that are kept because their receipts can be restored go only where a person ticks that and types
    the word."""

    def __init__(
        self,
        names: Mapping[int, str],
        left_out: int,
        place: str,
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._names = names
        self._left_out_count = left_out
        self._place = place
        self._heading = Heading(self.theme, "folder-open", "accent", "finish.heading")
        self._explained = label("finish.explained")
        self._left_out = label("finish.left_out", tone="warn")
        self._left_out.setVisible(bool(left_out))
        self._everything = CheckBox(self.theme, "finish.everything")
        self._typed = TypedConfirmation(self.theme, len(names))
        self._typed.hide()
        for part in (self._heading, self._explained, self._left_out, self._everything, self._typed):
            self.body.addWidget(part)
        self._cancel, self._finish = self.add_answers("finish.cancel", "finish.finish")
        self._everything.toggled.connect(self._on_everything)
        self._typed.changed.connect(self._check)
        self.retranslate()

    @property
    def everything(self) -> bool:
        """Kept files are to go too."""
        return self._everything.isChecked()

    def _on_everything(self, wanted: bool) -> None:
        self._typed.setVisible(wanted)
        if wanted:
            self._typed.focus_first()
        self._check()
        self.fit(WIDTH)

    def _check(self) -> None:
        self._finish.setEnabled(not self.everything or self._typed.is_complete)

    def retranslate(self) -> None:
        locale = self._language.locale
        self.setWindowTitle(translate("FinishFilesDialog", "Clean up files"))
        self._heading.say(self._question())
        self._explained.setText(
            translate(
                "FinishFilesDialog",
                "Files of receipts that are already deleted will be deleted from {place}, no matter who "
                "deleted the receipts. No receipts are deleted. Files that are still in use stay, and those "
                "that are kept because their receipts can be restored.",
            ).format(place=ltr(plain(self._place)))
        )
        self._left_out.setText(
            translate(
                "FinishFilesDialog", "Not included, because deletion is not allowed: {businesses}."
            ).format(businesses=businesses_text(self._left_out_count, locale))
        )
        self._everything.setText(
            translate("FinishFilesDialog", "Also delete the kept files: receipts come back without them")
        )
        self._typed.retranslate()
        self._cancel.setText(translate("FinishFilesDialog", "Cancel"))
        self._finish.setText(translate("FinishFilesDialog", "Clean up files"))
        self.fit(WIDTH)

    def _question(self) -> str:
        if len(self._names) == 1:
            (name,) = self._names.values()
            return translate("FinishFilesDialog", "Clean up the files of {business}?").format(
                business=name_text(name)
            )
        return translate("FinishFilesDialog", "Clean up the files of {businesses}?").format(
            businesses=businesses_text(len(self._names), self._language.locale)
        )
