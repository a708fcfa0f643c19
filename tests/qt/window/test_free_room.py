"""How the columns of the table share the width of windows of any size, with texts of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.businesses.columns import GIVEN_UP, Column
from app.ui.businesses.free_room import PLENTY
from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.states import State
from app.ui.theme.theme import TEXT_SIZES, Theme, scaled, ui_font
from app.ui.theme.tokens import GAP_S, ICON
from app.ui.widgets.parts import Picture
from tests.support.rows import a_row

Open = Callable[[int], BusinessesPage]
AT_FIRST = [column for column in Column if column.is_shown_at_first]
NARROW, WIDE = 1040, 1700


@pytest.fixture
def opened(qtbot: QtBot, language: Language, theme: Theme) -> Iterator[Open]:
    def open_page(width: int) -> BusinessesPage:
        page = BusinessesPage(language, theme)
        qtbot.addWidget(page)
        page.apply([a_row(number, status=JobStatus.PAUSED) for number in range(1, 40)])
        widen(page, width)
        page.show()
        QApplication.processEvents()
        return page

    yield open_page
    theme.use_text_size(TEXT_SIZES[0])


def widen(page: BusinessesPage, width: int) -> None:
    page.resize(width, 500)
    QApplication.processEvents()


@pytest.mark.parametrize("width", [664, 900, NARROW, 1280, 1680, 3600])
@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("code", ["en", "he"])
def test_the_name_takes_what_the_others_leave(
    opened: Open, theme: Theme, language: Language, width: int, text_size: int, code: str
) -> None:
    language.use(code)
    theme.use_text_size(text_size)
    page = opened(width)
    table = page.table
    least = scaled(Column.BUSINESS.width)
    used = sum(table.columnWidth(column) for column in (Column.TICK, *table.visible_columns))
    assert table.columnWidth(Column.BUSINESS) >= least
    assert used == table.viewport().width() or (
        used > table.viewport().width() and table.columnWidth(Column.BUSINESS) == least
    )
    assert all(column in table.visible_columns for column in AT_FIRST if column not in GIVEN_UP)
    metrics = QFontMetrics(ui_font())
    for state in State:
        room = table.columnWidth(Column.STATUS) - 2 * 10 - scaled(ICON) - GAP_S
        assert metrics.horizontalAdvance(state.word) <= room


def test_columns_leave_one_by_one_and_come_back(opened: Open) -> None:
    page = opened(WIDE)
    table = page.table
    assert table.visible_columns == AT_FIRST
    seen = []
    for width in (*range(WIDE, NARROW, -10), *range(NARROW, WIDE, 10)):
        widen(page, width)
        seen.append(tuple(column for column in GIVEN_UP if column in table.visible_columns))
    steps = [step for place, step in enumerate(seen) if not place or step != seen[place - 1]]
    assert steps == [GIVEN_UP, GIVEN_UP[1:], (), GIVEN_UP[1:], GIVEN_UP]
    assert table.chosen_columns == AT_FIRST


def test_what_has_no_room_stays_chosen_and_what_is_hidden_stays_hidden(opened: Open, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    page = opened(WIDE)
    table = page.table
    table.setColumnWidth(Column.DURATION, 133)
    widen(page, NARROW)
    assert Column.DURATION not in table.visible_columns
    menu = QMenu()
    table.fill_columns_menu(menu)
    action = {column: f"column.{column.name.lower()}" for column in Column}
    started = next(one for one in menu.actions() if one.objectName() == action[Column.STARTED])
    assert started.isChecked()
    started.trigger()
    assert table.chosen_columns == [column for column in AT_FIRST if column is not Column.STARTED]
    page.save(settings)

    again = opened(NARROW)
    again.restore(settings)
    assert again.table.chosen_columns == table.chosen_columns
    widen(again, WIDE)
    assert again.table.visible_columns == table.chosen_columns
    assert again.table.columnWidth(Column.DURATION) == 133


def test_a_column_that_is_widened_takes_room_from_name_and_reasons(opened: Open) -> None:
    page = opened(WIDE)
    table = page.table

    def free() -> int:
        return table.columnWidth(Column.BUSINESS) + table.columnWidth(Column.STATUS)

    before = free()
    table.setColumnWidth(Column.OWNER, table.columnWidth(Column.OWNER) + 50)
    assert free() == before - 50
    table.setColumnHidden(Column.SPEED, True)
    assert free() > before - 50


def test_a_row_is_copied_with_the_columns_that_have_no_room(opened: Open) -> None:
    page = opened(NARROW)
    page.select([1])
    page.copy_selection()
    titles = QApplication.clipboard().text().split("\n")[0]
    assert all(column.title in titles for column in GIVEN_UP)


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_icons_grow_with_the_text(theme: Theme, qtbot: QtBot, text_size: int) -> None:
    theme.use_text_size(text_size)
    size = scaled(ICON)
    assert theme.pixmap("circle-x", "bad").width() == size >= ICON * text_size // 100
    for button in (QPushButton(), QToolButton(), QCheckBox()):
        qtbot.addWidget(button)
        button.setIcon(theme.icon("play"))
        button.show()
        assert button.iconSize().toTuple() == (size, size)
    picture = Picture(theme, "play", "text")
    qtbot.addWidget(picture)
    assert picture.size().toTuple() == (size, size)
    theme.use_text_size(TEXT_SIZES[0])
    assert picture.size().toTuple() == (ICON, ICON)


@pytest.mark.parametrize("text_size", [100, 200])
def test_reasons_get_room_where_the_name_has_plenty(opened: Open, theme: Theme, text_size: int) -> None:
    theme.use_text_size(text_size)
    page = opened(3600)
    table = page.table
    usual = scaled(Column.STATUS.width)
    assert table.columnWidth(Column.STATUS) > usual
    for width in (2600, 1800, NARROW, 700):
        widen(page, width)
        grown = table.columnWidth(Column.STATUS) > usual
        assert table.columnWidth(Column.STATUS) >= usual
        assert not grown or table.columnWidth(Column.BUSINESS) >= scaled(PLENTY)


def test_what_reasons_have_beyond_their_own_width_is_kept_nowhere(opened: Open, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    page = opened(3600)
    page.save(settings)
    again = opened(NARROW)
    again.restore(settings)
    assert again.table.columnWidth(Column.STATUS) == Column.STATUS.width
    widen(again, 3600)
    assert again.table.columnWidth(Column.STATUS) == page.table.columnWidth(Column.STATUS)
    menu = QMenu()
    page.table.fill_columns_menu(menu)
    status = next(one for one in menu.actions() if one.objectName() == "column.status")
    status.trigger()
    status.trigger()
    widen(page, NARROW)
    assert page.table.columnWidth(Column.STATUS) == Column.STATUS.width


def test_a_status_that_a_person_makes_narrower_stays_so(opened: Open) -> None:
    page = opened(3600)
    page.table.setColumnWidth(Column.STATUS, 210)
    for width in (NARROW, 3600):
        widen(page, width)
        assert page.table.columnWidth(Column.STATUS) == 210
