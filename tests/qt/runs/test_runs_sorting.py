"""The tables of the runs are sorted by mouse and keys, and stay so while they are read again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.core.folding import folded
from app.qt.translation import Language
from app.ui.runs.order import in_order
from app.ui.runs.table import CellsTable
from tests.qt.runs.conftest import Looker
from tests.support.halting import many
from tests.support.product import Product

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
RUN, BUSINESSES, STARTED = 0, 2, 6
BUSINESS, ID, STATUS, PROGRESS = range(4)


def click_title(table: CellsTable, column: int) -> None:
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(x, header.height() // 2),
    )


@given(st.lists(st.none() | st.integers(0, 5)), st.booleans())
def test_equal_lines_stay_as_they_came_and_empty_ones_come_last(values: list[int | None], down: bool) -> None:
    lines = list(enumerate(values))
    found = in_order(lines, lambda line: line[1], is_descending=down)
    assert sorted(found) == lines
    for before, after in pairwise(found):
        if before[1] == after[1]:
            assert before[0] < after[0]
        elif before[1] is None or after[1] is None:
            assert after[1] is None
        else:
            assert (before[1] > after[1]) is down


@pytest.mark.parametrize("code", ["en", "he"])
def test_runs_are_sorted_by_a_click_on_a_title(
    looker: Looker, product: Product, language: Language, code: str
) -> None:
    language.use(code)
    names = ["beta", "Alpha", "גמא", "אלף"]
    for size, name in zip((10, 9, 2, 1), names, strict=True):
        looker.start(many(product, size, receipts=1), name)
    looker.look()
    newest_first = names[::-1]
    assert looker.names() == newest_first
    assert looker.page.table.sorting == (STARTED, DOWN)
    click_title(looker.page.table, RUN)
    assert looker.names() == sorted(names, key=folded)
    click_title(looker.page.table, RUN)
    assert looker.names() == sorted(names, key=folded, reverse=True)
    click_title(looker.page.table, BUSINESSES)
    assert looker.names() == newest_first  # 1, 2, 9, 10: numbers, and no texts
    language.use("he" if code == "en" else "en")
    assert looker.page.table.sorting == (BUSINESSES, UP)
    assert looker.names() == newest_first


def test_businesses_of_a_run_are_sorted_and_stay_so(looker: Looker, product: Product) -> None:
    businesses = many(product, 11, receipts=9)
    job_ids = looker.start(businesses, "SUP-1")
    looker.station.pool.close(60_000)
    product.execute(
        "UPDATE background_jobs SET status = 'failed', heartbeat_at = NULL WHERE id = %s", job_ids[5]
    )
    looker.look()
    looker.open("SUP-1")
    table = looker.page.opened.table
    assert looker.members()[0] == businesses[5]  # what needs a person comes first
    click_title(table, ID)
    assert looker.members() == sorted(businesses)
    click_title(table, PROGRESS)
    click_title(table, PROGRESS)
    product.execute("UPDATE background_jobs SET processed = 1 WHERE id = %s", job_ids[3])
    product.execute("UPDATE background_jobs SET processed = 5 WHERE id = %s", job_ids[8])
    looker.page.feed.refresh()
    looker.until(lambda: looker.members()[:2] == [businesses[8], businesses[3]])
    chosen = table.records.lines[1].job.id
    table.choose(chosen)
    resets: list[int] = []
    table.records.modelReset.connect(lambda: resets.append(1))
    product.execute("UPDATE background_jobs SET processed = 8 WHERE id = %s", job_ids[3])
    looker.page.feed.refresh()
    looker.until(lambda: looker.members()[:2] == [businesses[3], businesses[8]])
    assert table.current.job.id == chosen
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    assert resets == []


def test_a_chosen_run_stays_open_whatever_is_sorted(looker: Looker, product: Product) -> None:
    first, second, third = many(product, 3, receipts=9)
    looker.start([first], "b")
    looker.start([second], "c")
    looker.look()
    click_title(looker.page.table, RUN)
    looker.open("b")
    followed = looker.page.opened.followed
    looker.start([third], "a")
    looker.page.feed.look_now()
    looker.until(lambda: looker.names() == ["a", "b", "c"])
    assert looker.page.opened.followed == followed
    click_title(looker.page.table, RUN)
    assert looker.names() == ["c", "b", "a"]
    assert looker.page.opened.followed == followed
    assert looker.page.table.current.row.run.name == "b"


def test_the_order_is_chosen_by_the_keys_too(looker: Looker, product: Product) -> None:
    for size, name in ((1, "b"), (3, "a")):
        looker.start(many(product, size, receipts=1), name)
    looker.look()
    looker.open("a")
    page = looker.page
    page.activateWindow()
    for table, keys in ((page.table, page.take_keys), (page.opened.table, page.opened.table.setFocus)):
        keys()
        QApplication.processEvents()
        menu = QMenu(page)
        page.fill_sort_menu(menu)
        actions = menu.actions()
        assert len(actions) == len(table.records.columns)
        assert [action.isChecked() for action in actions].index(True) == table.sorting[0]
        actions[0].trigger()
        assert table.sorting == (0, UP)
        actions[0].trigger()
        assert table.sorting == (0, DOWN)
    assert looker.names() == ["b", "a"]


def test_the_order_is_kept(looker: Looker, product: Product, tmp_path: Path) -> None:
    looker.start(many(product, 1, receipts=1), "SUP-1")
    looker.look()
    settings = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    page = looker.page
    click_title(page.table, RUN)
    click_title(page.opened.table, ID)
    click_title(page.opened.table, ID)
    page.save(settings)
    page.table.sortByColumn(BUSINESSES, DOWN)
    page.opened.table.sortByColumn(BUSINESS, UP)
    page.restore(settings)
    assert (page.table.sorting, page.opened.table.sorting) == ((RUN, UP), (ID, DOWN))
    for damaged in (None, "", "x", "0", "0 Sideways", "99 AscendingOrder", "-1 AscendingOrder", ["1"], "٣ x"):
        settings.setValue("runs/sorting", damaged)
        page.restore(settings)
        assert page.table.sorting == (RUN, UP)
