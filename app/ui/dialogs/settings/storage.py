"""The page of the settings that says where the attachments lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import BadInput, FieldMissing, SweepError
from app.core.storage_place import R2_ENDPOINT, R2_VARIABLES, Bucket, Folder, StoragePlace
from app.qt.calls import Calls
from app.qt.translation import ltr
from app.settings import IN_BUCKET, IN_FOLDER, STORAGE_DRIVER, STORAGE_ROOT
from app.ui.dialogs.settings.field_checks import FieldChecks
from app.ui.dialogs.settings.kept_secret import KeptSecret
from app.ui.dialogs.settings.try_button import TryButton
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M
from app.ui.widgets.asking import finished
from app.ui.widgets.controls import line_edit
from app.ui.widgets.form import Field, ScrollingForm, fixed_text
from app.ui.widgets.parts import button, label
from app.viewmodel.connections import SavedConnection
from app.viewmodel.preferences import R2_SECRET, Preferences, bucket_secret_name

translate = QCoreApplication.translate

_BUCKET_FIELDS = (
    ("account", R2_VARIABLES[0]),
    ("endpoint", R2_ENDPOINT),
    ("bucket", R2_VARIABLES[3]),
    ("access_key", R2_VARIABLES[1]),
)


class StoragePage(ScrollingForm):
    """A folder, or a bucket of R2 or another S3 service; its secret goes to the keyring alone. `try_it` asks
    a place whether attachments can be deleted there, and deletes none."""

    changed = Signal()

    def __init__(
        self, preferences: Preferences, try_it: Callable[[StoragePlace], None], calls: Calls, theme: Theme
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._try_it = try_it
        self._fixed = preferences.overrides.fixes(STORAGE_DRIVER)
        self._local, self._bucket = QRadioButton(), QRadioButton()
        self._group = QButtonGroup(self)
        for radio, name in ((self._local, IN_FOLDER), (self._bucket, IN_BUCKET)):
            radio.setObjectName(f"settings.storage.{name}")
            self._group.addButton(radio)
        self._root = line_edit()
        self._browse = button("settings.browse")
        self._browse.clicked.connect(lambda: calls.spawn(self._ask_folder(), name="browse"))
        self._lines = {variable: line_edit() for _, variable in _BUCKET_FIELDS}
        self._kept = KeptSecret(preferences, calls, theme, "secret", self)
        self._secret, self._keep = self._kept.field, self._kept.keep
        self._checks = FieldChecks()
        self._test = TryButton(theme, calls, "settings.storage", self._prepare, self._tell)
        self._build()
        self._add_checks()
        self._fill(preferences.shown())
        self._connect()
        self._kept.looked.connect(self._on_looked)
        self._kept.look(bucket_secret_name(preferences.shown()))
        self._filled_in = self._content()

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        for radio in (self._local, self._bucket):
            if radio.isChecked():
                radio.setFocus()

    def retranslate(self) -> None:
        self._local.setText(translate("SettingsDialog", "Local or network folder"))
        self._bucket.setText(translate("SettingsDialog", "Cloudflare R2 or another S3 service"))
        self._root_field.retranslate(
            translate("SettingsDialog", "Folder"),
            translate("SettingsDialog", "The folder that contains “{name}”.").format(name=ltr("attachments")),
        )
        self._browse.setText(translate("SettingsDialog", "Browse…"))
        account, endpoint, bucket, access_key = self._bucket_fields
        account.retranslate(translate("SettingsDialog", "Account ID"))
        endpoint.retranslate(
            translate("SettingsDialog", "Endpoint URL"),
            translate("SettingsDialog", "Only if it differs from Cloudflare's endpoint for the account."),
        )
        bucket.retranslate(translate("SettingsDialog", "Bucket name"))
        access_key.retranslate(translate("SettingsDialog", "Access key ID"))
        caption = translate("SettingsDialog", "Secret access key")
        self._secret_field.retranslate(caption, self._secret_remark())
        self._secret.retranslate(caption)
        self._keep.setText(translate("SettingsDialog", "Save secret key in the system keychain"))
        self._test.retranslate(translate("SettingsDialog", "Test storage"))
        self._why.setText(fixed_text(self._fixed) if self._fixed else "")
        self._why.setVisible(bool(self._fixed))
        self._checks.look_again()

    @property
    def is_touched(self) -> bool:
        """Whether something else stands here than when the page was opened."""
        return self._content() != self._filled_in

    def values(self) -> dict[str, str]:
        """What is to be saved, without the secret. Both kinds are kept, so that going back is easy.
        Raises BadInput kinds where what is chosen is not complete, and says it at the fields."""
        if self._fixed:
            return {}
        if (found := self._checks.look_at_all()) is not None:
            field, error = found
            field.control.setFocus()
            raise error
        return self._typed()

    def secret(self) -> tuple[str, str, bool] | None:
        """Name, secret, and whether to keep it; None where none was typed."""
        if self._fixed or self._chosen == IN_FOLDER or not self._secret.text():
            return None
        return self._kept.typed(bucket_secret_name(self.values()))

    def close_down(self) -> None:
        self._test.close_down()
        self._kept.close_down()

    @property
    def _chosen(self) -> str:
        return IN_FOLDER if self._local.isChecked() else IN_BUCKET

    def _build(self) -> None:
        self._why = label("settings.storage.why", tone="muted")
        self._root_field = Field(self._root, "settings.folder", aside=self._browse)
        self._folder_part = QWidget()
        indented = QVBoxLayout(self._folder_part)
        indented.setContentsMargins(GAP_M * 2, 0, 0, 0)
        indented.addWidget(self._root_field)
        self._bucket_fields = [
            Field(self._lines[variable], f"settings.{name}") for name, variable in _BUCKET_FIELDS
        ]
        self._secret_field = Field(self._secret, "settings.secret")
        self._bucket_part = QWidget()
        column = QVBoxLayout(self._bucket_part)
        column.setContentsMargins(GAP_M * 2, 0, 0, 0)
        column.setSpacing(GAP_M)
        account, endpoint, bucket, access_key = self._bucket_fields
        for pair in ((account, bucket), (access_key, self._secret_field)):
            row = QHBoxLayout()
            row.setSpacing(GAP_M)
            for field in pair:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addWidget(self._keep)
        column.addWidget(endpoint)
        self.add(self._why, self._local, self._folder_part, self._bucket, self._bucket_part)
        self.add(self._test)
        self.close_up()

    def show_connection(self, connection: SavedConnection) -> None:
        """Fills everything in as it is saved; nothing for a new one: files of another product are not its."""
        if self._fixed:
            return
        self._secret.setText("")
        self._fill(connection.values)
        self._kept.look(bucket_secret_name(connection.values))

    def _fill(self, shown: Mapping[str, str]) -> None:
        self._root.setText(shown.get(STORAGE_ROOT, ""))
        for variable, line in self._lines.items():
            line.setText(shown.get(variable, ""))
        is_bucket = shown.get(STORAGE_DRIVER, IN_FOLDER).lower() == IN_BUCKET
        (self._bucket if is_bucket else self._local).setChecked(True)
        self._show_chosen()

    def _connect(self) -> None:
        self._group.buttonToggled.connect(self._show_chosen)
        for line in (self._root, *self._lines.values(), self._secret):
            line.textChanged.connect(self._note_change)

    def _show_chosen(self) -> None:
        """The other kind is out of the way, so that nobody fills in what does not count."""
        for radio in (self._local, self._bucket):
            radio.setEnabled(not self._fixed)
        self._folder_part.setVisible(self._chosen == IN_FOLDER)
        self._bucket_part.setVisible(self._chosen == IN_BUCKET)
        for part in (self._root, self._browse, *self._lines.values(), self._secret, self._keep):
            part.setEnabled(not self._fixed)
        self._note_change()

    def _note_change(self) -> None:
        self._checks.look_again()
        self._test.forget()
        self.changed.emit()

    def _content(self) -> tuple[dict[str, str], str]:
        return self._typed(), self._secret.text()

    def _typed(self) -> dict[str, str]:
        values = {variable: line.text().strip() for variable, line in self._lines.items()}
        return values | {STORAGE_ROOT: self._root.text().strip(), STORAGE_DRIVER: self._chosen}

    def _add_checks(self) -> None:
        needed = self._bucket_missing
        self._checks.add(self._root_field, self._root_missing)
        account, endpoint, bucket, access_key = self._bucket_fields
        self._checks.add(account, lambda: needed(R2_VARIABLES[0], unless=R2_ENDPOINT))
        self._checks.add(bucket, lambda: needed(R2_VARIABLES[3]) or self._wrong_bucket(R2_VARIABLES[3]))
        self._checks.add(access_key, lambda: needed(R2_VARIABLES[1]))
        self._checks.add(endpoint, lambda: self._wrong_bucket(R2_ENDPOINT))
        for field, variable in ((bucket, R2_VARIABLES[3]), (endpoint, R2_ENDPOINT)):
            line = self._lines[variable]
            line.editingFinished.connect(lambda field=field, line=line: self._look_at(field, line))

    def _look_at(self, field: Field, line: QLineEdit) -> None:
        """What is still empty is said only where it is to be saved."""
        if line.text():
            self._checks.look(field)

    def _root_missing(self) -> SweepError | None:
        if self._chosen == IN_BUCKET or self._root.text().strip():
            return None
        return FieldMissing(self._root.accessibleName())

    def _bucket_missing(self, name: str, *, unless: str = "") -> SweepError | None:
        values = self._typed()
        if self._chosen == IN_FOLDER or values[name] or values.get(unless):
            return None
        return FieldMissing(self._lines[name].accessibleName())

    def _wrong_bucket(self, name: str) -> SweepError | None:
        """What is wrong with this one of the values, the others being as they should."""
        typed = self._typed()
        if self._chosen == IN_FOLDER or not typed[name]:
            return None
        good = {R2_VARIABLES[0]: "x", R2_VARIABLES[1]: "x", R2_SECRET: "x", R2_VARIABLES[3]: "x"}
        try:
            Bucket.read(good | {name: typed[name]})
        except BadInput as error:
            return error
        return None

    def _prepare(self) -> Callable[[], object]:
        """Reads the form; in the thread, the secret that is kept. Raises BadInput."""
        if self._fixed:
            place = self._preferences.overrides.over({}).storage
            if place is None:
                raise FieldMissing(self._root.accessibleName())
            return lambda: self._try(place)
        values, typed = self.values(), self._secret.text()
        if self._chosen == IN_FOLDER:
            return lambda: self._try(Folder(Path(values[STORAGE_ROOT])))

        caption = self._secret.accessibleName()

        def run() -> object:
            secret = typed or self._preferences.secret(bucket_secret_name(values))
            if not secret:
                raise FieldMissing(caption)
            return self._try(Bucket.read(values | {R2_SECRET: secret}))

        return run

    def _try(self, place: StoragePlace) -> object:
        self._try_it(place)
        return place

    def _tell(self, outcome: object) -> tuple[str, str]:
        return translate(
            "SettingsDialog",
            "Storage is working: attachments can be deleted here. This test deleted nothing.",
        ), "ok"

    async def _ask_folder(self) -> None:
        dialog = QFileDialog(self, translate("SettingsDialog", "Folder"), self._root.text())
        dialog.setObjectName("settings.browser")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if await finished(dialog) == QDialog.DialogCode.Accepted and dialog.selectedFiles():
            self._root.setText(dialog.selectedFiles()[0])

    def _on_looked(self) -> None:
        self._keep.setEnabled(self._kept.has_keyring and not self._fixed)
        self.retranslate()

    def _secret_remark(self) -> str:
        if not self._kept.has_keyring:
            return translate(
                "SettingsDialog",
                "No system keychain is available, so the secret key is not saved. Enter it at each start.",
            )
        if self._kept.refusal:
            return error_text(self._kept.refusal)
        if self._kept.is_kept:
            return translate("SettingsDialog", "A secret key is saved. Leave this empty to keep it.")
        return translate("SettingsDialog", "Saved in the system keychain only, never in a file.")
