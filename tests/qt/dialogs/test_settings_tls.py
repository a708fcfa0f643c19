"""The page of the connection: how it is encrypted, and addresses that name more than one server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from app.actions.trying import try_connection
from app.bootstrap.keyring_store import KeyringStore
from app.core.errors import BadDatabaseUrl
from app.db.address import AUTOMATIC, TLS_MODES, Address
from app.db.libpq import VERIFY
from app.qt.calls import Calls
from app.qt.translation import Language
from app.settings import DATABASE_URL, Overrides
from app.ui.dialogs.settings.connection import ConnectionPage
from app.ui.theme.theme import Theme
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring

URL = "postgresql://support@db.example:5433/product"

New = Callable[..., ConnectionPage]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> None:
    Ring().install(monkeypatch)


@pytest.fixture
def new(tmp_path: Path, calls: Calls, english: Language, theme: Theme, loop: Loop) -> Iterator[New]:
    made: list[ConnectionPage] = []

    def make(given: str = "") -> ConnectionPage:
        store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        overrides = Overrides({DATABASE_URL: given} if given else {})
        page = ConnectionPage(Preferences(store, overrides, KeyringStore()), try_connection, calls, theme)
        page.retranslate()
        page.show()
        made.append(page)
        return page

    yield make
    for page in made:
        page.close_down()
        page.close()
        page.deleteLater()


def text(page: ConnectionPage, name: str) -> str:
    return find(page, QLineEdit, f"settings.{name}").text()


def type_url(page: ConnectionPage, url: str) -> None:
    line = find(page, QLineEdit, "settings.address")
    line.clear()
    QTest.keyClicks(line, url)


@pytest.mark.parametrize("mode", TLS_MODES)
def test_each_mode_can_be_chosen(new: New, mode: str) -> None:
    page = new()
    type_url(page, URL)
    tls = find(page, QComboBox, "settings.tls")
    assert tls.currentData() == AUTOMATIC
    tls.setCurrentIndex(tls.findData(mode))
    assert Address.parse(page.values()[DATABASE_URL])[0].tls == mode
    assert ("sslmode" in page.values()[DATABASE_URL]) is bool(mode)


def test_who_chooses_an_authority_has_the_server_verified(new: New, loop: Loop, tmp_path: Path) -> None:
    file = tmp_path / "our ca.crt"
    file.write_text("", encoding="utf-8")
    page = new()
    type_url(page, URL)
    click(page, "settings.browse_ca")
    loop.until(lambda: page.findChild(QFileDialog, "settings.ca_browser") is not None)
    chooser = find(page, QFileDialog, "settings.ca_browser")
    find(chooser, QLineEdit, "fileNameEdit").setText(str(file))
    chooser.accept()
    loop.until(lambda: text(page, "ca") != "")
    address, _ = Address.parse(page.values()[DATABASE_URL])
    assert (address.tls, address.authorities) == (VERIFY, str(file))
    assert address == Address.parse(text(page, "address"))[0]


def test_the_file_of_the_authority_follows_the_address(new: New) -> None:
    page = new()
    type_url(page, f"{URL}?sslmode=verify-full&sslrootcert=system")
    assert text(page, "ca") == "system"
    line = find(page, QLineEdit, "settings.ca")
    line.clear()
    QTest.keyClicks(line, "/a b+c")
    assert Address.parse(text(page, "address"))[0].authorities == "/a b+c"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///?service=shop",
        "postgresql://support@one:6001,two:6002/product?target_session_attrs=read-write",
        "postgresql://support@%2Frun%2Fodd%20folder:6001/product",
    ],
)
def test_what_libpq_documents_can_be_saved(new: New, url: str) -> None:
    page = new()
    type_url(page, url)
    find(page, QLineEdit, "settings.address").editingFinished.emit()
    assert Address.parse(page.values()[DATABASE_URL]) == Address.parse(url)


def test_the_password_of_a_key_is_used_and_not_kept(new: New) -> None:
    page = new(f"{URL}?sslkey=%2Fkey&sslpassword=hush")
    for line in page.findChildren(QLineEdit):
        assert "hush" not in line.text()
    assert page._parts().key_password == "hush"
    assert page.values() == {}
    typed = new()
    type_url(typed, f"{URL}?sslkey=%2Fkey&sslpassword=hush")
    with pytest.raises(BadDatabaseUrl):
        typed.values()
