"""What the window says of bugs: of its own, and of its workers'. It goes on."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app.actions.job_states import JobState, seen_here
from app.core.errors import CannotConnect, ConnectionLost, ConstraintViolation, SweepError, Unforeseen
from app.core.job import Job, JobStatus
from app.engine.events import Crash
from app.qt.nets import Bugs
from app.qt.translation import Language
from app.ui.businesses import model as model_module
from app.ui.businesses import states
from app.ui.businesses.cells import cell_text
from app.ui.businesses.columns import Column
from app.ui.businesses.states import State, state_of
from app.ui.details.history import HistoryTab
from app.ui.dialogs.closing import ClosingDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.texts.errors import error_text
from app.ui.texts.figures import UNUSABLE
from app.ui.texts.words import without_marks
from app.ui.window.message_bar import News
from app.viewmodel import runs
from app.viewmodel.rows import Connected, ShownRow
from app.workers.job_queue import LocalState
from tests.qt.window.conftest import Hands, NewHands
from tests.support.details_pane import HISTORY, Pane
from tests.support.logs import ExpectedLogs
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row


def alarm(console: Hands) -> str:
    return without_marks(console.message("alarm"))


@pytest.fixture
def bugs(console: Hands, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs) -> Bugs:
    """As the program hears of them."""
    bugs = Bugs()
    monkeypatch.setattr(sys, "excepthook", bugs.hook)
    bugs.met.connect(console.window.tell_bug)
    expected_logs.expect("A bug: ")
    return bugs


def test_a_worker_that_met_a_bug_is_told_of_until_it_is_dismissed(console: Hands, language: Language) -> None:
    console.services.poller.rows.emit((a_row(7, "Blue Harbor", status=JobStatus.RUNNING),))
    console.services.pool.crashed.emit(Crash(4711, RecursionError("too\x1b deep")))
    said = alarm(console)
    assert "4711" in said
    assert "RecursionError" in said
    assert "\x1b" not in said
    console.window._parts.message.show_news(News("Done.", "ok"))
    language.use("he")
    assert alarm(console) not in {"", said}
    part(console.window, QAbstractButton, "alarm.close").click()
    assert alarm(console) == ""
    console.services.pool.crashed.emit(Crash(4712, ValueError("other")))
    assert "4711" not in alarm(console)


def test_a_heartbeat_that_fails_each_time_is_told_once(console: Hands) -> None:
    crash = Crash(None, ValueError("odd"))
    console.services.pool.crashed.emit(crash)
    assert "odd" in alarm(console)
    part(console.window, QAbstractButton, "alarm.close").click()
    console.services.pool.crashed.emit(crash)
    assert alarm(console) == ""


def test_a_job_is_named_by_its_business(new_console: NewHands, product: Product) -> None:
    console = new_console()
    business = product.business("Blue Harbor")
    job_id = product.job(business, "paused", cursor="{}")
    console.open(business)
    console.services.pool.crashed.emit(Crash(job_id, ValueError("odd")))
    assert "Blue Harbor" in alarm(console)


def test_a_cell_that_fails_costs_the_cell_alone(
    console: Hands, bugs: Bugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_in_one(shown: ShownRow, column: Column, locale: QLocale, now: float | None = None) -> str:
        if column is Column.LEFT and shown.row.business.id == 1:
            raise OverflowError("a year of five digits")
        return cell_text(shown, column, locale, now)

    monkeypatch.setattr(model_module, "cell_text", fails_in_one)
    console.services.poller.rows.emit(
        tuple(a_row(key, status=JobStatus.PAUSED, last_error="Disk full") for key in (1, 2))
    )
    console.window.grab()
    QApplication.processEvents()
    model = console.page.model
    texts = {model.shown(row).row.business.id: model.index(row, Column.LEFT).data() for row in (0, 1)}
    assert texts[1] == UNUSABLE
    assert texts[2] not in {"", UNUSABLE}
    assert "a year of five digits" in alarm(console)
    console.select(2)  # and the window goes on
    assert console.action("resume").isEnabled()


def test_a_row_whose_state_fails_is_marked_and_the_others_are_shown(
    console: Hands, bugs: Bugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_one(job: Job, local: LocalState | None, **more: bool) -> JobState:
        if job.id == 1:
            raise OverflowError("odd")
        return seen_here(job, local, **more)

    for module in (states, runs):
        monkeypatch.setattr(module, "seen_here", fails_on_one)
    console.services.poller.rows.emit(tuple(a_row(key, status=JobStatus.PAUSED) for key in (1, 2)))
    found = {key: state_of(console.shown(key)) for key in (1, 2)}  # type: ignore[arg-type]
    assert found == {1: State.UNSHOWN, 2: State.PAUSED}
    console.select(1)
    assert not console.action("resume").isEnabled()
    console.select(2)
    assert console.action("resume").isEnabled()


def test_details_that_fail_leave_the_actions_alone(
    console: Hands, bugs: Bugs, pane: Pane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pane.pane, "_name_failures", lambda: 1 / 0)
    pane.show(a_row(1, status=JobStatus.PAUSED))
    console.loop.until(lambda: console.action("resume").isEnabled())


def test_a_confirmation_that_cannot_be_made_is_told_and_the_actions_come_back(
    console: Hands, bugs: Bugs, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    business = product.business()
    product.receipts(business, 1)
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit((a_row(business),))
    console.select(business)
    monkeypatch.setattr(ConfirmDialog, "retranslate", lambda _dialog: 1 / 0)
    console.loop.qt.set_exception_handler(
        lambda _loop, context: bugs.hook(type(context["exception"]), context["exception"], None)
    )
    console.click("delete")
    console.loop.until(lambda: alarm(console))
    assert not console.window._parts.commands.is_busy
    console.loop.until(lambda: console.action("delete").isEnabled())


def test_a_bug_behind_a_preview_is_told(
    console: Hands, product: Product, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """A year of five digits, say, which the driver cannot read."""
    expected_logs.expect("A bug in a call")

    def fails(*_: object) -> list[object]:
        raise ValueError("year 20240 is out of range")

    object.__setattr__(console.services, "preview", fails)
    business = product.business()
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit((a_row(business),))
    console.select(business)
    console.click("delete")
    console.loop.until(console.message)
    assert "year 20240" in console.message()


def test_a_question_that_cannot_be_asked_does_not_keep_the_window_open(
    console: Hands, bugs: Bugs, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClosingDialog, "__init__", lambda *_: 1 / 0)
    monkeypatch.setattr(type(console.services.pool), "own_jobs", property(lambda _pool: [1]))
    wanted: list[bool] = []
    console.window.quit_requested.connect(lambda: wanted.append(True))
    console.window.close()
    console.loop.until(lambda: wanted)


def test_details_of_an_alarm_hold_the_traceback(console: Hands, bugs: Bugs) -> None:
    try:
        raise LookupError("not here")
    except LookupError as error:
        bugs.hook(LookupError, error, error.__traceback__)
    console.loop.until(lambda: alarm(console))
    assert alarm(console) == without_marks(error_text(Unforeseen(LookupError("not here"))))
    part(console.window, QAbstractButton, "alarm.details").click()
    dialog = console.dialog("error.close")
    assert isinstance(dialog, ErrorDialog)
    assert "test_details_of_an_alarm" in dialog._details.toPlainText()
    assert part(dialog, QLabel, "error.sentence").text()
    console.press("error.close")


def test_a_tab_that_cannot_show_what_it_read_says_so(
    pane: Pane, bugs: Bugs, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    business = product.business()
    product.job(business, "paused", cursor="{}")
    monkeypatch.setattr(HistoryTab, "take", lambda *_: 1 / 0)
    pane.show(a_row(business, status=JobStatus.PAUSED))
    pane.tab(HISTORY)
    pane.until(lambda: "ZeroDivisionError" in part(pane.pane, QLabel, "details.history.notice").text())
    monkeypatch.undo()
    part(pane.pane, QAbstractButton, "details.history.again").click()
    pane.until(lambda: pane.cells("history.jobs"))


@pytest.mark.parametrize(
    ("problem", "is_cut"),
    [
        (CannotConnect("refused", "db", "nothing answers there"), True),
        (ConnectionLost("bye"), True),
        (Unforeseen(OverflowError("odd")), False),
        (ConstraintViolation("timestamp out of range"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_poll_that_failed_for_another_reason_is_no_lost_connection(
    console: Hands, problem: SweepError, is_cut: bool
) -> None:
    """And one can still stop what runs."""
    console.services.poller.rows.emit((a_row(1, status=JobStatus.PAUSED),))
    console.select(1)
    console.services.poller.connection.emit(Connected(False, "db", problem=problem))
    console.loop.until(lambda: console.action("cancel").isEnabled() is not is_cut)
    said = console.message("trouble"), part(console.window, QLabel, "status.connection").text()
    other = CannotConnect("refused", "db", "") if not is_cut else Unforeseen(OverflowError("odd"))
    console.services.poller.connection.emit(Connected(False, "db", problem=other))
    now = console.message("trouble"), part(console.window, QLabel, "status.connection").text()
    assert all(before != after for before, after in zip(said, now, strict=True))
