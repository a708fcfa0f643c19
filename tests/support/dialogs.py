"""Finding things in dialogs, and previews to show in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.actions.preview import BusinessPreview
from app.actions.results import Answer
from app.engine.job_type import Preview
from app.ui.texts.words import without_marks

W = TypeVar("W", bound=QWidget)


def find(inside: QWidget, kind: type[W], name: str) -> W:
    """The one widget of that class and object name."""
    (found,) = inside.findChildren(kind, name)
    return found


def focused() -> QWidget:
    """The widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def click(inside: QWidget, name: str) -> None:
    """Clicks the visible widget of that name."""
    widget = find(inside, QWidget, name)
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def lines(inside: QWidget, name: str) -> list[list[str]]:
    """The texts of a table, row by row, without the marks that isolate them."""
    model = find(inside, QTableView, name).model()
    return [
        [without_marks(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def is_whole(inside: QWidget, name: str) -> bool:
    """The widget is visible and no part of it lies outside of its window."""
    widget = find(inside, QWidget, name)
    where = QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())
    return widget.isVisible() and inside.rect().contains(where)


def a_preview(
    business_id: int = 3,
    name: str | None = "Blue Harbor Dental",
    receipts: int = 12,
    refusal: Answer | None = None,
    *,
    amounts: dict[str, str] | None = None,
    files: int = 2,
    size: int = 4096,
    **more: Any,
) -> BusinessPreview:
    """A business of the preview; `more` are `job` and `seconds`."""
    sums = tuple((code, Decimal(amount)) for code, amount in (amounts or {"ILS": "100.50"}).items())
    found = Preview(receipts, sums, date(2021, 3, 9), date(2025, 12, 31), files, size)
    return BusinessPreview(business_id, name, found, refusal, **more)
