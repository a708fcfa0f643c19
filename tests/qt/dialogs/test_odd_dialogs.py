"""Odd names and figures through the dialogs of several businesses, in both languages: nothing raises, not
even into a net. The confirmation: see `tests.qt.test_odd_values`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.actions.jobs import Unfrozen
from app.actions.results import ActionResult, Answer
from app.actions.sweeping import SweepResult
from app.core.languages import LANGUAGES
from app.engine.tally import FileTally
from app.qt.translation import Language
from app.ui.dialogs.accept_missing import AcceptMissingDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.finish_files import FinishFilesDialog
from app.ui.dialogs.fix_end import FixEndDialog
from app.ui.dialogs.results import ResultsDialog
from app.ui.dialogs.swept import SweptDialog
from app.ui.texts.sweep import Swept
from app.ui.widgets.dialog import Dialog, DialogContext
from tests.support import odd
from tests.support.jobs import a_job

NAMES = dict(enumerate(odd.TEXTS, 1))
FIGURES = list(odd.INTEGERS)


def results(context: DialogContext) -> Dialog:
    told = [
        ActionResult(answer, key, job=a_job(id=figure), seconds=figure)
        for answer in Answer
        for key, figure in enumerate(FIGURES, 1)
    ]
    return ResultsDialog(told, NAMES, context)


def swept(context: DialogContext) -> Dialog:
    told = [
        SweepResult(key, None, FileTally(figure, figure, figure, figure))
        for key, figure in enumerate(FIGURES, 1)
    ]
    return SweptDialog(Swept(told, 2**40), NAMES, odd.TEXTS[5], context)


def fix_end(context: DialogContext) -> Dialog:
    jobs = [
        Unfrozen(a_job(total=figure, business_id=key), -figure, figure)
        for key, figure in enumerate(FIGURES, 1)
    ]
    return FixEndDialog(jobs, NAMES, context)


MAKES: list[Callable[[DialogContext], Dialog]] = [
    results,
    swept,
    fix_end,
    lambda context: FinishFilesDialog(NAMES, 2**40, odd.TEXTS[3], context),
    lambda context: FinishFilesDialog({1: odd.TEXTS[-2]}, 0, odd.TEXTS[-1], context),
    lambda context: AcceptMissingDialog(dict(enumerate(FIGURES, 1)), NAMES, odd.TEXTS[5], context),
    lambda context: ErrorDialog(odd.TEXTS[3], odd.TEXTS[-1], context),
]


@pytest.fixture(autouse=True)
def uncaught(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    met: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: met.append(error))
    yield
    assert met == []


@pytest.mark.parametrize("make", MAKES, ids=range(len(MAKES)))
def test_a_dialog_shows_whatever_it_is_given(
    make: Callable[[DialogContext], Dialog],
    context: DialogContext,
    language: Language,
    qtbot: QtBot,
) -> None:
    dialog = make(context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.grab()
    for code in LANGUAGES:
        language.use(code)
        dialog.grab()
