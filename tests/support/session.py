"""A program with a window, from its start in this process to its end, and the hands of a person."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.bootstrap import sessions
from app.bootstrap.appearance import Appearance
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.one_window import OneWindow
from app.bootstrap.sessions import Sessions
from app.core.demo_hints import DemoHints
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.settings import Overrides, data_folder
from app.ui.dialogs.sign_in import SignInDialog
from app.viewmodel.preferences import Preferences
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring
from tests.support.product import Product, User

if TYPE_CHECKING:
    from tests.qt.conftest import Loop


class Start:
    """A program that has just been started."""

    def __init__(self, loop: Loop, calls: Calls, store: QSettings, overrides: Overrides) -> None:
        self._loop = loop
        preferences = Preferences(store, overrides, KeyringStore())
        self._only = OneWindow(data_folder() / "windows")
        self.sessions = Sessions(calls, Appearance(store, "en"), preferences, self._only)
        self.over = loop.qt.create_task(self.sessions.run(demo=False, reset=False))

    def shows(self, kind: type[Any]) -> Any:
        """The window or dialog of that kind, once it is there; the program must not have ended before."""
        found: list[QWidget] = []

        def look() -> bool:
            assert not self.over.done(), self.over
            found[:] = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
            return any(each.isVisible() for each in found)

        self._loop.until(look)
        return next(each for each in found if each.isVisible())

    def end(self) -> None:
        """Waits until it has ended."""
        self._loop.run(asyncio.wait_for(self.over, None))
        self._only.close()


def a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    """An empty memory of the program, and a keyring and a data folder of its own."""
    Ring().install(monkeypatch)
    monkeypatch.setenv("SWEEP_DATA_DIR", str(tmp_path / "data"))
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def take_for_the_demo(product: Product, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes to the demo comes to this database and signs in as this user."""

    @contextmanager
    def demo(**_: object) -> Iterator[ConnectionProfile]:
        hints = DemoHints(user.email, user.password, lambda: None)
        yield ConnectionProfile(product.url, Folder(product.storage_root), hints)

    monkeypatch.setattr(sessions, "open_demo", demo)


def sign_in(dialog: SignInDialog, email: str, password: str) -> None:
    find(dialog, QLineEdit, "signin.email").setText(email)
    find(dialog, QLineEdit, "signin.password").setText(password)
    click(dialog, "signin.open")
