"""What is told of deletions that end while nobody looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.core.policy import Policy
from app.engine.events import Ending, SliceResult
from app.qt.translation import Language
from app.ui.window.completion_notices import SENTENCES, CompletionNotices
from app.ui.window.tray import Tray
from app.viewmodel.run_ends import RunEnds
from tests.qt.window.conftest import Hands, NewHands
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product

NAMES = {1: "Blue Harbor Dental", 2: "מאפיית הגליל"}


def told_of(console: Hands, *endings: Ending) -> str:
    said: list[str] = []
    notices = CompletionNotices(lambda job_id: NAMES.get(job_id, ""), console.window)
    notices.noticed.connect(said.append)
    for number, ending in enumerate(endings, start=1):
        notices.note(SliceResult(number, ending))
    console.loop.until(lambda: said)
    (text,) = said
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("ending", [Ending.COMPLETED, Ending.FAILED, Ending.CAPPED])
def test_one_is_told_by_its_business(console: Hands, language: Language, ending: Ending) -> None:
    source = str(SENTENCES[ending])
    assert told_of(console, ending) == source.format(business="Blue Harbor Dental")
    language.use("he")
    translated = QCoreApplication.translate("CompletionNotices", source)
    assert translated != source
    assert told_of(console, ending) == translated.format(business="Blue Harbor Dental")


def test_several_of_one_moment_are_told_as_one(console: Hands, language: Language) -> None:
    ends = (Ending.COMPLETED, Ending.PAUSED, Ending.COMPLETED, Ending.FAILED)  # who pauses knows
    assert [figures(line) for line in told_of(console, *ends).splitlines()] == [["2"], ["1"]]
    language.use("he")
    assert [figures(line) for line in told_of(console, *ends).splitlines()] == [["2"], []]


def test_one_that_the_table_does_not_know_yet_is_counted(console: Hands) -> None:
    said: list[str] = []
    notices = CompletionNotices(lambda job_id: "", console.window)
    notices.noticed.connect(said.append)
    notices.note(SliceResult(7, Ending.COMPLETED))
    console.loop.until(lambda: said)
    assert [figures(line) for line in said] == [["1"]]


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # what the offscreen platform lacks
@pytest.mark.parametrize("is_in_front", [False, True])
def test_who_looks_at_the_window_is_not_called(
    new_console: NewHands, product: Product, monkeypatch: pytest.MonkeyPatch, is_in_front: bool
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Tray, "call", lambda self, text: said.append(text))
    business_id = product.business("Blue Harbor Dental")
    product.receipts(business_id, 3)
    console = new_console(Policy(batch_size=50, throttle_ms=0))
    console.open(business_id)
    monkeypatch.setattr(type(console.window), "isActiveWindow", lambda self: is_in_front)
    ended: list[object] = []
    part(console.window, RunEnds).ended.connect(ended.append)
    console.loop.until(lambda: part(console.window, RunEnds)._is_read)
    console.crew.delete(business_id)
    console.loop.until(lambda: ended)
    QApplication.processEvents()
    assert len(said) == (0 if is_in_front else 1)


class Told:
    """What is told of jobs with these endings, of which the runs tell `by_run`."""

    def __init__(self, console: Hands, *endings: Ending, by_run: set[int]) -> None:
        self.said: list[str] = []
        notices = CompletionNotices(
            lambda job_id: NAMES.get(job_id, ""), console.window, lambda result: result.job_id in by_run
        )
        notices.noticed.connect(self.said.append)
        for number, ending in enumerate(endings, start=1):
            notices.note(SliceResult(number, ending))
        notices._soon.stop()
        notices._tell()


def test_what_is_told_with_its_run_is_not_told_beside_it(console: Hands) -> None:
    assert Told(console, Ending.COMPLETED, by_run={1}).said == []
    assert len(Told(console, Ending.COMPLETED, Ending.FAILED, by_run={1}).said) == 1
    assert len(Told(console, Ending.COMPLETED, by_run=set()).said) == 1
