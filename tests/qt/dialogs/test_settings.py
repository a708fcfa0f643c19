"""The settings: what is shown, tried, refused and saved; and that no password reaches the file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QTabBar

from app.actions.trying import Reached, try_connection
from app.bootstrap.keyring_store import SERVICE, KeyringStore
from app.bootstrap.queue import try_queue
from app.bootstrap.storage import open_storage
from app.core.errors import FieldMissing
from app.core.storage_messages import NO_FOLDER
from app.core.storage_place import StoragePlace
from app.db.transport import Transport
from app.qt.calls import Calls
from app.qt.translation import Language
from app.settings import Overrides, usable
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.saving import Saved
from app.ui.dialogs.settings.source import ConnectionTests, SettingsPage, SettingsSource
from app.ui.texts.errors import error_text
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find
from tests.support.figures import figures
from tests.support.keyrings import Ring

SECRET = "hush-7f3a"
URL = "postgresql://support@db.example:5433/product"

New = Callable[..., SettingsDialog]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    ring.install(monkeypatch)
    return ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def new(path: Path, calls: Calls, english: Language, context: DialogContext) -> New:
    """A dialog over what is saved in `path`."""

    def make(page: SettingsPage = SettingsPage.CONNECTION, given: Overrides | None = None, **how: Any) -> Any:
        preferences = Preferences(
            QSettings(str(path), QSettings.Format.IniFormat), given or Overrides(), KeyringStore()
        )
        used = preferences.overrides.over(usable(preferences.saved()))
        tests = how.pop("tests", ConnectionTests(try_connection, _check, try_queue))
        source = SettingsSource(preferences, used, tests, calls)
        return SettingsDialog(source, context, page=page, **how)

    return make


def _check(place: StoragePlace) -> None:
    open_storage(place).check()


def save(path: Path, **values: str) -> None:
    Preferences(QSettings(str(path), QSettings.Format.IniFormat), Overrides(), KeyringStore()).save(values)


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"settings.{name}")


def told(dialog: SettingsDialog, name: str) -> str:
    label = find(dialog, QLabel, f"settings.{name}")
    return without_marks(label.text()) if label.isVisible() else ""


def test_the_address_and_its_parts_follow_each_other(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    address = line(dialog, "address")
    assert address.hasFocus()
    QTest.keyClicks(address, f"{URL}?sslmode=require")
    assert line(dialog, "host").text() == "db.example"
    assert find(dialog, QSpinBox, "settings.port").value() == 5433
    assert line(dialog, "database").text() == "product"
    assert line(dialog, "user").text() == "support"
    assert find(dialog, QComboBox, "settings.tls").currentData() == "require"
    line(dialog, "host").clear()
    QTest.keyClicks(line(dialog, "host"), "other")
    assert address.text() == "postgresql://support@other:5433/product?sslmode=require"


def test_a_pasted_password_moves_to_its_own_field(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    QGuiApplication.clipboard().setText(f"postgresql://dana:{SECRET}@db/product")
    line(dialog, "address").paste()
    assert SECRET not in line(dialog, "address").text()
    password = line(dialog, "password")
    assert password.text()
    assert password.echoMode() is QLineEdit.EchoMode.Password


def test_saving_keeps_the_place_in_the_file_and_the_password_in_the_keyring(
    new: New, answer: Ask, path: Path, ring: Ring, storage_root: Path
) -> None:
    dialog = new(first=True)

    def fill_in() -> None:
        line(dialog, "address").setText("")
        QTest.keyClicks(line(dialog, "address"), URL)
        line(dialog, "password").setText(SECRET)
        line(dialog, "folder").setText(str(storage_root))
        find(dialog, QSpinBox, "settings.batch_size").setValue(100)
        click(dialog, "settings.save")

    assert answer(dialog, fill_in) == Saved(another_place=True)
    text = path.read_text(encoding="utf-8")
    assert URL in text
    assert SECRET not in text
    assert ring.secrets == {(SERVICE, URL): SECRET}


def test_a_place_that_is_not_whole_is_refused_and_its_page_shown(
    new: New, show: Show, path: Path, loop: Loop
) -> None:
    dialog = new(page=SettingsPage.WINDOW, first=True)
    show(dialog)
    click(dialog, "settings.save")
    empty = without_marks(error_text(FieldMissing(line(dialog, "host").accessibleName())))
    loop.until(lambda: told(dialog, "error") == empty)
    assert find(dialog, QTabBar, "settings.tabs").currentIndex() == SettingsPage.CONNECTION
    assert not path.exists()


def test_esc_saves_nothing(new: New, answer: Ask, path: Path) -> None:
    dialog = new(page=SettingsPage.PACE)

    def change_and_leave() -> None:
        find(dialog, QSpinBox, "settings.batch_size").setValue(7)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert answer(dialog, change_and_leave) is None
    assert not path.exists()


def test_what_is_fixed_from_outside_is_off_and_says_why(new: New, show: Show) -> None:
    given = Overrides(
        {"SWEEP_BATCH_SIZE": "70", "R2_BUCKET_NAME": "x"}, database_url=URL, storage_root="/srv"
    )
    dialog = new(given=given)
    show(dialog)
    assert not line(dialog, "address").isEnabled()
    assert line(dialog, "address").text() == URL
    assert "--database-url" in told(dialog, "address.remark")
    find(dialog, QTabBar, "settings.tabs").setCurrentIndex(SettingsPage.STORAGE)
    assert not line(dialog, "folder").isEnabled()
    assert "--storage-root" in told(dialog, "storage.why")
    find(dialog, QTabBar, "settings.tabs").setCurrentIndex(SettingsPage.PACE)
    assert not find(dialog, QSpinBox, "settings.batch_size").isEnabled()
    assert not find(dialog, QComboBox, "settings.pace").isEnabled()
    assert "SWEEP_BATCH_SIZE" in told(dialog, "batch_size.remark")
    assert find(dialog, QSpinBox, "settings.throttle").isEnabled()


def test_the_estimate_follows_what_is_chosen(new: New, show: Show) -> None:
    dialog = new(page=SettingsPage.PACE)
    show(dialog)
    pace = find(dialog, QComboBox, "settings.pace")
    adaptive = told(dialog, "estimate")
    assert (bool(adaptive), figures(adaptive)) == (True, [])
    assert not find(dialog, QSpinBox, "settings.batch_size").isVisible()
    pace.setCurrentIndex(pace.findData("fixed"))
    assert figures(told(dialog, "estimate")) == ["1,000", "5"]
    find(dialog, QSpinBox, "settings.batch_size").setValue(10)
    assert figures(told(dialog, "estimate")) == ["1,000", "25"]
    pace.setCurrentIndex(pace.findData("adaptive"))
    assert told(dialog, "estimate") == adaptive
    assert not find(dialog, QSpinBox, "settings.batch_size").isVisible()


def test_a_real_database_is_tried(new: New, show: Show, loop: Loop, database_url: str) -> None:
    dialog = new()
    show(dialog)
    line(dialog, "address").setFocus()
    QTest.keyClicks(line(dialog, "address"), database_url)
    click(dialog, "settings.connection.test")
    loop.until(lambda: told(dialog, "connection.ok"))
    assert "PostgreSQL" in told(dialog, "connection.ok")
    QTest.keyClicks(line(dialog, "database"), "x")
    assert told(dialog, "connection.ok") == ""


def test_what_is_wrong_is_told_in_a_sentence(new: New, show: Show, loop: Loop) -> None:
    dialog = new()
    show(dialog)
    QTest.keyClicks(line(dialog, "address"), "postgresql://dana@127.0.0.1:1/product")
    line(dialog, "password").setText(SECRET)
    click(dialog, "settings.connection.test")
    loop.until(lambda: told(dialog, "connection.bad"))
    assert "127.0.0.1:1/product" in told(dialog, "connection.bad")
    assert SECRET not in told(dialog, "connection.bad")


def test_a_test_can_be_given_up_and_its_answer_is_dropped(new: New, show: Show, loop: Loop) -> None:
    answers = threading.Event()
    came = threading.Event()

    def slow(_url: str, _schema: str | None) -> Reached:
        answers.wait(30)
        came.set()
        return Reached("16.4", 1.0, Transport.TLS, "db.example:5433/product.shop")

    dialog = new(tests=ConnectionTests(slow, _check, try_queue))
    show(dialog)
    QTest.keyClicks(line(dialog, "address"), URL)
    test = find(dialog, QPushButton, "settings.connection.test")
    usual = test.text()
    test.click()
    assert test.text() != usual
    test.click()
    assert not test.isEnabled()  # until the last try is over
    answers.set()
    loop.until(came.is_set)
    loop.until(test.isEnabled)
    assert told(dialog, "connection.ok") == ""


def test_a_storage_is_tried_and_nothing_in_it_is_deleted(
    new: New, show: Show, loop: Loop, storage_root: Path
) -> None:
    mine = storage_root / "attachments" / "3" / "a.pdf"
    mine.parent.mkdir()
    mine.write_bytes(b"x")
    dialog = new(page=SettingsPage.STORAGE)
    show(dialog)
    line(dialog, "folder").setText(str(storage_root))
    click(dialog, "settings.storage.test")
    loop.until(lambda: bool(told(dialog, "storage.ok")))
    line(dialog, "folder").setText(str(storage_root / "nowhere"))
    click(dialog, "settings.storage.test")
    loop.until(lambda: NO_FOLDER in told(dialog, "storage.bad"))
    assert mine.read_bytes() == b"x"


def test_a_bucket_is_saved_with_its_secret_in_the_keyring(
    new: New, answer: Ask, path: Path, ring: Ring
) -> None:
    save(path, SWEEP_DATABASE_URL=URL)
    dialog = new(page=SettingsPage.STORAGE)

    def fill_in() -> None:
        click(dialog, "settings.storage.r2")
        for name in ("account", "bucket", "access_key"):
            line(dialog, name).setText(f"my-{name}")
        line(dialog, "secret").setText(SECRET)
        click(dialog, "settings.save")

    assert answer(dialog, fill_in) == Saved(another_place=True)
    assert SECRET not in path.read_text(encoding="utf-8")
    assert list(ring.secrets.values()) == [SECRET]


def test_without_a_keyring_one_cannot_choose_to_keep(
    new: New, show: Show, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = new()
    show(usual)
    loop.until(lambda: bool(told(usual, "password.remark")))
    with_keyring = told(usual, "password.remark")
    usual.reject()
    monkeypatch.setattr(KeyringStore, "is_usable", False)
    dialog = new()
    show(dialog)
    keep = find(dialog, QCheckBox, "settings.keep_password")
    loop.until(lambda: not keep.isEnabled())
    assert not keep.isChecked()
    assert told(dialog, "password.remark") != with_keyring


def test_language_and_theme_count_once_saved(
    new: New, answer: Ask, path: Path, english: Language, theme: Theme, storage_root: Path
) -> None:
    save(path, SWEEP_DATABASE_URL=URL, SWEEP_STORAGE_ROOT=str(storage_root))
    dialog = new(page=SettingsPage.WINDOW)

    def choose() -> None:
        for name, data in (("language", "he"), ("theme", "dark")):
            box = find(dialog, QComboBox, f"settings.{name}")
            box.setCurrentIndex(box.findData(data))
        assert english.code == "en"
        click(dialog, "settings.save")

    assert answer(dialog, choose) == Saved(another_place=False)
    assert (english.code, theme.is_dark) == ("he", True)
    theme.use("light")


def test_the_first_start_offers_the_demo(new: New, answer: Ask) -> None:
    dialog = new(first=True, demo=True)
    assert answer(dialog, lambda: click(dialog, "settings.demo")) == Saved(wants_demo=True)


def test_a_save_that_meets_a_bug_is_told_and_can_be_tried_again(
    new: New, show: Show, loop: Loop, storage_root: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: Any
) -> None:
    expected_logs.expect("A bug in a call")
    dialog = new(first=True)
    show(dialog)
    QTest.keyClicks(line(dialog, "address"), URL)
    line(dialog, "password").setText(SECRET)
    line(dialog, "folder").setText(str(storage_root))
    with monkeypatch.context() as patch:
        patch.setattr(Preferences, "put_secret", lambda *_, **__: 1 / 0)
        click(dialog, "settings.save")
        loop.until(lambda: "ZeroDivisionError" in told(dialog, "error"))
    assert find(dialog, QPushButton, "settings.save").isEnabled()
    click(dialog, "settings.save")
    loop.until(lambda: not dialog.isVisible())
