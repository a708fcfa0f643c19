"""The dialogs over the main window that need more than the window knows."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot, qVersion

from app import __version__
from app.actions.audit_reading import sight_now
from app.actions.record_reading import RecordReader
from app.bootstrap.appearance import Appearance
from app.bootstrap.console import EXPORT, SETTINGS
from app.bootstrap.resources import DOCS
from app.bootstrap.window import WindowConsole
from app.core.access import Actor
from app.core.errors import SweepError
from app.db import health
from app.settings import data_folder
from app.ui.dialogs.settings.source import SettingsSource
from app.ui.dialogs.sign_in import Elsewhere
from app.ui.window.connection_switcher import Offer, offer_text
from app.ui.window.main_window import MainWindow
from app.ui.window.rescue import Rescue
from app.viewmodel.services import Services
from app.viewmodel.what_is_set import WhatIsSet

if TYPE_CHECKING:
    from app.ui.dialogs.about import AboutDialog
    from app.ui.dialogs.guide import GuideDialog

log = logging.getLogger(__name__)


class WindowDialogs(QObject):
    """Opens them at the window's request, one at a time. Rarely used ones are loaded only then, so that the
    start does not wait for them. Files that are saved, and settings that are changed, it notes in the audit
    trail."""

    def __init__(
        self,
        window: MainWindow,
        console: WindowConsole,
        services: Services,
        actor: Actor,
        appearance: Appearance,
        settings: SettingsSource,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._console = console
        self._services = services
        self._actor = actor
        self._appearance = appearance
        self._settings = settings
        self._is_open = False
        self._guide: GuideDialog | None = None
        window.guide_requested.connect(self._show_guide)
        window.about_requested.connect(lambda: self._open(self._about))
        window.settings_requested.connect(lambda: self._open(self._change_settings))
        window.diagnostics_requested.connect(lambda: self._open(self._diagnose))
        window.audit_requested.connect(lambda: self._open(self._audit))
        window.switcher.chosen.connect(self._on_place)
        services.exports.saved.connect(self._on_saved)

    def tell_left_behind(self) -> None:
        """Shows jobs that a console of this computer was running when it was killed or lost power."""
        self._open(self._left_behind)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._note(EXPORT, path.name)

    def _note(self, action: str, answer: str) -> None:
        audit = self._console.audit
        audit.write_soon([audit.line(self._actor, action, answer)])

    def _on_place(self, offer: Offer) -> None:
        self._window.ask_to_switch(offer.wanted, offer_text(offer))

    def _open(self, show: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if not self._is_open:
            self._is_open = True
            self._services.calls.spawn(self._one(show), name=show.__name__)

    async def _one(self, show: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await show()
        finally:
            self._is_open = False

    def _show_guide(self) -> None:
        """Beside the window, and beside whatever else is open."""
        from app.ui.dialogs.guide import GuideDialog

        if self._guide is None:
            self._guide = GuideDialog(DOCS, self._appearance.context(self._window))
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    async def _left_behind(self) -> None:
        services = self._services
        try:
            jobs = await services.calls.run(services.jobs.left_behind, self._actor)
            if not jobs:
                return
            rescue = Rescue(services, self._actor, jobs, self._window)
            seconds = max(job.seconds_to_rescue for job in jobs)
            from app.ui.dialogs.left_behind import LeftBehindDialog

            dialog = LeftBehindDialog(len(jobs), seconds, self._appearance.context(self._window))
            if not await dialog.ask():
                rescue.give_up()
        except SweepError as error:  # the table shows them all the same, and offers to take them over
            log.warning("Jobs left behind could not be found: %s", error)

    async def _change_settings(self) -> None:
        from app.ui.dialogs.settings.dialog import SettingsDialog

        preferences = self._settings.preferences
        before = WhatIsSet(preferences)
        saved = await SettingsDialog(self._settings, self._appearance.context(self._window)).ask()
        if changed := WhatIsSet(preferences).changed_since(before):
            self._note(SETTINGS, ", ".join(changed))
        if saved is None:
            return
        settings = await preferences.settings(self._services.calls)
        self._settings = replace(self._settings, settings=settings)
        self._console.policy, self._console.keep_files_days = settings.policy, settings.keep_files_days
        self._window.tell_settings_saved()
        if saved.another_place:
            same = Elsewhere.DEMO if self._services.demo is not None else Elsewhere.SAVED
            self._window.ask_to_switch(saved.connection or same, saved.connection, always=True)

    async def _diagnose(self) -> None:
        from app.actions.diagnostics import Diagnosis
        from app.ui.dialogs.diagnostics import DiagnosticsDialog

        console = self._console
        dialog = DiagnosticsDialog(
            Diagnosis(
                console.database,
                console.storage,
                console.types,
                self._actor,
                is_demo=console.profile.demo is not None,
                server=console.server,
                keep_days=console.keep_files_days,
            ),
            self._services.jobs,
            self._actor,
            self._services.calls,
            self._appearance.context(self._window),
        )
        dialog.acted.connect(self._services.poller.look_now)
        await dialog.ask()

    async def _audit(self) -> None:
        from app.ui.dialogs.audit import AuditDialog

        console = self._console
        sight = partial(sight_now, console.database, self._actor)
        reader = RecordReader(console.database, console.audit.path, sight)
        context = self._appearance.context(self._window)
        await AuditDialog(reader, self._services.calls, context, self._services.exports).ask()

    async def _about(self) -> None:
        from app.ui.dialogs.about import AboutDialog, Versions

        folder = data_folder()
        versions = Versions(__version__, platform.python_version(), qVersion())
        dialog = AboutDialog(
            versions, str(folder), str(folder / "log"), self._appearance.context(self._window)
        )
        self._services.calls.spawn(self._name_server(dialog), name="version of the server")
        await dialog.ask()

    async def _name_server(self, dialog: AboutDialog) -> None:
        """The dialog does not wait for a server that may be unreachable."""

        def ask() -> str:
            with self._console.database.begin() as connection:
                return health.server_version(connection)

        try:
            version = await self._services.calls.run(ask)
        except SweepError as error:
            log.info("The server did not tell its version: %s", error)
        else:
            dialog.show_server(version)
