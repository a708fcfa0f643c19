"""The question before the demo begins anew."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label

translate = QCoreApplication.translate

WIDTH = 460


class ResetDemoDialog(QuestionDialog):
    """Asks whether the demo's product shall be built again; the default is to leave it as it is."""

    def __init__(self, context: DialogContext) -> None:
        super().__init__(context)
        self._heading = Heading(self.theme, "rotate-ccw", "accent", "reset.heading")
        self._explained = label("reset.explained")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self._cancel, self._reset = self.add_answers("reset.cancel", "reset.reset")
        self.retranslate()

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
