"""The page of the settings that says where the database is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from app.actions.trying import Reached
from app.core.errors import (
    BadDatabaseUrl,
    BadInput,
    CannotConnect,
    FieldMissing,
    KeychainRefused,
    SweepError,
)
from app.db.address import AUTOMATIC, BAD_HOST, TLS_MODES, Address
from app.db.libpq import VERIFY
from app.qt.calls import Calls
from app.qt.translation import ltr
from app.settings import DATABASE_URL, SCHEMA
from app.ui.dialogs.settings.field_checks import FieldChecks
from app.ui.dialogs.settings.identity import IdentityPart
from app.ui.dialogs.settings.kept_secret import KeptSecret
from app.ui.dialogs.settings.reached_text import reached_text
from app.ui.dialogs.settings.try_button import TryButton
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import finished
from app.ui.widgets.controls import ChoiceBox, NumberBox, line_edit
from app.ui.widgets.form import Field, ScrollingForm
from app.ui.widgets.parts import button
from app.viewmodel.connections import SavedConnection, usual_name
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

KEY_PASSWORD = "the password of a client key cannot be saved; pass the URL in SWEEP_DATABASE_URL instead"


class ConnectionPage(ScrollingForm):
    """The address in one line or in its parts, which follow each other, and the password, which goes to the
    keyring alone. `try_it` opens a database by its whole address and the schema, where one is named. That one
    belongs to the address: it goes when another database is typed, unless it was typed here itself."""

    changed = Signal()

    database_typed = Signal(bool)
    """Whether it is the one that was saved or shown here."""

    def __init__(
        self,
        preferences: Preferences,
        try_it: Callable[[str, str | None], Reached],
        calls: Calls,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._try_it = try_it
        self._is_filling = False
        self._length, self._written = 0, ""
        self._more: tuple[tuple[str, str], ...] = ()
        self._key_password = preferences.key_password
        fixed = preferences.overrides.fixes(DATABASE_URL)
        self._address, self._host, self._database, self._schema, self._user = (line_edit() for _ in range(5))
        self._port = NumberBox(1, 65535)
        self._tls = ChoiceBox(theme)
        self._authorities = line_edit()
        self._browse = button("settings.browse_ca")
        self._browse.clicked.connect(lambda: calls.spawn(self._ask_authorities(), name="browse"))
        self._kept = KeptSecret(preferences, calls, theme, "password", self)
        self._password, self._keep = self._kept.field, self._kept.keep
        named = preferences.overrides.fixes(SCHEMA)
        self._fields = [
            Field(control, f"settings.{name}", fixed_by=fixed_by)
            for control, name, fixed_by in (
                (self._address, "address", fixed),
                (self._host, "host", ""),
                (self._port, "port", ""),
                (self._database, "database", ""),
                (self._schema, "schema", "" if named == fixed else named),
                (self._user, "user", ""),
                (self._tls, "tls", ""),
                (self._password, "password", ""),
            )
        ]
        self._authorities_field = Field(self._authorities, "settings.ca", aside=self._browse)
        for control in (self._host, self._port, self._database, self._user, self._tls):
            control.setEnabled(not fixed)
        for part in (self._authorities, self._browse):
            part.setEnabled(not fixed)
        self._schema.setEnabled(not named)
        self.identity = IdentityPart(preferences, theme)
        self.identity.changed.connect(self._on_identity)
        self._checks = FieldChecks()
        for field, check in (
            (self._fields[0], self._wrong_address),
            (self._fields[1], self._wrong_host),
            (self._fields[3], self._wrong_database),
            (self.identity.name_field, self.identity.wrong_name),
        ):
            self._checks.add(field, check)
        self._test = TryButton(theme, calls, "settings.connection", self._prepare, reached_text)
        address, host, port, database, schema, user, tls, password = self._fields
        self.add(self.identity)
        self.add(address)
        self.add_row(host, port, database, schema, stretches=(3, 1, 2, 2))
        self.add_row(user, password, tls, self._authorities_field, stretches=(2, 3, 2, 3))
        self.add(self._keep, self._test)
        self.close_up()
        self._fill_tls(AUTOMATIC)
        shown = preferences.shown()
        saved = shown.get(DATABASE_URL, "")
        self._fill(Address.parse(saved)[0] if saved else Address())
        self._schema.setText(shown.get(SCHEMA, ""))
        self._found = (self._parts(), self._schema.text())
        self._connect()
        self.identity.suggest(usual_name({DATABASE_URL: self._parts().url}))
        self._filled_in = self._content()

    def _connect(self) -> None:
        for line in (self._host, self._database, self._user, self._authorities):
            line.textEdited.connect(self._on_part)
        self._port.valueChanged.connect(self._on_part)
        self._schema.textEdited.connect(self._note_change)
        self._tls.currentIndexChanged.connect(self._on_part)
        self._address.textEdited.connect(self._on_address)
        self._address.editingFinished.connect(self._finish_address)
        self._host.editingFinished.connect(lambda: self._checks.look(self._fields[1]))
        self._password.textChanged.connect(self._test.forget)
        self._password.textChanged.connect(self.changed)
        self._kept.looked.connect(self._on_looked)
        self._kept.look(self._parts().url)

    def show_connection(self, connection: SavedConnection) -> None:
        """Fills everything in as it is saved; nothing for a new one."""
        self._fill(Address.parse(connection.url)[0] if connection.url else Address())
        self._schema.setText(connection.values.get(SCHEMA, ""))
        self._found = (self._parts(), self._schema.text())
        self._password.setText("")
        self._kept.look(self._parts().url)
        self._note_change()

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        control = self._address if self._address.isEnabled() else self._password
        control.setFocus()

    def retranslate(self) -> None:
        address, host, port, database, schema, user, tls, password = self._fields
        address.retranslate(translate("SettingsDialog", "Connection URL (or enter the details below)"))
        self._address.setPlaceholderText("postgresql://user@host:5432/database")
        host.retranslate(translate("SettingsDialog", "Host"))
        port.retranslate(translate("SettingsDialog", "Port"))
        database.retranslate(translate("SettingsDialog", "Database"))
        schema.retranslate(translate("SettingsDialog", "Schema"), self._schema_remark())
        self._schema.setPlaceholderText(translate("SettingsDialog", "Automatic"))
        user.retranslate(translate("SettingsDialog", "User"))
        tls.retranslate(translate("SettingsDialog", "SSL mode"))
        self._authorities_field.retranslate(translate("SettingsDialog", "CA file"))
        self._browse.setText(translate("SettingsDialog", "Browse…"))
        caption = translate("SettingsDialog", "Password")
        password.retranslate(caption, self._kept.password_remark())
        self._password.retranslate(caption)
        self._keep.setText(translate("SettingsDialog", "Save password in the system keychain"))
        self._fill_tls(self._tls.currentData())
        self._test.retranslate(translate("SettingsDialog", "Test connection"))
        self.identity.retranslate()
        self._checks.look_again()

    @property
    def is_touched(self) -> bool:
        """Whether something else stands here than when the page was opened."""
        return self._content() != self._filled_in

    def values(self) -> dict[str, str]:
        """What is to be saved. Raises BadInput kinds, and says at the fields what is wrong."""
        if not self._address.isEnabled():
            return {}
        address = {DATABASE_URL: self._read().url, SCHEMA: self._schema.text()}
        return address | self.identity.values()

    def secret(self) -> tuple[str, str, bool] | None:
        """Name, password, and whether to keep it; None where none was typed."""
        self._finish_address()
        if not self._password.text():
            return None
        return self._kept.typed(self._read().url)

    def close_down(self) -> None:
        self._test.close_down()
        self._kept.close_down()

    def _read(self) -> Address:
        """Raises FieldMissing and BadInput kinds."""
        self._finish_address()  # Save may be pressed from within it
        if (found := self._checks.look_at_all()) is not None:
            field, error = found
            field.control.setFocus()
            raise error
        return Address.parse(self._parts().url)[0]

    def _content(self) -> tuple[object, ...]:
        address = (self._parts(), self._address.text(), self._schema.text(), self._password.text())
        identity = self.identity
        return *address, identity.shown.name, identity.name, identity.values(), len(identity.removed)

    def _wrong_address(self) -> SweepError | None:
        text = self._address.text().strip()
        if not self._address.isEnabled() or not text or text == self._written:
            return None  # the last is not typed here: what it lacks is said at the parts
        try:
            self._typed()
        except BadInput as error:
            return error
        return None

    def _wrong_host(self) -> SweepError | None:
        """What is given from outside may leave the server to the environment."""
        address = self._parts()
        if not self._address.isEnabled() or self._wrong_address() is not None:
            return None
        if not address.names_host_alone:
            return BadInput(BAD_HOST)
        return None if address.names_server else FieldMissing(self._host.accessibleName())

    def _wrong_database(self) -> SweepError | None:
        if not self._address.isEnabled() or self._wrong_address() is not None:
            return None
        return None if self._parts().names_database else FieldMissing(self._database.accessibleName())

    def _typed(self) -> tuple[Address, str | None]:
        """The address as it stands there. Raises BadDatabaseUrl."""
        address, secret = Address.parse(self._address.text())
        if address.key_password:
            raise BadDatabaseUrl(KEY_PASSWORD)
        return address, secret

    def _parts(self) -> Address:
        """As the form has them; a server that is typed takes the place of several."""
        host = self._host.text().strip()
        return Address(
            host,
            self._port.value(),
            self._database.text().strip(),
            self._user.text().strip(),
            self._tls.currentData(),
            self._authorities.text().strip(),
            tuple((name, text) for name, text in self._more if not host or name not in {"host", "port"}),
            self._key_password,
        )

    def _prepare(self) -> Callable[[], object]:
        address, typed, schema = self._read(), self._password.text(), self._schema.text() or None

        def run() -> object:
            try:
                password = typed or self._preferences.secret(address.url) or ""
            except KeychainRefused as refusal:
                return self._try_without(refusal, address, schema)
            return self._try_it(address.with_password(password), schema)

        return run

    def _try_without(self, refusal: KeychainRefused, address: Address, schema: str | None) -> object:
        """The server may not ask for a password; where it does, the keyring is what is in the way."""
        try:
            return self._try_it(address.url, schema)
        except CannotConnect as error:
            raise (refusal if error.why == "password" else error) from None

    async def _ask_authorities(self) -> None:
        """Who names an authority wants the server's certificate to be verified."""
        dialog = QFileDialog(self, translate("SettingsDialog", "CA file"), self._authorities.text())
        dialog.setObjectName("settings.ca_browser")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await finished(dialog) == QDialog.DialogCode.Accepted and dialog.selectedFiles():
            self._authorities.setText(dialog.selectedFiles()[0])
            self._tls.setCurrentIndex(self._tls.findData(VERIFY))
            self._on_part()

    def _fill(self, address: Address) -> None:
        self._is_filling = True
        self._host.setText(address.host)
        self._port.setValue(address.port)
        self._database.setText(address.database)
        self._user.setText(address.user)
        self._authorities.setText(address.authorities)
        self._more = address.more
        if self._tls.findData(address.tls) < 0:
            self._tls.addItem(ltr(address.tls), address.tls)
        self._tls.setCurrentIndex(self._tls.findData(address.tls))
        self._show_address(address)
        self._is_filling = False

    def _on_part(self) -> None:
        """An address that cannot be read stays to be mended until the parts are a whole one."""
        if self._is_filling:
            return
        parts = self._parts()
        if self._wrong_address() is None or (parts.names_server and parts.names_database):
            self._show_address(parts)
        self._note_change()

    def _show_address(self, address: Address) -> None:
        """Nothing where nothing is filled in yet."""
        self._written = address.url if address.names_server or not self._address.isEnabled() else ""
        self._address.setText(self._written)
        self._length = len(self._written)

    def _on_address(self, text: str) -> None:
        """The parts follow as far as the text can be read; it is redrawn only once it is done."""
        pasted = abs(len(text) - self._length) > 1
        self._length = len(text)
        try:
            address, secret = self._typed()
        except BadInput:
            self._note_change()
            return
        if secret is not None and not pasted:  # half of it may be typed; what follows is not known yet
            self._note_change()
            return
        cursor = self._address.cursorPosition()
        self._fill(address)
        if secret is None:
            self._is_filling = True
            self._address.setText(text)
            self._address.setCursorPosition(cursor)
            self._is_filling = False
        else:  # a password does not stay where everybody can read it
            self._password.setText(secret)
        self._note_change()

    def _finish_address(self) -> None:
        """What can be read is written anew, without its password; the rest stays and is said to be wrong."""
        self._checks.look(self._fields[0])
        if not self._address.text().strip() or self._wrong_address() is not None:
            return
        address, secret = self._typed()
        text = self._address.text()
        self._fill(address)
        if secret is not None:
            self._password.setText(secret)
        elif not self._address.text():  # it names no server: that is said at the field for it
            self._address.setText(text)
        self._note_change()

    def _on_identity(self) -> None:
        self._checks.look_again()
        self.changed.emit()

    def _note_change(self) -> None:
        address, schema = self._found
        is_same = self._parts().is_same_database(address)
        if self._schema.isEnabled() and not self._schema.isModified():
            self._schema.setText(schema if is_same else "")
        self.database_typed.emit(is_same)
        self.identity.suggest(usual_name({DATABASE_URL: self._parts().url}))
        self._checks.look_again()
        self._test.forget()
        self.changed.emit()

    def _fill_tls(self, chosen: str) -> None:
        names = {
            AUTOMATIC: translate("SettingsDialog", "Automatic"),
            "disable": translate("SettingsDialog", "Disable"),
            "prefer": translate("SettingsDialog", "Prefer"),
            "require": translate("SettingsDialog", "Require"),
            VERIFY: translate("SettingsDialog", "Verify certificate (verify-full)"),
        }
        self._is_filling = True
        self._tls.clear()
        for mode in dict.fromkeys((*TLS_MODES, chosen)):
            self._tls.addItem(names.get(mode, ltr(mode)), mode)
        self._tls.setCurrentIndex(self._tls.findData(chosen))
        self._is_filling = False

    def _on_looked(self) -> None:
        self._keep.setEnabled(self._kept.has_keyring)
        self.retranslate()

    def _schema_remark(self) -> str:
        if self._address.isEnabled():
            return ""
        return translate(
            "SettingsDialog",
            "Part of the connection URL: set it with {option} or {variable}.",
        ).format(option=ltr("--schema"), variable=ltr(SCHEMA))
