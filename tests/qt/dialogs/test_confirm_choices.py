"""What can still be chosen in the confirmation: which businesses, how the run is called, and a file for
sign-off."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
)

from app.actions.estimate import Estimate, Known
from app.actions.preview import BusinessPreview
from app.actions.results import Answer
from app.core.rates import Work
from app.core.run import NAME_LENGTH, NOTE_LENGTH, RunLabel
from app.core.tabular import MARK
from app.qt.translation import Language
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.texts.words import businesses_text, outcome_text, receipts_text, without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import a_preview, find, lines

PREVIEWS = [
    a_preview(3, "Alon", 30, amounts={"ILS": "1.50"}),
    a_preview(4, "כרמל סוכנות", 400, amounts={"USD": "2"}),
    a_preview(5, "Orion", 50, amounts={"ILS": "7", "EUR": "1"}),
    a_preview(44, "=HYPERLINK(1)", 6, refusal=Answer.PAGE_DISABLED),
]

Open = Callable[..., ConfirmDialog]


@pytest.fixture
def opened(language: Language, context: DialogContext, show: Show) -> Open:
    def make(previews: Sequence[BusinessPreview] = PREVIEWS, **more: Any) -> ConfirmDialog:
        dialog = ConfirmDialog(previews, context, **more)
        show(dialog)
        return dialog

    return make


def table(dialog: ConfirmDialog) -> QTableView:
    return find(dialog, QTableView, "confirm.businesses")


def names(dialog: ConfirmDialog) -> list[str]:
    return [line[1] for line in lines(dialog, "confirm.businesses")]


def press(dialog: ConfirmDialog, row: int) -> None:
    view = table(dialog)
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def press_all(dialog: ConfirmDialog) -> None:
    header = table(dialog).horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + header.sectionSize(0) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def complete(dialog: ConfirmDialog, count: int) -> QPushButton:
    find(dialog, QLineEdit, "confirm.word").setText("DELETE")
    find(dialog, QLineEdit, "confirm.count").setText(str(count))
    return find(dialog, QPushButton, "confirm.delete")


def test_most_goes_first(opened: Open) -> None:
    dialog = opened()
    assert names(dialog) == ["כרמל סוכנות", "Orion", "Alon"]
    assert dialog.business_ids == [4, 5, 3]


def test_what_is_unticked_is_in_no_figure_and_the_number_is_typed_anew(
    opened: Open, language: Language
) -> None:
    asked: list[list[int]] = []

    def estimator(works: Sequence[Work]) -> Estimate:
        asked.append([round(work.items) for work in works])
        return Estimate(1.0, 2.0, Known.FULL_NOW)

    dialog = opened(estimator=estimator)
    delete = complete(dialog, 3)
    assert delete.isEnabled()
    press(dialog, 0)
    assert dialog.business_ids == [5, 3]
    assert not delete.isEnabled()
    assert find(dialog, QLineEdit, "confirm.count").text() == ""
    assert find(dialog, QLineEdit, "confirm.word").text() == "DELETE"
    locale = language.locale
    assert without_marks(receipts_text(80, locale)) in without_marks(delete.text())
    heading = without_marks(find(dialog, QLabel, "confirm.heading").text())
    assert without_marks(businesses_text(2, locale)) in heading
    (total,) = lines(dialog, "confirm.sum")
    assert total[3:7] == ["80", "8.50", "1.00", ""]
    assert asked[-1] == [50, 30]
    complete(dialog, 3)
    assert not delete.isEnabled()
    complete(dialog, 2)
    assert delete.isEnabled()
    press(dialog, 0)
    assert dialog.business_ids == [4, 5, 3]


def test_with_one_left_no_number_is_asked_for_and_with_none_nothing_starts(opened: Open) -> None:
    dialog = opened()
    press(dialog, 0)
    press(dialog, 1)
    assert not find(dialog, QLineEdit, "confirm.count").isVisible()
    find(dialog, QLineEdit, "confirm.word").setText("DELETE")
    delete = find(dialog, QPushButton, "confirm.delete")
    assert delete.isEnabled()
    press(dialog, 2)
    assert dialog.business_ids == []
    assert not delete.isEnabled()
    assert delete.toolTip()


def test_ticks_are_set_by_keys_and_all_at_once(opened: Open) -> None:
    dialog = opened()
    view = table(dialog)
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 1))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert dialog.business_ids == [4, 3]
    press_all(dialog)
    assert dialog.business_ids == [4, 5, 3]
    press_all(dialog)
    assert dialog.business_ids == []


def test_the_search_hides_without_unticking(opened: Open) -> None:
    dialog = opened()
    search = find(dialog, QLineEdit, "confirm.search")
    search.setText("כרמל")
    assert names(dialog) == ["כרמל סוכנות"]
    assert dialog.business_ids == [4, 5, 3]
    search.setText("3")
    assert names(dialog) == ["Alon"]
    press(dialog, 0)
    search.clear()
    assert dialog.business_ids == [4, 5]
    find(dialog, QToolButton, "confirm.show.unticked").click()
    assert names(dialog) == ["Alon"]


def test_what_is_left_out_stands_behind_its_chip(opened: Open) -> None:
    dialog = opened()
    refused = find(dialog, QTableView, "confirm.refused")
    assert not refused.isVisible()
    find(dialog, QToolButton, "confirm.show.left_out").click()
    assert refused.isVisible()
    assert not table(dialog).isVisible()
    assert [line[1] for line in lines(dialog, "confirm.refused")] == ["44"]
    find(dialog, QToolButton, "confirm.show.all").click()
    assert table(dialog).isVisible()


def test_the_preview_is_saved_with_all_that_was_decided(opened: Open) -> None:
    dialog = opened()
    press(dialog, 1)
    saved: list[Callable[[], Sequence[str]]] = []
    dialog.export_wanted.connect(saved.append)
    find(dialog, QPushButton, "confirm.export").click()
    titles, *rows = csv.reader("".join(saved[0]()).removeprefix(MARK).splitlines())
    assert titles[4:7] == ["EUR", "ILS", "USD"]
    kept = {row[2]: row for row in rows}
    assert kept["4"][1:7] == ["כרמל סוכנות", "4", "400", "", "", "2"]
    assert kept["44"][1] == "'=HYPERLINK(1)"
    assert kept["44"][-1] == without_marks(outcome_text(Answer.PAGE_DISABLED))
    assert kept["4"][0] == kept["3"][0] != kept["5"][0] == kept["44"][0]
    assert kept["5"][-1]
    assert rows[-1][3:7] == ["430", "", "1.50", "2"]


def test_the_chips_have_room_for_their_words_as_more_of_them_come(opened: Open) -> None:
    dialog = opened()
    press(dialog, 0)
    for _ in range(3):
        QApplication.processEvents()
    chips = [find(dialog, QToolButton, f"confirm.show.{name}") for name in ("all", "unticked", "left_out")]
    for chip in chips:
        assert chip.isVisible()
        assert chip.width() >= chip.sizeHint().width()
    assert not find(dialog, QToolButton, "confirm.show.opens").isVisible()


def test_a_run_is_named_and_noted(opened: Open) -> None:
    dialog = opened(given=RunLabel("SUP-1", "why"), names=["SUP-1", "SUP-0"])
    assert dialog.run == RunLabel("SUP-1", "why")
    name, note = find(dialog, QLineEdit, "confirm.run"), find(dialog, QPlainTextEdit, "confirm.note")
    name.setText("  SUP-4821 \u200f")
    note.setPlainText("ends\non Sunday")
    assert dialog.run == RunLabel("SUP-4821", "ends on Sunday")


@pytest.mark.parametrize(("field", "longest"), [("confirm.run", NAME_LENGTH), ("confirm.note", NOTE_LENGTH)])
def test_what_is_too_long_is_said_and_holds_the_button(opened: Open, field: str, longest: int) -> None:
    """It is not cut: nobody would see that."""
    dialog = opened()
    delete = complete(dialog, 3)

    def put(text: str) -> None:
        if field == "confirm.note":
            find(dialog, QPlainTextEdit, field).setPlainText(text)
        else:
            find(dialog, QLineEdit, field).setText(text)

    put("n" * longest)
    assert delete.isEnabled()
    put("n" * (longest + 1))
    assert not delete.isEnabled()
    assert delete.toolTip()
    problem = find(dialog, QLabel, "confirm.run.problem")
    assert problem.isVisible()
    assert problem.text().strip("\u200f") in delete.toolTip()
    put(" " + "n" * longest + " ")
    assert delete.isEnabled()
    assert not problem.isVisible()


def test_a_name_that_is_required_holds_the_button_until_it_is_there(opened: Open) -> None:
    dialog = opened(name_required=True)
    delete = complete(dialog, 3)
    assert not delete.isEnabled()
    assert delete.toolTip()
    name = find(dialog, QLineEdit, "confirm.run")
    name.setText(" \u200f ")
    assert not delete.isEnabled()
    name.setText("SUP-4821")
    assert delete.isEnabled()
    assert not delete.toolTip()


@pytest.mark.parametrize("text", ["אושר על ידי דנה", "Approved", "1,234"])
def test_the_note_begins_where_reading_begins(opened: Open, language: Language, text: str) -> None:
    """Also after the language was changed while the dialog is open."""
    dialog = opened(given=RunLabel("", text))
    note = find(dialog, QPlainTextEdit, "confirm.note")
    for code, is_left in (("en", True), ("he", False)):
        language.use(code)
        place = note.document().firstBlock().layout().lineAt(0).naturalTextRect().center().x()
        assert (place < note.viewport().width() / 2) is is_left
