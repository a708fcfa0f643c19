"""What the window does for a person: every action by its key, long work, exports, and what is kept."""

from __future__ import annotations

import csv
import errno
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.actions.preview import BusinessPreview
from app.core.access import Actor
from app.core.job import JobStatus
from app.core.policy import Policy
from app.ui.businesses.columns import Column
from app.ui.businesses.status_filters import StatusFilter
from app.ui.window import deleting, long_work
from app.ui.window.availability import NO_ROWS, NOTHING_HERE, NOTHING_SELECTED
from app.ui.window.geometry import clamped
from app.ui.window.sidebar import Sidebar
from app.ui.window.toolbar import Toolbar
from app.workers.job_queue import LocalState
from tests.qt.window.conftest import Hands, NewHands
from tests.support.dialogs import a_preview, lines
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

SLOW = Policy(batch_size=1, throttle_ms=300, runtime_cap_seconds=None)
RUNNING = JobStatus.RUNNING


def heard(console: Hands, names: Sequence[str]) -> list[str]:
    """Which of the actions were triggered; they are carried out by nobody."""
    done: list[str] = []
    for name in names:
        action = console.action(name)
        action.triggered.disconnect()
        action.triggered.connect(lambda _=False, name=name: done.append(name))
    return done


SELECTION = ["delete", "pause", "resume", "cancel", "retry", "take_over", "mark_failed", "finish_files"]
ALWAYS = ["find", "refresh", "select_all", "theme", "language", "shortcuts", "guide", "quit"]


@pytest.mark.parametrize("name", [*SELECTION, *ALWAYS, "copy", "export", "pause_all"])
def test_every_action_is_reached_by_its_key(console: Hands, qtbot: QtBot, name: str) -> None:
    console.window.activateWindow()
    console.services.poller.rows.emit((a_row(1, status=RUNNING, local=LocalState(1)),))
    console.select(1)
    action = console.action(name)
    action.setEnabled(True)
    done = heard(console, [name])
    assert action.shortcuts()
    for key in action.shortcuts():
        before = len(done)
        QTest.keySequence(console.page.table, key)
        assert done[before:] == [name]
        assert key.toString(QKeySequence.SequenceFormat.NativeText)


def test_every_action_is_in_a_menu(new_console: NewHands) -> None:
    """Toolbar and keys alone would leave some that nobody finds."""
    console = new_console()
    found: set[QAction] = set()
    for name in ("menu.more", "menu.rows"):
        menu = part(console.window, QMenu, name)
        menu.aboutToShow.emit()
        found |= set(menu.actions())
    further = ["copy", "export", "pause_all", "select_all", "refresh", "shortcuts", "guide", "about"]
    for name in [*SELECTION[1:], *further]:
        assert console.action(name) in found, name


def test_what_cannot_be_done_without_rows_says_why(console: Hands) -> None:
    QApplication.processEvents()
    for name, why in (
        ("copy", NOTHING_SELECTED),
        ("export", NO_ROWS),
        ("pause_all", NOTHING_HERE),
    ):
        assert not console.action(name).isEnabled()
        assert str(why) in console.action(name).toolTip()
    console.services.poller.rows.emit((a_row(1),))
    console.select(1)
    assert console.action("copy").isEnabled()
    assert console.action("export").isEnabled()


def test_pause_everything_stops_what_waits_first_and_says_so(new_console: NewHands, product: Product) -> None:
    businesses = [product.business(f"Business {number}") for number in range(7)]
    for business_id in businesses:
        product.receipts(business_id, 30)
    console = new_console(SLOW)
    console.crew.delete(*businesses)
    console.open(*businesses)
    console.loop.until(lambda: console.services.pool.busy and console.services.pool.waiting)
    console.click("pause_all")
    console.loop.until(lambda: figures(console.message()) == [str(len(businesses))])
    console.loop.until(lambda: {console.status(key) for key in businesses} == {JobStatus.PAUSED})
    assert console.services.pool.own_jobs == []
    part(console.window, QAbstractButton, "message.act").click()
    assert len(lines(console.dialog("results.close"), "results.lines")) == len(businesses)
    console.press("results.close")
    console.loop.until(lambda: not console.button("pause_all").isEnabled())


def test_several_answers_of_one_kind_are_told_quietly_and_each_on_demand(
    new_console: NewHands, product: Product
) -> None:
    first, second = product.business("Alon"), product.business("Marom")
    for business_id in (first, second):
        product.job(business_id, "paused", total=3, cursor='{"last_id": 1}')
    console = new_console()
    console.open(first, second)
    console.select(first, second)
    console.click("cancel")
    console.press("several.yes")
    console.loop.until(lambda: figures(console.message()) == ["2"])
    assert QApplication.activeModalWidget() is None
    part(console.window, QAbstractButton, "message.act").click()
    told = lines(console.dialog("results.close"), "results.lines")
    assert {line[0] for line in told} == {"Alon", "Marom"}
    console.press("results.close")


class SlowPreview:
    """A preview that waits for the test."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.asked: list[int] = []
        self.answered = 0

    def __call__(self, _actor: Actor, ids: Sequence[int]) -> list[BusinessPreview]:
        self.asked.extend(ids)
        self.gate.wait(30)
        self.answered += 1
        return [a_preview(key) for key in ids]


@pytest.fixture
def slow(console: Hands, monkeypatch: pytest.MonkeyPatch) -> Any:
    preview = SlowPreview()
    monkeypatch.setattr(deleting, "PREVIEWED_AT_ONCE", 2)
    monkeypatch.setattr(long_work, "QUIET_MS", 0)
    object.__setattr__(console.services, "preview", preview)
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit(tuple(a_row(number) for number in range(1, 6)))
    console.select(1, 2, 3, 4, 5)
    yield preview
    preview.gate.set()


def test_a_long_preview_says_how_far_it_is(console: Hands, slow: SlowPreview) -> None:
    console.click("delete")
    console.loop.until(console.message)
    slow.gate.set()
    dialog = console.dialog("confirm.delete")
    assert slow.asked == [1, 2, 3, 4, 5]
    assert console.message() == ""
    dialog.reject()
    console.loop.until(console.button("delete").isEnabled)


def test_a_long_preview_can_be_given_up(console: Hands, slow: SlowPreview) -> None:
    console.click("delete")
    console.loop.until(console.message)
    counting = console.message()
    part(console.window, QAbstractButton, "message.act").click()
    console.loop.until(lambda: console.message() not in {"", counting})
    console.loop.until(console.button("delete").isEnabled)
    assert slow.asked == [1, 2]
    slow.gate.set()
    console.loop.until(lambda: slow.answered == 1)
    assert QApplication.activeModalWidget() is None


def choose_file(console: Hands, path: Path) -> None:
    console.loop.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    part(dialog, QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()


def test_the_shown_rows_are_exported_as_they_stand(console: Hands, tmp_path: Path) -> None:
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit(
        (a_row(1, "כרמל"), a_row(2, "Marom", left=7), a_row(3, "=cmd()", left=9))
    )
    console.page.table.sortByColumn(Column.LEFT, Qt.SortOrder.AscendingOrder)
    console.loop.until(console.action("export").isEnabled)
    console.action("export").trigger()
    choose_file(console, tmp_path / "out.csv")
    console.loop.until(lambda: "out.csv" in console.message())
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    shown = [column.title for column in console.page.table.visible_columns if column is not Column.PROGRESS]
    assert titles[:4] == shown[:4]
    assert set(shown) - {Column.DURATION.title} < set(titles)
    assert [row[0] for row in rows] == ["Marom", "'=cmd()", "כרמל"]


def test_an_export_that_fails_is_told_with_its_details(
    console: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    console.window._parts.commands.act_for(console.actor)
    console.services.poller.rows.emit((a_row(1),))
    console.loop.until(console.action("export").isEnabled)
    console.action("export").trigger()
    choose_file(console, tmp_path / "out.csv")
    console.loop.until(lambda: "No space left" in console.message())
    part(console.window, QAbstractButton, "message.copy").click()
    assert str(tmp_path / "out.csv") in QApplication.clipboard().text()
    assert list(tmp_path.glob("*.csv")) == []


def test_filter_and_search_narrow_together_and_the_filter_is_kept(new_console: NewHands) -> None:
    first = new_console()
    first.window.show()
    rows = (
        a_row(1, "Alon", status=JobStatus.PAUSED),
        a_row(2, "Marom", status=JobStatus.PAUSED),
        a_row(3, "Alona"),
    )
    first.services.poller.rows.emit(rows)
    sidebar = part(first.window, Sidebar)
    sidebar.choose(StatusFilter.PAUSED)
    assert first.page.shown_count == 2
    part(first.window, QLineEdit, "search").setText("alon")
    assert first.page.shown_count == 1
    first.window.finish()
    second = new_console()
    second.window.show()
    assert part(second.window, Sidebar).status_filter is StatusFilter.PAUSED
    second.services.poller.rows.emit(rows)
    assert second.page.shown_count == 2


def test_no_row_moves_while_the_mouse_is_pressed(console: Hands, qtbot: QtBot) -> None:
    table = console.page.table
    console.services.poller.rows.emit((a_row(1, "Alon", left=1), a_row(2, "Marom", left=2)))
    table.sortByColumn(Column.LEFT, Qt.SortOrder.DescendingOrder)
    place = table.visualRect(table.model().index(0, Column.BUSINESS)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    console.services.poller.rows.emit((a_row(1, "Alon", left=5),))
    assert console.page.model.shown(0).row.business.id == 2
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert console.page.model.shown(0).row.business.id == 1
    assert console.page.selected_ids() == [2]


def test_the_toolbar_leaves_words_out_before_anything_is_cut(console: Hands) -> None:
    toolbar = part(console.window, Toolbar)
    for width, worded in ((1400, True), (900, False)):
        console.window.resize(width, 600)
        QApplication.processEvents()
        assert (
            console.button("pause").toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        ) is worded
        shown = [child for child in toolbar.findChildren(QAbstractButton) if child.isVisible()]
        right = max(child.mapTo(toolbar, child.rect().topRight()).x() for child in shown)
        assert right <= toolbar.width()


@pytest.mark.parametrize(
    ("kept", "screens", "shown"),
    [
        (QRect(100, 50, 900, 600), [QRect(0, 0, 1280, 720)], QRect(100, 50, 900, 600)),
        (QRect(3000, 50, 900, 600), [QRect(0, 0, 1280, 720)], QRect(380, 50, 900, 600)),
        (QRect(-500, -90, 900, 600), [QRect(0, 0, 1280, 720)], QRect(0, 0, 900, 600)),
        (QRect(0, 0, 2560, 1440), [QRect(0, 0, 1280, 720)], QRect(0, 0, 1280, 720)),
        (
            QRect(1500, 100, 900, 600),
            [QRect(0, 0, 1280, 720), QRect(1280, 0, 1920, 1080)],
            QRect(1500, 100, 900, 600),
        ),
        (QRect(1500, 100, 900, 600), [], QRect(1500, 100, 900, 600)),
    ],
)
def test_a_window_comes_back_where_there_is_a_screen(kept: QRect, screens: list[QRect], shown: QRect) -> None:
    assert clamped(kept, screens) == shown


def test_the_keys_are_listed(console: Hands) -> None:
    console.action("shortcuts").trigger()
    listed = dict(lines(console.dialog("shortcuts.close"), "shortcuts.lines"))
    for name in ("delete", "pause_all", "export", "find"):
        action = console.action(name)
        assert action.shortcut().toString() in listed[action.text().rstrip("…")]
    console.press("shortcuts.close")
