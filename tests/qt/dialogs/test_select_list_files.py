"""Lists from files: opened and dropped, with a sheet and a column that are chosen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from app.actions.business_list import Match
from app.qt.translation import Language
from app.ui.texts.words import without_marks
from tests.support.dialogs import click, find
from tests.support.list_dialog import NAMES, New


def a_workbook(folder: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (["Name", "Business ID"], [NAMES[61], 4], ["Zebra", 5], ["Rose", "0815"]):
        book.active.append(row)
    path = folder / "ticket 4711.xlsx"
    book.save(path)
    return path


def test_a_file_is_dropped_and_its_column_chosen(new: New, tmp_path: Path, language: Language) -> None:
    hands = new("")
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(a_workbook(tmp_path)))])
    hands.editor.insertFromMimeData(source)
    hands.wait(Match.FOUND, Match.FOUND, Match.NOT_FOUND)
    column = find(hands.dialog, QComboBox, "list.column")
    assert column.isVisible()
    assert [without_marks(column.itemText(place)) for place in range(2)] == ["Name", "Business ID"]
    column.setFocus()
    hands.press(Qt.Key.Key_Up)
    hands.wait(Match.SEVERAL, Match.NOT_FOUND, Match.NOT_FOUND)
    click(hands.dialog, "list.titles")
    hands.wait(Match.SEVERAL, *(Match.NOT_FOUND,) * 3)
    assert without_marks(column.itemText(0)) == "A"


def test_the_sheet_of_a_workbook_is_chosen_as_its_column_is(
    new: New, tmp_path: Path, language: Language
) -> None:
    hands = new("")
    path = a_workbook(tmp_path)
    book = load_workbook(path)
    for name, business_id in (("שני", 6), ("third", 24)):
        book.create_sheet(name).append([business_id])
    book.save(path)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(path))])
    hands.editor.insertFromMimeData(source)
    hands.wait(Match.FOUND, Match.FOUND, Match.NOT_FOUND)
    sheets = find(hands.dialog, QComboBox, "list.sheet")
    assert sheets.isVisible()
    assert [without_marks(sheets.itemText(place)) for place in range(3)] == book.sheetnames
    sheets.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)  # before the one between is read
    hands.wait(Match.REFUSED)
    assert sheets.currentData() == "third"
    hands.press(Qt.Key.Key_Up)
    hands.wait(Match.FOUND)
    assert hands.matches() == [(Match.FOUND, "6")]
    path.unlink()
    hands.press(Qt.Key.Key_Up)
    hands.loop.until(find(hands.dialog, QLabel, "list.error").isVisible)
    assert (sheets.currentData(), hands.editor.text) == ("שני", "6")
    hands.editor.put("")
    QGuiApplication.clipboard().setText("4")
    click(hands.dialog, "list.paste")
    hands.wait(Match.FOUND)
    assert not sheets.isVisible()


@pytest.mark.parametrize("how", ["dropped", "chosen"])
def test_a_file_is_opened(new: New, tmp_path: Path, how: str) -> None:
    hands = new("")
    path = a_workbook(tmp_path)
    if how == "dropped":
        source = QMimeData()
        source.setUrls([QUrl.fromLocalFile(str(path))])
        nowhere = (QPointF(9, 9), Qt.DropAction.CopyAction, source, Qt.MouseButton.LeftButton)
        event = QDropEvent(*nowhere, Qt.KeyboardModifier.NoModifier)
        hands.dialog.dropEvent(event)
    else:
        click(hands.dialog, "list.open")
        hands.loop.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        files = find(hands.dialog, QFileDialog, "list.file")
        find(files, QLineEdit, "fileNameEdit").setText(str(path))
        files.accept()
    hands.wait(Match.FOUND, Match.FOUND, Match.NOT_FOUND)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among the files")
def test_of_two_files_the_one_that_was_opened_last_is_shown(new: New, tmp_path: Path) -> None:
    hands = new("")
    slow = tmp_path / "slow.txt"
    os.mkfifo(slow)  # whoever reads it waits for who writes
    reading = hands.loop.qt.create_task(hands.dialog._open(slow))
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(a_workbook(tmp_path)))])
    hands.loop.turn()
    hands.editor.insertFromMimeData(source)
    hands.wait(Match.FOUND, Match.FOUND, Match.NOT_FOUND)
    before = hands.editor.text
    slow.write_text("6", encoding="ascii")
    hands.loop.until(reading.done)
    assert hands.editor.text == before
