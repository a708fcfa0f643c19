"""The question before the demo begins anew."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.dialogs.base import Dialog
from app.ui.dialogs.parts import Heading, button, label
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import finished

translate = QCoreApplication.translate

WIDTH = 460


class ResetDemoDialog(Dialog):
    """Asks whether the demo's product shall be built again; the default is to leave it as it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._heading = Heading(theme, "rotate-ccw", "accent", "reset.heading")
        self._explained = label("reset.explained")
        self._cancel = button("reset.cancel")
        self._cancel.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._reset = button("reset.reset", kind="danger")
        self._reset.clicked.connect(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self.add_buttons(self._cancel, self._reset)
        self._cancel.setFocus()
        self.retranslate()

    async def ask(self) -> bool:
        """Opens the dialog and waits; True where the demo shall begin anew."""
        return await finished(self) == QDialog.DialogCode.Accepted

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ResetDemoDialog", "Reset the demo"))
        self._heading.say(translate("ResetDemoDialog", "Reset the demo?"))
        self._explained.setText(
            translate(
                "ResetDemoDialog",
                "Its businesses, receipts, jobs and files are created again. Your changes in the demo "
                "are lost.",
            )
        )
        self._cancel.setText(translate("ResetDemoDialog", "Cancel"))
        self._reset.setText(translate("ResetDemoDialog", "Reset"))
        self.fit(WIDTH)
