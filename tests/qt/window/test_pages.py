"""The pages of the window, the ways from one to the other, lists that are pasted, and what the toolbar
offers."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.core.job import STALE_AFTER, JobStatus
from app.core.run import RunLabel
from app.receipts.names import DELETE_RECEIPTS
from app.ui.runs.page import RunsPage
from app.ui.window.pages import Pages
from app.ui.window.toolbar import SearchField
from app.viewmodel.runs import SOONEST_MS
from tests.qt.window.conftest import Hands, NewHands
from tests.support.dialogs import find
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filled(console: Hands) -> Hands:
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit(tuple(a_row(key, f"Business {key}", left=3) for key in range(1, 6)))
    console.window.activateWindow()
    QApplication.processEvents()
    return console


def on_runs(hands: Hands) -> bool:
    return part(hands.window, Pages).is_on_runs


def test_keys_lead_from_page_to_page_and_back_to_the_filter(filled: Hands, qtbot: QtBot) -> None:
    qtbot.keyClick(filled.window, Qt.Key.Key_2, CTRL)
    assert on_runs(filled)
    assert not filled.page.isVisible()
    assert part(filled.window, RunsPage).search.isVisible()
    qtbot.keyClick(filled.window, Qt.Key.Key_F, CTRL)
    assert part(filled.window, RunsPage).search.hasFocus()
    qtbot.keyClick(filled.window, Qt.Key.Key_1, CTRL)
    assert not on_runs(filled)
    qtbot.keyClick(filled.window, Qt.Key.Key_F, CTRL)
    assert part(filled.window, QLineEdit, "search").hasFocus()


def test_ticks_stay_but_nothing_is_done_with_them_from_the_other_page(filled: Hands, qtbot: QtBot) -> None:
    filled.page.ticks.replace([1, 2])
    filled.page.show_among([1, 2])
    QApplication.processEvents()
    assert filled.action("delete").isEnabled()
    assert "2" in filled.action("delete").iconText()
    qtbot.keyClick(filled.window, Qt.Key.Key_2, CTRL)
    QApplication.processEvents()
    assert not filled.action("delete").isEnabled()
    qtbot.keyClick(filled.window, Qt.Key.Key_1, CTRL)
    QApplication.processEvents()
    assert filled.page.ticks.ids == filled.page.model.ids() == {1, 2}
    assert filled.action("delete").isEnabled()


@pytest.mark.parametrize(
    ("status", "values", "offered"),
    [
        (JobStatus.PAUSED, {}, "resume"),
        (JobStatus.RUNNING, {"idle_seconds": STALE_AFTER + 1}, "take_over"),
        (
            JobStatus.COMPLETED,
            {
                "failed": 2,
                "cursor_text": '{"last_id": 9, "failed": [[7, "locked"]]}',
                "total": 5,
                "processed": 5,
            },
            "retry",
        ),
    ],
)
def test_the_toolbar_offers_what_helps(
    filled: Hands, status: JobStatus, values: dict[str, object], offered: str
) -> None:
    filled.services.poller.rows.emit((a_row(1, status=status, **values),))  # type: ignore[arg-type]  # of the table
    filled.page.ticks.replace([1])
    QApplication.processEvents()
    button = filled.button("resume")
    assert button.defaultAction() is filled.action(offered)
    assert button.isEnabled()
    filled.page.ticks.replace([2])
    QApplication.processEvents()
    assert button.defaultAction() is filled.action("resume")


def paste(hands: Hands, qtbot: QtBot, text: str, *, into_table: bool) -> None:
    QGuiApplication.clipboard().setText(text)
    where = hands.page.table if into_table else part(hands.window, QLineEdit, "search")
    where.setFocus()
    qtbot.keyClick(where, Qt.Key.Key_V, CTRL)


def test_one_word_is_searched_for_as_ever(filled: Hands, qtbot: QtBot) -> None:
    paste(filled, qtbot, "Business 3", into_table=False)
    assert part(filled.window, QLineEdit, "search").text() == "Business 3"
    assert QApplication.activeModalWidget() is None


def test_a_list_is_known_from_the_menu_too(filled: Hands) -> None:
    search = part(filled.window, SearchField, "search")
    pasted: list[str] = []
    search.list_pasted.connect(pasted.append)
    for text in ("Business 3", "1\n2"):
        QGuiApplication.clipboard().setText(text)
        place = search.rect().center()
        menu_wanted = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, search.mapToGlobal(place))
        QApplication.sendEvent(search, menu_wanted)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        part(menu, QAction, "edit-paste").trigger()
        menu.close()
    assert (search.text(), pasted) == ("Business 3", ["1\n2"])
    filled.press("list.cancel")


@pytest.mark.parametrize("into_table", [False, True])
def test_a_list_that_is_pasted_ticks_what_it_names(
    new_console: NewHands, product: Product, qtbot: QtBot, into_table: bool
) -> None:
    businesses = [product.business(name) for name in ("Alon", "Marom", "Zohar")]
    for business_id in businesses:
        product.receipts(business_id, 1)
    console = new_console()
    console.open(*businesses)
    console.page.ticks.replace(businesses[2:])
    console.window.activateWindow()
    QApplication.processEvents()
    paste(console, qtbot, f"{businesses[0]}\nMarom\nnobody", into_table=into_table)
    dialog = console.dialog("list.select")
    select = find(dialog, QPushButton, "list.select")
    console.loop.until(select.isEnabled)
    select.click()
    console.loop.until(lambda: console.page.ticks.ids == set(businesses[:2]))
    assert console.page.model.ids() == set(businesses[:2])


def test_the_details_lead_to_the_run_and_the_run_to_its_businesses(
    new_console: NewHands, product: Product
) -> None:
    businesses = [product.business(name) for name in ("Alon", "Marom")]
    for business_id in businesses:
        product.receipts(business_id, 2)
    console = new_console()
    console.open(*businesses)
    started = console.services.jobs.start(
        console.actor, DELETE_RECEIPTS, businesses, run=RunLabel("SUP-7", "why")
    )
    assert len(started) == 2
    console.loop.until(lambda: {console.status(key) for key in businesses} == {JobStatus.COMPLETED})
    console.select(businesses[0])
    link = part(console.window, QPushButton, "details.run")
    console.loop.until(link.isVisible)
    assert "SUP-7" in link.text()
    link.click()
    runs = part(console.window, RunsPage)
    console.loop.until(lambda: runs.opened.run is not None and runs.opened.run.row.run.name == "SUP-7")
    assert on_runs(console)
    runs.show_businesses.emit(businesses)
    QApplication.processEvents()
    assert not on_runs(console)
    assert console.page.ticks.ids == set(businesses)


def test_a_window_that_nobody_sees_reads_no_runs(new_console: NewHands, product: Product) -> None:
    businesses = [product.business(name) for name in ("Alon", "Marom")]
    for business_id in businesses:
        product.receipts(business_id, 1)
    console = new_console()
    console.open(*businesses)
    console.action("show_runs").trigger()
    runs = part(console.window, RunsPage)
    read: list[object] = []
    runs.feed.runs.connect(read.append)
    console.loop.until(lambda: read)
    console.window.hide()
    tasks = partial(asyncio.all_tasks, console.loop.qt)
    console.loop.until(lambda: "runs" not in {task.get_name() for task in tasks()})
    read.clear()
    console.services.jobs.start(console.actor, DELETE_RECEIPTS, businesses, run=RunLabel("SUP-7"))
    console.loop.until(lambda: {console.status(key) for key in businesses} == {JobStatus.COMPLETED})
    console.loop.run(asyncio.sleep(3 * SOONEST_MS / 1000))
    assert read == []
    console.window.show()
    console.loop.until(lambda: read)


def test_the_menu_sorts_the_table_that_is_seen(filled: Hands, qtbot: QtBot) -> None:
    menus, runs = filled.window._parts.menus, part(filled.window, RunsPage)

    def offered() -> list[str]:
        menus.more.aboutToShow.emit()
        return [action.text() for action in menus._sorting.actions()]

    of_businesses = offered()
    qtbot.keyClick(filled.window, Qt.Key.Key_2, CTRL)
    of_runs = offered()
    assert of_runs == [column.title for column in runs.table.records.columns]
    menus._sorting.actions()[0].trigger()
    assert runs.table.sorting == (0, Qt.SortOrder.AscendingOrder)
    qtbot.keyClick(filled.window, Qt.Key.Key_1, CTRL)
    assert offered() == of_businesses != of_runs
