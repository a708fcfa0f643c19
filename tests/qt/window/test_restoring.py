"""The ways from the window to a restore, and what it tells of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton

from app.core.run import RunLabel
from app.receipts.names import DELETE_RECEIPTS
from app.ui.details.history import HistoryTab
from app.ui.dialogs.restore.dialog import WORD
from app.ui.runs.page import RunsPage
from app.ui.texts.words import without_marks
from app.ui.widgets.menu import Menu
from app.ui.window import restoring
from tests.qt.window.conftest import Hands, NewHands
from tests.support.details_pane import HISTORY, Pane
from tests.support.menus import press_menu_key
from tests.support.parts import part
from tests.support.product import Product
from tests.support.restoring import RestoreLender


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture
def deleted(new_console: NewHands, product: Product, business: int, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A window over a run that has deleted three receipts."""
    monkeypatch.setattr(restoring, "WATCH_MS", 30)
    product.receipts(business, 3)
    console = new_console()
    console.open(business)
    label = RunLabel("SUP-4790")
    console.services.jobs.start(console.actor, DELETE_RECEIPTS, [business], run=label)
    live = "SELECT count(*) FROM background_jobs WHERE status <> 'completed'"
    console.loop.until(lambda: product.scalar(live) == 0)
    return console


def of_run(console: Hands, action: str) -> QPushButton:
    return part(console.window, QPushButton, f"run.{action}")


def confirm(console: Hands) -> None:
    """As a person does who has read the preview."""
    dialog = console.dialog("restore.start")
    console.loop.until(part(dialog, QPushButton, "restore.start").isVisible)
    QTest.keyClicks(part(dialog, QLineEdit, "confirm.word"), WORD)
    part(dialog, QAbstractButton, "restore.start").click()
    console.loop.until(part(dialog, QPushButton, "restore.close").isVisible)
    part(dialog, QAbstractButton, "restore.close").click()


def live(product: Product) -> int:
    return int(product.scalar("SELECT count(*) FROM receipts WHERE NOT is_deleted"))


def test_an_ended_run_is_restored_and_its_end_is_told(deleted: Hands, product: Product) -> None:
    console = deleted
    console.action("show_runs").trigger()
    page = part(console.window, RunsPage)
    console.loop.until(lambda: page.opened.run and not page.opened.run.row.is_active)
    offered = [one for one in ("pause", "cancel", "restore") if not of_run(console, one).isHidden()]
    assert offered == ["restore"]
    assert of_run(console, "restore").isEnabled()
    of_run(console, "restore").click()
    confirm(console)
    console.loop.until(lambda: "3 receipts restored" in without_marks(console.message()))
    assert live(product) == 3

    product.execute("DROP TABLE sweep_restores")
    page.looked_at.emit()
    console.loop.until(lambda: not of_run(console, "restore").isEnabled())
    assert "--with-console-tables" in of_run(console, "restore").toolTip()


def test_the_menu_of_an_ended_deletion_leads_there(
    deleted: Hands, product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = deleted
    monkeypatch.setattr(Menu, "popup", lambda *_: None)
    console.select(business)
    Pane(console).tab(HISTORY)
    tab = part(console.window, HistoryTab)
    console.loop.until(lambda: [job.status.value for job in tab.model.lines] == ["completed"])

    def action() -> QAction:
        tab.view.selectRow(0)
        press_menu_key(tab.view)
        (made,) = part(tab, Menu, "details.history.menu").actions()
        return made

    assert action().isEnabled()
    product.execute("UPDATE background_jobs SET cursor = NULL")
    tab.model.show([console.services.details.history(console.actor, business).jobs[0]])
    assert (action().isEnabled(), bool(action().toolTip())) == (False, True)
    QApplication.processEvents()
