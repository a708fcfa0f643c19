"""What the pages of the settings are made of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.qt.translation import ltr
from app.ui.theme.tokens import GAP_L, GAP_M, GAP_S, GAP_XS
from app.ui.widgets.parts import label
from app.ui.widgets.restyling import restyle

translate = QCoreApplication.translate


class Field(QWidget):
    """A caption over a control, and a remark under it, or what is wrong with what stands there. `fixed_by`
    names what sets the value from outside of the console: the control is off then, and the remark says so."""

    def __init__(
        self, control: QWidget, name: str, *, fixed_by: str = "", aside: QWidget | None = None
    ) -> None:
        """`aside` stands beside the control, such as a button that fills it."""
        super().__init__()
        self.control = control
        self._fixed_by = fixed_by
        control.setObjectName(name)
        control.setEnabled(not fixed_by)
        self._caption = QLabel()
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setBuddy(control)
        self._remark = label(f"{name}.remark", tone="muted")
        self._remark.hide()
        self._wrong = label(f"{name}.wrong", tone="bad")
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addWidget(self._caption)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(control, 1)
        if aside is not None:
            row.addWidget(aside)
        column.addLayout(row)
        column.addWidget(self._wrong)
        column.addWidget(self._remark)

    def say_wrong(self, text: str) -> None:
        """Shows what is wrong with the value; nothing takes that away."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self.control.setAccessibleDescription(text or self._remark.text())
        restyle(self.control, "wrong", bool(text))

    def retranslate(self, caption: str, remark: str = "") -> None:
        """Sets the texts; what fixes the value comes before `remark`."""
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self.control.setAccessibleName(caption or self.control.accessibleName())
        text = fixed_text(self._fixed_by) if self._fixed_by else remark
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self.control.setAccessibleDescription(self._wrong.text() or text)


class ScrollingForm(QScrollArea):
    """A page of the settings: parts under each other, which scroll where the screen is small or the letters
    are large. A part that gets the keyboard is scrolled into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(GAP_XS, GAP_S, GAP_M, GAP_S)
        self.column.setSpacing(GAP_M)
        self.setWidget(inside)

    def add(self, *parts: QWidget) -> None:
        for part in parts:
            self.column.addWidget(part)

    def add_row(self, *parts: QWidget, stretches: tuple[int, ...]) -> None:
        """Parts beside each other, which share the width as `stretches` say."""
        row = QHBoxLayout()
        row.setSpacing(GAP_L)
        for part, stretch in zip(parts, stretches, strict=True):
            row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def close_up(self) -> None:
        """After the last part: keeps the parts together at the top."""
        self.column.addStretch()


def fixed_text(fixed_by: str) -> str:
    """Why a control is off."""
    if fixed_by.startswith("--"):
        sentence = translate(
            "SettingsDialog", "Set by the command line option {name}; it cannot be changed here."
        )
    else:
        sentence = translate(
            "SettingsDialog", "Set by the environment variable {name}; it cannot be changed here."
        )
    return sentence.format(name=ltr(fixed_by))
