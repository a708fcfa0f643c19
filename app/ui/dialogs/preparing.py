"""Shown while the demo's server starts and its product is built: some seconds the first time."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QProgressBar

from app.qt.nets import net
from app.ui.widgets.dialog import Dialog, DialogContext

translate = QCoreApplication.translate

WIDTH = 440


class PreparingDialog(Dialog):
    """Says what the demo is busy with. It cannot be closed by the person: there is nothing to go back to."""

    _step_told = Signal(str)

    def __init__(self, context: DialogContext) -> None:
        super().__init__(context)
        self._step = "starting"
        self._text = QLabel()
        self._text.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        self.body.addWidget(self._text)
        self.body.addWidget(bar)
        self._step_told.connect(self._on_step)
        self.retranslate()

    def tell(self, step: str) -> None:
        """ "starting" or "building"; may be called from any thread."""
        self._step_told.emit(step)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("PreparingDialog", "Preparing the demo"))
        if self._step == "building":
            text = translate(
                "PreparingDialog",
                "Creating the demo: 40 businesses with about 15,000 receipts and their files. This takes "
                "a few seconds, the first time only.",
            )
        else:
            text = translate("PreparingDialog", "Starting the demo's PostgreSQL…")
        self._text.setText(text)
        self.fit(WIDTH)

    @net(None)
    def reject(self) -> None:
        """Esc and the window's cross do nothing here; `accept` closes it."""

    def _on_step(self, step: str) -> None:
        self._step = step
        self.retranslate()
