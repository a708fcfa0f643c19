"""The settings: connection, storage, pace and window, saved together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QTabBar, QWidget

from app.actions.trying import Reached
from app.core.errors import SweepError
from app.core.storage_place import StoragePlace
from app.qt.calls import Calls
from app.qt.translation import Language
from app.settings import DATABASE, STORAGE, STORAGE_DRIVER, WORKERS, Settings
from app.ui.dialogs.base import Dialog
from app.ui.dialogs.parts import Notice, beside, button, label
from app.ui.dialogs.settings.connection import ConnectionPage
from app.ui.dialogs.settings.limits import LimitsPage
from app.ui.dialogs.settings.pace import PacePage
from app.ui.dialogs.settings.storage import LOCAL, StoragePage
from app.ui.dialogs.settings.window import WindowPage
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import finished
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

_UNSET = {STORAGE_DRIVER: LOCAL, WORKERS: str(Settings().workers)}
"""What counts where nothing is saved."""

WIDTH, HEIGHT = 760, 660


class SettingsPage(IntEnum):
    """The pages, in their order."""

    CONNECTION = 0
    STORAGE = 1
    PACE = 2
    LIMITS = 3
    WINDOW = 4


@dataclass(frozen=True)
class ConnectionTests:
    """What the Test buttons do; both block. See `actions.trying` and `files.storage`."""

    connection: Callable[[str, str | None], Reached]
    storage: Callable[[StoragePlace], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of the dialog: `another_place` where connection, storage or workers are others than before,
    which counts from the next start; `wants_demo` where the person would rather try the demo."""

    another_place: bool = False
    wants_demo: bool = False


class SettingsDialog(Dialog):
    """Shows `settings`, those in use, and saves through `preferences`. With `first`, nothing is set yet: the
    dialog asks for the connection and, with `demo`, offers the demo instead."""

    def __init__(
        self,
        preferences: Preferences,
        settings: Settings,
        trials: ConnectionTests,
        calls: Calls,
        language: Language,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        page: SettingsPage = SettingsPage.CONNECTION,
        first: bool = False,
        demo: bool = False,
    ) -> None:
        super().__init__(theme, parent)
        self._preferences = preferences
        self._calls = calls
        self._first = first
        self._saved: Saved | None = None
        self._problem: SweepError | None = None
        self._connection = ConnectionPage(preferences, trials.connection, calls, theme)
        self._storage = StoragePage(preferences, trials.storage, calls, theme)
        self._pace = PacePage(preferences, settings, language, theme)
        self._limits = LimitsPage(preferences, settings.policy, language, theme)
        self._window = WindowPage(preferences.store, language, theme)
        self._pages = (self._connection, self._storage, self._pace, self._limits, self._window)
        self._intro = label("settings.intro")
        self._intro.setVisible(first)
        self._tabs = QTabBar()
        self._tabs.setObjectName("settings.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(True)
        self._stack = QStackedWidget()
        for each in self._pages:
            self._tabs.addTab("")
            self._stack.addWidget(each)
        self._later = Notice(theme, "accent", "settings.later")
        self._error = Notice(theme, "bad", "settings.error")
        self._defaults = button("settings.defaults")
        self._demo = button("settings.demo")
        self._demo.setVisible(demo)
        self._cancel = button("settings.cancel")
        self._save = button("settings.save", kind="primary")
        self._build()
        self._tabs.setCurrentIndex(page)
        self._show_page()
        self.retranslate()
        self.take_room(WIDTH)
        self.resize(self.width(), min(HEIGHT, self.maximumHeight()))
        self._pages[page].first()

    async def ask(self) -> Saved | None:
        """Opens the dialog and waits; None where nothing was saved."""
        await finished(self)
        return self._saved

    def done(self, result: int) -> None:
        for page in (self._connection, self._storage):
            page.close_down()
        super().done(result)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("SettingsDialog", "Settings"))
        self._intro.setText(
            translate(
                "SettingsDialog",
                "Welcome to Sweep. Connect to your database and file storage.",
            )
        )
        for index, text in (
            (SettingsPage.CONNECTION, translate("SettingsDialog", "Connection")),
            (SettingsPage.STORAGE, translate("SettingsDialog", "Files")),
            (SettingsPage.PACE, translate("SettingsDialog", "Speed")),
            (SettingsPage.LIMITS, translate("SettingsDialog", "Limits")),
            (SettingsPage.WINDOW, translate("SettingsDialog", "Window")),
        ):
            self._tabs.setTabText(index, text)
        self._tabs.setAccessibleName(translate("SettingsDialog", "Settings categories"))
        for page in self._pages:
            page.retranslate()
        self._defaults.setText(translate("SettingsDialog", "Reset to defaults"))
        self._demo.setText(translate("SettingsDialog", "Explore the demo"))
        self._cancel.setText(
            translate("SettingsDialog", "Quit") if self._first else translate("SettingsDialog", "Cancel")
        )
        self._save.setText(translate("SettingsDialog", "Save"))
        self._show_notices()

    def _build(self) -> None:
        self.body.addWidget(self._intro)
        self.body.addWidget(self._tabs)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._later)
        self.body.addWidget(self._error)
        self.add_buttons(self._cancel, self._save, aside=beside(self._demo, self._defaults))
        self._save.setDefault(True)
        self._save.clicked.connect(lambda: self._calls.spawn(self._on_save(), name="save settings"))
        self._cancel.clicked.connect(self.reject)
        self._defaults.clicked.connect(self._put_defaults)
        self._demo.clicked.connect(self._on_demo)
        self._tabs.currentChanged.connect(self._show_page)
        self._connection.changed.connect(self._show_notices)
        self._storage.changed.connect(self._show_notices)

    def _show_page(self) -> None:
        page = self._tabs.currentIndex()
        self._stack.setCurrentIndex(page)
        self._defaults.setVisible(page in {SettingsPage.PACE, SettingsPage.LIMITS})
        self._show_notices()

    def _show_notices(self) -> None:
        """What counts only later is said while it is being changed, not after."""
        place = self._tabs.currentIndex() in {SettingsPage.CONNECTION, SettingsPage.STORAGE}
        later = ""
        if place and not self._first:
            later = translate(
                "SettingsDialog",
                "Restart Sweep to use another connection or storage. Running jobs continue with the "
                "current one.",
            )
        elif self._tabs.currentIndex() != SettingsPage.WINDOW and not self._first:
            later = translate("SettingsDialog", "Running jobs use this from their next batch.")
        self._later.say(later)
        self._error.say(error_text(self._problem) if self._problem else "")

    async def _on_save(self) -> None:
        before = _UNSET | self._preferences.shown()
        try:
            values = self._values()
            secrets = [secret for page in (self._connection, self._storage) if (secret := page.secret())]
        except SweepError as error:
            self._refuse(error)
            return
        self._save.setEnabled(False)
        for name, text, keep in secrets:
            await self._calls.run(self._preferences.put_secret, name, text, keep=keep)
        self._preferences.save(values)
        after = _UNSET | self._preferences.shown()
        place = (*DATABASE, *STORAGE, WORKERS)
        changed = bool(secrets) or any(before.get(name) != after.get(name) for name in place)
        self._saved = Saved(another_place=changed)
        self.accept()
        self._window.apply()

    def _values(self) -> dict[str, str]:
        """Of all pages. A page that is wrong is brought to the front. Raises SweepError kinds."""
        values = self._pace.values() | self._limits.values()
        for index, page in (
            (SettingsPage.CONNECTION, self._connection),
            (SettingsPage.STORAGE, self._storage),
        ):
            try:
                values |= page.values()
            except SweepError:
                self._tabs.setCurrentIndex(index)
                raise
        return values

    def _refuse(self, error: SweepError) -> None:
        self._problem = error.with_traceback(None)
        self._show_notices()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._error.text))

    def _put_defaults(self) -> None:
        page = self._pages[self._tabs.currentIndex()]
        if isinstance(page, PacePage | LimitsPage):
            page.defaults()

    def _on_demo(self) -> None:
        self._saved = Saved(wants_demo=True)
        self.done(QDialog.DialogCode.Accepted)
