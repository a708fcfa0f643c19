"""The menu of a line in a table: of the line that the mouse is on, or the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable
from tests.support.menus import press_menu_key, press_right


@pytest.fixture
def asked(theme: Theme, qtbot: QtBot) -> tuple[RecordsTable, list[tuple[str, QPoint]]]:
    """A table of which the first line is the current one, and what it asks for."""
    table = RecordsTable(theme, "lines", wide=0, key=str)
    qtbot.addWidget(table)
    table.show_lines(["first", "second"], [TableColumn("Line", str, figures=False)])
    table.resize(300, 400)
    table.show()
    table.selectRow(0)
    QApplication.processEvents()
    wanted: list[tuple[str, QPoint]] = []
    table.menu_wanted.connect(lambda line, at: wanted.append((line, at)))
    return table, wanted


def _middle(table: RecordsTable, row: int) -> QPoint:
    return table.visualRect(table.records.index(row, 0)).center()


def test_the_mouse_asks_for_the_line_below_it(
    asked: tuple[RecordsTable, list[tuple[str, QPoint]]],
) -> None:
    table, wanted = asked
    press_right(table, _middle(table, 1))
    assert wanted == [("second", table.viewport().mapToGlobal(_middle(table, 1)))]


def test_below_the_last_line_there_is_none(asked: tuple[RecordsTable, list[tuple[str, QPoint]]]) -> None:
    table, wanted = asked
    press_right(table, QPoint(30, table.viewport().height() - 2))
    assert wanted == []


def test_the_menu_key_asks_for_the_line_of_the_keys(
    asked: tuple[RecordsTable, list[tuple[str, QPoint]]],
) -> None:
    table, wanted = asked
    press_menu_key(table)
    assert wanted == [("first", table.viewport().mapToGlobal(_middle(table, 0)))]
    table.setCurrentIndex(table.records.index(-1, -1))
    press_menu_key(table)
    assert len(wanted) == 1
