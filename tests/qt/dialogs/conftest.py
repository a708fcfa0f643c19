"""Appearance and languages for the dialogs, and how a test opens one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.resources import RESOURCES
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.select_list.dialog import SelectListDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.services import Services
from tests.qt.conftest import Loop
from tests.support.list_dialog import ANA, ITEMS, Hands, New, a_directory

Show = Callable[[QDialog], None]
Answer = Callable[[Any, Callable[[], object]], Any]


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    """As in the console, the application stays when a dialog was its last window."""
    qapp.setQuitOnLastWindowClosed(False)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(RESOURCES)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    """The console's languages, English in use; and again after the test."""
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")
    qapp.processEvents()


@pytest.fixture(params=["en", "he"])
def language(request: pytest.FixtureRequest, english: Language) -> Language:
    """Each of the console's languages in turn."""
    english.use(request.param)
    return english


@pytest.fixture
def hebrew(english: Language) -> Language:
    english.use("he")
    return english


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A main window on a small screen, to which dialogs belong."""
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def context(english: Language, theme: Theme, window: QWidget) -> DialogContext:
    """What dialogs over that window need."""
    return DialogContext(english, theme, window)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Opens a dialog as `ask` does, and closes it after the test."""

    def open_it(dialog: QDialog) -> None:
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.open()

    return open_it


@pytest.fixture
def answer(loop: Loop) -> Answer:
    """What `ask` of a dialog gives when a person does something once it is open."""

    def ask(dialog: Any, do: Callable[[], object]) -> Any:
        asked = loop.qt.create_task(dialog.ask())
        loop.until(dialog.isVisible)
        do()
        return loop.run(asked)

    return ask


@pytest.fixture
def list_services(calls: Calls) -> Services:
    return cast(Services, SimpleNamespace(calls=calls, directory=lambda _: a_directory()))


@pytest.fixture
def new(list_services: Services, loop: Loop, context: DialogContext, show: Show) -> New:
    def make(text: str) -> Hands:
        dialog = SelectListDialog(list_services, context, ANA, ITEMS.get)
        dialog.take_text(text)
        show(dialog)
        dialog.activateWindow()
        return Hands(dialog, loop)

    return make
