"""Finishing files from the window, on a real database and real files."""

from __future__ import annotations

import ast
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QPushButton

from app.actions.sweeping import SweepAction, SweepResult
from app.core.access import Actor
from app.core.job import JobStatus
from app.db.engine import Database
from app.files.local import LocalStorage
from app.qt.poller import ShownRow
from app.qt.roster import LocalState
from app.ui import long_work
from app.ui.words import without_marks
from tests.qt.conftest import Outage
from tests.qt.window.conftest import Console
from tests.support.crew import Gate
from tests.support.dialogs import lines
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

APP = Path(__file__).resolve().parents[3] / "app"
PAUSED, RUNNING = JobStatus.PAUSED, JobStatus.RUNNING


class Spy:
    """The action itself, and what it was asked for."""

    def __init__(self, action: SweepAction) -> None:
        self._action = action
        self.asked: list[tuple[list[int], bool]] = []
        self.threads: set[threading.Thread] = set()

    def __call__(
        self, actor: Actor, business_ids: Sequence[int], *how: Any, accept_missing: bool
    ) -> list[SweepResult]:
        self.asked.append((list(business_ids), accept_missing))
        self.threads.add(threading.current_thread())
        return self._action(actor, business_ids, *how, accept_missing=accept_missing)


Use = Callable[[LocalStorage], Spy]


@pytest.fixture
def use(console: Console, database: Database) -> Use:
    """Puts the action, on some storage, under the eyes of the test."""

    def put(storage: LocalStorage) -> Spy:
        spy = Spy(SweepAction(database, storage, console.crew.audit))
        object.__setattr__(console.desk, "sweep_files", spy)
        return spy

    return put


@pytest.fixture
def spy(console: Console, use: Use, storage: LocalStorage) -> Spy:
    console.window._commands.act_for(console.actor)
    return use(storage)


@pytest.fixture
def gate(storage_root: Path, spy: Spy, use: Use, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The storage hangs until the test opens it."""
    monkeypatch.setattr(long_work, "QUIET_MS", 0)
    gate = Gate(storage_root)
    use(gate)
    yield gate
    gate.open()


def business(product: Product, files: int, *, lost: int = 0, name: str = "Alon") -> int:
    """A business whose receipts are all deleted, with their files left behind; `lost` of these are gone."""
    business_id = product.business(name)
    product.receipts(business_id, files, files=1, is_deleted=True)
    found = product.rows(
        "SELECT storage_path FROM attachments WHERE business_id = %s ORDER BY id", business_id
    )
    for row in found[:lost]:
        product.path(row["storage_path"]).unlink()
    return business_id


def vouch(product: Product) -> None:
    """A file that is needed, by which the storage is known to be the right one."""
    product.attachments(product.business(), 1, "contract")


def rows(product: Product, business_id: int) -> int:
    return int(product.scalar("SELECT count(*) FROM attachments WHERE business_id = %s", business_id))


def choose(console: Console, *business_ids: int) -> None:
    """Selects the businesses, and asks for their files to be finished."""
    console.desk.poller.rows.emit(tuple(a_row(key, f"Business {key}") for key in business_ids))
    console.select(*business_ids)
    action = console.action("finish_files")
    console.loop.until(action.isEnabled)
    action.trigger()


def finish(console: Console, *business_ids: int) -> None:
    choose(console, *business_ids)
    console.press("finish.finish")


def is_over(console: Console) -> bool:
    return not console.window._commands.is_finishing


def type_missing(console: Console, word: str = "MISSING", count: str = "") -> QDialog:
    """Types into the confirmation once it is there, without pressing its button."""
    dialog = console.dialog("missing.accept")
    part(dialog, QLineEdit, "confirm.word").setText(word)
    if count:
        part(dialog, QLineEdit, "confirm.count").setText(count)
    return dialog


def audited(console: Console) -> list[tuple[str, str, int | None]]:
    return [(line.action, line.answer, line.business_id) for line in console.crew.audit.read()]


# When it is offered


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (a_row(1), None),
        (a_row(1, left=0), None),
        (a_row(1, status=PAUSED), None),
        (a_row(1, status=RUNNING, local=LocalState(1)), None),
        (a_row(1, may_act=False), "The receipts page is not enabled for this business."),
        (None, "Select a business."),
    ],
)
def test_it_is_offered_wherever_something_may_be_deleted(
    console: Console, shown: ShownRow | None, why: str | None
) -> None:
    if shown is not None:
        console.desk.poller.rows.emit((shown,))
        console.select(1)
    QApplication.processEvents()
    action = console.action("finish_files")
    assert action.isEnabled() is (why is None)
    assert (why or "Delete the files that deleted receipts left behind") in action.toolTip()


def test_who_does_not_confirm_changes_nothing(console: Console, product: Product, spy: Spy) -> None:
    alon = business(product, 3)
    choose(console, alon)
    console.press("finish.cancel")
    console.loop.until(lambda: is_over(console))
    assert (spy.asked, product.files(alon)) == ([], 3)


# A run


def test_files_are_finished_off_the_main_thread_and_each_business_is_told(
    console: Console, product: Product, spy: Spy
) -> None:
    alon, marom = business(product, 3), business(product, 21, lost=1)
    product.receipts(alon, 5, files=1)
    finish(console, alon, marom)
    dialog = console.dialog("swept.close")
    assert [line[1:] for line in lines(dialog, "swept.lines")] == [
        [str(alon), "3", "0", "0", "0", ""],
        [str(marom), "20", "1", "0", "0", ""],
    ]
    assert not part(dialog, QPushButton, "swept.gone").isVisible()
    console.press("swept.close")
    console.loop.until(lambda: is_over(console))
    assert spy.asked == [([alon, marom], False)]
    assert threading.main_thread() not in spy.threads
    assert (product.files(alon), product.live(alon), rows(product, marom)) == (5, 5, 0)
    assert audited(console) == [
        ("sweep", "swept: 3 files deleted, 0 left", alon),
        ("sweep", "swept: 20 files deleted, 0 left, 1 missing", marom),
    ]
    console.loop.until(console.action("finish_files").isEnabled)


def test_what_the_screen_shows_as_closed_is_left_out(console: Console, product: Product, spy: Spy) -> None:
    alon, closed = business(product, 3), business(product, 2)
    console.desk.poller.rows.emit((a_row(alon), a_row(closed, may_act=False)))
    console.select(alon, closed)
    console.action("finish_files").trigger()
    question = console.dialog("finish.finish")
    assert "1 business" in without_marks(part(question, QLabel, "finish.left_out").text())
    console.press("finish.finish")
    console.press("swept.close")
    assert spy.asked == [([alon], False)]


def test_a_business_that_was_closed_meanwhile_is_told_with_the_reason(
    console: Console, product: Product, spy: Spy
) -> None:
    alon, closed = business(product, 3), business(product, 2)
    choose(console, alon, closed)
    console.dialog("finish.finish")
    product.execute("UPDATE business SET enabled_pages = '[]' WHERE id = %s", closed)
    console.press("finish.finish")
    told = lines(console.dialog("swept.close"), "swept.lines")
    assert told[1][2:] == ["–"] * 4 + ["The receipts page is switched off for this business."]
    console.press("swept.close")
    assert (product.files(alon), product.files(closed)) == (0, 2)
    assert audited(console)[1] == ("sweep", "page_disabled", closed)


# Missing files


def test_rows_that_are_kept_go_only_after_the_word(console: Console, product: Product, spy: Spy) -> None:
    vouch(product)
    alon, marom = business(product, 3), business(product, 30, lost=30)
    finish(console, alon, marom)
    console.press("swept.gone")
    dialog = type_missing(console, "DELETE")
    accept = part(dialog, QPushButton, "missing.accept")
    assert "30 files of 1 business" in without_marks(part(dialog, QLabel, "missing.explained").text())
    assert str(product.storage_root) in part(dialog, QLabel, "missing.explained").text()
    assert not accept.isEnabled()
    accept.click()
    assert spy.asked == [([alon, marom], False)]
    assert rows(product, marom) == 30
    type_missing(console)
    accept.click()
    second = console.dialog("swept.close")
    assert lines(second, "swept.lines")[0][1:] == [str(marom), "0", "30", "0", "0", ""]
    assert not part(second, QPushButton, "swept.gone").isVisible()
    console.press("swept.close")
    assert spy.asked == [([alon, marom], False), ([marom], True)]
    assert rows(product, marom) == 0
    assert audited(console) == [
        ("sweep", "swept: 3 files deleted, 0 left", alon),
        ("sweep", "swept: 0 files deleted, 30 left", marom),
        ("sweep_accept_missing", "swept: 0 files deleted, 0 left, 30 missing", marom),
    ]


def test_who_turns_back_at_the_word_keeps_the_rows(console: Console, product: Product, spy: Spy) -> None:
    vouch(product)
    alon = business(product, 30, lost=30)
    finish(console, alon)
    console.press("swept.gone")
    type_missing(console)
    console.press("missing.cancel")
    console.loop.until(lambda: is_over(console))
    assert spy.asked == [([alon], False)]
    assert rows(product, alon) == 30


def test_a_storage_without_any_of_the_newest_files_is_refused_first_and_accepted_by_the_word(
    console: Console, product: Product, spy: Spy
) -> None:
    alon, marom = business(product, 30, lost=30), business(product, 1, lost=1)
    shutil.rmtree(product.storage_root / "attachments" / str(alon))
    finish(console, alon, marom)
    console.loop.until(lambda: "none is there" in console.message())
    assert str(product.storage_root) in console.message()
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
    assert (rows(product, alon), rows(product, marom)) == (0, 0)
    assert [line[0] for line in audited(console)] == ["sweep_accept_missing"] * 2


def test_any_other_refusal_cannot_be_overruled(console: Console, product: Product, spy: Spy) -> None:
    alon = business(product, 2)
    shutil.rmtree(product.storage_root)
    finish(console, alon)
    console.loop.until(lambda: "there is no such folder" in console.message())
    assert not part(console.window, QAbstractButton, "message.act").isVisible()
    assert part(console.window, QAbstractButton, "message.details").isVisible()
    assert rows(product, alon) == 2


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


# While it goes on


def test_all_else_can_be_done_meanwhile(console: Console, product: Product, gate: Gate) -> None:
    """It may take hours: a deletion that runs must be stopped all the same."""
    alon = business(product, 2)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.loop.until(lambda: "Finishing files: 0 of 1 business" in without_marks(console.message()))
    action = console.action("finish_files")
    console.loop.until(lambda: not action.isEnabled())
    assert "still being carried out" in action.toolTip()
    assert console.action("delete").isEnabled()
    gate.open()
    console.press("swept.close")
    console.loop.until(action.isEnabled)


def test_a_stop_ends_it_after_the_files_under_way(console: Console, product: Product, gate: Gate) -> None:
    alon, marom = business(product, 2), business(product, 3)
    finish(console, alon, marom)
    console.loop.until(lambda: gate.entered)
    console.loop.until(console.message)
    part(console.window, QAbstractButton, "message.act").click()
    console.loop.until(lambda: "Stopping after" in console.message())
    gate.open()
    dialog = console.dialog("swept.close")
    heading = without_marks(part(dialog, QLabel, "swept.heading").text())
    assert heading == "Stopped: 2 files deleted, in 1 of 2 businesses. Do it again to go on."
    console.press("swept.close")
    assert gate.entered == {alon}
    assert (product.files(alon), product.files(marom)) == (0, 3)
    assert [line[2] for line in audited(console)] == [alon]


def test_a_stop_in_the_last_business_is_no_end(
    console: Console, product: Product, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.sweeper.FILES_AT_ONCE", 2)
    alon = business(product, 5)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.loop.until(console.message)
    part(console.window, QAbstractButton, "message.act").click()
    gate.open()
    heading = part(console.dialog("swept.close"), QLabel, "swept.heading").text()
    assert without_marks(heading).startswith("Stopped: 2 files deleted, in 1 of 1 business.")
    console.press("swept.close")
    assert product.files(alon) == 3


def test_the_result_comes_over_nothing_that_the_person_does(
    console: Console, product: Product, gate: Gate
) -> None:
    alon = business(product, 2)
    finish(console, alon)
    console.loop.until(lambda: gate.entered)
    console.action("shortcuts").trigger()
    other = console.dialog("shortcuts.close")
    gate.open()
    console.loop.until(lambda: is_over(console))
    assert QApplication.activeModalWidget() is other
    assert "2 files deleted in 1 business." in without_marks(console.message())
    console.press("shortcuts.close")
    part(console.window, QAbstractButton, "message.act").click()
    assert lines(console.dialog("swept.close"), "swept.lines")[0][2] == "2"
    console.press("swept.close")
    console.loop.until(lambda: is_over(console))


def test_it_ends_with_the_window_and_shows_nothing_any_more(
    console: Console, product: Product, gate: Gate
) -> None:
    alon, marom = business(product, 2), business(product, 3)
    finish(console, alon, marom)
    console.loop.until(lambda: gate.entered)
    console.window.begin_to_leave()
    gate.open()
    console.loop.until(lambda: is_over(console))
    console.loop.turn()
    assert QApplication.activeModalWidget() is None
    assert (product.files(alon), product.files(marom)) == (0, 3)
    console.action("finish_files").setEnabled(True)
    console.action("finish_files").trigger()
    assert is_over(console)


class LastBreath(LocalStorage):
    """When it has finished a business, the database goes away."""

    def __init__(self, root: Path, outage: Outage) -> None:
        super().__init__(root)
        self._outage = outage

    def tidy(self, business_id: int) -> None:
        super().tidy(business_id)
        self._outage.begin()


def test_an_error_in_the_middle_is_told_with_what_was_done_until_then(
    console: Console, product: Product, spy: Spy, use: Use, outage: Outage
) -> None:
    alon, marom = business(product, 2), business(product, 3)
    use(LastBreath(product.storage_root, outage))
    finish(console, alon, marom)
    console.loop.until(lambda: "was interrupted" in console.message())
    outage.end()
    assert "stays deleted" in console.message()
    assert "Nothing" not in console.message()
    part(console.window, QAbstractButton, "message.details").click()
    console.press("error.close")
