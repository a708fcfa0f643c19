"""What the window does besides jobs is in the record: files that it saves, and settings that it changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QSpinBox

from app.actions.sign_in import SIGN_IN
from app.bootstrap.console import AUDIT_FILE, EXPORT, SETTINGS
from app.bootstrap.keyring_store import KeyringStore
from app.core.record import AuditLine
from app.qt.calls import Calls
from app.settings import BATCH_SIZE, DATABASE_URL, FAILURE_CAP, STORAGE_ROOT, WORKERS, Overrides, data_folder
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog
from app.ui.window.main_window import MainWindow
from app.viewmodel.connections import Connections
from app.viewmodel.preferences import DATABASE_SECRET, LOCK_KEY, Preferences
from tests.qt.conftest import Loop
from tests.support.dialogs import click, find
from tests.support.parts import part
from tests.support.product import Product, User
from tests.support.restoring import RestoreLender
from tests.support.session import Start, a_store, sign_in, take_for_the_demo

Open = Callable[[], tuple[Start, MainWindow]]


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """It has the table of the record."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


@pytest.fixture
def user(product: Product) -> User:
    product.receipts(product.business(), 3)
    return product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    return a_store(tmp_path, monkeypatch)


@pytest.fixture
def opened(
    loop: Loop, calls: Calls, store: QSettings, database_url: str, storage_root: Path, user: User
) -> Open:
    """Starts the program and signs in; the window with its rows."""

    def begin() -> tuple[Start, MainWindow]:
        given = Overrides(database_url=database_url, storage_root=str(storage_root))
        start = Start(loop, calls, store, given)
        sign_in(start.shows(SignInDialog), user.email, user.password)
        window: MainWindow = start.shows(MainWindow)
        loop.until(part(window, QAction, "action.export").isEnabled)
        return start, window

    return begin


def export(loop: Loop, window: MainWindow, path: Path | None) -> None:
    """Saves the rows there; None cancels."""
    part(window, QAction, "action.export").trigger()
    loop.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    if path is None:
        chooser.reject()
    else:
        find(chooser, QLineEdit, "fileNameEdit").setText(str(path))
        chooser.accept()
    exporting = window._parts.commands._table_export
    loop.until(lambda: not exporting.is_running)


def recorded(product: Product, action: str) -> list[AuditLine]:
    """The lines of that action, which are the same in the table and in the file."""
    rows = product.rows("SELECT line FROM sweep_audit WHERE action = %s ORDER BY id", action)
    found = [AuditLine.parse(row["line"]) for row in rows]
    texts = (data_folder() / AUDIT_FILE).read_text(encoding="utf-8").splitlines()
    assert [AuditLine.parse(text) for text in texts if json.loads(text).get("action") == action] == found
    return [line for line in found if line is not None]


def test_a_file_that_was_saved_is_recorded_by_its_name_alone(
    opened: Open, loop: Loop, product: Product, user: User, tmp_path: Path
) -> None:
    start, window = opened()
    export(loop, window, None)
    export(loop, window, tmp_path / "rows of ours.csv")
    assert (tmp_path / "rows of ours.csv").exists()
    start.sessions.stop()
    start.end()
    (line,) = recorded(product, EXPORT)
    assert (line.answer, line.email, line.user_id) == ("rows of ours.csv", user.email, user.id)
    assert (line.business_id, line.job_id, line.new_status) == (None, None, None)


def test_a_file_is_recorded_once_by_the_session_that_has_saved_it(
    opened: Open, loop: Loop, product: Product, tmp_path: Path
) -> None:
    """The first window is still there: nobody has collected it."""
    first, before = opened()
    before.close()
    first.end()
    second, window = opened()
    export(loop, window, tmp_path / "rows.csv")
    second.sessions.stop()
    second.end()
    assert before is not window
    assert [line.answer for line in recorded(product, EXPORT)] == ["rows.csv"]


def test_a_file_that_cannot_be_saved_is_not_recorded(
    opened: Open, loop: Loop, product: Product, tmp_path: Path
) -> None:
    start, window = opened()
    export(loop, window, tmp_path / "no such folder" / "rows.csv")
    start.sessions.stop()
    start.end()
    assert recorded(product, EXPORT) == []


def typed_settings(dialog: SettingsDialog, save: bool, **values: int) -> None:
    for name, value in values.items():
        find(dialog, QSpinBox, f"settings.{name}").setValue(value)
    if save:
        click(dialog, "settings.save")
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def change_settings(loop: Loop, start: Start, window: MainWindow, *, save: bool, **values: int) -> None:
    window.settings_requested.emit()
    dialog = start.shows(SettingsDialog)
    typed_settings(dialog, save, **values)
    loop.until(lambda: not dialog.isVisible())
    loop.turn()


def test_settings_that_were_changed_are_recorded_by_their_names_alone(
    opened: Open, loop: Loop, product: Product, user: User
) -> None:
    start, window = opened()
    change_settings(loop, start, window, save=True)
    change_settings(loop, start, window, save=True, batch_size=77)
    change_settings(loop, start, window, save=True)
    change_settings(loop, start, window, save=False, batch_size=78)
    change_settings(loop, start, window, save=True, failure_cap=9, batch_size=76)
    start.sessions.stop()
    start.end()
    lines = recorded(product, SETTINGS)
    assert [line.answer for line in lines] == [BATCH_SIZE, f"{BATCH_SIZE}, {FAILURE_CAP}"]
    assert {(line.email, line.user_id, line.business_id) for line in lines} == {(user.email, user.id, None)}


def test_what_guards_the_window_is_named_too(opened: Open, loop: Loop, product: Product) -> None:
    start, window = opened()
    change_settings(loop, start, window, save=True, lock=3)
    start.sessions.stop()
    start.end()
    assert [line.answer for line in recorded(product, SETTINGS)] == [LOCK_KEY]


@pytest.fixture
def saved_place(store: QSettings, database_url: str, storage_root: Path) -> Preferences:
    preferences = Preferences(store, Overrides(), KeyringStore())
    preferences.save({DATABASE_URL: database_url, STORAGE_ROOT: str(storage_root)})
    Connections(preferences).rename("main")
    return preferences


def settings_before_the_sign_in(start: Start) -> SettingsDialog:
    sign_in = start.shows(SignInDialog)
    place = find(sign_in, QComboBox, "signin.place")
    place.setCurrentIndex(place.findData(Elsewhere.SETTINGS))
    place.activated.emit(place.currentIndex())
    dialog: SettingsDialog = start.shows(SettingsDialog)
    return dialog


def work_a_moment(start: Start, user: User) -> None:
    sign_in(start.shows(SignInDialog), user.email, user.password)
    start.shows(MainWindow)
    start.sessions.stop()
    start.end()


def test_settings_that_were_changed_before_the_sign_in_are_recorded_of_nobody(
    loop: Loop, calls: Calls, store: QSettings, product: Product, user: User, saved_place: Preferences
) -> None:
    start = Start(loop, calls, store, Overrides())
    typed_settings(settings_before_the_sign_in(start), False, batch_size=78)
    typed_settings(settings_before_the_sign_in(start), True, batch_size=77, failure_cap=9)
    work_a_moment(start, user)
    (line,) = recorded(product, SETTINGS)
    assert (line.answer, line.email, line.user_id) == (f"{BATCH_SIZE}, {FAILURE_CAP}", "", 0)
    (signed_in,) = recorded(product, SIGN_IN)
    assert line.place
    assert line.place in signed_in.place


def require_in_the_file_alone(product: Product, answer: str) -> None:
    """One line of changed settings, in this computer's file."""
    assert product.rows("SELECT line FROM sweep_audit WHERE action = %s", SETTINGS) == []
    texts = (data_folder() / AUDIT_FILE).read_text(encoding="utf-8").splitlines()
    lines = [line for text in texts if (line := AuditLine.parse(text)) and line.action == SETTINGS]
    assert [(line.answer, line.email, line.place) for line in lines] == [(answer, "", "")]


def test_settings_that_were_changed_and_nothing_opened_after_that_are_in_the_file(
    loop: Loop, calls: Calls, store: QSettings, product: Product, saved_place: Preferences
) -> None:
    start = Start(loop, calls, store, Overrides())
    typed_settings(settings_before_the_sign_in(start), True, workers=3)
    start.sessions.stop()
    start.end()
    require_in_the_file_alone(product, WORKERS)


def test_settings_that_were_changed_are_no_matter_of_the_demo(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are saved, the keyring refuses the secret, and with the dialog still open the demo is wanted."""
    take_for_the_demo(product, user, monkeypatch)
    start = Start(loop, calls, store, Overrides())
    dialog = start.shows(SettingsDialog)
    Preferences(store, Overrides(), KeyringStore()).save({WORKERS: "3"})
    click(dialog, "settings.demo")
    work_a_moment(start, user)
    require_in_the_file_alone(product, WORKERS)


def test_of_a_password_it_is_recorded_that_one_was_entered(
    loop: Loop, calls: Calls, store: QSettings, product: Product, user: User, saved_place: Preferences
) -> None:
    start = Start(loop, calls, store, Overrides())
    dialog = settings_before_the_sign_in(start)
    password = find(dialog, QLineEdit, "settings.password")
    password.setText("open sesame")
    password.textEdited.emit(password.text())
    typed_settings(dialog, True)
    work_a_moment(start, user)
    assert [line.answer for line in recorded(product, SETTINGS)] == [DATABASE_SECRET]
    assert "sesame" not in (data_folder() / AUDIT_FILE).read_text(encoding="utf-8")
