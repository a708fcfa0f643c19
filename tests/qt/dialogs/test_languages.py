"""A third language needs its line in the table: switch, settings and command line offer it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton

from app.cli.parser import build_parser
from app.core.languages import LANGUAGES, others
from app.qt.translation import Language
from app.ui.dialogs.settings.window import WindowPage
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.widgets.dialog import DialogContext
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find

SERVICES = SimpleNamespace(where=lambda: "db/product", storage_place="/srv", demo=None, environment=None)


@pytest.fixture
def third(english: Language, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setitem(LANGUAGES, "fr", "Français")
    yield "fr"
    english.use("en")


def test_of_two_the_switch_names_the_other_and_takes_it(
    english: Language, context: DialogContext, show: Show
) -> None:
    dialog = SignInDialog(SERVICES, context)  # type: ignore[arg-type]
    show(dialog)
    toggle = find(dialog, QToolButton, "signin.language")
    assert toggle.text().strip("\u00a0") == "עברית"
    click(dialog, "signin.language")
    assert english.code == "he"
    assert toggle.text().strip("\u00a0") == "English"


def test_of_three_the_switch_lets_one_choose(
    third: str, english: Language, context: DialogContext, show: Show
) -> None:
    dialog = SignInDialog(SERVICES, context)  # type: ignore[arg-type]
    show(dialog)
    click(dialog, "signin.language")
    menu = find(dialog, QMenu, "menu.languages")
    assert [action.text() for action in menu.actions()] == ["עברית", "Français"]
    menu.actions()[1].trigger()
    menu.close()
    assert english.code == third


def test_settings_and_command_line_offer_all(third: str, context: DialogContext, tmp_path: object) -> None:
    store = QSettings(f"{tmp_path}/window.ini", QSettings.Format.IniFormat)
    page = WindowPage(store, context.language, context.theme)
    box = find(page, QComboBox, "settings.language")
    assert [box.itemData(place) for place in range(box.count())] == ["en", "he", third]
    assert build_parser().parse_args(["gui", "--lang", third]).lang == third


def test_each_language_is_offered_but_the_present_one() -> None:
    assert others("he") == {"en": "English"}
