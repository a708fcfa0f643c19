"""What stands beside the table of a confirmation is not cut off at its side, however large the texts are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton, QScrollArea, QWidget

from app.core.server import QueueLook, RunsOn
from app.qt.calls import Calls
from app.qt.translation import Language
from app.smoke.on_server import FOUR_FREE, NOBODY
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.theme.theme import TEXT_SIZES, Theme
from app.ui.widgets.controls import NumberBox
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.scrolling_column import ScrollingColumn
from app.ui.widgets.server_offer import ServerOffer
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import a_preview, click, find

THREE = [a_preview(3), a_preview(4, "כרמל סוכנות"), a_preview(5, "Orion")]
PARTS = (QLabel, QLineEdit, QPushButton, QRadioButton, NumberBox)

Open = Callable[[QueueLook | None], ConfirmDialog]


@pytest.fixture
def opened(calls: Calls, context: DialogContext, show: Show, loop: Loop) -> Open:
    """Opens the confirmation in a window of 1280 × 720, once it is known who listens on the server."""

    def make(says: QueueLook | None) -> ConfirmDialog:
        offer = ServerOffer(calls, lambda: says, RunsOn.SERVER) if says is not None else None
        dialog = ConfirmDialog(THREE, context, server=offer, where="db-1 / product")
        show(dialog)
        if says is not None:
            keep = find(dialog, QRadioButton, "keep_files.keep")
            loop.until(lambda: keep.isVisible() is (says is FOUR_FREE))
        return dialog

    return make


@pytest.fixture(params=[100, 150, 200])
def size(request: pytest.FixtureRequest, theme: Theme) -> Iterator[int]:
    theme.use_text_size(request.param)
    yield request.param
    theme.use_text_size(TEXT_SIZES[0])


def column_of(dialog: ConfirmDialog) -> ScrollingColumn:
    (column,) = dialog.findChildren(ScrollingColumn)
    return column


def cut_off(dialog: ConfirmDialog) -> list[str]:
    """The visible parts of the column of which something lies beside what is seen of it."""
    view = column_of(dialog).viewport()
    parts = [one for kind in PARTS for one in view.findChildren(kind) if one.isVisibleTo(dialog)]
    assert parts
    found = []
    for one in parts:
        begin = one.mapTo(view, QPoint(0, 0)).x()
        is_inside = begin >= 0 and begin + one.width() <= view.width()
        if not is_inside or one.width() < one.minimumSizeHint().width():
            found.append(one.objectName())
    return found


def scrolls_sideways(dialog: ConfirmDialog) -> bool:
    (around,) = [one for one in dialog.findChildren(QScrollArea) if one.parent() is dialog]
    return any(one.horizontalScrollBar().maximum() > 0 for one in (around, column_of(dialog)))


@pytest.mark.parametrize("says", [None, FOUR_FREE, NOBODY], ids=["here", "free", "nobody"])
def test_nothing_is_cut_off(language: Language, size: int, opened: Open, says: QueueLook | None) -> None:
    dialog = opened(says)
    assert not cut_off(dialog)
    assert not scrolls_sideways(dialog)
    assert find(dialog, QWidget, "confirm.businesses").width() > column_of(dialog).width(), (
        "the table has the room"
    )


def test_what_appears_later_has_its_room(size: int, english: Language, opened: Open, loop: Loop) -> None:
    dialog = opened(NOBODY)
    click(dialog, "runs_on.here")
    loop.until(find(dialog, QRadioButton, "keep_files.keep").isVisible)
    loop.until(lambda: not cut_off(dialog))
    english.use("he")
    loop.until(lambda: not cut_off(dialog))
    assert not scrolls_sideways(dialog)
