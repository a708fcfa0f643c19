"""What becomes of running jobs when the window is closed."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from app.ui.texts.figures import plural_of
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import Dialog, DialogContext
from app.ui.widgets.parts import Heading, button, label

translate = QCoreApplication.translate

WIDTH = 520


class ClosingChoice(Enum):
    """What the person wants."""

    KEEP_RUNNING = auto()
    PAUSE_AND_QUIT = auto()
    BACK = auto()


class ClosingDialog(Dialog):
    """Asks while `running` jobs, or `restores`, run or wait here. Esc goes back to the window. Where they are
    to go on, the window goes to the tray, or is minimized where there is none (`has_tray`)."""

    def __init__(self, running: int, context: DialogContext, *, has_tray: bool, restores: int = 0) -> None:
        super().__init__(context)
        self._running = running
        self._restores = restores
        self._has_tray = has_tray
        self._choice = ClosingChoice.BACK
        self._heading = Heading(self.theme, "power", "accent", "closing.heading")
        self._explained = label("closing.explained")
        self._back = button("closing.back")
        self._pause = button("closing.pause")
        self._stay = button("closing.stay", kind="primary")
        self._stay.setDefault(True)
        self._back.clicked.connect(self.reject)
        self._pause.clicked.connect(lambda: self._choose(ClosingChoice.PAUSE_AND_QUIT))
        self._stay.clicked.connect(lambda: self._choose(ClosingChoice.KEEP_RUNNING))
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self.add_buttons(self._pause, self._stay, aside=self._back)
        self._stay.setFocus()
        self.retranslate()

    async def ask(self) -> ClosingChoice:
        """Opens the dialog and waits for the choice."""
        await finished(self)
        return self._choice

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ClosingDialog", "Close Sweep"))
        deletions, restores = self._running, self._restores
        said = []
        if deletions or not restores:
            text = translate("ClosingDialog", "{count} deletion(s) still running", None, plural_of(deletions))
            said.append(text.format(count=deletions))
        if restores:
            text = translate("ClosingDialog", "{count} restore(s) still running", None, plural_of(restores))
            said.append(text.format(count=restores))
        self._heading.say(" · ".join(said))
        if self._has_tray:
            explained = translate(
                "ClosingDialog",
                "They can keep running in the tray, or pause after the current batch so that Sweep can "
                "quit. What is paused continues from where it stopped when you resume it. No data is lost.",
            )
            stay = translate("ClosingDialog", "Keep running in the tray")
        else:
            explained = translate(
                "ClosingDialog",
                "They can keep running in the minimized window, or pause after the current batch so that "
                "Sweep can quit. What is paused continues from where it stopped when you resume it. "
                "No data is lost.",
            )
            stay = translate("ClosingDialog", "Minimize and keep running")
        self._explained.setText(explained)
        self._back.setText(translate("ClosingDialog", "Back"))
        self._pause.setText(translate("ClosingDialog", "Pause and quit"))
        self._stay.setText(stay)
        self.fit(WIDTH)

    def _choose(self, choice: ClosingChoice) -> None:
        self._choice = choice
        self.accept()
