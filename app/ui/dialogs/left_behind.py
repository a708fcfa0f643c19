"""What becomes of jobs that an earlier console on this computer left behind."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QTimer

from app.ui.texts.durations import duration_text
from app.ui.texts.words import businesses_text
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label

translate = QCoreApplication.translate

WIDTH = 460


class LeftBehindDialog(QuestionDialog):
    """Says that the console ended in the middle of `count` jobs, and that they go on here in so many
    `seconds` at the latest, unless the person leaves them."""

    def __init__(self, count: int, seconds: int, context: DialogContext) -> None:
        super().__init__(context)
        self._count = count
        self._at = time.monotonic() + seconds
        self._heading = Heading(self.theme, "hand", "accent", "leftbehind.heading")
        self._explained = label("leftbehind.explained")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self._later, self._go_on = self.add_answers("leftbehind.later", "leftbehind.go_on", kind="primary")
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count_down)
        self._clock.start()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(translate("LeftBehindDialog", "Interrupted deletions"))
        self._heading.say(translate("LeftBehindDialog", "Resume interrupted deletions?"))
        self._count_down()
        self._later.setText(translate("LeftBehindDialog", "Not now"))
        self._go_on.setText(translate("LeftBehindDialog", "Resume"))
        self.fit(WIDTH)

    def _count_down(self) -> None:
        locale = self._language.locale
        ended = translate(
            "LeftBehindDialog",
            "Sweep closed on this computer while deleting: {businesses}. No data was lost, and no "
            "receipt is counted twice.",
        ).format(businesses=businesses_text(self._count, locale))
        left = self._at - time.monotonic()
        if left > 0:
            wait = translate(
                "LeftBehindDialog",
                "They resume automatically from where they stopped in {time}: until then another process "
                "may still be running them.",
            ).format(time=duration_text(left, locale))
        else:
            wait = translate("LeftBehindDialog", "They resume from where they stopped.")
        self._explained.setText(f"{ended} {wait}")
