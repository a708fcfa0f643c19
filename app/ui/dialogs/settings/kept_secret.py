"""A field for a secret, and whether the computer's keyring keeps it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.core.errors import KeychainRefused
from app.qt.calls import Calls
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.widgets.controls import CheckBox
from app.ui.widgets.password import PasswordField
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate


class KeptSecret(QObject):
    """`field` and the box `keep` stand on a page; the keyring is asked off the main thread. `name` ends the
    box's object name. `refusal` says that there is one which cannot be read."""

    looked = Signal()
    """It is known whether secrets can be kept here, and whether this one is."""

    def __init__(
        self, preferences: Preferences, calls: Calls, theme: Theme, name: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._calls = calls
        self._is_over = False
        self._key = ""
        self.field = PasswordField(theme)
        self.keep = CheckBox(theme, f"settings.keep_{name}")
        self.keep.setChecked(True)
        self.has_keyring, self.is_kept = True, False
        self.refusal: KeychainRefused | None = None

    def look(self, key: str) -> None:
        """Looks whether there is a keyring, and a secret under `key` in it; nobody waits for the last answer
        any more."""
        self._key, self.is_kept, self.refusal = key, False, None
        self._calls.spawn(self._look(key), name="keyring")

    def typed(self, key: str) -> tuple[str, str, bool] | None:
        """What was typed, to be saved under `key`, and whether to keep it; None where nothing was."""
        text = self.field.text()
        return (key, text, self.keep.isChecked() and self.has_keyring) if text else None

    def password_remark(self) -> str:
        """What is to be said under the field of a password."""
        if not self.has_keyring:
            return translate(
                "SettingsDialog",
                "No system keychain is available, so the password is not saved. Enter it at each start.",
            )
        if self.refusal:
            return error_text(self.refusal)
        if self.is_kept:
            return translate("SettingsDialog", "A password is saved. Leave this empty to keep it.")
        return translate("SettingsDialog", "Saved in the system keychain only, never in a file.")

    def close_down(self) -> None:
        """The dialog is over: an answer that comes now is dropped."""
        self._is_over = True

    async def _look(self, key: str) -> None:
        is_kept, problem = False, None
        has_keyring = await self._calls.run(lambda: self._preferences.has_keyring)
        try:
            is_kept = has_keyring and bool(await self._calls.run(self._preferences.secret, key))
        except KeychainRefused as refusal:
            problem = refusal.with_traceback(None)
        if not self._is_over and key == self._key:
            self.has_keyring, self.is_kept, self.refusal = has_keyring, is_kept, problem
            self.keep.setChecked(self.keep.isChecked() and self.has_keyring)
            self.looked.emit()
