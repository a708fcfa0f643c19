"""Finishing files from the window, on a real database and real files."""

from __future__ import annotations

import ast
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from app.actions.results import Answer
from app.actions.sweeping import BEGUN
from app.core.job import JobStatus
from app.core.storage_messages import NO_FOLDER
from app.ui.texts.words import outcome_text
from app.ui.window.availability import NOTHING_SELECTED, PAGE_OFF, Availability, DisabledReason
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.qt.window.conftest import Hands
from tests.support.dialogs import lines
from tests.support.figures import figures
from tests.support.finishing import Spy, audited, business, choose, finish, is_over, type_missing, vouch
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

APP = Path(__file__).resolve().parents[3] / "app"
PAUSED, RUNNING = JobStatus.PAUSED, JobStatus.RUNNING


# When it is offered


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (a_row(1), None),
        (a_row(1, left=0), None),
        (a_row(1, status=PAUSED), None),
        (a_row(1, status=RUNNING, local=LocalState(1)), None),
        (a_row(1, may_act=False), PAGE_OFF),
        (None, NOTHING_SELECTED),
    ],
)
def test_it_is_offered_wherever_something_may_be_deleted(
    console: Hands, shown: ShownRow | None, why: DisabledReason | None
) -> None:
    if shown is not None:
        console.services.poller.rows.emit((shown,))
        console.select(1)
    QApplication.processEvents()
    action = console.action("finish_files")
    assert action.isEnabled() is (why is None)
    assert why is None or Availability(False, (why,)).explanation in action.toolTip()


def test_who_does_not_confirm_changes_nothing(console: Hands, product: Product, spy: Spy) -> None:
    alon = business(product, 3)
    choose(console, alon)
    console.press("finish.cancel")
    console.loop.until(lambda: is_over(console))
    assert (spy.asked, product.files(alon)) == ([], 3)


# A run


def test_files_are_finished_off_the_main_thread_and_each_business_is_told(
    console: Hands, product: Product, spy: Spy
) -> None:
    alon, marom = business(product, 3), business(product, 21, lost=1)
    product.receipts(alon, 5, files=1)
    finish(console, alon, marom)
    dialog = console.dialog("swept.close")
    assert [line[1:] for line in lines(dialog, "swept.lines")] == [
        [str(alon), "3", "0", "0", "0", "0", ""],
        [str(marom), "20", "1", "0", "0", "0", ""],
    ]
    assert not part(dialog, QPushButton, "swept.gone").isVisible()
    console.press("swept.close")
    console.loop.until(lambda: is_over(console))
    assert spy.asked == [([alon, marom], False)]
    assert threading.main_thread() not in spy.threads
    assert (product.files(alon), product.live(alon), product.attachment_count(marom)) == (5, 5, 0)
    assert audited(console) == [
        ("sweep", BEGUN, alon),
        ("sweep", "swept: 3 files deleted, 0 left", alon),
        ("sweep", BEGUN, marom),
        ("sweep", "swept: 20 files deleted, 0 left, 1 missing", marom),
    ]
    console.loop.until(console.action("finish_files").isEnabled)


def test_what_the_screen_shows_as_closed_is_left_out(console: Hands, product: Product, spy: Spy) -> None:
    alon, closed = business(product, 3), business(product, 2)
    console.services.poller.rows.emit((a_row(alon), a_row(closed, may_act=False)))
    console.select(alon, closed)
    console.action("finish_files").trigger()
    question = console.dialog("finish.finish")
    assert figures(part(question, QLabel, "finish.left_out").text()) == ["1"]
    console.press("finish.finish")
    console.press("swept.close")
    assert spy.asked == [([alon], False)]


def test_a_business_that_was_closed_meanwhile_is_told_with_the_reason(
    console: Hands, product: Product, spy: Spy
) -> None:
    alon, closed = business(product, 3), business(product, 2)
    choose(console, alon, closed)
    console.dialog("finish.finish")
    product.execute("UPDATE business SET enabled_pages = '[]' WHERE id = %s", closed)
    console.press("finish.finish")
    told = lines(console.dialog("swept.close"), "swept.lines")
    assert told[1][2:] == ["–"] * 5 + [outcome_text(Answer.PAGE_DISABLED)]
    console.press("swept.close")
    assert (product.files(alon), product.files(closed)) == (0, 2)
    assert audited(console)[2:] == [("sweep", "page_disabled", closed)]


# Missing files


def test_rows_that_are_kept_go_only_after_the_word(console: Hands, product: Product, spy: Spy) -> None:
    vouch(product)
    alon, marom = business(product, 3), business(product, 30, lost=30)
    finish(console, alon, marom)
    console.press("swept.gone")
    dialog = type_missing(console, "DELETE")
    accept = part(dialog, QPushButton, "missing.accept")
    assert figures(part(dialog, QLabel, "missing.explained").text())[:2] == ["30", "1"]
    assert str(product.storage_root) in part(dialog, QLabel, "missing.explained").text()
    assert not accept.isEnabled()
    accept.click()
    assert spy.asked == [([alon, marom], False)]
    assert product.attachment_count(marom) == 30
    type_missing(console)
    accept.click()
    second = console.dialog("swept.close")
    assert lines(second, "swept.lines")[0][1:] == [str(marom), "0", "30", "0", "0", "0", ""]
    assert not part(second, QPushButton, "swept.gone").isVisible()
    console.press("swept.close")
    assert spy.asked == [([alon, marom], False), ([marom], True)]
    assert product.attachment_count(marom) == 0
    assert audited(console) == [
        ("sweep", BEGUN, alon),
        ("sweep", "swept: 3 files deleted, 0 left", alon),
        ("sweep", BEGUN, marom),
        ("sweep", "swept: 0 files deleted, 30 left", marom),
        ("sweep_accept_missing", BEGUN, marom),
        ("sweep_accept_missing", "swept: 0 files deleted, 0 left, 30 missing", marom),
    ]


def test_who_turns_back_at_the_word_keeps_the_rows(console: Hands, product: Product, spy: Spy) -> None:
    vouch(product)
    alon = business(product, 30, lost=30)
    finish(console, alon)
    console.press("swept.gone")
    type_missing(console)
    console.press("missing.cancel")
    console.loop.until(lambda: is_over(console))
    assert spy.asked == [([alon], False)]
    assert product.attachment_count(alon) == 30


def test_a_storage_without_any_of_the_newest_files_is_refused_first_and_accepted_by_the_word(
    console: Hands, product: Product, spy: Spy
) -> None:
    alon, marom = business(product, 30, lost=30), business(product, 1, lost=1)
    shutil.rmtree(product.storage_root / "attachments" / str(alon))
    finish(console, alon, marom)
    console.loop.until(lambda: str(product.storage_root) in console.message())
    assert QApplication.activeModalWidget() is None
    assert audited(console) == []
    part(console.window, QAbstractButton, "message.act").click()
    accept = part(type_missing(console, count="1"), QPushButton, "missing.accept")
    assert not accept.isEnabled()
    assert spy.asked == [([alon, marom], False)]
    type_missing(console, count="2")
    accept.click()
    told = lines(console.dialog("swept.close"), "swept.lines")
    assert [line[3] for line in told] == ["30", "1"]
    console.press("swept.close")
    assert spy.asked[1:] == [([alon, marom], True)]
    assert (product.attachment_count(alon), product.attachment_count(marom)) == (0, 0)
    assert [line[0] for line in audited(console)] == ["sweep_accept_missing"] * 4


def test_any_other_refusal_cannot_be_overruled(console: Hands, product: Product, spy: Spy) -> None:
    alon = business(product, 2)
    shutil.rmtree(product.storage_root)
    finish(console, alon)
    console.loop.until(lambda: NO_FOLDER in console.message())
    assert not part(console.window, QAbstractButton, "message.act").isVisible()
    assert part(console.window, QAbstractButton, "message.details").isVisible()
    assert product.attachment_count(alon) == 2


def test_the_window_says_in_one_place_alone_that_missing_files_are_gone() -> None:
    """Behind the typed word; a deletion, a resumption or a retry from the window never says so."""
    places = [
        (path.name, function.name)
        for room in ("ui", "qt", "bootstrap")
        for path in sorted((APP / room).rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.keyword)
        and node.arg == "accept_missing"
        and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    assert places == [("finishing.py", "_accept"), ("finishing.py", "_finish"), ("finishing.py", "_run")]
