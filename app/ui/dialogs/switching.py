"""Whether to go to another connection now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.qt.translation import isolate
from app.ui.texts.figures import plain, plural_of
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label

translate = QCoreApplication.translate

WIDTH = 520


class SwitchingDialog(QuestionDialog):
    """Asks whether to go to the connection `to`, or, without one, to begin the same one anew, while `running`
    jobs run or wait here. Esc stays."""

    def __init__(self, to: str, running: int, context: DialogContext) -> None:
        super().__init__(context)
        self._to = to
        self._running = running
        self._heading = Heading(self.theme, "plug-zap", "accent", "switching.heading")
        self._explained = label("switching.explained")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self._stay, self._go = self.add_answers("switching.stay", "switching.go", kind="primary")
        self.retranslate()

    def retranslate(self) -> None:
        title = translate("SwitchingDialog", "Switch connection")
        self.setWindowTitle(title)
        if self._to:
            heading = translate("SwitchingDialog", "Switch to {connection} now?")
            go = translate("SwitchingDialog", "Switch")
            pause = translate("SwitchingDialog", "Pause and switch")
        else:
            heading = translate("SwitchingDialog", "Reconnect now to use the new settings?")
            go = translate("SwitchingDialog", "Reconnect")
            pause = translate("SwitchingDialog", "Pause and reconnect")
        self._heading.say(heading.format(connection=isolate(plain(self._to))))
        self._go.setText(pause if self._running else go)
        self._stay.setText(translate("SwitchingDialog", "Stay"))
        if self._running:
            explained = translate(
                "SwitchingDialog",
                "{count} job(s) of this console will pause after the current batch. They continue from "
                "where they stopped when you come back and resume them.",
                None,
                plural_of(self._running),
            ).format(count=self._running)
        else:
            explained = translate("SwitchingDialog", "You will be asked to sign in again.")
        self._explained.setText(explained)
        self.fit(WIDTH)
