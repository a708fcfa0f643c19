"""A quiet word in place of a tab's content, and perhaps a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_L, GAP_M, GAP_S, ICON


class Placeholder(QWidget):
    """Shows one sentence with an icon; parts are found by `name`."""

    acted = Signal()
    """The button was pressed."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._look = ("inbox", "muted")
        self._picture, self._text = QLabel(), QLabel()
        self._text.setObjectName(f"{name}.notice")
        self._text.setProperty("tone", "muted")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton()
        self._button.setObjectName(f"{name}.again")
        self._button.clicked.connect(self.acted)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        column.setSpacing(GAP_M)
        column.addLayout(row)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        theme.changed.connect(self._draw)

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, icon: str, token: str, text: str, way_out: str = "") -> None:
        """Shows `text` with an icon in the colour `token`, and a button `way_out` where there is one."""
        self._look = (icon, token)
        self._draw()
        if text != self._text.text():
            self._text.setText(text)
        self._button.setText(way_out)
        self._button.setVisible(bool(way_out))

    def _draw(self) -> None:
        icon, token = self._look
        self._picture.setPixmap(self._theme.pixmap(icon, token, ICON, self.devicePixelRatioF()))
