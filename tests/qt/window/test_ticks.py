"""Ticks: what actions work on, kept through search, filters, sorting, polls and clicks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.core.job import STALE_AFTER, JobStatus
from app.core.pace import Demand, SlowReason
from app.core.policy import Pace
from app.qt.translation import Language
from app.ui.businesses.columns import Column
from app.ui.businesses.selection_line import SelectionLine
from app.ui.businesses.status_filters import StatusFilter
from app.ui.texts.pace import going_text
from app.ui.window.message_bar import MessageBar
from app.ui.window.sidebar import Sidebar
from app.workers.job_queue import LocalState
from tests.qt.window.conftest import Hands
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.rows import a_row

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = {1: "Alon", 2: "Marom", 3: "Zohar", 4: "Tamar", 21: "Number 3 in town"}


@pytest.fixture
def filled(console: Hands) -> Hands:
    rows = [a_row(number, name, left=number) for number, name in NAMES.items()]
    rows[3] = a_row(4, "Tamar", status=JobStatus.RUNNING, idle_seconds=STALE_AFTER + 1, left=4)
    console.services.poller.rows.emit(tuple(rows))
    console.window.activateWindow()
    return console


def cell(hands: Hands, business_id: int, column: Column = Column.TICK) -> QPoint:
    row = hands.page.model.row_of(business_id)
    assert row is not None
    return hands.page.table.visualRect(hands.page.model.index(row, column)).center()


def press(
    hands: Hands, qtbot: QtBot, business_id: int, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    viewport = hands.page.table.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, modifier, cell(hands, business_id))
    QApplication.processEvents()


def line(hands: Hands, name: str) -> QToolButton:
    return part(hands.window, QToolButton, f"selection.{name}")


def test_a_press_ticks_and_leaves_the_highlight_alone(filled: Hands, qtbot: QtBot) -> None:
    filled.select(2)
    press(filled, qtbot, 1)
    press(filled, qtbot, 3)
    assert filled.page.ticks.ids == {1, 3}
    assert filled.page.selected_ids() == [2]
    press(filled, qtbot, 3)
    assert [shown.row.business.id for shown in filled.page.acted_on()] == [1]


def test_a_click_on_a_row_never_clears_ticks(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 1)
    place = cell(filled, 2, Column.BUSINESS)
    qtbot.mouseClick(filled.page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert filled.page.selected_ids() == [2]
    assert filled.page.ticks.ids == {1}


def test_two_quick_presses_are_two(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 1)
    qtbot.mouseDClick(filled.page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell(filled, 1))
    assert filled.page.ticks.ids == frozenset()


def test_shift_ticks_all_in_between_as_the_last_one_is(filled: Hands, qtbot: QtBot) -> None:
    order = [filled.page.model.shown(row).row.business.id for row in range(5)]
    press(filled, qtbot, order[1])
    press(filled, qtbot, order[3], SHIFT)
    assert filled.page.ticks.ids == set(order[1:4])
    press(filled, qtbot, order[3])
    press(filled, qtbot, order[0], SHIFT)
    assert filled.page.ticks.ids == frozenset()


def test_ticks_survive_search_filter_order_polls_and_reach_hidden_rows(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 1)
    press(filled, qtbot, 4)
    page = filled.page
    page.search("zohar")
    assert page.ticks.ids == {1, 4}
    press(filled, qtbot, 3)
    page.search("")
    page.show_only(StatusFilter.NO_JOB)
    page.table.sortByColumn(Column.LEFT, Qt.SortOrder.DescendingOrder)
    filled.services.poller.rows.emit((a_row(1, "Alon", left=99),))
    assert [shown.row.business.id for shown in page.acted_on()] == [1, 4, 3]
    assert page.acted_on()[0].row.items_left == 99


def test_a_business_that_is_gone_is_ticked_no_longer(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 1)
    press(filled, qtbot, 2)
    filled.services.poller.gone.emit((1,))
    assert filled.page.ticks.ids == {2}


def test_what_is_not_there_counts_as_no_tick(filled: Hands) -> None:
    """A run may name it, or a list that was read before it went."""
    filled.select(2)
    filled.page.ticks.replace([1, 999])
    QApplication.processEvents()
    assert figures(line(filled, "count").text()) == ["1"]
    filled.page.ticks.replace([999])
    QApplication.processEvents()
    assert not line(filled, "count").isVisible()
    assert [shown.row.business.id for shown in filled.page.acted_on()] == [2]
    assert list(filled.page.acted_on_ids()) == [2]
    filled.services.poller.rows.emit((a_row(999, "Late", left=3),))
    assert figures(line(filled, "count").text()) == ["1"]


def test_the_header_ticks_all_that_is_shown_or_none(filled: Hands, qtbot: QtBot) -> None:
    header = filled.page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.TICK) + 10, 10)
    order = filled.page.table.horizontalHeader().sortIndicatorSection()

    def shown_ticked() -> Qt.CheckState:
        return filled.page.model.shown_ticked

    filled.page.search("o")
    assert filled.page.shown_count == 4
    press(filled, qtbot, 1)
    assert shown_ticked() is Qt.CheckState.PartiallyChecked
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert filled.page.ticks.ids == {1, 2, 3, 21}
    assert shown_ticked() is Qt.CheckState.Checked
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert filled.page.ticks.ids == frozenset()
    assert filled.page.table.horizontalHeader().sortIndicatorSection() == order


def test_keys_tick_all_none_and_the_highlighted_rows(filled: Hands, qtbot: QtBot) -> None:
    table, page = filled.page.table, filled.page
    page.take_keys()
    filled.select(2, 3)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.ticks.ids == {2, 3}
    assert page.selected_ids() == [2, 3]
    page.search("zohar")
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    assert page.ticks.ids == {2, 3}
    page.search("")
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    assert page.ticks.ids == set(NAMES)
    QApplication.processEvents()
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL | SHIFT)
    assert page.ticks.ids == frozenset()
    bar = part(filled.window, MessageBar, "message")
    assert bar.isVisible()
    part(bar, QPushButton, "message.act").click()
    assert page.ticks.ids == set(NAMES)
    assert not bar.isVisible()


def test_the_line_says_how_many_and_shows_just_them(filled: Hands, qtbot: QtBot) -> None:
    assert not line(filled, "count").isVisible()
    height = part(filled.window, SelectionLine).height()
    press(filled, qtbot, 1)
    press(filled, qtbot, 4)
    assert "2" in line(filled, "count").text()
    assert "1" in line(filled, "attention").text()
    assert part(filled.window, SelectionLine).height() == height
    line(filled, "only").click()
    assert filled.page.model.ids() == {1, 4}
    press(filled, qtbot, 1)  # stays in sight, so that a slip can be mended
    assert filled.page.model.ids() == {1, 4}
    line(filled, "attention").click()
    assert filled.page.model.ids() == {4}
    assert not line(filled, "only").isChecked()
    line(filled, "attention").click()
    assert filled.page.model.ids() == set(NAMES)
    press(filled, qtbot, 4)
    assert not filled.page.ticks
    assert not any(filled.page.ticked_counts.values())


def test_a_filter_of_the_sidebar_ends_show_selected(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 4)
    line(filled, "only").click()
    sidebar = part(filled.window, Sidebar)
    qtbot.mouseClick(
        sidebar.viewport(),
        Qt.MouseButton.LeftButton,
        pos=sidebar.visualRect(sidebar.model().index(0, 0)).center(),
    )
    assert filled.page.model.ids() == set(NAMES)
    assert not line(filled, "only").isChecked()
    line(filled, "count").click()
    assert filled.page.ticks.ids == frozenset()


def test_show_all_ends_show_selected_and_the_search(filled: Hands, qtbot: QtBot) -> None:
    press(filled, qtbot, 4)
    line(filled, "only").click()
    search = part(filled.window, QLineEdit, "search")
    search.setText("zohar")
    assert filled.page.shown_count == 0
    part(filled.window, QPushButton, "businesses.empty.clear").click()
    assert filled.page.model.ids() == set(NAMES)
    assert (search.text(), line(filled, "only").isChecked()) == ("", False)
    assert filled.page.ticks.ids == {4}


def test_an_id_finds_its_business_first(filled: Hands) -> None:
    page = filled.page
    page.table.sortByColumn(Column.BUSINESS, Qt.SortOrder.AscendingOrder)
    page.search("3")
    assert [page.model.shown(row).row.business.id for row in range(page.shown_count)] == [3, 21]
    for direction in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        page.table.sortByColumn(Column.BUSINESS, direction)
        assert page.model.shown(0).row.business.id == 3
    page.table.sortByColumn(Column.BUSINESS, Qt.SortOrder.DescendingOrder)
    filled.services.poller.rows.emit((a_row(3, "Aaron", left=1),))
    assert page.model.shown(0).row.business.id == 3
    page.search("")
    assert [page.model.shown(row).row.business.name for row in range(5)] == sorted(
        ["Alon", "Marom", "Aaron", "Tamar", "Number 3 in town"], reverse=True
    )


def test_the_slowest_pace_of_this_console_stands_beside_the_ticks(filled: Hands, language: Language) -> None:
    label = part(filled.window, QLabel, "selection.pace")
    assert label.text() == ""
    full, slow = Pace(1200, 0.02), Pace(120, 0.2, SlowReason.REPLICATION, 0.1, Demand(3.0))
    running: dict[str, Any] = {"status": JobStatus.RUNNING, "total": 100, "processed": 5}
    rows = [
        a_row(1, "Alon", local=LocalState(1, pace=full), **running),
        a_row(2, "Marom", local=LocalState(2, pace=slow), **running),
        a_row(3, "Zohar", **running),
        a_row(4, "Tamar", local=LocalState(4, pace=full), **running),
    ]
    filled.services.poller.rows.emit((rows[0],))
    assert label.accessibleName() == going_text(full, language.locale)
    filled.services.poller.rows.emit(tuple(rows))
    assert label.accessibleName() == going_text(slow, language.locale)
    assert label.property("tone") == "warn"
    QApplication.processEvents()
    assert label.text() == going_text(slow, language.locale)
    filled.services.poller.rows.emit(tuple(a_row(key, NAMES[key]) for key in (1, 2, 3, 4)))
    assert label.text() == ""
