"""From the businesses to the runs and back: where the keys go, and what cannot be done unseen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.qt.translation import Language
from app.ui.businesses.selection_line import SelectionLine
from app.ui.dialogs.select_list.choice import Choice
from app.ui.theme.theme import TEXT_SIZES, Theme
from app.ui.widgets.chips import Chips
from app.ui.widgets.elided import ElidedLabel
from app.ui.window.pages import Pages
from tests.qt.window.conftest import Hands
from tests.support.parts import part
from tests.support.rows import a_row

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filled(console: Hands) -> Hands:
    console.services.poller.rows.emit(tuple(a_row(number) for number in range(1, 9)))
    console.window.activateWindow()
    console.page.take_keys()
    return console


def turn(hands: Hands, key: Qt.Key) -> bool:
    """Whether the runs are seen after Ctrl and this key."""
    QTest.keyClick(hands.window, key, CTRL)
    QApplication.processEvents()
    return part(hands.window, Pages, "pages").is_on_runs


def test_the_keys_follow_the_page(filled: Hands) -> None:
    assert turn(filled, Qt.Key.Key_2)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert part(filled.window, Pages, "pages").currentWidget() in (focused, focused.parent())
    assert not turn(filled, Qt.Key.Key_1)
    assert QApplication.focusWidget() is filled.page.table


def test_nothing_is_ticked_or_unticked_unseen(filled: Hands) -> None:
    filled.page.ticks.replace([2, 3])
    assert turn(filled, Qt.Key.Key_2)
    for modifier in (CTRL, CTRL | Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(filled.window, Qt.Key.Key_A, modifier)
        assert filled.page.ticks.ids == {2, 3}
    assert not turn(filled, Qt.Key.Key_1)
    QTest.keyClick(filled.window, Qt.Key.Key_A, CTRL)
    assert len(filled.page.ticks) == 8


def test_a_list_that_is_chosen_beside_the_runs_is_shown_whatever_was_sought(filled: Hands) -> None:
    part(filled.window, QLineEdit, "search").setText("no such business")
    assert turn(filled, Qt.Key.Key_2)
    filled.window._parts.take_list(Choice((4, 5), replaces=True))
    assert not part(filled.window, Pages, "pages").is_on_runs
    assert [shown.row.business.id for shown in filled.page.shown()] == [4, 5]


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize("text_size", [100, 200])
def test_the_line_of_the_ticks_ends_with_an_ellipsis(
    language: Language, theme: Theme, qtbot: QtBot, code: str, text_size: int
) -> None:
    language.use(code)
    theme.use_text_size(text_size)
    try:
        line = SelectionLine(language, theme)
        qtbot.addWidget(line)
        line.resize(636, line.height())
        line.show()
        line.show_counts(businesses=114, ticked=57, troubled=22)
        pace = part(line, ElidedLabel, "selection.pace")
        pace.setMaximumWidth(2000)
        pace.say("x" * 200)
        QApplication.processEvents()
        for button in line.findChildren(QToolButton):
            assert button.width() >= button.sizeHint().width()
        assert line.rect().contains(pace.geometry())
        assert pace.text() == "" or pace.text().endswith("…")
    finally:
        theme.use_text_size(100)


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_chips_are_round_at_every_size_of_text(theme: Theme, qtbot: QtBot, text_size: int) -> None:
    theme.use_text_size(text_size)
    try:
        chips = Chips("chip", ["one"])
        qtbot.addWidget(chips)
        chips.show_counts({"one": "One"}, {"one": 1}, QLocale("en"))
        chips.show()
        picture = part(chips, QToolButton, "chip.one").grab().toImage()
        assert picture.pixelColor(1, picture.height() // 2) == theme.color("accent_soft")
        assert picture.pixelColor(1, 1) != theme.color("accent_soft")
    finally:
        theme.use_text_size(100)


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2])
def test_a_window_in_which_nothing_happens_works_nothing_out(filled: Hands, key: Qt.Key) -> None:
    turn(filled, key)
    soon = filled.window._parts.soon
    for _ in range(5):  # whatever the turn has set off
        QApplication.processEvents()
    told: list[None] = []
    soon.timeout.connect(lambda: told.append(None))
    for _ in range(20):
        QApplication.processEvents()
    assert not told
    assert not soon.isActive()
