"""The small parts that dialogs are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.qt.nets import net
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S, ICON

HEADING_ICON = 24

LRM, RLM = "\u200e", "\u200f"

_TONE_ICONS = {"bad": "circle-alert", "warn": "triangle-alert", "ok": "circle-check", "accent": "info"}


def label(name: str = "", *, tone: str = "", select: bool = False) -> QLabel:
    """A wrapped label that shows its text as it is, never as markup. `tone` is one of the style sheet's;
    `select` lets the keyboard mark and copy the text too."""
    made = _Sentence()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if tone:
        made.setProperty("tone", tone)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse
    made.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard if select else flags)
    return made


class _Sentence(QLabel):
    """Takes its direction from the layout. Qt takes it from the first letter, which may be a Latin name in a
    Hebrew sentence."""

    def setText(self, text: str) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        super().setText(f"{RLM}{text}" if rtl and text else text)


def button(name: str, *, kind: str = "") -> QPushButton:
    """A push button; `kind` is "primary", "danger" or nothing."""
    made = QPushButton()
    made.setObjectName(name)
    if kind:
        made.setProperty("kind", kind)
    return made


def icon_text(text: str) -> str:
    """The text of a push button with an icon: Qt leaves little room between the two."""
    return f"\u00a0{text}"


def beside(*parts: QWidget) -> QWidget:
    """Parts in one row, such as the buttons at the leading side of a dialog."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_S)
    for part in parts:
        row.addWidget(part)
    return made


class Picture(QWidget):
    """An icon in the colour `token`, of `size` pixels of the design, drawn anew in each colour scheme."""

    def __init__(self, theme: Theme, icon: str, token: str, size: int = ICON) -> None:
        super().__init__()
        self._icon = theme.icon(icon, token)
        self._size = size
        theme.changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self.setFixedSize(scaled(self._size), scaled(self._size))

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            self._icon.paint(painter, self.rect())


class Heading(QWidget):
    """The dialog's question or statement, with an icon before it."""

    def __init__(self, theme: Theme, icon: str, token: str, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_M)
        self._text = label(name, tone="title")
        row.addWidget(Picture(theme, icon, token, HEADING_ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def say(self, text: str) -> None:
        self._text.setText(text)


class Notice(QFrame):
    """A framed sentence with an icon, which is hidden while there is nothing to say. `tone` is "bad",
    "warn", "ok" or "accent"."""

    def __init__(self, theme: Theme, tone: str, name: str) -> None:
        super().__init__()
        self.setProperty("bar", "message")
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        row.setSpacing(GAP_S)
        self._text = label(name)
        row.addWidget(Picture(theme, _TONE_ICONS[tone], tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str) -> None:
        """Shows `text`; nothing hides the notice."""
        self._text.setText(text)
        self.setVisible(bool(text))
