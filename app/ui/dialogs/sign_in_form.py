"""The fields of the sign-in: e-mail and password, each under its caption."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_XS
from app.ui.widgets.parts import label
from app.ui.widgets.password import PasswordField

translate = QCoreApplication.translate


class SignInForm(QWidget):
    """What the person types to sign in. It says what speaks against the password as it is typed."""

    hint_changed = Signal()
    """The hint under the password came, changed or went: the form may need another height."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._email_label = label()
        self._email = QLineEdit()
        self._email.setObjectName("signin.email")
        self._email.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._email_label.setBuddy(self._email)
        self._password_label = label()
        self._password = PasswordField(theme)
        self._password.setObjectName("signin.password")
        self._password_label.setBuddy(self._password)
        self._hint = label("signin.hint", tone="warn")
        self._hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addLayout(captioned(self._email_label, self._email))
        column.addLayout(captioned(self._password_label, self._password))
        column.addWidget(self._hint)
        self._password.hint_changed.connect(self._show_hint)

    @property
    def email(self) -> str:
        return self._email.text().strip()

    @property
    def password(self) -> str:
        return self._password.text()

    @property
    def first(self) -> QWidget:
        """The first field, for the order of the Tab key."""
        return self._email

    @property
    def last(self) -> QWidget:
        return self._password

    def fill_in(self, email: str, password: str = "") -> None:
        self._email.setText(email)
        self._password.setText(password)

    def focus_first_empty(self) -> None:
        """The keyboard goes to what is still to be typed."""
        (self._password if self._email.text() else self._email).setFocus()

    def focus_password(self) -> None:
        self._password.setFocus()

    def ask_password_again(self) -> None:
        """The keyboard goes to the password, and what is typed replaces it."""
        self._password.selectAll()
        self._password.setFocus()

    def lock(self, locked: bool) -> None:
        """While it is being checked, nothing can be changed."""
        for field in (self._email, self._password):
            field.setReadOnly(locked)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._email_label.setText(translate("SignInDialog", "Email"))
        self._email.setAccessibleName(self._email_label.text())
        self._password_label.setText(translate("SignInDialog", "Password"))
        self._password.retranslate(self._password_label.text())
        self._show_hint()

    def _show_hint(self) -> None:
        self._hint.setText(self._password.hint)
        self._hint.setVisible(bool(self._password.hint))
        self.hint_changed.emit()


def captioned(caption: QWidget, field: QWidget) -> QVBoxLayout:
    """A field under its caption."""
    pair = QVBoxLayout()
    pair.setSpacing(GAP_XS)
    pair.addWidget(caption)
    pair.addWidget(field)
    return pair
