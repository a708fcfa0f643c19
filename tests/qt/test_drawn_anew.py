"""Little is drawn anew where a job moves on; and nothing stays on the screen that is not so any more."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from app.core.job import JobStatus
from app.core.worker import Owner
from app.ui.businesses.columns import Column
from app.ui.businesses.delegate import Index, RowDelegate
from app.ui.businesses.model import BusinessModel
from app.ui.businesses.table import BusinessTable
from app.ui.runs.table import Cell, CellColumn, CellsTable, column
from app.ui.theme.theme import Theme
from app.viewmodel.rows import ShownRow
from tests.support.rows import a_row

NOW = 1000.0
UP = Qt.SortOrder.AscendingOrder


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> Iterator[BusinessTable]:
    model = BusinessModel(QLocale(QLocale.Language.English), lambda: NOW)
    model.apply([going(number, 10) for number in range(1, 61)])
    table = BusinessTable(model, theme)
    qtbot.addWidget(table)
    table.resize(1300, 400)
    table.show()
    QApplication.processEvents()
    yield table
    table.close()


def going(business_id: int, processed: int, **values: Any) -> ShownRow:
    job: dict[str, Any] = {"status": JobStatus.RUNNING, "total": 100, **values}
    return a_row(business_id, f"Business {business_id:02}", processed=processed, **job)


def on_screen(table: QTableView) -> QImage:
    """What was painted, and not what would be painted now."""
    for _ in range(6):  # to lay out, to take bars away, to scroll, to paint
        QApplication.processEvents()
    return table.screen().grabWindow(table.winId()).toImage()


def as_it_is(table: QTableView) -> QImage:
    table.viewport().update()
    return on_screen(table)


def test_whatever_changes_is_seen(table: BusinessTable) -> None:
    model, chance = table.model(), random.Random(13)
    assert isinstance(model, BusinessModel)
    table.sortByColumn(Column.ID, Qt.SortOrder.AscendingOrder)  # else each new name moves its row
    for turn in range(60):
        changed = []
        for business_id in chance.sample(range(1, 61), chance.choice([1, 3, 30])):
            shown = going(
                business_id,
                chance.randint(0, 100),
                status=chance.choice([*JobStatus]),
                speed=chance.choice([None, 3.0, 80.0]),
                owner=chance.choice([None] * 9 + [Owner.WEB, Owner.THIS_CONSOLE]),
            )
            if chance.random() < 0.1:
                business = replace(shown.row.business, name=f"Renamed {turn}", is_active=turn % 2 == 0)
                shown = replace(shown, row=replace(shown.row, business=business))
            changed.append(shown)
        model.apply(changed)
        if chance.random() < 0.3:
            model.ticks.toggle(set(chance.sample(range(1, 61), 2)))
        if chance.random() < 0.2:
            table.verticalScrollBar().setValue(chance.randint(0, table.verticalScrollBar().maximum()))
        if turn == 30:
            for column in Column:
                table.setColumnHidden(column, False)
            table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
        if turn == 45:
            table.hide()
            model.apply([going(number, 77) for number in range(1, 61)])
            table.show()
        assert on_screen(table) == as_it_is(table), f"after change {turn}"


Line = tuple[int, int]


def columns() -> list[CellColumn[Line]]:
    number: CellColumn[Line] = column("Number", lambda line: Cell(str(line[0])), lambda line: line[0], 0)
    worth: CellColumn[Line] = column(
        "Worth", lambda line: Cell(str(line[1]), "worth"), lambda line: line[1], 120
    )
    return [number, worth]


@pytest.mark.parametrize("by", range(2), ids=["a column that stays", "a column that changes"])
def test_whatever_changes_among_lines_is_seen(theme: Theme, qtbot: QtBot, by: int) -> None:
    table, chance = CellsTable(theme, "lines", itemgetter(0), narrowest=20, by=(by, UP)), random.Random(14)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    lines = dict.fromkeys(range(100, 160), 0)
    for turn in range(60):
        for number in chance.sample(sorted(lines), min(chance.choice([1, 3, 30]), len(lines))):
            lines[number] = chance.randint(0, 9)
        if turn % 4 == 1:
            lines[chance.randint(0, 260)] = 5
        if turn % 8 == 3:
            del lines[chance.choice(sorted(lines))]
        if turn == 30:
            lines = dict.fromkeys(range(500, 504), 1)  # fewer than there is room for
        table.show_lines(list(lines.items()), columns())
        if turn % 5 == 2:
            table.verticalScrollBar().setValue(chance.randint(0, table.verticalScrollBar().maximum()))
        if turn == 45:
            table.hide()
            table.show_lines([(number, 77) for number in lines], columns())
            table.show()
        assert on_screen(table) == as_it_is(table), f"after change {turn}"
    table.close()


class Counted:
    """A line that counts how often one of its kind is compared."""

    compared = 0

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return isinstance(other, Counted) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)


def test_lines_that_nobody_sees_are_not_compared(theme: Theme, qtbot: QtBot) -> None:
    number: CellColumn[Counted] = column(
        "Number", lambda line: Cell(str(line.number)), lambda line: line.number, 0
    )
    table = CellsTable(theme, "lines", lambda line: line.number, narrowest=20, by=(0, UP))
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    for _ in range(2):
        QApplication.processEvents()
        Counted.compared = 0
        table.show_lines([Counted(number) for number in range(500)], [number])
    assert 0 < Counted.compared < 50
    table.close()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    paint = RowDelegate.paint

    def counted(self: RowDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found[index.row(), index.column()] += 1
        paint(self, painter, option, index)

    monkeypatch.setattr(RowDelegate, "paint", counted)
    return found


def test_a_job_that_moves_on_draws_neither_other_rows_nor_what_stays(
    painted: Counter[tuple[int, int]], table: BusinessTable
) -> None:
    model = table.model()
    assert isinstance(model, BusinessModel)
    painted.clear()
    model.apply([going(3, 20), going(50, 20)])  # the second one lies below
    QApplication.processEvents()
    assert (2, Column.PROGRESS) in painted
    assert (2, Column.BUSINESS) not in painted
    assert (2, Column.TICK) not in painted
    assert not {row for row, _ in painted} & {0, 5, 6, 7, 49}  # its neighbours share a line of pixels
    painted.clear()
    model.apply([going(40, 20), going(50, 30)])
    QApplication.processEvents()
    assert not painted
