"""Windows over a real database, and the hands of a person."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.actions.sweeping import SweepAction
from app.bootstrap.window import services_of
from app.core.access import Actor
from app.core.demo_hints import DemoHints
from app.core.job import JobStatus
from app.core.policy import Policy
from app.db.engine import Database
from app.files.local import LocalStorage
from app.qt.calls import Calls
from app.qt.translation import Language
from app.receipts.job_type import ReceiptDeletion
from app.ui.businesses.page import BusinessesPage
from app.ui.runs.page import RunsPage
from app.ui.theme.theme import Theme
from app.ui.window import long_work
from app.ui.window.main_window import MainWindow
from app.viewmodel.rows import Connected, ShownRow
from app.viewmodel.run_ends import RunEnds
from app.viewmodel.services import Services
from tests.support.details_pane import Pane
from tests.support.finishing import Spy
from tests.support.gate import Gate
from tests.support.parts import part

QUICK = Policy(batch_size=50, throttle_ms=0, runtime_cap_seconds=None)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


class Hands:
    """A window with everything behind it, and the hands of a person."""

    def __init__(self, window: MainWindow, services: Services, actor: Actor, loop: Any, crew: Any) -> None:
        self.window, self.services, self.actor, self.loop, self.crew = window, services, actor, loop, crew
        self.page = part(window, BusinessesPage)

    def open(self, *business_ids: int) -> None:
        """Opens the window for the person, and waits until these businesses are in the table."""
        self.window.open_for(self.actor)
        self.loop.until(lambda: all(self.shown(key) for key in business_ids))

    def shown(self, business_id: int) -> ShownRow | None:
        return self.page.model.get(business_id)

    def status(self, business_id: int) -> JobStatus | None:
        shown = self.shown(business_id)
        return shown.row.job.status if shown and shown.row.job else None

    def button(self, name: str) -> QToolButton:
        return part(self.window, QToolButton, f"action.{name}")

    def action(self, name: str) -> QAction:
        return part(self.window, QAction, f"action.{name}")

    def select(self, *business_ids: int) -> None:
        self.page.select(business_ids)
        QApplication.processEvents()

    def click(self, name: str) -> None:
        button = self.button(name)
        self.loop.until(button.isEnabled)
        button.click()

    def dialog(self, child: str) -> QDialog:
        """The dialog that stands over the window, once it has a part of that name."""
        found: list[QDialog] = []

        def look() -> bool:
            over = QApplication.activeModalWidget()
            if isinstance(over, QDialog) and over.findChild(QAbstractButton, child) is not None:
                found.append(over)
            return bool(found)

        self.loop.until(look)
        return found[0]

    def press(self, child: str) -> None:
        part(self.dialog(child), QAbstractButton, child).click()

    def message(self, name: str = "message") -> str:
        label = part(self.window, QLabel, f"{name}.text")
        return label.text() if label.isVisible() else ""

    def close(self) -> None:
        """Ends what still goes on: polls, and jobs at their next batch."""
        self.services.poller.stop()
        if isValid(self.window):
            part(self.window, RunsPage).set_active(False)
            part(self.window, RunEnds).act_for(None)
        self.services.pool.request_leave()
        self.loop.until(self._is_quiet)

    def _is_quiet(self) -> bool:
        names = [task.get_name() for task in asyncio.all_tasks(self.loop.qt)]
        return all(name.startswith("Task-") for name in names)


NewHands = Callable[..., Hands]


@pytest.fixture
def new_console(
    database: Database,
    storage: LocalStorage,
    actor: Actor,
    calls: Calls,
    loop: Any,
    language: Language,
    theme: Theme,
    settings: QSettings,
    qtbot: QtBot,
    new_crew: Callable[..., Any],
) -> Iterator[NewHands]:
    # The windows of the last test, here and now: a worker's thread may not be the one to collect a QObject.
    gc.collect()
    consoles: list[Hands] = []

    def make(policy: Policy = QUICK, demo: DemoHints | None = None, **more: Any) -> Hands:
        """`more` is for the crew."""
        crew = new_crew(policy=policy, **more)
        services = services_of(crew.console, calls)
        if demo is not None:
            services = replace(services, demo=demo)
        window = MainWindow(services, language, theme, settings)
        qtbot.addWidget(window, before_close_func=lambda _: window.finish())
        consoles.append(Hands(window, services, actor, loop, crew))
        return consoles[-1]

    yield make
    for console in consoles:
        console.close()


@pytest.fixture
def console(new_console: NewHands) -> Hands:
    """A window that shows what a test gives it: it is connected, but does not read by itself."""
    console = new_console()
    console.window.show()
    console.services.poller.connection.emit(Connected(True, "db.internal/product", datetime(2026, 1, 1), 4.2))
    return console


UseStorage = Callable[[LocalStorage], Spy]


@pytest.fixture
def use(console: Hands, database: Database) -> UseStorage:
    """Puts the action, on some storage, under the eyes of the test."""

    def put(storage: LocalStorage) -> Spy:
        spy = Spy(SweepAction(database, ReceiptDeletion(storage), console.crew.audit))
        object.__setattr__(console.services, "sweep_files", spy)
        return spy

    return put


@pytest.fixture
def spy(console: Hands, use: UseStorage, storage: LocalStorage) -> Spy:
    console.window._parts.commands.act_for(console.actor)
    return use(storage)


@pytest.fixture
def gate(storage_root: Path, spy: Spy, use: UseStorage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The storage hangs until the test opens it."""
    monkeypatch.setattr(long_work, "QUIET_MS", 0)
    gate = Gate(storage_root)
    use(gate)
    yield gate
    gate.open()


@pytest.fixture
def pane(console: Hands) -> Pane:
    """The pane under the table of the console's window."""
    return Pane(console)
