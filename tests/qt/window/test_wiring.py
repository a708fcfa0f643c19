"""Connections between parts of the window that nothing else would miss."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.core.errors import CannotConnect
from app.ui.theme.theme import Theme
from app.viewmodel import poller as poller_module
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands, NewHands
from tests.support.gate import waits
from tests.support.parts import part
from tests.support.product import Product
from tests.support.running import PATIENT


def test_retry_now_looks_at_once(
    new_console: NewHands, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller_module, "POLL_MS", 3_600_000)
    console = new_console()
    console.open(product.business())
    console.loop.until(lambda: not console.services.poller._busy)
    problem = CannotConnect("refused", "db", "nothing answers there")
    console.services.poller.connection.emit(Connected(False, "db", problem=problem))
    again = part(console.window, QAbstractButton, "trouble.act")
    assert again.isVisible()
    again.click()
    console.loop.until(lambda: not again.isVisible())


def test_a_message_takes_the_colours_of_the_theme(console: Hands, theme: Theme) -> None:
    console.window._parts.message.say("Done.", "bad")
    picture = console.window._parts.message._picture
    before = picture.pixmap().toImage()
    theme.use("dark")
    assert picture.pixmap().toImage() != before


def test_the_tray_pauses_everything(new_console: NewHands, product: Product) -> None:
    console = new_console(PATIENT)
    business = product.business()
    product.receipts(business, 6)
    console.open(business)
    (job_id,) = console.crew.delete(business)
    console.loop.until(lambda: waits(console.crew, job_id))
    console.window._leaving.tray.pause_wanted.emit()
    console.loop.until(lambda: product.job_status(job_id) == "paused" and console.message())
