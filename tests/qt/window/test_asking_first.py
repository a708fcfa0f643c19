"""What is asked before several deletions are touched at once, how a run gets its name, and what is said of
it afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from app.actions.results import Answer
from app.core.job import JobStatus
from app.core.run import RunLabel
from app.ui.window import message_bar
from app.ui.window.message_bar import MessageBar, News
from app.viewmodel import poller
from app.viewmodel.recent_runs import NAMES_KEPT, NAMES_KEY, RecentRuns
from app.viewmodel.rows import ShownRow
from tests.qt.window.conftest import Hands, NewHands
from tests.support.dialogs import find, lines
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

PAUSED = {"total": 3, "cursor": '{"last_id": 0, "max_id": 9}'}


def statuses(product: Product) -> dict[int, str]:
    return {
        row["business_id"]: row["status"]
        for row in product.rows("SELECT business_id, status FROM background_jobs")
    }


@pytest.fixture
def three(new_console: NewHands, product: Product) -> tuple[Hands, list[int]]:
    """A paused job, a failed one, and a business without any; all three ticked."""
    businesses = [product.business(name) for name in ("Alon", "Marom", "Zohar")]
    product.job(businesses[0], "paused", **PAUSED)
    product.job(businesses[1], "failed", **PAUSED)
    product.receipts(businesses[2], 1)
    console = new_console()
    console.open(*businesses)
    console.page.ticks.replace(businesses)
    QApplication.processEvents()
    return console, businesses


@pytest.mark.parametrize("action", ["resume", "cancel"])
def test_several_are_shown_before_anything_happens_to_them(
    three: tuple[Hands, list[int]], product: Product, action: str
) -> None:
    console, businesses = three
    if action == "cancel":
        product.execute("UPDATE background_jobs SET status = 'queued' WHERE status = 'failed'")
        console.services.poller.refresh()
        console.loop.until(lambda: console.status(businesses[1]) is JobStatus.QUEUED)
    before = statuses(product)
    console.click(action)
    dialog = console.dialog("several.yes")
    assert [line[0] for line in lines(dialog, "several.lines")] == ["Alon", "Marom"]
    assert figures(find(dialog, QLabel, "several.remark").text())[-1] == "1"
    console.press("several.no")
    console.loop.until(console.button(action).isEnabled)
    assert statuses(product) == before


def test_what_was_agreed_to_is_done(
    three: tuple[Hands, list[int]], product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And seen at the next poll: the failed one is over again before it, and nothing is counted anew."""
    monkeypatch.setattr(poller, "RECOUNT_SECONDS", 1e9)
    console, businesses = three
    console.click("resume")
    console.press("several.yes")
    done = JobStatus.COMPLETED
    console.loop.until(lambda: [console.status(key) for key in businesses[:2]] == [done, done])
    assert product.live(businesses[2]) == 1


def confirmed(console: Hands, name: str, note: str) -> None:
    dialog = console.dialog("confirm.delete")
    find(dialog, QLineEdit, "confirm.run").setText(name)
    find(dialog, QPlainTextEdit, "confirm.note").setPlainText(note)
    find(dialog, QLineEdit, "confirm.word").setText("DELETE ")
    console.press("confirm.delete")


def cursor_of(product: Product) -> dict[str, Any]:

    found: dict[str, Any] = json.loads(product.job_row()["cursor"])
    return found


def test_a_run_is_called_as_the_person_says_and_offered_next_time(
    new_console: NewHands, product: Product, settings: QSettings
) -> None:
    business_id = product.business("Alon")
    product.receipts(business_id, 4)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    console.click("delete")
    dialog = console.dialog("confirm.delete")
    find(dialog, QLineEdit, "confirm.run").setText("SUP-1")
    console.press("confirm.cancel")
    console.click("delete")
    assert find(console.dialog("confirm.delete"), QLineEdit, "confirm.run").text() == "SUP-1"
    confirmed(console, "SUP-2", "why")
    console.loop.until(lambda: console.status(business_id) is JobStatus.COMPLETED)
    run = cursor_of(product)["run"]
    assert (run["name"], run["note"]) == ("SUP-2", "why")
    assert RecentRuns(settings).names == ["SUP-2"]


def test_a_run_says_what_it_left_out_and_its_name_is_not_that_of_the_next(
    new_console: NewHands, product: Product
) -> None:
    first, second = (product.business(name) for name in ("Alon", "Marom"))
    closed = product.business("Closed", pages=())
    for business_id in (first, second, closed):
        product.receipts(business_id, 1)
    console = new_console()
    console.open(first, second, closed)
    console.page.ticks.replace([first, closed])
    console.click("delete")
    confirmed(console, "SUP-1", "why")
    console.loop.until(lambda: console.status(first) is JobStatus.COMPLETED)
    assert cursor_of(product)["run"]["refused"] == {Answer.PAGE_DISABLED.value: [closed]}
    console.page.ticks.replace([second])
    console.click("delete")
    dialog = console.dialog("confirm.delete")
    assert find(dialog, QLineEdit, "confirm.run").text() == ""
    assert find(dialog, QPlainTextEdit, "confirm.note").toPlainText() == ""
    console.press("confirm.cancel")


def test_a_note_that_is_too_long_does_not_take_the_name_of_before(
    new_console: NewHands, product: Product
) -> None:
    business_id = product.business("Alon")
    product.receipts(business_id, 1)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    for name, note in (("SUP-1", "why"), ("SUP-2", "x" * 501)):
        console.click("delete")
        dialog = console.dialog("confirm.delete")
        find(dialog, QLineEdit, "confirm.run").setText(name)
        find(dialog, QPlainTextEdit, "confirm.note").setPlainText(note)
        console.press("confirm.cancel")
    console.click("delete")
    dialog = console.dialog("confirm.delete")
    assert find(dialog, QLineEdit, "confirm.run").text() == "SUP-1"
    assert find(dialog, QPlainTextEdit, "confirm.note").toPlainText() == "why"
    console.press("confirm.cancel")


def test_what_says_that_it_started_leaves_once_it_is_over(new_console: NewHands, product: Product) -> None:
    business_id = product.business("Alon")
    product.receipts(business_id, 4)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    console.click("delete")
    confirmed(console, "", "")
    console.loop.until(lambda: console.status(business_id) is JobStatus.COMPLETED)
    console.loop.until(lambda: not part(console.window, MessageBar, "message").isVisible())


@pytest.mark.parametrize("is_over_first", [False, True])
def test_it_leaves_by_what_the_rows_say_and_not_by_a_clock(
    console: Hands, monkeypatch: pytest.MonkeyPatch, is_over_first: bool
) -> None:
    """Whichever is there first: the message, or the end of what it speaks of."""
    monkeypatch.setattr(message_bar, "GOOD_NEWS_MS", 10**8)
    rows: dict[int, ShownRow] = {}
    monkeypatch.setattr(console.services.poller, "shown", rows.get)
    bar = part(console.window, MessageBar, "message")

    def tell(status: JobStatus) -> None:
        rows.update({key: a_row(key, status=status) for key in (1, 2)})
        console.services.poller.rows.emit(tuple(rows.values()))

    tell(JobStatus.RUNNING)
    jobs = {shown.row.job.id: key for key, shown in rows.items() if shown.row.job}
    if is_over_first:
        tell(JobStatus.COMPLETED)
    console.window._parts.commands.news.emit(News("2 deletions started.", "ok", "Show details", jobs=jobs))
    if not is_over_first:
        assert bar.isVisible()
        tell(JobStatus.COMPLETED)
    assert not bar.isVisible()


def test_names_that_cannot_be_read_are_passed_over(settings: QSettings) -> None:
    recent = RecentRuns(settings)
    for kept in (None, 7, "one", ["a", "", 5, "x" * 500, "a"], {"no": "list"}):
        settings.setValue(NAMES_KEY, kept)
        assert all(name and len(name) <= 80 for name in recent.names)
    assert not recent.is_name_required
    recent.require_name(True)
    assert RecentRuns(settings).is_name_required
    for number in range(NAMES_KEPT + 3):
        recent.note(RunLabel(f"SUP-{number}"))
    recent.note(RunLabel("SUP-5"))
    recent.note(RunLabel(""))
    assert len(recent.names) == NAMES_KEPT
    assert recent.names[:2] == ["SUP-5", f"SUP-{NAMES_KEPT + 2}"]
