"""A field for a password that can show what was typed, and warns of what one cannot see in dots."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.qt.nets import net
from app.ui.theme.theme import Theme
from app.ui.widgets.line_icons import LineIcons

translate = QCoreApplication.translate


class PasswordField(QLineEdit):
    """A line edit of dots. `hint` says why the password may not be what the person means to type."""

    hint_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._capitals_by_themselves = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._eye = LineIcons(self, theme).trail_button()
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_letters)
        self.textChanged.connect(self.hint_changed)
        self._show_letters(False)

    def retranslate(self, name: str) -> None:
        """Sets the texts in the present language; `name` is what the field is called."""
        self.setAccessibleName(name)
        self._eye.setToolTip(translate("PasswordField", "Show password"))
        self._eye.setAccessibleName(self._eye.toolTip())

    @property
    def hint(self) -> str:
        """A warning, or nothing."""
        if any("\u0590" <= letter <= "\u05ff" for letter in self.text()):
            return translate(
                "PasswordField", "The password contains Hebrew letters. Check the keyboard layout."
            )
        if self._capitals_by_themselves:
            return translate("PasswordField", "Caps Lock is on.")
        return ""

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt does not tell the state of Caps Lock; a letter's case against the Shift key does.
        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._capitals_by_themselves = False
        elif len(typed) == 1 and typed.isascii() and typed.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._capitals_by_themselves = typed.isupper() != shift
        super().keyPressEvent(event)
        self.hint_changed.emit()

    def _show_letters(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(self._theme.icon("eye-off" if shown else "eye", "muted"))
