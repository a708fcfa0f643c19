"""Where the window says that it works, once the first connection has told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.ui.texts.words import without_marks
from tests.qt.conftest import Outage
from tests.qt.window.conftest import Hands, NewHands
from tests.support.late import GUESS, TRUTH, LateDatabase
from tests.support.parts import part
from tests.support.product import Product


@pytest.fixture(autouse=True)
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of the console says less than its first connection."""
    monkeypatch.setattr("app.bootstrap.connection.Database", LateDatabase)


def said(console: Hands) -> list[str]:
    """Title and status bar."""
    status = part(console.window, QLabel, "status.connection").text()
    return [without_marks(text) for text in (console.window.windowTitle(), status)]


def test_the_title_and_the_status_bar_follow_the_connection(new_console: NewHands, product: Product) -> None:
    business_id = product.business()
    console = new_console()
    assert all(GUESS in text for text in said(console))
    console.open(business_id)
    console.loop.until(lambda: all(TRUTH in text for text in said(console)))


def test_a_connection_that_breaks_leaves_nothing_stale(
    new_console: NewHands, product: Product, outage: Outage
) -> None:
    console = new_console()
    console.open(product.business())
    console.loop.until(lambda: all(TRUTH in text for text in said(console)))
    connected = said(console)[1].replace(TRUTH, GUESS)
    outage.begin()
    try:
        console.crew.database.is_known = False  # as where another server would answer next time
        console.services.poller.look_now()
        console.loop.until(lambda: all(GUESS in text for text in said(console)))
        assert said(console)[1] != connected
    finally:
        outage.end()
    console.services.poller.look_now()
    console.loop.until(lambda: all(TRUTH in text for text in said(console)))
