"""Select by list, by mouse and keys: what is pasted is checked, corrected and chosen, in both languages."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.actions.business_list import Match
from app.core.access import Actor
from app.core.errors import ConnectionLost
from app.lists.entries import MOST_ENTRIES
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.select_list.choice import Choice
from app.ui.dialogs.select_list.dialog import LONG, SelectListDialog, ask_for_list
from app.ui.dialogs.select_list.editor import ListEditor
from app.ui.dialogs.select_list.result_delegate import RESULT_COLUMN
from app.ui.dialogs.select_list.words import Correction, match_text, result_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.services import Services
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, focused, is_whole
from tests.support.figures import figures
from tests.support.list_dialog import ANA, ITEMS, NAMES, TEXT, Hands, New

ALL = (Match.FOUND,) * 3 + (Match.NOT_FOUND,) * 2 + (Match.REFUSED, Match.SEVERAL, Match.TWICE)


def test_a_pasted_list_is_checked_and_faults_come_first(new: New, language: Language) -> None:
    hands = new(TEXT)
    hands.wait(*ALL)
    assert hands.matches() == [
        (Match.NOT_FOUND, "Haifa Harbor Dental"),
        (Match.NOT_FOUND, "0815"),
        (Match.REFUSED, "24"),
        (Match.SEVERAL, "Desert Rose Group"),
        (Match.TWICE, "4"),
        (Match.FOUND, "4"),
        (Match.FOUND, "6"),
        (Match.FOUND, "5"),
    ]
    assert hands.editor._tones == {3: "bad", 4: "bad", 5: "warn", 6: "warn", 7: "idle"}
    summary = find(hands.dialog, QLabel, "list.summary").text()
    assert figures(without_marks(summary)) == ["3", "4,671"]
    assert figures(hands.select.text()) == ["3"]
    chip = find(hands.dialog, QToolButton, "list.show.not_found")
    assert match_text(Match.NOT_FOUND) in chip.text()
    for name in ("list.text", "list.results", "list.select", "list.cancel", "list.replace", "list.add"):
        assert is_whole(hands.dialog, name)


@pytest.mark.parametrize("how", ["mouse", "keys"])
def test_each_fault_can_be_corrected(new: New, language: Language, how: str) -> None:
    hands = new(TEXT)
    hands.wait(*ALL)
    if how == "mouse":
        hands.press_link("Haifa Harbor Dental", Correction.USE)
    else:
        hands.press(Qt.Key.Key_F6)
        hands.press(Qt.Key.Key_Return)
    hands.wait(*(Match.FOUND,) * 3, Match.NOT_FOUND, Match.REFUSED, Match.SEVERAL, Match.TWICE, Match.TWICE)
    assert NAMES[6] in hands.editor.text  # and counted once: 6 stands in the line before it
    _remove(hands, "24", how)
    hands.wait(*(Match.FOUND,) * 3, Match.NOT_FOUND, Match.SEVERAL, Match.TWICE, Match.TWICE)
    _choose(hands, "Desert Rose Group", how)
    hands.wait(*(Match.FOUND,) * 4, Match.NOT_FOUND, Match.TWICE, Match.TWICE)
    _remove(hands, "0815", how)
    hands.wait(*(Match.FOUND,) * 4, Match.TWICE, Match.TWICE)
    assert hands.editor.text.split("\u2029") == ["4", "6, 5", NAMES[6], "62", "4"]


def _remove(hands: Hands, text: str, how: str) -> None:
    if how == "mouse":
        hands.press_link(text, Correction.REMOVE)
        return
    hands.results.setFocus()
    hands.results.setCurrentIndex(hands.results.records.index(hands.row(text), 0))
    hands.press(Qt.Key.Key_Delete)


def _choose(hands: Hands, text: str, how: str) -> None:
    if how == "mouse":
        hands.press_link(text, Correction.CHOOSE)
    else:
        hands.results.setCurrentIndex(hands.results.records.index(hands.row(text), 0))
        hands.press(Qt.Key.Key_Space)
    (menu,) = hands.results.findChildren(QMenu, "list.choices")
    assert [figures(action.text())[0] for action in menu.actions()] == ["61", "62"]
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.dialog.activateWindow()  # no desktop is here that does


def test_an_entry_in_the_middle_of_a_line_goes_with_its_separator(new: New) -> None:
    hands = new("4, 999; 😀 Zebra; 5")
    hands.wait(Match.FOUND, Match.NOT_FOUND, Match.NOT_FOUND, Match.FOUND)
    hands.press_link("😀 Zebra", Correction.REMOVE)
    hands.wait(Match.FOUND, Match.NOT_FOUND, Match.FOUND)
    hands.press_link("999", Correction.EDIT)
    assert hands.editor.textCursor().selectedText() == "999"
    assert focused() is hands.editor
    hands.editor.textCursor().insertText("6")
    hands.wait(Match.FOUND, Match.FOUND, Match.FOUND)
    assert hands.editor.text == "4, 6; 5"


def test_it_is_checked_again_as_it_is_edited_and_nothing_older_is_selected(new: New) -> None:
    hands = new("4")
    hands.wait(Match.FOUND)
    assert hands.select.isEnabled()
    hands.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(hands.editor, "4")
    assert not hands.select.isEnabled()  # what is shown is of another text
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.dialog.isVisible()
    hands.wait(Match.NOT_FOUND)
    assert not hands.select.isEnabled()


def test_the_chips_show_one_kind(new: New) -> None:
    hands = new(TEXT)
    hands.wait(*ALL)
    click(hands.dialog, "list.show.found")
    assert [entry for _, entry in hands.matches()] == ["4", "6", "5"]
    hands.editor.put("0815")
    hands.wait(Match.NOT_FOUND)  # none is found any more: all are shown


def test_paste_from_anywhere_keeps_what_does_not_break(new: New) -> None:
    hands = new("4")
    hands.wait(Match.FOUND)
    QGuiApplication.clipboard().setText("\n1\u00a0234\r\n5")
    hands.press(Qt.Key.Key_F6)
    assert focused() is hands.results
    hands.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hands.wait(Match.FOUND, Match.NOT_FOUND, Match.FOUND)
    assert hands.editor.text == "4\u20291\u00a0234\u20295"
    hands.press(Qt.Key.Key_F6)
    assert focused() is hands.editor
    hands.editor.put("")
    click(hands.dialog, "list.paste")
    hands.wait(Match.NOT_FOUND, Match.FOUND)


def test_a_long_text_is_looked_through_elsewhere_and_nothing_is_lost(new: New) -> None:
    hands = new("")
    wanted = [f"{number}\t4" for number in range(100_000, 100_000 + LONG // 5)]
    QGuiApplication.clipboard().setText("\n".join(wanted))
    click(hands.dialog, "list.paste")
    assert hands.editor.text == ""
    hands.loop.until(lambda: hands.editor.text.strip() and hands.dialog.is_checked)
    assert len(hands.matches()) == len(wanted)
    QGuiApplication.clipboard().setText("\n".join(wanted))
    click(hands.dialog, "list.paste")
    hands.dialog.reject()
    hands.loop.turn()
    assert len(hands.matches()) == len(wanted)


def test_a_text_longer_than_any_list_is_refused_and_the_list_stays(new: New) -> None:
    hands = new("4")
    hands.wait(Match.FOUND)
    QGuiApplication.clipboard().setText("5\n" * (MOST_ENTRIES + 1))
    click(hands.dialog, "list.paste")
    hands.loop.until(find(hands.dialog, QLabel, "list.error").isVisible)
    assert hands.editor.text == "4"
    QGuiApplication.clipboard().setText("5 " * (MOST_ENTRIES + 1))
    click(hands.dialog, "list.paste")
    hands.loop.until(lambda: not hands.matches())
    assert find(hands.dialog, QLabel, "list.error").isVisible()
    assert not hands.select.isEnabled()


def test_a_file_that_cannot_be_read_is_said_and_the_list_stays(new: New, tmp_path: Path) -> None:
    hands = new("4")
    hands.wait(Match.FOUND)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(tmp_path / "none.csv"))])
    hands.editor.insertFromMimeData(source)
    notice = find(hands.dialog, QLabel, "list.error")
    hands.loop.until(notice.isVisible)
    assert "none.csv" in notice.text()
    assert hands.select.isEnabled()
    QTest.keyClicks(hands.editor, " 5")
    hands.wait(Match.FOUND, Match.FOUND)
    assert not notice.isVisible()


@pytest.mark.parametrize("how", ["mouse", "keys", "add", "escape"])
def test_what_is_chosen(list_services: Services, loop: Loop, context: DialogContext, how: str) -> None:
    asked = loop.qt.create_task(ask_for_list(list_services, context, ANA, TEXT, items=ITEMS.get))
    loop.until(lambda: isinstance(QApplication.activeWindow(), SelectListDialog))
    dialog = cast(SelectListDialog, QApplication.activeWindow())
    hands = Hands(dialog, loop)
    hands.wait(*ALL)
    if how == "add":
        find(dialog, QWidget, "list.add").setFocus()
        hands.press(Qt.Key.Key_Space)
    if how == "mouse":
        click(dialog, "list.select")
    elif how == "escape":
        hands.press(Qt.Key.Key_Escape)
    else:
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    expected = None if how == "escape" else Choice((4, 6, 5), how != "add")
    assert loop.run(asked) == expected


def test_a_lost_connection_is_said(loop: Loop, calls: Calls, context: DialogContext, show: Show) -> None:
    def lost(_: Actor) -> Any:
        raise ConnectionLost("gone")

    services = cast(Services, SimpleNamespace(calls=calls, directory=lost))
    dialog = SelectListDialog(services, context, ANA)
    dialog.take_text("4")
    show(dialog)
    loop.until(find(dialog, QLabel, "list.error").isVisible)
    QTest.keyClicks(find(dialog, ListEditor, "list.text"), "5")
    assert find(dialog, QLabel, "list.error").isVisible()
    assert not find(dialog, QPushButton, "list.select").isEnabled()


def test_a_language_is_switched_while_it_is_open(new: New, english: Language) -> None:
    hands = new(TEXT)
    hands.wait(*ALL)
    before = hands.select.text()
    english.use("he")
    assert hands.select.text() != before
    first = hands.results.records.lines[0]
    assert result_text(first) in hands.results.records.index(0, RESULT_COLUMN).data()
    assert len(hands.matches()) == len(ALL)
