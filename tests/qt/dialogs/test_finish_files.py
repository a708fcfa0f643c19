"""Finishing files: what is asked, what is told, and the word without which no missing file is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from app.actions.results import Answer
from app.actions.sweeping import SweepResult
from app.core.messages import LOCKED, OTHER_BUSINESS, REFERENCE, STILL_USED
from app.engine.tally import FileTally
from app.qt.translation import Language
from app.ui.dialogs.accept_missing import AcceptMissingDialog
from app.ui.dialogs.finish_files import FinishFilesDialog
from app.ui.dialogs.swept import SweptDialog
from app.ui.texts.sweep import Swept, what_stays_text
from app.ui.texts.words import businesses_text, outcome_text, without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, focused, is_whole, lines
from tests.support.figures import figures

NAMES = {3: "Blue Harbor", 4: "כרמל \u202eסוכנות", 5: "<i>Orion</i>"}
PLACE = "/srv/product"

DONE = SweepResult(3, None, FileTally(deleted=1240, missing=3))
SOME_STAY = SweepResult(
    4,
    None,
    FileTally(
        deleted=10,
        needed=12,
        left=2,
        hidden=10,
        why_needed={OTHER_BUSINESS: 1, STILL_USED: 2, REFERENCE.format(table="Media.of"): 8, "odd": 1},
        why_left={LOCKED: 2},
    ),
)
HELD = SweepResult(5, None, FileTally(deleted=1, left=32, held=30, why_left={LOCKED: 2}))
REFUSED = SweepResult(9, Answer.PAGE_DISABLED, FileTally())


def said(dialog: QDialog, name: str) -> str:
    return without_marks(find(dialog, QLabel, name).text()).removeprefix("\u200f")


# The question


@pytest.mark.parametrize(
    ("do", "agreed"),
    [
        (lambda dialog: click(dialog, "finish.finish"), True),
        (lambda dialog: click(dialog, "finish.cancel"), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), False),
    ],
)
def test_files_are_finished_only_when_that_is_clicked(
    do: Callable[[QDialog], object],
    agreed: bool,
    language: Language,
    context: DialogContext,
    answer: Ask,
) -> None:
    dialog = FinishFilesDialog(NAMES, 0, PLACE, context)
    assert answer(dialog, lambda: do(dialog)) is agreed


def test_the_question_says_whose_files_are_deleted_and_where(
    english: Language, context: DialogContext, show: Show
) -> None:
    one = FinishFilesDialog({3: "Blue Harbor"}, 0, PLACE, context)
    assert "Blue Harbor" in said(one, "finish.heading")
    show(one)
    assert not find(one, QLabel, "finish.left_out").isVisible()
    three = FinishFilesDialog(NAMES, 2, PLACE, context)
    assert without_marks(businesses_text(3, english.locale)) in said(three, "finish.heading")
    assert PLACE in said(three, "finish.explained")
    assert without_marks(businesses_text(2, english.locale)) in said(three, "finish.left_out")


def test_kept_files_go_only_with_the_word_and_the_number(
    english: Language, context: DialogContext, show: Show
) -> None:
    dialog = FinishFilesDialog(NAMES, 0, PLACE, context)
    show(dialog)
    finish = find(dialog, QPushButton, "finish.finish")
    word, count = (find(dialog, QLineEdit, f"confirm.{name}") for name in ("word", "count"))
    assert (finish.isEnabled(), word.isVisible(), dialog.everything) == (True, False, False)
    click(dialog, "finish.everything")
    assert (finish.isEnabled(), word.isVisible(), dialog.everything) == (False, True, True)
    word.setText("DELETE")
    assert not finish.isEnabled()
    count.setText("3")
    assert finish.isEnabled()
    click(dialog, "finish.everything")
    assert (finish.isEnabled(), dialog.everything) == (True, False)


# What became of them


def a_swept(context: DialogContext, *results: SweepResult, asked: int = 0, cut: bool = False) -> SweptDialog:
    swept = Swept(results, asked or len(results), cut)
    return SweptDialog(swept, NAMES, PLACE, context)


def test_each_business_has_its_figures_and_its_reasons(english: Language, context: DialogContext) -> None:
    dialog = a_swept(context, DONE, SOME_STAY, HELD, REFUSED)
    assert figures(said(dialog, "swept.heading")) == ["1,251", "4"]
    assert lines(dialog, "swept.lines") == [
        ["Blue Harbor", "3", "1,240", "3", "0", "0", "0", ""],
        [
            "כרמל ⟨U+202E⟩סוכנות",
            "4",
            "10",
            "0",
            "12",
            "0",
            "2",
            without_marks(what_stays_text(SOME_STAY, english.locale)),
        ],
        [
            "<i>Orion</i>",
            "5",
            "1",
            "0",
            "0",
            "0",
            "32",
            without_marks(what_stays_text(HELD, english.locale)),
        ],
        ["–", "9", "–", "–", "–", "–", "–", without_marks(outcome_text(Answer.PAGE_DISABLED))],
    ]


def test_the_most_frequent_reasons_are_told_with_their_figures(english: Language) -> None:
    assert figures(what_stays_text(SOME_STAY, english.locale)) == ["2", "8", "2", "1", "10"]
    assert "Media.of" in what_stays_text(SOME_STAY, english.locale)
    assert "odd" not in what_stays_text(SOME_STAY, english.locale)
    assert figures(what_stays_text(HELD, english.locale)) == ["30", "2"]


@pytest.mark.parametrize("results", [(DONE,), (SOME_STAY,), (REFUSED,), (DONE, SOME_STAY, REFUSED)])
def test_without_kept_rows_nobody_is_asked_whether_files_are_gone(
    results: tuple[SweepResult, ...], language: Language, context: DialogContext, show: Show
) -> None:
    dialog = a_swept(context, *results)
    show(dialog)
    assert not find(dialog, QPushButton, "swept.gone").isVisible()
    assert not find(dialog, QLabel, "swept.held").isVisible()


def test_where_rows_are_kept_it_says_how_many_and_offers_the_way_out(
    english: Language, context: DialogContext, show: Show
) -> None:
    dialog = a_swept(context, DONE, HELD)
    show(dialog)
    assert is_whole(dialog, "swept.gone")
    assert figures(said(dialog, "swept.held")) == ["1", "30"]
    assert PLACE in said(dialog, "swept.held")


@pytest.mark.parametrize(
    ("do", "wants"),
    [
        (lambda dialog: click(dialog, "swept.gone"), True),
        (lambda dialog: click(dialog, "swept.close"), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), False),
    ],
)
def test_only_the_offer_leads_on(
    do: Callable[[QDialog], object],
    wants: bool,
    language: Language,
    context: DialogContext,
    answer: Ask,
) -> None:
    dialog = a_swept(context, HELD)
    assert answer(dialog, lambda: do(dialog)) is wants


@pytest.mark.parametrize(
    ("results", "asked", "cut", "counted"),
    [
        ((DONE,), 1, False, ["1,240", "1"]),
        ((DONE,), 1, True, ["1,240", "1", "1"]),
        ((DONE, HELD), 9, True, ["1,241", "2", "9"]),
    ],
)
def test_what_was_stopped_is_not_told_as_done(
    results: tuple[SweepResult, ...],
    asked: int,
    cut: bool,
    counted: list[str],
    english: Language,
    context: DialogContext,
) -> None:
    dialog = a_swept(context, *results, asked=asked, cut=cut)
    assert figures(said(dialog, "swept.heading")) == counted
    assert not (cut and Swept(results, asked, cut).is_clean)


def test_the_figures_are_copied_without_the_marks_of_the_screen(
    english: Language, context: DialogContext, show: Show
) -> None:
    dialog = a_swept(context, DONE)
    show(dialog)
    click(dialog, "swept.copy")
    titles, *copied = QGuiApplication.clipboard().text().splitlines()
    assert len(titles.split("\t")) == 8
    assert copied == ["Blue Harbor\t3\t1,240\t3\t0\t0\t0\t"]


def test_many_businesses_fit_a_small_screen(language: Language, context: DialogContext, show: Show) -> None:
    results = [SweepResult(number, None, HELD.files) for number in range(1, 201)]
    dialog = a_swept(context, *results)
    show(dialog)
    assert dialog.frameGeometry().height() <= 700
    assert dialog.frameGeometry().width() <= 1280
    assert is_whole(dialog, "swept.gone")
    assert is_whole(dialog, "swept.close")


# The typed word


Open = Callable[[Mapping[int, int | None]], AcceptMissingDialog]


@pytest.fixture
def accepting(language: Language, context: DialogContext, show: Show) -> Open:
    """Opens the typed confirmation, in each language."""

    def make(missing: Mapping[int, int | None]) -> AcceptMissingDialog:
        dialog = AcceptMissingDialog(missing, NAMES, PLACE, context)
        show(dialog)
        return dialog

    return make


def is_on(dialog: QDialog) -> bool:
    return find(dialog, QPushButton, "missing.accept").isEnabled()


@pytest.mark.parametrize(
    "typed", ["", "missing", "Missing", "MISSIN", "MISSINGS", "MISSING!", "DELETE", "חסרים"]
)
def test_anything_but_the_word_keeps_the_button_off(accepting: Open, typed: str) -> None:
    dialog = accepting({3: 30})
    find(dialog, QLineEdit, "confirm.word").setText(typed)
    assert not is_on(dialog)


def test_the_word_switches_the_button_on_and_its_loss_off_again(accepting: Open) -> None:
    dialog = accepting({3: 30})
    word = find(dialog, QLineEdit, "confirm.word")
    assert focused() is word
    QTest.keyClicks(word, "MISSING")
    assert is_on(dialog)
    QTest.keyClick(word, Qt.Key.Key_Backspace)
    assert not is_on(dialog)


def test_several_businesses_need_their_number_too(accepting: Open) -> None:
    dialog = accepting({3: 30, 5: 40})
    find(dialog, QLineEdit, "confirm.word").setText("MISSING")
    count = find(dialog, QLineEdit, "confirm.count")
    for number in ("", "1", "3", "22"):
        count.setText(number)
        assert not is_on(dialog)
    count.setText("2")
    assert is_on(dialog)


def test_the_hint_names_the_word_of_this_dialog(accepting: Open) -> None:
    dialog = accepting({3: 30})
    find(dialog, QLineEdit, "confirm.word").setText("MISS")
    assert said(dialog, "confirm.hint").strip() == ""
    find(dialog, QLineEdit, "confirm.word").setText("D")
    assert "MISSING" in said(dialog, "confirm.hint")


@pytest.mark.parametrize(
    ("do", "accepted"),
    [
        (lambda dialog: click(dialog, "missing.accept"), True),
        (lambda dialog: click(dialog, "missing.cancel"), False),
        (lambda dialog: QTest.keyClick(find(dialog, QLineEdit, "confirm.word"), Qt.Key.Key_Escape), False),
        (lambda dialog: dialog.close(), False),
    ],
)
def test_missing_files_are_accepted_only_by_the_button(
    do: Callable[[QDialog], object],
    accepted: bool,
    language: Language,
    context: DialogContext,
    answer: Ask,
) -> None:
    dialog = AcceptMissingDialog({3: 30}, NAMES, PLACE, context)

    def type_and_do() -> None:
        word = find(dialog, QLineEdit, "confirm.word")
        QTest.keyClicks(word, "MISSING")
        QTest.keyClick(word, Qt.Key.Key_Return)
        assert dialog.isVisible()
        do(dialog)

    assert answer(dialog, type_and_do) is accepted


def test_it_says_how_many_files_of_how_many_businesses_and_where(
    english: Language, context: DialogContext
) -> None:
    dialog = AcceptMissingDialog({3: 1300, 5: 1}, NAMES, PLACE, context)
    assert figures(said(dialog, "missing.explained")) == ["1,301", "2"]
    assert PLACE in said(dialog, "missing.explained")
    assert said(dialog, "missing.danger")
    assert lines(dialog, "missing.lines") == [["Blue Harbor", "3", "1,300"], ["<i>Orion</i>", "5", "1"]]


def test_where_the_storage_was_refused_it_does_not_pretend_to_know_how_many(
    english: Language, context: DialogContext
) -> None:
    dialog = AcceptMissingDialog({3: None, 5: None}, NAMES, PLACE, context)
    explained = said(dialog, "missing.explained")
    assert PLACE in explained
    assert figures(explained) == ["2"]
    assert [line[2] for line in lines(dialog, "missing.lines")] == ["–", "–"]
