"""The settings where a file or the keyring is in the way: what was not saved is never said to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox

from app.actions.trying import Reached
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.queue import try_queue
from app.core.errors import CannotConnect, KeychainRefused, SettingsNotSaved
from app.core.storage_place import StoragePlace
from app.db.transport import Transport
from app.qt.calls import Calls
from app.settings import Overrides, usable
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.saving import Saved
from app.ui.dialogs.settings.source import ConnectionTests, SettingsPage, SettingsSource
from app.ui.texts.errors import error_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer, Show
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs

SECRET = "hush-7f3a"
URL = "postgresql://support@db.example:5433/product"
LOCKED = error_text(KeychainRefused("read"))

New = Callable[..., SettingsDialog]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs) -> Ring:
    expected_logs.expect("keychain|settings file|saved storage")
    ring = Ring()
    ring.install(monkeypatch)
    return ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def new(path: Path, calls: Calls, context: DialogContext) -> New:
    def make(page: SettingsPage = SettingsPage.CONNECTION, try_it: Any = None, **how: Any) -> Any:
        preferences = Preferences(
            QSettings(str(path), QSettings.Format.IniFormat), Overrides(), KeyringStore()
        )
        used = preferences.overrides.over(usable(preferences.saved()))
        source = SettingsSource(preferences, used, ConnectionTests(try_it, _nothing, try_queue), calls)
        return SettingsDialog(source, context, page=page, **how)

    return make


def _nothing(_place: StoragePlace) -> None:
    pass


def fill_in(dialog: SettingsDialog, folder: Path) -> None:
    line = find(dialog, QLineEdit, "settings.address")
    line.setText(URL)
    line.textEdited.emit(URL)
    find(dialog, QLineEdit, "settings.folder").setText(str(folder))
    find(dialog, QSpinBox, "settings.batch_size").setValue(100)


def told(dialog: SettingsDialog, name: str) -> str:
    label = find(dialog, QLabel, f"settings.{name}")
    return without_marks(label.text()) if label.isVisible() else ""


def test_what_cannot_be_saved_is_said_and_the_dialog_stays(
    new: New, answer: Answer, path: Path, storage_root: Path, loop: Loop, ring: Ring
) -> None:
    path.mkdir()
    dialog = new(first=True)

    def try_twice() -> None:
        fill_in(dialog, storage_root)
        find(dialog, QLineEdit, "settings.password").setText(SECRET)
        click(dialog, "settings.save")
        loop.until(lambda: bool(told(dialog, "error")))
        assert told(dialog, "error") == without_marks(error_text(SettingsNotSaved(str(path))))
        assert ring.secrets == {}
        path.rmdir()
        click(dialog, "settings.save")

    assert answer(dialog, try_twice) == Saved(another_place=True)
    assert "SWEEP_DATABASE_URL" in path.read_text(encoding="utf-8")
    assert list(ring.secrets.values()) == [SECRET]


def test_a_secret_that_is_not_kept_is_said_and_the_rest_is_saved(
    new: New, answer: Answer, path: Path, storage_root: Path, loop: Loop, ring: Ring
) -> None:
    dialog = new(first=True)
    loop.until(lambda: not dialog._pages._connection._kept.is_kept)

    def give_up() -> None:
        fill_in(dialog, storage_root)
        find(dialog, QLineEdit, "settings.password").setText(SECRET)
        ring.problem = KeyringLocked("locked")
        click(dialog, "settings.save")
        loop.until(lambda: bool(told(dialog, "error")))
        assert told(dialog, "error") == error_text(KeychainRefused("save"))
        click(dialog, "settings.cancel")

    saved = answer(dialog, give_up)
    assert saved is not None
    assert (saved.another_place, saved.refusal is not None) == (True, True)
    assert "SWEEP_DATABASE_URL" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "remark"),
    [(SettingsPage.CONNECTION, "password.remark"), (SettingsPage.STORAGE, "secret.remark")],
)
def test_a_locked_keyring_is_told_from_an_empty_one(
    new: New, show: Show, loop: Loop, ring: Ring, page: SettingsPage, remark: str, path: Path
) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    Preferences(store, Overrides(), KeyringStore()).save({"ATTACHMENT_STORAGE_DRIVER": "r2"})
    ring.problem = KeyringLocked("locked")
    dialog = new(page)
    show(dialog)
    loop.until(lambda: told(dialog, remark) == LOCKED)


@pytest.mark.parametrize(
    ("why", "expected"),
    [("password", LOCKED), ("timeout", None), ("", "ok")],
    ids=["asks", "silent", "trusts"],
)
def test_a_test_of_the_connection_goes_without_the_secret_that_cannot_be_read(
    new: New, show: Show, loop: Loop, ring: Ring, storage_root: Path, why: str, expected: str | None
) -> None:
    asked: list[str] = []

    def try_it(url: str, _schema: str | None) -> Reached:
        asked.append(url)
        if why:
            raise CannotConnect(why, "db.example", "no")
        return Reached("16.4", 1.0, Transport.TLS, "db.example")

    ring.problem = KeyringLocked("locked")
    dialog = new(try_it=try_it)
    show(dialog)
    fill_in(dialog, storage_root)
    click(dialog, "settings.connection.test")
    tone = "ok" if expected == "ok" else "bad"
    loop.until(lambda: bool(told(dialog, f"connection.{tone}")))
    if why:
        wanted = expected or without_marks(error_text(CannotConnect(why, "db.example", "no")))
        assert told(dialog, f"connection.{tone}") == wanted
    assert asked == [URL]
