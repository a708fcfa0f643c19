"""The page of the settings about the queue on a server, which is optional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication

from app.core.errors import BadInput, FieldMissing, KeychainRefused, SweepError
from app.core.queue_errors import BadQueueUrl, QueueUnreachable
from app.core.server import QueuePing, RunsOn
from app.qt.calls import Calls
from app.qt.translation import Language, ltr
from app.queue.address import QueueAddress
from app.settings import REDIS_URL, REDIS_URL_OF_THE_WEB, RUNS_ON
from app.ui.dialogs.settings.field_checks import FieldChecks
from app.ui.dialogs.settings.kept_secret import KeptSecret
from app.ui.dialogs.settings.queue_reached_text import QueueReached, queue_reached_text
from app.ui.dialogs.settings.try_button import TryButton
from app.ui.theme.theme import Theme
from app.ui.widgets.controls import ChoiceBox, line_edit
from app.ui.widgets.form import Field, ScrollingForm
from app.ui.widgets.parts import button, label
from app.viewmodel.connections import SavedConnection
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

KEY_PASSWORD = "the password of a client key cannot be saved; pass the URL in SWEEP_REDIS_URL instead"
EXAMPLE = "rediss://user@host:6379/0"
TUNNEL = "ssh -N -L 6379:redis:6379 user@server"
THROUGH_THE_TUNNEL = "redis://127.0.0.1:6379/0"


class QueuePage(ScrollingForm):
    """The URL of Redis, whose user stands in a field of its own too, its password, which goes to the keyring
    alone, and where jobs run unless somebody says otherwise. `try_it` tries a URL. The queue belongs to the
    database: it goes when another one is typed (`follow`), unless it was typed here itself."""

    changed = Signal()

    def __init__(
        self,
        preferences: Preferences,
        try_it: Callable[[str], QueuePing],
        calls: Calls,
        language: Language,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._try_it = try_it
        self._language = language
        self._fixed = preferences.overrides.fixes(REDIS_URL)
        self._is_typed = False
        self._length = 0
        self._intro = label("settings.queue.intro", tone="muted")
        self._url, self._user = line_edit(), line_edit()
        self._kept = KeptSecret(preferences, calls, theme, "queue_password", self)
        self._password, self._keep = self._kept.field, self._kept.keep
        self._runs_on = ChoiceBox(theme)
        self._runs_on_fixed = preferences.overrides.fixes(RUNS_ON)
        by_variable = self._fixed if self._fixed in {REDIS_URL, REDIS_URL_OF_THE_WEB} else ""
        self._url_field = Field(self._url, "settings.queue.url", fixed_by=by_variable)
        self._user_field = Field(self._user, "settings.queue.user")
        self._password_field = Field(self._password, "settings.queue.password")
        by_variable = self._runs_on_fixed if self._runs_on_fixed == RUNS_ON else ""
        self._runs_on_field = Field(self._runs_on, "settings.queue.runs_on", fixed_by=by_variable)
        self._tunnel = line_edit("settings.queue.tunnel")
        self._tunnel.setText(TUNNEL)
        self._tunnel.setReadOnly(True)
        self._copy = button("settings.queue.copy")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(TUNNEL))
        self._tunnel_field = Field(self._tunnel, "settings.queue.tunnel", aside=self._copy)
        self._checks = FieldChecks()
        self._checks.add(self._url_field, self._wrong_url)
        self._test = TryButton(theme, calls, "settings.queue", self._prepare, self._tell)
        self.add(self._intro)
        self.add_row(self._url_field, self._user_field, stretches=(5, 2))
        self.add_row(self._password_field, self._runs_on_field, stretches=(5, 2))
        self.add(self._keep, self._test, self._tunnel_field)
        self.close_up()
        for part in (self._url, self._user):
            part.setEnabled(not self._fixed)
        shown = preferences.shown()
        self._found = (shown.get(REDIS_URL, ""), shown.get(RUNS_ON, ""))
        self._fill(*self._found)
        self._connect()
        self._filled_in = self._content()

    def _connect(self) -> None:
        self._url.textEdited.connect(self._on_url)
        self._url.editingFinished.connect(self._finish_url)
        self._user.textEdited.connect(self._on_user)
        self._password.textChanged.connect(self._note_change)
        self._runs_on.currentIndexChanged.connect(self._note_change)
        self._kept.looked.connect(self._on_looked)
        self._look()
        self._show_state()

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        control = self._url if self._url.isEnabled() else self._password
        control.setFocus()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._intro.setText(
            translate(
                "QueueSettings",
                "Optional. With the product's queue, jobs can also run on a server, and continue while this "
                "computer is off. Without it, all jobs run on this computer.",
            )
        )
        self._url_field.retranslate(translate("QueueSettings", "Redis URL"), self._url_remark())
        self._url.setPlaceholderText(EXAMPLE)
        self._user_field.retranslate(translate("QueueSettings", "User"))
        caption = translate("QueueSettings", "Password")
        self._password_field.retranslate(caption, self._kept.password_remark())
        self._password.retranslate(caption)
        self._keep.setText(translate("QueueSettings", "Save password in the system keychain"))
        self._test.retranslate(translate("QueueSettings", "Test queue"))
        self._runs_on_field.retranslate(
            translate("QueueSettings", "Run jobs by default"),
            self._outside_text(RUNS_ON) if self._runs_on_fixed else "",
        )
        self._copy.setText(translate("QueueSettings", "Copy"))
        self._tunnel_field.retranslate(
            translate("QueueSettings", "SSH tunnel"),
            translate(
                "QueueSettings",
                "Redis is usually reachable only inside the product's network. From outside, run this "
                "command in a terminal, keep it open, and enter {url} above.",
            ).format(url=ltr(THROUGH_THE_TUNNEL)),
        )
        self._fill_places(str(self._runs_on.currentData() or RunsOn.HERE))
        self._checks.look_again()

    @property
    def is_touched(self) -> bool:
        """Whether something else stands here than when the page was opened."""
        return self._content() != self._filled_in

    def values(self) -> dict[str, str]:
        """What is to be saved. Raises BadInput kinds, and says at the field what is wrong."""
        if self._fixed:
            return {}
        if not self._is_named:
            return {REDIS_URL: "", RUNS_ON: ""}
        return {REDIS_URL: self._read().url_to_keep, RUNS_ON: str(self._runs_on.currentData())}

    def secret(self) -> tuple[str, str, bool] | None:
        """Name, password, and whether to keep it; None where none was typed. Raises BadInput kinds."""
        self._finish_url()
        return self._kept.typed(self._read().secret_name) if self._password.text() else None

    def show_connection(self, connection: SavedConnection) -> None:
        """Fills everything in as it is saved; nothing for a new one."""
        self._is_typed = False
        self._found = (connection.values.get(REDIS_URL, ""), connection.values.get(RUNS_ON, ""))
        self._password.setText("")
        self._fill(*self._found)
        self._note_change()

    def follow(self, is_same_database: bool) -> None:
        """Another database may be typed now, or that one again which the queue was saved for."""
        if self._fixed or self._is_typed:
            return
        wanted = self._found if is_same_database else ("", "")
        if wanted[0] != self._url.text():
            self._fill(*wanted)
            self._note_change()

    def close_down(self) -> None:
        """The dialog is over."""
        self._test.close_down()
        self._kept.close_down()

    @property
    def _is_named(self) -> bool:
        return bool(self._url.text().strip() or self._user.text().strip() or self._password.text())

    def _content(self) -> tuple[object, ...]:
        return self._url.text(), self._user.text(), self._password.text(), self._runs_on.currentData()

    def _read(self) -> QueueAddress:
        """Raises FieldMissing and BadQueueUrl."""
        self._finish_url()  # Save may be pressed from within it
        if (found := self._checks.look_at_all()) is not None:
            self._url.setFocus()
            raise found[1]
        return QueueAddress.parse(self._url.text())[0]

    def _wrong_url(self) -> SweepError | None:
        if self._fixed or not self._is_named:
            return None
        if not self._url.text().strip():
            return FieldMissing(self._url.accessibleName())
        try:
            address, _ = QueueAddress.parse(self._url.text())
        except BadQueueUrl as error:
            return error
        return BadQueueUrl(KEY_PASSWORD) if address.key_password else None

    def _prepare(self) -> Callable[[], object]:
        """Reads the form; in the thread, the password that is kept. Raises BadInput kinds."""
        given = self._preferences.overrides.redis_url
        if given is None and not self._url.text().strip():
            raise FieldMissing(self._url.accessibleName())
        address, secret = QueueAddress.parse(given) if given else (self._read(), None)
        typed = self._password.text() or secret

        def run() -> object:
            try:
                password = typed or self._preferences.secret(address.secret_name)
            except KeychainRefused as refusal:
                return QueueReached(address.where, self._try_without(refusal, address))
            return QueueReached(address.where, self._try_it(address.url(password)))

        return run

    def _try_without(self, refusal: KeychainRefused, address: QueueAddress) -> QueuePing:
        """It may not ask for a password; where it does, the keyring is what is in the way."""
        try:
            return self._try_it(address.url())
        except QueueUnreachable as error:
            raise (refusal if error.why == "password" else error) from None

    def _tell(self, outcome: object) -> tuple[str, str]:
        assert isinstance(outcome, QueueReached)  # noqa: S101 - for the type checker
        return queue_reached_text(outcome, self._language.locale)

    def _fill(self, url: str, runs_on: str) -> None:
        self._url.setText(url)
        self._length = len(url)
        self._user.setText(_user_of(url))
        self._fill_places(runs_on or str(RunsOn.HERE))
        self._look()

    def _fill_places(self, chosen: str) -> None:
        names = {
            str(RunsOn.HERE): translate("QueueSettings", "On this computer"),
            str(RunsOn.SERVER): translate("QueueSettings", "On the server"),
        }
        was = self._runs_on.blockSignals(True)
        self._runs_on.clear()
        for place, name in names.items():
            self._runs_on.addItem(name, place)
        self._runs_on.choose(chosen)
        self._runs_on.blockSignals(was)

    def _on_url(self, text: str) -> None:
        """The user follows as far as the text can be read. A password that was pasted goes to its field; of
        one that is being typed nobody knows yet where it ends."""
        self._is_typed = True
        pasted = abs(len(text) - self._length) > 1
        self._length = len(text)
        if pasted:
            self._finish_url()
        self._user.setText(_user_of(text) if text.strip() else "")
        self._note_change()

    def _finish_url(self) -> None:
        """What can be read stands there without its password from now on."""
        try:
            address, secret = QueueAddress.parse(self._url.text())
        except BadInput:
            self._checks.look(self._url_field)
            return
        if secret is not None:
            self._password.setText(secret)
            self._url.setText(address.url())
            self._length = len(self._url.text())
        self._checks.look(self._url_field)
        self._look()

    def _on_user(self, text: str) -> None:
        self._is_typed = True
        try:
            address, secret = QueueAddress.parse(self._url.text())
        except BadInput:
            self._note_change()
            return
        self._url.setText(replace(address, user=text.strip()).url(secret))
        self._length = len(self._url.text())
        self._look()
        self._note_change()

    def _look(self) -> None:
        """Whether a password is kept for what stands there now."""
        try:
            self._kept.look(QueueAddress.parse(self._url.text())[0].secret_name)
        except BadInput:
            self._kept.look("")

    def _note_change(self) -> None:
        self._checks.look_again()
        self._test.forget()
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self._runs_on.setEnabled(bool(self._url.text().strip()) and not self._runs_on_fixed)

    def _on_looked(self) -> None:
        self._keep.setEnabled(self._kept.has_keyring)
        self.retranslate()

    def _url_remark(self) -> str:
        if self._fixed:
            return self._outside_text(REDIS_URL)
        return translate(
            "QueueSettings", "Encrypted with TLS where it begins with {scheme}. Leave empty for no queue."
        ).format(scheme=ltr("rediss://"))

    def _outside_text(self, variable: str) -> str:
        return translate(
            "QueueSettings",
            "The connection is not set in Sweep: set this with the environment variable {variable}.",
        ).format(variable=ltr(variable))


def _user_of(url: str) -> str:
    try:
        return QueueAddress.parse(url)[0].user
    except BadInput:
        return ""
