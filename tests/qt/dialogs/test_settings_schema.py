"""The schema in the settings: typed, tried, saved beside its address, and gone with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.actions.trying import Reached
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.queue import try_queue
from app.core.errors import FieldMissing
from app.db.transport import Transport
from app.qt.calls import Calls
from app.qt.translation import Language
from app.settings import Overrides, usable
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.saving import Saved
from app.ui.dialogs.settings.source import ConnectionTests, SettingsSource
from app.ui.texts.errors import error_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring

URL = "postgresql://support@db.example:5433/product"

New = Callable[..., SettingsDialog]
Tried = list[tuple[str, str | None]]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> None:
    Ring().install(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def tried() -> Tried:
    """Address and schema of every try."""
    return []


@pytest.fixture
def new(
    path: Path, calls: Calls, english: Language, context: DialogContext, tried: Tried
) -> Callable[..., SettingsDialog]:
    """A dialog over what is saved in `path`."""

    def reach(url: str, schema: str | None) -> Reached:
        tried.append((url, schema))
        return Reached("16.4", 1.0, Transport.TLS, "db.example:5433/product.shop")

    def make(given: Overrides | None = None) -> SettingsDialog:
        preferences = opened(path, given)
        used = preferences.overrides.over(usable(preferences.saved()))
        source = SettingsSource(preferences, used, ConnectionTests(reach, lambda _: None, try_queue), calls)
        return SettingsDialog(source, context)

    return make


def opened(path: Path, given: Overrides | None = None) -> Preferences:
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat), given or Overrides(), KeyringStore())


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"settings.{name}")


def told(dialog: SettingsDialog, name: str) -> str:
    label = find(dialog, QLabel, f"settings.{name}")
    return without_marks(label.text()) if label.isVisible() else ""


def retype(dialog: SettingsDialog, name: str, text: str) -> None:
    line(dialog, name).selectAll()
    QTest.keyClicks(line(dialog, name), text)


def test_what_is_typed_is_tried_and_saved_letter_by_letter(
    new: New, answer: Ask, path: Path, loop: Loop, tried: Tried, storage_root: Path
) -> None:
    opened(path).save({"SWEEP_STORAGE_ROOT": str(storage_root)})
    dialog = new()

    def fill_in() -> None:
        retype(dialog, "address", URL)
        retype(dialog, "schema", " My 50% ")
        click(dialog, "settings.connection.test")
        loop.until(lambda: told(dialog, "connection.ok"))
        assert "db.example:5433/product.shop" in told(dialog, "connection.ok")
        click(dialog, "settings.save")

    assert answer(dialog, fill_in) == Saved(another_place=True)
    assert tried == [(URL, " My 50% ")]
    assert opened(path).saved()["SWEEP_SCHEMA"] == " My 50% "


def test_an_empty_field_has_it_found(
    new: New, answer: Ask, path: Path, loop: Loop, tried: Tried, storage_root: Path
) -> None:
    opened(path).save(
        {"SWEEP_DATABASE_URL": URL, "SWEEP_SCHEMA": "shop", "SWEEP_STORAGE_ROOT": str(storage_root)}
    )
    dialog = new()

    def empty_it() -> None:
        assert line(dialog, "schema").text() == "shop"
        line(dialog, "schema").selectAll()
        QTest.keyClicks(line(dialog, "schema"), "x\b")
        click(dialog, "settings.connection.test")
        loop.until(lambda: told(dialog, "connection.ok"))
        click(dialog, "settings.save")

    assert answer(dialog, empty_it) == Saved(another_place=True)
    assert tried == [(URL, None)]
    assert "SWEEP_SCHEMA" not in opened(path).saved()


def test_what_was_tried_is_forgotten_with_another_schema(
    new: New, show: Show, path: Path, loop: Loop
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL})
    dialog = new()
    show(dialog)
    click(dialog, "settings.connection.test")
    loop.until(lambda: told(dialog, "connection.ok"))
    QTest.keyClicks(line(dialog, "schema"), "x")
    assert told(dialog, "connection.ok") == ""


@pytest.mark.parametrize(
    ("field", "text"),
    [("host", "other"), ("database", "other"), ("address", "postgresql://support@db.example/product")],
)
def test_a_saved_schema_goes_with_its_database_and_comes_back_with_it(
    new: New, show: Show, path: Path, field: str, text: str
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_SCHEMA": "shop"})
    dialog = new()
    show(dialog)
    before = line(dialog, field).text()
    retype(dialog, "user", "dora")
    assert line(dialog, "schema").text() == "shop"
    retype(dialog, field, text)
    assert line(dialog, "schema").text() == ""
    retype(dialog, field, before)
    assert line(dialog, "schema").text() == "shop"


def test_a_schema_that_was_typed_first_stays(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    retype(dialog, "schema", "shop")
    retype(dialog, "address", URL)
    retype(dialog, "host", "other")
    assert line(dialog, "schema").text() == "shop"


@pytest.mark.parametrize(
    ("given", "text", "why"),
    [
        (Overrides(schema="depot"), "depot", "--schema"),
        (Overrides(schema=""), "", "--schema"),
        (Overrides({"SWEEP_SCHEMA": "depot"}), "depot", "SWEEP_SCHEMA"),
        (Overrides(database_url=URL), "", "SWEEP_SCHEMA"),
        (Overrides({"SWEEP_DATABASE_URL": URL}), "", "SWEEP_SCHEMA"),
    ],
)
def test_what_is_fixed_from_outside_is_off_and_says_why(
    new: New, show: Show, path: Path, given: Overrides, text: str, why: str
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": "postgresql://saved/x", "SWEEP_SCHEMA": "shop"})
    dialog = new(given)
    show(dialog)
    assert (line(dialog, "schema").text(), line(dialog, "schema").isEnabled()) == (text, False)
    assert why in told(dialog, "schema.remark")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///product",
        "postgresql://dana@/product",
        "postgresql:///product?service=shop",
        "postgresql://dana@/product?host=one,two&port=6001,6002",
    ],
)
def test_an_address_from_outside_that_names_no_single_server_can_be_tried(
    new: New, show: Show, loop: Loop, tried: Tried, url: str
) -> None:
    dialog = new(Overrides(database_url=url, schema="shop"))
    show(dialog)
    assert line(dialog, "address").text()
    click(dialog, "settings.connection.test")
    loop.until(lambda: told(dialog, "connection.ok"))
    assert [schema for _, schema in tried] == ["shop"]


def test_several_servers_are_saved_and_one_that_is_typed_takes_their_place(
    new: New, answer: Ask, path: Path, storage_root: Path
) -> None:
    opened(path).save({"SWEEP_STORAGE_ROOT": str(storage_root)})
    several = "postgresql://dana@/product?host=one%2Ctwo&port=6001%2C6002"
    dialog: Any = new()

    def type_several() -> None:
        retype(dialog, "address", several)
        click(dialog, "settings.save")

    assert answer(dialog, type_several) == Saved(another_place=True)
    assert opened(path).saved()["SWEEP_DATABASE_URL"] == several
    dialog = new()

    def type_one() -> None:
        assert line(dialog, "address").text() == several
        retype(dialog, "host", "three")
        click(dialog, "settings.save")

    assert answer(dialog, type_one) == Saved(another_place=True)
    assert opened(path).saved()["SWEEP_DATABASE_URL"] == "postgresql://dana@three/product"


def test_a_server_that_is_left_to_the_environment_cannot_be_saved(new: New, show: Show, loop: Loop) -> None:
    """What is saved counts at every start, whatever surrounds it then."""
    dialog = new()
    show(dialog)
    retype(dialog, "address", "postgresql:///product")
    click(dialog, "settings.save")
    loop.until(
        lambda: (
            told(dialog, "error")
            == without_marks(error_text(FieldMissing(line(dialog, "host").accessibleName())))
        )
    )
