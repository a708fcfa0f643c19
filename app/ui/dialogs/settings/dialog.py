"""The settings: connection, storage, queue, pace and window, saved together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QTabBar

from app.core.errors import SweepError
from app.qt.nets import net
from app.ui.dialogs.settings.pages import SettingsPages
from app.ui.dialogs.settings.saving import Identity, Saved, save
from app.ui.dialogs.settings.source import SettingsPage, SettingsSource
from app.ui.texts.errors import error_text
from app.ui.widgets.announcing import announce
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import Dialog, DialogContext
from app.ui.widgets.parts import Notice, beside, button, label

translate = QCoreApplication.translate

WIDTH, HEIGHT = 1000, 660


class SettingsDialog(Dialog):
    """Shows what is in use and saves what is typed. With `first`, nothing is set yet: it asks for a
    connection and, with `demo`, offers the demo instead."""

    def __init__(
        self,
        source: SettingsSource,
        context: DialogContext,
        *,
        page: SettingsPage = SettingsPage.CONNECTION,
        first: bool = False,
        demo: bool = False,
    ) -> None:
        super().__init__(context)
        self._source = source
        self._first = first
        self._saved: Saved | None = None
        self._problem: SweepError | None = None
        self._intro = label("settings.intro")
        self._intro.setVisible(first)
        self._tabs = QTabBar()
        self._tabs.setObjectName("settings.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(True)
        self._pages = SettingsPages(source, context)
        for _ in SettingsPage:
            self._tabs.addTab("")
        self._later = Notice(self.theme, "accent", "settings.later")
        self._error = Notice(self.theme, "bad", "settings.error")
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
        self._pages.focus_first()

    async def ask(self) -> Saved | None:
        """Opens the dialog and waits; None where nothing was saved."""
        await finished(self)
        return self._saved

    @net(None)
    def done(self, result: int) -> None:
        self._pages.close_down()
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
            (SettingsPage.QUEUE, translate("QueueSettings", "Queue")),
            (SettingsPage.PACE, translate("SettingsDialog", "Speed")),
            (SettingsPage.LIMITS, translate("SettingsDialog", "Limits")),
            (SettingsPage.WINDOW, translate("SettingsDialog", "Window")),
        ):
            self._tabs.setTabText(index, text)
        self._tabs.setAccessibleName(translate("SettingsDialog", "Settings categories"))
        self._pages.retranslate()
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
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._later)
        self.body.addWidget(self._error)
        self.add_buttons(self._cancel, self._save, aside=beside(self._demo, self._defaults))
        self._save.setDefault(True)
        self._save.clicked.connect(lambda: self._source.calls.spawn(self._on_save(), name="save settings"))
        self._cancel.clicked.connect(self.reject)
        self._defaults.clicked.connect(self._pages.put_defaults)
        self._demo.clicked.connect(self._on_demo)
        self._tabs.currentChanged.connect(self._show_page)
        self._pages.currentChanged.connect(self._tabs.setCurrentIndex)
        self._pages.place_changed.connect(self._on_place_changed)

    def _show_page(self) -> None:
        page = self._tabs.currentIndex()
        self._pages.setCurrentIndex(page)
        self._defaults.setVisible(page in {SettingsPage.PACE, SettingsPage.LIMITS})
        self._show_notices()

    def _on_place_changed(self) -> None:
        """What was refused is said no longer: what is wrong with a field still stands there."""
        self._problem = None
        self._show_notices()

    def _show_notices(self) -> None:
        """What counts only later is said while it is being changed, not after."""
        places = {SettingsPage.CONNECTION, SettingsPage.STORAGE, SettingsPage.QUEUE}
        place = self._tabs.currentIndex() in places
        later = ""
        if place and not self._first:
            later = translate(
                "SettingsDialog",
                "After saving, you can switch at once. Until then Sweep goes on with the current connection.",
            )
        elif self._tabs.currentIndex() != SettingsPage.WINDOW and not self._first:
            later = translate("SettingsDialog", "Running jobs use this from their next batch.")
        self._later.say(later)
        self._error.say(error_text(self._problem) if self._problem else "")

    async def _on_save(self) -> None:
        try:
            values = self._pages.values(whole=self._first)
            secrets = self._pages.secrets(whole=self._first)
        except SweepError as error:
            self._refuse(error)
            return
        self._save.setEnabled(False)
        try:
            identity = self._pages.identity
            shown = Identity(identity.shown, identity.name, identity.is_used, tuple(identity.removed))
            saved = await save(self._source, values, secrets, shown)
        except SweepError as error:
            self._refuse(error)
            return
        finally:
            self._save.setEnabled(True)
        is_elsewhere = saved.another_place or (self._saved is not None and self._saved.another_place)
        self._saved = replace(saved, another_place=is_elsewhere)
        if saved.refusal is not None:
            self._refuse(saved.refusal)
            return
        self.accept()
        self._pages.apply()

    def _refuse(self, error: SweepError) -> None:
        self._problem = error.with_traceback(None)
        self._show_notices()
        announce(self, self._error.text)

    def _on_demo(self) -> None:
        self._saved = Saved(wants_demo=True)
        self.done(QDialog.DialogCode.Accepted)
