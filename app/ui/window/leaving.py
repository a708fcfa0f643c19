"""Closing the window, quitting, and staying in the tray."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.core.access import Actor
from app.ui.dialogs.closing import ClosingChoice, ClosingDialog
from app.ui.dialogs.sign_in import Wanted
from app.ui.widgets.dialog import DialogContext
from app.ui.window.message_bar import News
from app.ui.window.tray import Tray
from app.viewmodel.preferences import stays_in_tray
from app.viewmodel.services import Services

translate = QCoreApplication.translate


class Leaving(QObject):
    """What becomes of `window` and of jobs that run when the person closes it or quits. While the window is
    in the tray, nothing is polled."""

    begun = Signal()
    """From now on nothing long goes on in the window, and nothing new begins."""

    quit_requested = Signal()
    """The person wants to leave; jobs that run are to be paused at their next batch."""

    switch_agreed = Signal(object)
    """Where the person wants to work instead: Wanted. Jobs that run are to be paused, as when quitting."""

    news = Signal(object)
    """News for the message bar."""

    def __init__(
        self, services: Services, context: DialogContext, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._context = context
        self._settings = settings
        self._window = window
        self._actor: Actor | None = None
        self._is_asking = False
        self._wants_to_quit = False
        self.is_begun = False
        self.tray = Tray(QApplication.windowIcon(), window)
        self.tray.wanted.connect(self.come_back)
        self.tray.quit_wanted.connect(self._on_quit_in_tray)

    def act_for(self, actor: Actor) -> None:
        """It is `actor` who works here, also when the window comes back."""
        self._actor = actor

    def begin(self) -> None:
        """From now on nothing long goes on in the window, and nothing new begins."""
        self.is_begun = True
        self.begun.emit()

    def ask(self) -> None:
        """The window is to be closed: leaves, or goes to the tray, perhaps after a question."""
        if not self._is_asking and not self.is_begun:
            self._is_asking = True
            self._services.calls.spawn(self._ask_to_close(), name="close")

    def quit(self) -> None:
        """Not the window alone is to be closed: that asks in any case."""
        self._wants_to_quit = True
        self._window.close()

    def ask_to_switch(self, wanted: Wanted, name: str, *, always: bool = False) -> None:
        """The person wants to work at `wanted`, which is called `name`: after a question where jobs would be
        paused, or `always`."""
        if not self._is_asking and not self.is_begun:
            self._is_asking = True
            self._services.calls.spawn(self._ask_to_switch(wanted, name, always=always), name="switch")

    async def _ask_to_switch(self, wanted: Wanted, name: str, *, always: bool) -> None:
        from app.ui.dialogs.switching import SwitchingDialog

        own = len(self._services.pool.own_jobs) + len(self._services.own_restores)
        try:
            agreed = not (own or always) or await SwitchingDialog(name, own, self._context).ask()
        finally:
            self._is_asking = False
        if agreed:
            self._leave(wanted)

    async def _ask_to_close(self) -> None:
        """Leaves at once where nothing runs here; else as the person chooses, or chose in the settings."""
        running, restores = len(self._services.pool.own_jobs), len(self._services.own_restores)
        own = running + restores
        quits, self._wants_to_quit = self._wants_to_quit, False
        try:
            choice = ClosingChoice.PAUSE_AND_QUIT
            if own and not quits and stays_in_tray(self._settings):
                choice = ClosingChoice.KEEP_RUNNING
            elif own:
                has_tray = self.tray.is_available
                dialog = ClosingDialog(running, self._context, has_tray=has_tray, restores=restores)
                choice = await dialog.ask()
        except Exception as error:  # noqa: BLE001 - the border of the question: one must be able to leave
            sys.excepthook(type(error), error, error.__traceback__)
        finally:
            self._is_asking = False
        if choice is ClosingChoice.PAUSE_AND_QUIT:
            self._leave()
        elif choice is ClosingChoice.KEEP_RUNNING:
            self._step_aside()

    def _leave(self, wanted: Wanted | None = None) -> None:
        self.begin()
        if self._services.pool.own_jobs or self._services.own_restores:
            text = translate("MainWindow", "Finishing the current batches…")
            self.news.emit(News(text, "accent"))
        if wanted is None:
            self.quit_requested.emit()
        else:
            self.switch_agreed.emit(wanted)

    def _step_aside(self) -> None:
        """To the tray, or, on a desktop without one, to where minimized windows are."""
        if not self.tray.is_available:
            self._window.showMinimized()
            return
        self.tray.show()
        self._window.hide()
        self._services.poller.stop()

    def come_back(self) -> None:
        """Shows the window in front, wherever it is."""
        self.tray.hide()
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if self._actor is not None:
            self._services.poller.start(self._actor)

    def _on_quit_in_tray(self) -> None:
        self.come_back()
        self.quit()
