"""A plain admin at the window: no part of it, no tab and no dialog tells of another business."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTabBar, QWidget

from app.db.engine import Database
from app.qt.calls import Calls
from app.settings import Overrides
from app.ui.businesses.page import BusinessesPage
from app.ui.details.pane import DetailsPane
from app.ui.dialogs.audit import AuditDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.dialogs.finish_files import FinishFilesDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.window.main_window import MainWindow
from tests.qt.conftest import Loop
from tests.support.dialogs import find, lines
from tests.support.parts import part
from tests.support.product import Product, User
from tests.support.session import Start, a_store, sign_in
from tests.support.stranger import Stranger, told_of_strangers, write_trail
from tests.support.walking import all_said

OURS = "ours-and-nobody-elses"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    monkeypatch.setattr("app.viewmodel.poller.POLL_MS", 20)
    return a_store(tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


@pytest.fixture
def own(product: Product) -> int:
    business = product.business("Own")
    product.receipts(business, 3)
    product.execute("SELECT setval('background_jobs_id_seq', 40)")
    return business


def place_of(database: Database) -> str:
    with database.begin():
        return database.where


@pytest.fixture
def start(
    loop: Loop, calls: Calls, store: QSettings, product: Product, storage_root: Path
) -> Iterator[Callable[[], Start]]:
    """Starts the program; not before the test runs its loop."""
    started: list[Start] = []

    def begin() -> Start:
        overrides = Overrides(database_url=product.url, storage_root=str(storage_root))
        started.append(Start(loop, calls, store, overrides))
        return started[-1]

    yield begin
    for one in started:
        one.sessions.stop()
        one.end()


def opened(start: Start, user: User) -> MainWindow:
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window: MainWindow = start.shows(MainWindow)
    return window


def finished(loop: Loop, dialog: QDialog) -> None:
    dialog.done(QDialog.DialogCode.Rejected)
    loop.until(lambda: not dialog.isVisible())


def checked(loop: Loop, dialog: DiagnosticsDialog) -> None:
    """Waits for the last answer."""
    progress = find(dialog, QLabel, "diagnostics.progress")
    loop.until(lambda: not progress.isVisible())
    assert told_of_strangers([dialog.report]) == []


def read(loop: Loop, dialog: AuditDialog, number: int) -> None:
    """Waits for so many lines."""
    loop.until(lambda: lines(dialog, "audit.lines"))
    assert len(lines(dialog, "audit.lines")) == number


def told(whole: QWidget) -> list[str]:
    """Where the widget tells of the other business."""
    said = [f"{one.where}: {one.text}" for one in all_said(whole)]
    assert said
    return told_of_strangers(said)


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_nothing_in_the_window_tells_of_another_business(
    start: Callable[[], Start],
    loop: Loop,
    product: Product,
    database: Database,
    own: int,
    tmp_path: Path,
    role: str,
) -> None:
    user = product.user(role, own, email="dana@sweep.example", password="Pa$$ word")
    job_id = product.job(own, "failed", last_error=OURS, created_at="2024-05-01")
    stranger, here = Stranger(product), place_of(database)
    foreign = replace(stranger.audited, place=here)
    ours = replace(foreign, business_id=own, job_id=job_id, email=user.email, workstation=OURS)
    of_nobody = replace(ours, business_id=None, job_id=None, user_id=user.id)
    elsewhere = replace(foreign, business_id=own, job_id=job_id, place="elsewhere:5432/product.shop")
    early = replace(elsewhere, place="")
    by_another = replace(foreign, business_id=None, job_id=None)
    write_trail(tmp_path / "data", ours, foreign, of_nobody, elsewhere, early, by_another)
    window = opened(begun := start(), user)
    page, polls = part(window, BusinessesPage), list[object]()
    loop.until(lambda: page.model.get(own))
    window._services.poller.connection.connect(polls.append)
    page.select([own])
    tabs = part(part(window, DetailsPane), QTabBar, "details.tabs")
    for tab in range(tabs.count()):
        tabs.setCurrentIndex(tab)
        polls.clear()
        loop.until(lambda: len(polls) > 3)
        assert told(window) == []
    assert OURS in str([one.text for one in all_said(window)])
    for action, kind in (
        ("diagnostics", DiagnosticsDialog),
        ("audit", AuditDialog),
        ("delete", ConfirmDialog),
        ("finish_files", FinishFilesDialog),
    ):
        pressed = part(window, QAction, f"action.{action}")
        loop.until(pressed.isEnabled)
        pressed.trigger()
        dialog = begun.shows(kind)
        if isinstance(dialog, DiagnosticsDialog):
            checked(loop, dialog)
        if isinstance(dialog, AuditDialog):
            read(loop, dialog, 3)  # with the sign-in
        assert told(dialog) == []
        finished(loop, dialog)


def test_who_loses_the_right_to_see_all_sees_no_more_from_then_on(
    start: Callable[[], Start], loop: Loop, product: Product, database: Database, own: int, tmp_path: Path
) -> None:
    """The window still stands as it was opened; what is read from now on is the person's own alone."""
    user = product.user("system_admin", own, email="dana@sweep.example", password="Pa$$ word")
    stranger = Stranger(product)
    foreign = replace(stranger.audited, place=place_of(database))
    write_trail(
        tmp_path / "data",
        foreign,
        replace(foreign, business_id=own, job_id=1, email=user.email, workstation=OURS),
    )
    window = opened(begun := start(), user)
    page = part(window, BusinessesPage)
    loop.until(lambda: page.model.get(own))
    assert told(window) != []
    product.execute("UPDATE users SET role = 'admin' WHERE id = %s", user.id)
    part(window, QAction, "action.diagnostics").trigger()
    checked(loop, dialog := begun.shows(DiagnosticsDialog))
    finished(loop, dialog)
    part(window, QAction, "action.audit").trigger()
    read(loop, dialog := begun.shows(AuditDialog), 2)  # with the sign-in
    assert told(dialog) == []
    finished(loop, dialog)
    window._services.poller.refresh()
    loop.until(lambda: not told(window))
