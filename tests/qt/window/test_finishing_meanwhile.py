"""What can be done while files are being finished, and how that ends before its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app.files.local import LocalStorage
from app.ui.window.availability import BUSY
from tests.qt.conftest import Outage
from tests.qt.window.conftest import Hands, UseStorage
from tests.support.dialogs import lines
from tests.support.figures import figures
from tests.support.finishing import Spy, audited, business, finish, is_over
from tests.support.gate import Gate
from tests.support.parts import part
from tests.support.product import Product


def test_all_else_can_be_done_meanwhile(console: Hands, product: Product, gate: Gate) -> None:
    """It may take hours: a deletion that runs must be stopped all the same."""
    alon = business(product, 2)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.loop.until(lambda: figures(console.message()) == ["0", "1"])
    action = console.action("finish_files")
    console.loop.until(lambda: not action.isEnabled())
    assert str(BUSY) in action.toolTip()
    assert console.action("delete").isEnabled()
    gate.open()
    console.press("swept.close")
    console.loop.until(action.isEnabled)


def test_a_stop_ends_it_after_the_files_under_way(console: Hands, product: Product, gate: Gate) -> None:
    alon, marom = business(product, 2), business(product, 3)
    finish(console, alon, marom)
    console.loop.until(lambda: gate.entered)
    console.loop.until(console.message)
    begun = console.message()
    part(console.window, QAbstractButton, "message.act").click()
    console.loop.until(lambda: console.message() not in {"", begun})
    gate.open()
    dialog = console.dialog("swept.close")
    assert figures(part(dialog, QLabel, "swept.heading").text()) == ["2", "1", "2"]
    console.press("swept.close")
    assert gate.entered == {alon}
    assert (product.files(alon), product.files(marom)) == (0, 3)
    assert [line[2] for line in audited(console)] == [alon] * 2  # before the first file and after the last


def test_a_stop_in_the_last_business_is_no_end(
    console: Hands, product: Product, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.receipts.sweeper.FILES_AT_ONCE", 2)
    alon = business(product, 5)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.loop.until(console.message)
    part(console.window, QAbstractButton, "message.act").click()
    gate.open()
    heading = part(console.dialog("swept.close"), QLabel, "swept.heading").text()
    assert figures(heading) == ["2", "1", "1"]
    console.press("swept.close")
    assert product.files(alon) == 3


def test_the_result_comes_over_nothing_that_the_person_does(
    console: Hands, product: Product, gate: Gate
) -> None:
    alon = business(product, 2)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.action("shortcuts").trigger()
    other = console.dialog("shortcuts.close")
    gate.open()
    console.loop.until(lambda: is_over(console))
    assert QApplication.activeModalWidget() is other
    assert figures(console.message()) == ["2", "1"]
    console.press("shortcuts.close")
    part(console.window, QAbstractButton, "message.act").click()
    assert lines(console.dialog("swept.close"), "swept.lines")[0][2] == "2"
    console.press("swept.close")
    console.loop.until(lambda: is_over(console))


def test_it_ends_with_the_window_and_shows_nothing_any_more(
    console: Hands, product: Product, gate: Gate
) -> None:
    alon, marom = business(product, 2), business(product, 3)
    finish(console, alon, marom)
    console.loop.until(lambda: gate.entered)
    console.window.begin_to_leave()
    gate.open()
    console.loop.until(lambda: is_over(console))
    console.loop.turn()
    assert QApplication.activeModalWidget() is None
    assert (product.files(alon), product.files(marom)) == (0, 3)
    console.action("finish_files").setEnabled(True)
    console.action("finish_files").trigger()
    assert is_over(console)


class LastBreath(LocalStorage):
    """When it has finished a business, the database goes away."""

    def __init__(self, root: Path, outage: Outage) -> None:
        super().__init__(root)
        self._outage = outage

    def tidy(self, business_id: int) -> None:
        super().tidy(business_id)
        self._outage.begin()


def test_an_error_in_the_middle_is_told_with_what_was_done_until_then(
    console: Hands, product: Product, spy: Spy, use: UseStorage, outage: Outage
) -> None:
    alon, marom = business(product, 2), business(product, 3)
    use(LastBreath(product.storage_root, outage))
    finish(console, alon, marom)
    console.loop.until(lambda: figures(console.message()) == ["1", "2"])
    outage.end()
    part(console.window, QAbstractButton, "message.details").click()
    console.press("error.close")
