"""What is wrong with a field of the settings is said there until it is mended, and blocks no other page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QTabBar

from app.actions.trying import try_connection
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.queue import try_queue
from app.core.errors import BadDatabaseUrl, BadInput, FieldMissing
from app.core.storage_place import StoragePlace
from app.db.address import BAD_HOST
from app.db.url import AT_NOT_ESCAPED, NOT_POSTGRESQL
from app.qt.calls import Calls
from app.settings import DATABASE_URL, PACE_MODE, STORAGE_ROOT, Overrides, usable
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.saving import Saved
from app.ui.dialogs.settings.source import ConnectionTests, SettingsPage, SettingsSource
from app.ui.texts.errors import field_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.parts import RLM
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer, Show
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring

URL = "postgresql://support@db.example:5433/product"
SECRET = "hush-7f3a"

New = Callable[..., SettingsDialog]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def new(path: Path, calls: Calls, context: DialogContext, monkeypatch: pytest.MonkeyPatch) -> New:
    Ring().install(monkeypatch)

    def make(page: SettingsPage = SettingsPage.CONNECTION, **how: Any) -> Any:
        store = QSettings(str(path), QSettings.Format.IniFormat)
        preferences = Preferences(store, Overrides(), KeyringStore())
        used = preferences.overrides.over(usable(preferences.saved()))
        tests = ConnectionTests(try_connection, _nothing, try_queue)
        return SettingsDialog(SettingsSource(preferences, used, tests, calls), context, page=page, **how)

    return make


def _nothing(_place: StoragePlace) -> None:
    pass


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"settings.{name}")


def wrong(dialog: SettingsDialog, name: str) -> str:
    label = find(dialog, QLabel, f"settings.{name}.wrong")
    return without_marks(label.text()).removeprefix(RLM) if not label.isHidden() else ""


def said(error: BadInput) -> str:
    return without_marks(field_text(error))


@pytest.mark.parametrize("page", [SettingsPage.PACE, SettingsPage.LIMITS, SettingsPage.WINDOW])
def test_pages_that_nobody_touched_are_in_nobodys_way(
    new: New, answer: Answer, path: Path, page: SettingsPage
) -> None:
    """As in the demo, where no connection is saved."""
    dialog = new(page)

    def save() -> None:
        find(dialog, QSpinBox, "settings.batch_size").setValue(7)
        line(dialog, "host").setText("db")
        line(dialog, "host").textEdited.emit("db")
        line(dialog, "host").clear()  # and thought better of it
        line(dialog, "host").textEdited.emit("")
        click(dialog, "settings.save")

    assert answer(dialog, save) == Saved(another_place=False)
    text = path.read_text(encoding="utf-8")
    assert PACE_MODE in text
    assert DATABASE_URL not in text


def test_a_storage_can_be_saved_without_a_connection_and_the_other_way_round(
    new: New, answer: Answer, path: Path, storage_root: Path
) -> None:
    dialog = new(SettingsPage.STORAGE)

    def save_storage() -> None:
        line(dialog, "folder").setText(str(storage_root))
        click(dialog, "settings.save")

    assert answer(dialog, save_storage) == Saved(another_place=True)
    assert STORAGE_ROOT in path.read_text(encoding="utf-8")
    path.unlink()
    dialog = new()

    def save_connection() -> None:
        QTest.keyClicks(line(dialog, "address"), URL)
        click(dialog, "settings.save")

    assert answer(dialog, save_connection) == Saved(another_place=True)
    assert DATABASE_URL in path.read_text(encoding="utf-8")


def test_what_is_touched_and_wrong_is_shown_at_its_field(new: New, show: Show, loop: Loop) -> None:
    dialog = new()
    show(dialog)
    QTest.keyClicks(line(dialog, "database"), "product")
    find(dialog, QTabBar, "settings.tabs").setCurrentIndex(SettingsPage.WINDOW)
    click(dialog, "settings.save")
    host = line(dialog, "host")
    loop.until(lambda: wrong(dialog, "host"))
    assert wrong(dialog, "host") == said(FieldMissing(host.accessibleName()))
    assert find(dialog, QTabBar, "settings.tabs").currentIndex() == SettingsPage.CONNECTION
    assert not find(dialog, QLabel, "settings.error").isHidden()
    QTest.keyClicks(host, "db")
    assert wrong(dialog, "host") == ""
    assert not find(dialog, QLabel, "settings.error").isVisible()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (f"mysql://dana:{SECRET}@db.example/product", NOT_POSTGRESQL),
        (f"https://{SECRET}", NOT_POSTGRESQL),
        (f"postgresql://dana:p@s/{SECRET}@db.example/product", AT_NOT_ESCAPED),
    ],
)
def test_an_address_that_cannot_be_read_stays_and_says_why(
    new: New, show: Show, typed: str, reason: str
) -> None:
    dialog = new()
    show(dialog)
    address = line(dialog, "address")
    QTest.keyClicks(address, typed)
    assert wrong(dialog, "address") == ""  # it is not done yet
    QTest.keyClick(address, Qt.Key.Key_Tab)
    assert address.text() == typed
    assert wrong(dialog, "address") == said(BadDatabaseUrl(reason))
    assert SECRET not in wrong(dialog, "address")
    address.setFocus()
    address.selectAll()
    QTest.keyClicks(address, URL)
    assert wrong(dialog, "address") == ""
    QTest.keyClick(address, Qt.Key.Key_Tab)
    assert line(dialog, "host").text() == "db.example"


def test_the_details_take_the_place_of_an_address_once_they_are_whole(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    address, typed = line(dialog, "address"), "mysql://db.example/product"
    QTest.keyClicks(address, typed)
    for name, text in (("user", "dana"), ("database", "product")):
        line(dialog, name).setFocus()
        QTest.keyClicks(line(dialog, name), text)
        assert address.text() == typed
        assert wrong(dialog, "address")
    line(dialog, "host").setFocus()
    QTest.keyClicks(line(dialog, "host"), "db")
    assert address.text() == "postgresql://dana@db/product"
    assert not wrong(dialog, "address")


@pytest.mark.parametrize("how", ["typed", "pasted"])
def test_an_at_in_the_password_is_understood(new: New, show: Show, how: str) -> None:
    dialog = new()
    show(dialog)
    address, url = line(dialog, "address"), f"postgresql://dana:p@{SECRET}@db.example/product"
    if how == "typed":
        QTest.keyClicks(address, url)
    else:
        QGuiApplication.clipboard().setText(url)
        address.paste()
    QTest.keyClick(address, Qt.Key.Key_Tab)
    assert wrong(dialog, "address") == ""
    assert line(dialog, "host").text() == "db.example"
    assert line(dialog, "password").text() == f"p@{SECRET}"
    assert SECRET not in address.text()


def test_an_address_without_a_server_is_not_emptied(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    address = line(dialog, "address")
    QTest.keyClicks(address, "postgresql:///product")
    QTest.keyClick(address, Qt.Key.Key_Tab)
    assert (address.text(), line(dialog, "database").text()) == ("postgresql:///product", "product")


@pytest.mark.parametrize("host", ["db.example:5433", "dana@db.example", "db.example/product", "my db", "a,b"])
def test_a_host_that_is_more_than_one(new: New, show: Show, host: str) -> None:
    dialog = new()
    show(dialog)
    field = line(dialog, "host")
    field.setFocus()
    QTest.keyClicks(field, host)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == host
    assert wrong(dialog, "host") == said(BadInput(BAD_HOST))
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "db.example")
    assert wrong(dialog, "host") == ""


@pytest.mark.parametrize(("name", "bad", "good"), [("endpoint", "s3.example", "https://s3.example")])
def test_a_bucket_is_checked_field_by_field(
    new: New, show: Show, loop: Loop, name: str, bad: str, good: str
) -> None:
    dialog = new(SettingsPage.STORAGE)
    show(dialog)
    click(dialog, "settings.storage.r2")
    field = line(dialog, name)
    field.setFocus()
    QTest.keyClicks(field, bad)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert wrong(dialog, name)
    assert not wrong(dialog, "bucket")
    click(dialog, "settings.save")
    loop.until(lambda: wrong(dialog, "bucket"))
    assert wrong(dialog, "bucket") == said(FieldMissing(line(dialog, "bucket").accessibleName()))
    line(dialog, "bucket").setText("mine")
    assert wrong(dialog, "bucket") == ""
    line(dialog, name).setText(good)
    assert wrong(dialog, name) == ""


def test_what_is_wrong_is_said_in_the_present_language(new: New, show: Show, hebrew: Any) -> None:
    hebrew.use("en")
    dialog = new()
    show(dialog)
    QTest.keyClicks(line(dialog, "address"), "mysql://db/x")
    QTest.keyClick(line(dialog, "address"), Qt.Key.Key_Tab)
    english = wrong(dialog, "address")
    hebrew.use("he")
    assert wrong(dialog, "address") == said(BadDatabaseUrl(NOT_POSTGRESQL)) != english
