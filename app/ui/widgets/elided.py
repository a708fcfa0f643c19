"""A sentence on one line, which ends with an ellipsis where it has no room."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.qt.nets import net


class ElidedLabel(QLabel):
    """Takes what width there is; the whole is in its tooltip where it does not fit, and in its accessible
    name."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, text: str) -> None:
        """Shows as much of `text` as there is room for."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitting = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if fitting != self.text():
            self.setText(fitting)
            self.setToolTip(f"<p>{escape(self._whole)}</p>" if fitting != self._whole else "")
