"""`app.ui.widgets.chips`: beside each other where there is room, and in a menu where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.qt.translation import ltr
from app.ui.theme.theme import Theme
from app.ui.widgets.chips import Chips
from tests.support.parts import part

WORDS = {"all": "All", "failures": "With failures", "mine": "Mine"}
COUNTS = {"all": 2418, "failures": 13, "mine": 98}
TEXTS = {name: f"{WORDS[name]} {ltr(f'{COUNTS[name]:,}')}" for name in WORDS}
ENGLISH = QLocale("en")


@pytest.fixture
def chips(qtbot: QtBot) -> Iterator[Chips]:
    whole = QWidget()  # which may be narrower than they would like it to be
    qtbot.addWidget(whole)
    chips = Chips("chip", tuple(WORDS))
    chips.setParent(whole)
    chips.show_counts(WORDS, COUNTS, ENGLISH)
    whole.show()
    chips.show()
    yield chips
    whole.close()


def seen_chips(chips: Chips) -> list[str]:
    QApplication.processEvents()
    buttons = [each for each in chips.findChildren(QToolButton) if each.isVisible()]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    return [each.text() for each in buttons]


def test_chips_without_room_are_a_menu(theme: Theme, chips: Chips) -> None:
    chosen: list[str] = []
    chips.chosen.connect(chosen.append)
    chips.resize(chips.row_width, 40)
    assert seen_chips(chips) == list(TEXTS.values())
    chips.resize(chips.row_width - 1, 40)
    assert seen_chips(chips) == [TEXTS["all"]]
    menu = part(chips, QMenu, "chip.menu")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == list(TEXTS.values())
    assert [action.isChecked() for action in menu.actions()] == [True, False, False]
    menu.actions()[1].trigger()
    assert (chosen, chips.current) == (["failures"], "failures")
    assert seen_chips(chips) == [TEXTS["failures"]]
    chips.show_counts(WORDS, {**COUNTS, "mine": 0}, ENGLISH)
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [TEXTS["all"], TEXTS["failures"]]
    chips.resize(chips.row_width, 40)
    assert seen_chips(chips) == [TEXTS["all"], TEXTS["failures"]]


def test_the_menu_of_the_chips_opens_by_keys(theme: Theme, chips: Chips) -> None:
    chips.resize(chips.minimumSizeHint().width(), 40)
    opens = part(chips, QToolButton, "chip.opens")
    assert opens.isVisible()
    assert opens.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert opens.accessibleName() == TEXTS["all"]
    menu = part(chips, QMenu, "chip.menu")
    opened: list[bool] = []
    menu.aboutToShow.connect(lambda: opened.append(True))
    menu.aboutToShow.connect(menu.close, Qt.ConnectionType.QueuedConnection)
    QTest.keyClick(opens, Qt.Key.Key_Space)
    assert opened


def test_chips_with_icons_keep_them_and_their_counts_before_that(theme: Theme, qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    icons = {"failures": theme.icon("triangle-alert"), "mine": theme.icon("hand")}
    chips = Chips("chip", tuple(WORDS), icons)
    chips.setParent(whole)
    chips.show_counts(WORDS, COUNTS, ENGLISH)
    whole.show()
    chips.show()

    def seen(width: int) -> list[str]:
        chips.resize(width, 40)
        return [text.replace("\u00a0", "") for text in seen_chips(chips)]

    row = chips.row_width
    assert seen(row) == list(TEXTS.values())
    assert seen(row - 1) == [TEXTS["all"], ltr("13"), ltr("98")]
    assert chips.row_width == row
    assert seen(chips.minimumSizeHint().width()) == [TEXTS["all"]]
    assert seen(row) == list(TEXTS.values())
    whole.close()
