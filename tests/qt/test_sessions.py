"""The console from its first start: it asks for a place, signs in there, and remembers both."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit
from shiboken6 import delete

from app.bootstrap import connection
from app.bootstrap import console as wiring
from app.bootstrap.appearance import Appearance
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.one_window import OneWindow
from app.bootstrap.sessions import Sessions
from app.core.errors import BadInput, Unforeseen
from app.qt.calls import Calls
from app.settings import KEEP_FILES_DAYS, Overrides, data_folder
from app.ui.businesses.page import BusinessesPage
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.finish_files import FinishFilesDialog
from app.ui.dialogs.guide import GuideDialog
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog
from app.ui.texts.words import without_marks
from app.ui.window.main_window import MainWindow
from app.viewmodel.preferences import EMAIL_KEY, Preferences
from tests.qt.conftest import Loop
from tests.support.dialogs import click, find
from tests.support.gate import Gate
from tests.support.late import GUESS, TRUTH, LateDatabase
from tests.support.parts import part
from tests.support.product import Product
from tests.support.session import Start, a_store, sign_in


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    return a_store(tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


def test_the_first_start_asks_for_a_place_and_the_second_knows_it(
    loop: Loop, calls: Calls, store: QSettings, product: Product, database_url: str, storage_root: Path
) -> None:
    user = product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")
    first = Start(loop, calls, store, Overrides())
    dialog = first.shows(SettingsDialog)
    QTest.keyClicks(find(dialog, QLineEdit, "settings.address"), database_url)
    find(dialog, QLineEdit, "settings.folder").setText(str(storage_root))
    click(dialog, "settings.save")
    sign_in(first.shows(SignInDialog), user.email, user.password)
    window = first.shows(MainWindow)
    assert store.value(EMAIL_KEY) == user.email
    window.close()
    first.end()
    second = Start(loop, calls, store, Overrides())
    again = second.shows(SignInDialog)
    assert find(again, QLineEdit, "signin.email").text() == user.email
    assert str(storage_root) in without_marks(find(again, QLabel, "signin.where").text())
    QTest.keyClick(again, Qt.Key.Key_Escape)
    second.end()


def test_the_place_is_told_as_the_connection_has_it(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    database_url: str,
    storage_root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "Database", LateDatabase)
    user = product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")
    start = Start(loop, calls, store, Overrides(database_url=database_url, storage_root=str(storage_root)))
    dialog = start.shows(SignInDialog)
    assert GUESS in without_marks(find(dialog, QLabel, "signin.where").text())
    sign_in(dialog, user.email, user.password)
    window = start.shows(MainWindow)
    status = find(window, QLabel, "status.connection")
    loop.until(lambda: TRUTH in without_marks(status.text()))
    for text in (window.windowTitle(), status.text()):
        assert TRUTH in without_marks(text)
    assert gc.get_freeze_count()  # what the window is made of is no garbage while it is there
    window.close()
    start.end()
    assert not gc.get_freeze_count()


def test_files_are_finished_no_further_once_the_program_shall_end(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    database_url: str,
    storage_root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The operating system asks in the middle of the first of two businesses."""
    gate = Gate(storage_root)
    monkeypatch.setattr(wiring, "open_storage", lambda _place: gate)
    user = product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")
    businesses = [product.business(name) for name in ("Alon", "Marom")]
    for business_id in businesses:
        product.receipts(business_id, 3, files=1, is_deleted=True)
    at_once = {KEEP_FILES_DAYS: "0"}
    given = Overrides(at_once, database_url=database_url, storage_root=str(storage_root))
    start = Start(loop, calls, store, given)
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    page = part(window, BusinessesPage)
    loop.until(lambda: all(page.model.get(business_id) for business_id in businesses))
    page.select(businesses)
    finish = part(window, QAction, "action.finish_files")
    loop.until(finish.isEnabled)
    finish.trigger()
    click(start.shows(FinishFilesDialog), "finish.finish")
    loop.until(lambda: gate.entered)
    start.sessions.stop()
    start.end()
    finishing = window._parts.commands._finishing
    delete(window)  # as it goes when nobody holds it any more; the thread in the storage is still there
    gate.open()
    loop.until(lambda: not finishing.is_running)
    assert sorted(product.files(business_id) for business_id in businesses) == [0, 3]


def test_f1_shows_the_guide_beside_the_window(
    loop: Loop, calls: Calls, store: QSettings, product: Product, database_url: str, storage_root: Path
) -> None:
    user = product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")
    start = Start(loop, calls, store, Overrides(database_url=database_url, storage_root=str(storage_root)))
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    guide = start.shows(GuideDialog)
    assert not guide.isModal()
    guide.reject()
    part(window, QAction, "action.guide").trigger()
    assert guide.isVisible()
    start.sessions.stop()
    start.end()


def test_the_table_follows_what_the_diagnostics_have_mended(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    database_url: str,
    storage_root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.viewmodel.poller.POLL_MS", 3_600_000)
    user = product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")
    start = Start(loop, calls, store, Overrides(database_url=database_url, storage_root=str(storage_root)))
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    poller = window._services.poller
    loop.until(lambda: poller._emitted and not poller._busy)
    part(window, QAction, "action.diagnostics").trigger()
    dialog = start.shows(DiagnosticsDialog)
    polls: list[object] = []
    poller.connection.connect(polls.append)
    dialog.acted.emit()
    loop.until(lambda: polls)
    dialog.reject()
    start.sessions.stop()
    start.end()


def test_who_gives_up_at_the_first_start_leaves(loop: Loop, calls: Calls, store: QSettings) -> None:
    start = Start(loop, calls, store, Overrides())
    start.shows(SettingsDialog).reject()
    start.end()


def test_another_connection_is_chosen_at_the_sign_in_and_one_may_come_back(
    loop: Loop, calls: Calls, store: QSettings, database_url: str, storage_root: Path
) -> None:
    start = Start(loop, calls, store, Overrides(database_url=database_url, storage_root=str(storage_root)))
    dialog = start.shows(SignInDialog)
    place = find(dialog, QComboBox, "signin.place")
    place.setCurrentIndex(place.findData(Elsewhere.SETTINGS))
    place.activated.emit(place.currentIndex())
    settings: QDialog = start.shows(SettingsDialog)
    settings.reject()
    QTest.keyClick(start.shows(SignInDialog), Qt.Key.Key_Escape)
    start.end()


def test_only_the_demo_can_be_begun_anew(loop: Loop, calls: Calls, store: QSettings) -> None:
    preferences = Preferences(store, Overrides(), KeyringStore())
    sessions = Sessions(calls, Appearance(store, "en"), preferences, OneWindow(data_folder() / "windows"))
    with pytest.raises(BadInput):
        loop.run(sessions.run(demo=False, reset=True))


def test_a_bug_before_there_is_a_window_is_told_over_what_is_open(
    loop: Loop, calls: Calls, store: QSettings, database_url: str, storage_root: Path
) -> None:
    start = Start(loop, calls, store, Overrides(database_url=database_url, storage_root=str(storage_root)))
    dialog = start.shows(SignInDialog)
    start.sessions.tell_bug(Unforeseen(ZeroDivisionError("odd")))
    told = start.shows(ErrorDialog)
    assert "odd" in find(told, QLabel, "error.sentence").text()
    click(told, "error.close")
    loop.until(lambda: not told.isVisible())
    assert dialog.isVisible()
    dialog.reject()
    start.end()
