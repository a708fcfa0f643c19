"""The offer to go on with jobs that an earlier console on this computer left behind."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from app.qt.translation import Language
from app.ui.dialogs.asking import finished
from app.ui.dialogs.base import Dialog
from app.ui.dialogs.parts import Heading, button, label
from app.ui.theme import Theme
from app.ui.words import businesses_text

translate = QCoreApplication.translate

WIDTH = 460


class LeftBehindDialog(Dialog):
    """Says that the console ended in the middle of `count` jobs, and offers to go on with them here."""

    def __init__(self, count: int, language: Language, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._count = count
        self._language = language
        self._heading = Heading(theme, "hand", "accent", "leftbehind.heading")
        self._explained = label("leftbehind.explained")
        self._later = button("leftbehind.later")
        self._later.clicked.connect(self.reject)
        self._go_on = button("leftbehind.go_on", kind="primary")
        self._go_on.setDefault(True)
        self._go_on.clicked.connect(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self.add_buttons(self._later, self._go_on)
        self._go_on.setFocus()
        self.retranslate()

    async def ask(self) -> bool:
        """Opens the dialog and waits; True where the jobs shall go on here."""
        return await finished(self) == QDialog.DialogCode.Accepted

    def retranslate(self) -> None:
        self.setWindowTitle(translate("LeftBehindDialog", "Deletions were left behind"))
        self._heading.say(translate("LeftBehindDialog", "Go on where the console ended?"))
        self._explained.setText(
            translate(
                "LeftBehindDialog",
                "The console ended on this computer while it was deleting: {businesses}. Nothing was lost, "
                "and no receipt is counted twice. The deletions can go on from where they stopped.",
            ).format(businesses=businesses_text(self._count, self._language.locale))
        )
        self._later.setText(translate("LeftBehindDialog", "Not now"))
        self._go_on.setText(translate("LeftBehindDialog", "Go on"))
        self.fit(WIDTH)
