"""Results, closing, error, about and the demo's reset: what they say and what they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton

from app.actions.results import ActionResult, Answer
from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.dialogs.about import COMPONENTS, AboutDialog, Versions
from app.ui.dialogs.closing import ClosingChoice, ClosingDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.reset_demo import ResetDemoDialog
from app.ui.dialogs.results import ResultsDialog
from app.ui.texts.words import outcome_text, without_marks
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, is_whole, lines
from tests.support.figures import figures
from tests.support.jobs import a_job

RESULTS = [
    ActionResult(Answer.STARTED, 3, a_job()),
    ActionResult(Answer.TOO_SOON, 4, seconds=42),
    ActionResult(Answer.ALREADY_ACTIVE, 5, a_job(id=77, status=JobStatus.PAUSED)),
    ActionResult(Answer.NO_SUCH_JOB, None),
]
SENTENCES = [without_marks(outcome_text(one.answer, one.job, one.seconds)) for one in RESULTS]
NAMES = {3: "Blue Harbor", 4: "כרמל \u202eסוכנות", 5: "<i>Orion</i>"}


def test_results_have_a_line_for_each_business(english: Language, context: DialogContext) -> None:
    dialog = ResultsDialog(RESULTS, NAMES, context)
    assert figures(find(dialog, QLabel, "results.heading").text()) == ["1", "4"]
    assert [line[:2] for line in lines(dialog, "results.lines")] == [
        ["Blue Harbor", "3"],
        ["כרמל ⟨U+202E⟩סוכנות", "4"],
        ["<i>Orion</i>", "5"],
        ["–", "–"],
    ]
    assert [line[2] for line in lines(dialog, "results.lines")] == SENTENCES


def test_results_are_copied_without_the_marks_of_the_screen(
    english: Language, context: DialogContext, show: Show
) -> None:
    dialog = ResultsDialog(RESULTS[:2], NAMES, context)
    show(dialog)
    click(dialog, "results.copy")
    assert QGuiApplication.clipboard().text() == (
        f"Blue Harbor (3): {SENTENCES[0]}\nכרמל ⟨U+202E⟩סוכנות (4): {SENTENCES[1]}\n"
    )


def test_many_results_fit_a_small_screen(language: Language, context: DialogContext, show: Show) -> None:
    results = [ActionResult(Answer.RUN_ELSEWHERE, id) for id in range(1, 201)]
    dialog = ResultsDialog(results, {id: f"Business {id}" for id in range(1, 201)}, context)
    show(dialog)
    assert dialog.frameGeometry().height() <= 700
    assert dialog.frameGeometry().width() <= 1280
    assert is_whole(dialog, "results.close")


@pytest.mark.parametrize(
    ("do", "choice"),
    [
        (lambda dialog: click(dialog, "closing.stay"), ClosingChoice.KEEP_RUNNING),
        (lambda dialog: click(dialog, "closing.pause"), ClosingChoice.PAUSE_AND_QUIT),
        (lambda dialog: click(dialog, "closing.back"), ClosingChoice.BACK),
        (lambda dialog: dialog.close(), ClosingChoice.BACK),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), ClosingChoice.BACK),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), ClosingChoice.KEEP_RUNNING),
    ],
)
def test_closing_answers_what_was_chosen(
    do: Callable[[QDialog], object],
    choice: ClosingChoice,
    language: Language,
    context: DialogContext,
    answer: Ask,
) -> None:
    dialog = ClosingDialog(3, context, has_tray=True)
    assert answer(dialog, lambda: do(dialog)) is choice


def test_without_a_tray_none_is_promised(language: Language, context: DialogContext) -> None:
    with_tray, without = (ClosingDialog(3, context, has_tray=tray) for tray in (True, False))
    stays = [find(dialog, QPushButton, "closing.stay").text() for dialog in (with_tray, without)]
    explained = [find(dialog, QLabel, "closing.explained").text() for dialog in (with_tray, without)]
    assert stays[0] != stays[1]
    assert explained[0] != explained[1]


@pytest.mark.parametrize(
    ("code", "running", "found"),
    [("en", 1, ["1"]), ("en", 3, ["3"]), ("he", 1, []), ("he", 3, ["3"])],
)
def test_closing_counts_in_the_right_form(
    code: str, running: int, found: list[str], english: Language, context: DialogContext
) -> None:
    english.use(code)
    one, here = (
        find(ClosingDialog(n, context, has_tray=True), QLabel, "closing.heading").text() for n in (1, running)
    )
    assert figures(here) == found  # Hebrew writes one as a word
    assert (here.replace(str(running), "1") == one) is (running == 1)


def test_closing_counts_restores_beside_deletions(language: Language, context: DialogContext) -> None:
    said = [
        find(ClosingDialog(n, context, has_tray=True, restores=m), QLabel, "closing.heading").text()
        for n, m in ((0, 2), (3, 0), (3, 2))
    ]
    assert [figures(one) for one in said] == [["2"], ["3"], ["3", "2"]]
    assert len(set(said)) == 3


def test_an_error_shows_details_on_demand_and_copies_both(
    language: Language, context: DialogContext, show: Show
) -> None:
    dialog = ErrorDialog("The storage \u2066/srv\u2069 is away.", "StorageUnusable\nline 2", context)
    show(dialog)
    details = find(dialog, QPlainTextEdit, "error.details")
    assert not details.isVisible()
    click(dialog, "error.toggle")
    QApplication.processEvents()
    assert is_whole(dialog, "error.details")
    assert is_whole(dialog, "error.close")
    click(dialog, "error.copy")
    assert QGuiApplication.clipboard().text() == "The storage /srv is away.\n\nStorageUnusable\nline 2"
    click(dialog, "error.close")
    assert not dialog.isVisible()


def test_an_error_without_details_offers_none(language: Language, context: DialogContext, show: Show) -> None:
    dialog = ErrorDialog("It is away.", "", context)
    show(dialog)
    assert not find(dialog, QPushButton, "error.toggle").isVisible()


def test_an_error_is_never_taken_for_markup(english: Language, context: DialogContext) -> None:
    dialog = ErrorDialog("<b>bold</b>", "", context)
    assert find(dialog, QLabel, "error.sentence").textFormat() is Qt.TextFormat.PlainText


def test_about_names_version_folders_and_licences(
    language: Language, context: DialogContext, answer: Ask
) -> None:
    dialog = AboutDialog(
        Versions("1.2.3", "3.11.7", "6.11.3"), "/home/dana/Sweep", "/home/dana/Sweep/log", context
    )
    assert "1.2.3" in find(dialog, QLabel, "about.title").text()
    folders = without_marks(find(dialog, QLabel, "about.folders").text())
    assert "/home/dana/Sweep\n" in folders
    assert "/home/dana/Sweep/log" in folders
    assert lines(dialog, "about.components") == [list(component) for component in COMPONENTS]
    assert answer(dialog, lambda: click(dialog, "about.close")) is None


def test_the_demo_begins_anew_only_when_that_is_clicked(
    language: Language, context: DialogContext, answer: Ask
) -> None:
    ways: list[tuple[Callable[[QDialog], object], bool]] = [
        (lambda dialog: click(dialog, "reset.reset"), True),
        (lambda dialog: click(dialog, "reset.cancel"), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), False),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), False),
    ]
    for do, agreed in ways:
        dialog = ResetDemoDialog(context)
        assert answer(dialog, lambda: do(dialog)) is agreed  # noqa: B023 - called in this round


def test_a_question_that_is_not_awaited_any_more_closes_its_dialog(
    loop: Loop, english: Language, context: DialogContext
) -> None:
    dialog = ResetDemoDialog(context)
    results: list[int] = []
    dialog.finished.connect(results.append)

    async def give_up() -> None:
        asked = asyncio.ensure_future(finished(dialog))
        while not dialog.isVisible():
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert results == [QDialog.DialogCode.Rejected]

    loop.run(give_up())


def test_sentences_that_begin_with_a_latin_name_stay_right_to_left(
    hebrew: Language, context: DialogContext
) -> None:
    dialog = ErrorDialog("\u2068Orion\u2069 אינו כאן.", "", context)
    assert find(dialog, QLabel, "error.sentence").text().startswith("\u200f")
