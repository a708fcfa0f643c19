"""Finding, clicking, typing and waiting, as a person in a hurry does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QTableView, QWidget

from app.smoke.report import SmokeFailed
from app.ui.businesses.columns import Column
from app.ui.businesses.roles import RowRole

W = TypeVar("W", bound=QWidget)

PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05


async def until(holds: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Waits while the window lives; raises SmokeFailed where it takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise SmokeFailed(f"Waited for {what if isinstance(what, str) else what()} in vain.")
        await asyncio.sleep(LOOK_SECONDS)


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """The part of that name; raises SmokeFailed where it is not there."""
    found = parent.findChild(kind, name)
    if found is None:
        raise SmokeFailed(f"There is no {name} in {parent.objectName() or type(parent).__name__}.")
    return found


def click(parent: QWidget, name: str) -> None:
    """Clicks a button; raises SmokeFailed where it is off."""
    button = find(parent, QAbstractButton, name)
    if not button.isEnabled():
        raise SmokeFailed(f"The button {name} is off.")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() // 2, button.height() // 2))


async def click_when_on(parent: QWidget, name: str) -> None:
    """Waits until the button can be clicked, and clicks it."""
    await until(find(parent, QAbstractButton, name).isEnabled, f"the button {name} to be on")
    click(parent, name)


def type_into(parent: QWidget, name: str, text: str) -> None:
    QTest.keyClicks(find(parent, QLineEdit, name), text)


def paste_into(parent: QWidget, name: str, text: str) -> None:
    """Clicks a field and pastes, by the keys for it."""
    field = find(parent, QWidget, name)
    QApplication.clipboard().setText(text)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))


async def dialog_with(name: str) -> QDialog:
    """The open dialog that holds a widget of this name."""

    def found() -> QDialog | None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible() and widget.findChild(QWidget, name):
                return widget
        return None

    await until(lambda: found() is not None, f"the dialog with {name}")
    dialog = found()
    if dialog is None:
        raise SmokeFailed(f"The dialog with {name} closed by itself.")
    return dialog


def table_of(window: QWidget) -> QTableView:
    return find(window, QTableView, "businesses")


def select(window: QWidget, *business_ids: int) -> None:
    """Clicks the rows of the businesses, the further ones with Ctrl held."""
    table = table_of(window)
    modifier = Qt.KeyboardModifier.NoModifier
    for row in range(table.model().rowCount()):
        index = table.model().index(row, Column.BUSINESS)
        if index.data(RowRole.SHOWN).row.business.id not in business_ids:
            continue
        table.scrollTo(index)
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, modifier, table.visualRect(index).center()
        )
        modifier = Qt.KeyboardModifier.ControlModifier


def ticked(window: QWidget) -> set[int]:
    """The businesses that are shown with a tick."""
    model = table_of(window).model()
    indexes = (model.index(row, Column.TICK) for row in range(model.rowCount()))
    return {
        index.data(RowRole.SHOWN).row.business.id
        for index in indexes
        if Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
    }


def click_cell(table: QTableView, row: int, column: int) -> None:
    """Clicks into a cell, which is scrolled to."""
    index = table.model().index(row, column)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def click_header(table: QTableView, column: int) -> None:
    header = table.horizontalHeader()
    place = QPoint(
        header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2
    )
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def sort_by(window: QWidget, column: Column) -> None:
    """Clicks the header of a column, and goes back to the first row."""
    click_header(table_of(window), column)
    table_of(window).scrollToTop()
