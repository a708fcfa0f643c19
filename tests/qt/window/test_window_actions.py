"""Which actions the selection allows, what the others say, and the keys and menus for them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
)
from pytestqt.qtbot import QtBot

from app.core.demo_hints import DemoHints
from app.core.job import JobStatus
from app.core.worker import Owner
from app.ui.window import availability
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState, Stopping
from tests.qt.window.conftest import Hands, NewHands
from tests.support.jobs import a_job
from tests.support.parts import part
from tests.support.rows import a_row

BUTTONS = ["delete", "pause", "resume", "cancel"]

PAUSED, FAILED, RUNNING = JobStatus.PAUSED, JobStatus.FAILED, JobStatus.RUNNING
HERE = LocalState(1)
JUST_NOW = a_job().read_at


@pytest.mark.parametrize(
    ("shown", "name", "why"),
    [
        (None, "delete", availability.NOTHING_SELECTED),
        (None, "cancel", availability.NOTHING_SELECTED),
        (a_row(1, left=0), "delete", availability.NOTHING_LEFT),
        (a_row(1, may_act=False), "delete", availability.PAGE_OFF),
        (a_row(1, status=PAUSED), "delete", availability.ALREADY_ACTIVE),
        (a_row(1), "pause", availability.NOT_RUNNING),
        (a_row(1, status=RUNNING, owner=Owner.WEB), "pause", availability.OF_THE_WEB),
        (a_row(1, status=PAUSED), "pause", availability.ALREADY_PAUSED),
        (
            a_row(1, status=RUNNING, local=LocalState(1, stopping=Stopping.PAUSING)),
            "pause",
            availability.STOPPING,
        ),
        (a_row(1), "resume", availability.NOT_RESUMABLE),
        (a_row(1, status=RUNNING, local=HERE), "resume", availability.NOT_RESUMABLE),
        (a_row(1, status=PAUSED, may_act=False), "resume", availability.PAGE_OFF),
        (a_row(1, status=FAILED), "cancel", availability.NOT_CANCELLABLE),
    ],
)
def test_an_action_that_is_off_says_why(
    console: Hands, shown: ShownRow | None, name: str, why: object
) -> None:
    if shown is not None:
        console.services.poller.rows.emit((shown,))
        console.select(1)
    QApplication.processEvents()
    assert not console.button(name).isEnabled()
    assert str(why) in console.button(name).toolTip()


@pytest.mark.parametrize(
    ("shown", "on"),
    [
        (a_row(1), {"delete"}),
        (a_row(1, status=JobStatus.QUEUED, owner=Owner.WEB), {"cancel"}),
        (a_row(1, status=JobStatus.QUEUED, owner=Owner.OTHER_COMPUTER), {"pause", "cancel"}),
        (a_row(1, status=JobStatus.QUEUED, local=LocalState(1, waiting=True)), {"pause", "cancel"}),
        (a_row(1, status=RUNNING, owner=Owner.WEB), {"cancel"}),
        (a_row(1, status=RUNNING, owner=Owner.THIS_COMPUTER), {"pause", "cancel"}),
        (a_row(1, status=PAUSED, heartbeat_at=JUST_NOW), {"cancel"}),
        (a_row(1, status=FAILED, heartbeat_at=JUST_NOW), set()),
        (a_row(1, status=JobStatus.CANCELLED, heartbeat_at=JUST_NOW), set()),
        (a_row(1, status=RUNNING, local=HERE, may_act=False), {"pause", "cancel"}),
        (a_row(1, status=RUNNING, local=HERE), {"pause", "cancel"}),
        (a_row(1, status=PAUSED), {"resume", "cancel"}),
        (a_row(1, status=FAILED), {"delete", "resume"}),
        (a_row(1, status=JobStatus.COMPLETED, left=0), set()),
        (a_row(1, status=JobStatus.CANCELLED), {"delete"}),
    ],
)
def test_the_selection_turns_the_actions_on(console: Hands, shown: ShownRow, on: set[str]) -> None:
    console.services.poller.rows.emit((shown, a_row(2, left=0)))
    console.select(1, 2)
    assert {name for name in BUTTONS if console.button(name).isEnabled()} == on
    assert {name for name in BUTTONS if "\n" not in console.button(name).toolTip()} == on


def test_actions_follow_a_row_that_changes_under_the_selection(console: Hands) -> None:
    console.services.poller.rows.emit((a_row(1, status=RUNNING, local=HERE),))
    console.select(1)
    assert console.button("pause").isEnabled()
    console.services.poller.rows.emit((a_row(1, status=PAUSED),))
    QApplication.processEvents()
    assert not console.button("pause").isEnabled()
    assert console.button("resume").isEnabled()


def test_the_context_menu_equals_the_toolbar(console: Hands) -> None:
    console.services.poller.rows.emit((a_row(1, status=PAUSED),))
    console.select(1)
    menu = part(console.window, QMenu, "menu.rows")
    menu.aboutToShow.emit()
    offered = {
        action.text().split("\t")[0]: action.isEnabled()
        for action in menu.actions()
        if not action.isSeparator()
    }
    for name in BUTTONS:
        assert offered[console.action(name).text()] is console.button(name).isEnabled()


@pytest.mark.parametrize("demo", [None, DemoHints("a@b.example", "secret", lambda: None)])
def test_only_the_demo_can_be_reset(new_console: NewHands, demo: DemoHints | None) -> None:
    console = new_console(demo=demo)
    menu = part(console.window, QMenu, "menu.more")
    menu.aboutToShow.emit()
    assert (console.action("reset_demo") in menu.actions()) is (demo is not None)
    assert {console.action(name) for name in ("refresh", "select_all", "about", "quit")} <= set(
        menu.actions()
    )


def test_keys_do_what_the_tooltips_say(console: Hands, qtbot: QtBot) -> None:
    console.window.activateWindow()
    search = part(console.window, QLineEdit, "search")
    console.services.poller.rows.emit((a_row(1, "Alon"), a_row(2, "Marom")))
    qtbot.keyClick(console.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert search.hasFocus()
    qtbot.keyClicks(search, "maro")
    assert console.page.shown_count == 1
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert console.page.table.hasFocus()
    qtbot.keyClick(console.page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert console.page.ticks.ids == {2}
    QApplication.processEvents()
    qtbot.keyClick(console.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Marom" in QApplication.clipboard().text()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert console.page.shown_count == 2


def test_no_two_actions_share_a_key(console: Hands) -> None:
    keys = [key for action in console.window.actions() for key in action.shortcuts()]
    assert len({key.toString() for key in keys}) == len(keys)
    for name in ("delete", "refresh", "find"):
        key = console.action(name).shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert key in console.action(name).toolTip()
