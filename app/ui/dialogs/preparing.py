"""Shown while the demo's server starts and its product is built: some seconds the first time."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from app.ui.dialogs.base import Dialog
from app.ui.theme.theme import Theme

translate = QCoreApplication.translate

WIDTH = 440


class PreparingDialog(Dialog):
    """Says what the demo is busy with. It cannot be closed by the person: there is nothing to go back to."""

    _told = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._step = "starting"
        self._text = QLabel()
        self._text.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        self.body.addWidget(self._text)
        self.body.addWidget(bar)
        self._told.connect(self._on_told)
        self.retranslate()

    def tell(self, step: str) -> None:
        """ "starting" or "building"; may be called from any thread."""
        self._told.emit(step)

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

    def reject(self) -> None:
        """Esc and the window's cross do nothing here; `accept` closes it."""

    def _on_told(self, step: str) -> None:
        self._step = step
        self.retranslate()
