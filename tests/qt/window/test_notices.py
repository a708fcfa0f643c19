"""The bell, the list of notices that it opens, and the message: keys, mouse, buttons and the lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from app.core.run import FileCounts, Run, RunLabel, RunState
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.notifications.bell import BellButton
from app.ui.notifications.entry import Entry
from app.ui.notifications.popup import NoticeList
from app.ui.theme.theme import Theme
from app.ui.window.tray import Tray
from app.viewmodel.read_marks import ReadMarks
from app.viewmodel.run_ends import RunEnd, RunEnds
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in
from tests.support.figures import figures
from tests.support.halting import many
from tests.support.parts import part
from tests.support.product import Product
from tests.support.run_rows import a_run
from tests.support.walking import cut_off, foreign_letters, interactive, outside, overlapping, spoken

CLEAN = {RunState.COMPLETED: 2}
FAILED = {RunState.FAILED: 1, RunState.COMPLETED: 55}
WITH_FAILURES = {RunState.WITH_FAILURES: 3, RunState.COMPLETED: 197}


class Bell:
    """A window with these notices, the first the newest, and a person at its keys."""

    def __init__(self, console: Hands) -> None:
        self.console, self.window, self.loop = console, console.window, console.loop
        self.ends, self.list = part(console.window, RunEnds), part(console.window, NoticeList)
        self.button = part(console.window, BellButton)
        self.wanted: list[tuple[str, ...]] = []
        self.list.run_wanted.connect(lambda run_id: self.wanted.append(("run", run_id)))
        self.list.report_wanted.connect(lambda run_id: self.wanted.append(("report", run_id)))
        self.list.action_wanted.connect(lambda *wanted: self.wanted.append(wanted))

    def ring(self, *jobs: dict[RunState, int], name: str = "SUP-{}", **changes: Any) -> list[str]:
        """So many notices; returns the ids of their runs."""
        now = datetime.now(UTC).replace(tzinfo=None)
        settings = self.ends._store
        self.ends._marks = ReadMarks(settings, "db", "dana")
        ends = []
        for number, states in enumerate(jobs, 1):
            at = now - timedelta(minutes=number)
            run = Run(f"{number:012x}", name.format(number))
            row = a_run(states, run=run, first_job=number, finished_at=at, **changes)
            ends.append(RunEnd(row, at))
        self.ends._keep(ends)
        return [end.row.id for end in ends]

    def open(self) -> None:
        self.window.activateWindow()
        self.loop.until(self.window.isActiveWindow)
        self.press(Qt.Key.Key_F8)
        assert self.list.isVisible()
        self.loop.until(lambda: len(self.list.entries) == len(self.ends.notices))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget() or self.window
        QTest.keyClick(focused, key, modifier)
        QApplication.processEvents()

    def at(self) -> str:
        """The name of what has the keys."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def entry_with_keys(self) -> int:
        focused = QApplication.focusWidget()
        assert focused is not None
        return next(place for place, one in enumerate(self.list.entries) if one.isAncestorOf(focused))

    def click_window(self, on: QWidget, at: QPoint | None = None) -> None:
        """As the mouse of a person comes: into the window."""
        place = on.mapTo(self.window, at if at is not None else on.rect().center())
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()


@pytest.fixture
def bell(console: Hands) -> Bell:
    return Bell(console)


def button_of(entry: Entry, name: str) -> QPushButton:
    return part(entry, QPushButton, f"notice.{name}")


def test_the_bell_says_how_many_are_unread(bell: Bell, language: Language) -> None:
    assert (bell.button.badge, figures(spoken(bell.button))) == ("", [])
    bell.ring(*[CLEAN] * 3)
    assert (bell.button.badge, figures(spoken(bell.button))) == ("3", ["3"])
    language.use("he")
    assert not foreign_letters(spoken(bell.button), "he", set())
    bell.button.show_count(100)
    assert bell.button.badge == "99+"
    bell.ends.mark_all_read()
    assert bell.button.badge == ""


def test_it_stands_on_all_pages(bell: Bell) -> None:
    assert bell.button.isVisible()
    bell.window._parts.pages.show_runs()
    QApplication.processEvents()
    assert bell.button.isVisible()
    bell.open()


def test_keys_go_from_notice_to_notice_and_back_where_they_were(bell: Bell) -> None:
    runs = bell.ring(WITH_FAILURES, CLEAN, FAILED)
    everything_in(bell.console, "en")
    bell.console.page.table.setFocus()
    bell.open()
    assert bell.entry_with_keys() == 0
    for key, place in zip((Qt.Key.Key_Down,) * 3 + (Qt.Key.Key_Up,) * 2, (1, 2, 2, 1, 0), strict=True):
        bell.press(key)
        assert (bell.at(), bell.entry_with_keys()) == ("notice.title", place)
    bell.press(Qt.Key.Key_Tab)
    assert bell.at() == "notice.act"
    bell.press(Qt.Key.Key_Down)  # from a button too
    assert (bell.at(), bell.entry_with_keys()) == ("notice.title", 1)
    for closing in (Qt.Key.Key_Escape, Qt.Key.Key_F8):
        bell.press(closing)
        assert not bell.list.isVisible()
        assert QApplication.focusWidget() is bell.console.page.table
        bell.open()
    bell.press(Qt.Key.Key_Down)
    bell.press(Qt.Key.Key_Return)
    assert (bell.wanted, bell.list.isVisible()) == ([("run", runs[1])], False)


def test_tab_goes_round_in_the_order_of_reading(bell: Bell) -> None:
    bell.ring(WITH_FAILURES, CLEAN)
    bell.open()
    seen = []
    for _ in range(7):
        seen.append(bell.at())
        bell.press(Qt.Key.Key_Tab)
    inside = ["title", "act", "report", "title", "report_link"]
    assert seen == [*(f"notice.{one}" for one in inside), "notifications.log", "notifications.read"]
    assert bell.at() == "notice.title"
    bell.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert bell.at() == "notifications.read"
    assert {spoken(one) for one in interactive(bell.list)} - {""} == {
        spoken(one) for one in interactive(bell.list)
    }


def test_a_click_beside_closes_and_one_on_the_bell_too(bell: Bell) -> None:
    bell.ring(CLEAN)
    bell.window.resize(1440, 900)
    bell.open()
    bell.click_window(bell.list.entries[0], QPoint(3, 3))
    assert bell.list.isVisible()
    table = bell.console.page.table
    bell.click_window(table.viewport(), QPoint(20, 200))
    assert not bell.list.isVisible()
    for is_open in (True, False):
        bell.click_window(bell.button)
        assert bell.list.isVisible() is is_open


def test_keys_that_lead_elsewhere_close_it(bell: Bell) -> None:
    bell.ring(CLEAN)
    bell.open()
    bell.console.action("find").trigger()
    QApplication.processEvents()
    assert (bell.list.isVisible(), bell.at()) == (False, "search")


def test_opening_marks_nothing_and_acting_does(bell: Bell) -> None:
    runs = bell.ring(WITH_FAILURES, CLEAN, FAILED, CLEAN)
    bell.open()
    assert bell.ends.unread == 4
    first = bell.list.entries[0]
    button_of(first, "act").click()
    assert (bell.wanted.pop(), bell.ends.unread, bell.list.isVisible()) == (("retry", runs[0]), 3, True)
    button_of(bell.list.entries[1], "report_link").click()
    assert (bell.wanted.pop(), bell.ends.unread) == (("report", runs[1]), 2)
    bell.open()
    bell.click_window(bell.list.entries[2].title)
    assert (bell.wanted.pop(), bell.ends.unread) == (("run", runs[2]), 1)
    bell.open()
    part(bell.list, QPushButton, "notifications.read").click()
    assert (bell.ends.unread, bell.button.badge) == (0, "")
    assert not part(bell.list, QPushButton, "notifications.read").isVisible()
    assert not any(part(one, QWidget, "notice.unread").isVisible() for one in bell.list.entries)


def test_what_is_well_takes_two_lines(bell: Bell) -> None:
    bell.ring(WITH_FAILURES, CLEAN)
    bell.open()
    told, clean = bell.list.entries
    assert [button_of(told, name).isVisible() for name in ("act", "report", "report_link")] == [
        True,
        True,
        False,
    ]
    assert [button_of(clean, name).isVisible() for name in ("act", "report", "report_link")] == [
        False,
        False,
        True,
    ]
    assert part(told, QLabel, "notice.next").isVisible()
    assert not part(clean, QLabel, "notice.next").isVisible()


def test_what_has_room_does_not_scroll(bell: Bell) -> None:
    bell.window.resize(1440, 900)
    bell.ring(WITH_FAILURES, CLEAN)
    bell.open()
    for _ in range(5):
        bell.loop.turn()
    assert part(bell.list, QScrollArea).verticalScrollBar().maximum() == 0


def test_without_any_it_says_so(bell: Bell) -> None:
    bell.open()
    assert part(bell.list, QLabel, "notifications.none").isVisible()
    asked: list[None] = []
    bell.window.audit_requested.connect(lambda: asked.append(None))
    part(bell.list, QPushButton, "notifications.log").click()
    assert (len(asked), bell.list.isVisible()) == (1, False)


def test_one_that_goes_leaves_the_keys_with_the_next(bell: Bell) -> None:
    runs = bell.ring(FAILED, WITH_FAILURES, CLEAN)
    bell.open()
    bell.press(Qt.Key.Key_Down)
    bell.press(Qt.Key.Key_Tab)
    del bell.ends._ends[runs[1]]  # it goes on
    bell.ends.changed.emit()
    QApplication.processEvents()
    assert (bell.at(), bell.entry_with_keys(), len(bell.list.entries)) == ("notice.title", 1, 2)


def test_the_lock_closes_it(bell: Bell) -> None:
    bell.ring(CLEAN)
    everything_in(bell.console, "en")
    bell.console.page.table.setFocus()
    bell.open()
    bell.window._lock.act_for(bell.console.actor)
    bell.console.action("lock").trigger()
    assert not bell.list.isVisible()
    bell.window._lock._unlock()
    QApplication.processEvents()
    assert not bell.list.isVisible()
    assert QApplication.focusWidget() is bell.console.page.table


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize(("percent", "size"), [(100, (900, 480)), (200, (900, 480)), (200, (1280, 800))])
def test_it_fits(
    bell: Bell, language: Language, theme: Theme, code: str, percent: int, size: tuple[int, int]
) -> None:
    language.use(code)
    theme.use_text_size(percent)
    bell.window.resize(*size)
    everything_in(bell.console, code)
    files = FileCounts(deleted=5, missing=41, left=41)
    long = "SUP-4790" + "-" + "x" * 70
    bell.ring(*[FAILED, WITH_FAILURES, CLEAN] * 4, name=long, files=files, failed=12)
    try:
        bell.open()
        for _ in range(5):
            bell.loop.turn()
        assert [*cut_off(bell.list), *overlapping(bell.list), *outside(bell.window)] == []
        around = bell.list.parentWidget()
        assert around is not None
        assert around.rect().contains(bell.list.geometry())
        for _ in range(20):
            bell.press(Qt.Key.Key_Down)
        last = bell.list.entries[-1]
        seen = last.title.mapTo(bell.list, last.title.rect().center())
        assert bell.entry_with_keys() == 11
        assert part(bell.list, QWidget, "qt_scrollarea_viewport").geometry().height() > 0
        assert bell.list.rect().contains(seen)
    finally:
        theme.use_text_size(100)


@pytest.mark.parametrize("code", ["en", "he"])
def test_it_speaks_one_language(bell: Bell, language: Language, code: str) -> None:
    states: list[dict[RunState, int]] = [
        {state: 2} for state in RunState if state not in {RunState.RUNNING, RunState.QUEUED}
    ]
    parts: list[dict[RunState, int]] = [{**one, RunState.COMPLETED: 5} for one in states]
    bell.ring(*states, *parts, name="", business="", failed=3, files=FileCounts(left=2, missing=3))
    language.use("he" if code == "en" else "en")
    language.use(code)
    bell.open()
    said = [
        label.text() for label in bell.list.findChildren(QLabel) if not label.objectName().endswith("time")
    ]
    said += [each.text() for each in bell.list.findChildren(QPushButton)]
    said += [text for one in bell.list.entries for text in (one.title.text(), spoken(one.title))]
    assert [text for text in said if foreign_letters(text, code, set())] == []


def test_an_action_works_on_the_run_as_it_is_now(bell: Bell, product: Product) -> None:
    console = bell.console
    businesses = many(product, 2, receipts=4)
    console.window._parts.runs.act_for(console.actor)
    console.window._parts.noticing.act_for(console.actor)
    results = console.crew.actions.start(console.actor, DELETE_RECEIPTS, businesses, run=RunLabel("SUP-1"))
    jobs = [result.job.id for result in results if result.job]
    console.crew.pool.request_leave()
    product.execute(
        "UPDATE background_jobs SET status = 'failed', heartbeat_at = NULL,"
        " finished_at = timezone('UTC', now()) WHERE id = ANY(%s)",
        jobs,
    )
    (row,) = console.services.runs.listed(console.actor)
    bell.ends._keep([RunEnd(row, row.finished_at)])
    bell.open()
    button_of(bell.list.entries[0], "act").click()
    bell.loop.until(lambda: {product.job_status(job) for job in jobs} != {"failed"})
    bell.loop.until(lambda: not console.window._parts.runs.commands.is_busy)
    bell.loop.until(console.message)
    product.execute("UPDATE background_jobs SET status = 'completed', heartbeat_at = NULL")
    bell.ends._keep([RunEnd(row, row.finished_at)])
    before = console.message()
    bell.loop.until(lambda: bell.list.entries)
    button_of(bell.list.entries[0], "act").click()
    bell.loop.until(lambda: console.message() != before)
    assert console.window._parts.message.tone == "bad"


def ended(*names: str) -> Sequence[RunEnd]:
    rows = [a_run(CLEAN, run=Run(f"{number:012x}", name)) for number, name in enumerate(names)]
    return tuple(RunEnd(row, row.finished_at) for row in rows)


def test_the_message_says_it_and_leads_to_the_run(bell: Bell) -> None:
    bell.window._parts.message.say("Deletion started.", "ok")
    bell.ends.ended.emit(ended("SUP-7"))
    assert "SUP-7" in bell.console.message()
    assert figures(bell.console.message())[:2] == ["7", "2"]
    wanted: list[str] = []
    bell.window._parts.noticing.run_wanted.connect(wanted.append)
    part(bell.window, QPushButton, "message.act").click()
    assert wanted == ["000000000000"]
    assert bell.window._parts.pages.is_on_runs
    bell.ends.ended.emit(ended("SUP-7", "SUP-8"))
    part(bell.window, QPushButton, "message.act").click()
    assert bell.list.isVisible()


@pytest.mark.parametrize("is_locked", [False, True])
@pytest.mark.parametrize("is_in_front", [False, True])
def test_the_desktop_is_told_and_reads_no_names_off_a_locked_window(
    bell: Bell, monkeypatch: pytest.MonkeyPatch, is_in_front: bool, is_locked: bool
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Tray, "call", lambda self, text: said.append(text))
    monkeypatch.setattr(type(bell.window), "isActiveWindow", lambda self: is_in_front)
    if is_locked:
        bell.window._lock.act_for(bell.console.actor)
        bell.console.action("lock").trigger()
    bell.ends.ended.emit(ended("SUP-7"))
    assert len(said) == (0 if is_in_front else 1)
    assert all(("SUP-7" in text) is not is_locked for text in said)
    assert all("Blue Harbor" not in text for text in said)


def test_it_is_in_the_menu_where_the_toolbar_has_no_room(bell: Bell, theme: Theme) -> None:
    theme.use_text_size(200)
    bell.window.resize(900, 480)
    try:
        for _ in range(5):
            bell.loop.turn()
        assert not bell.button.isVisible()
        menu = bell.window._parts.menus.more
        menu.aboutToShow.emit()
        assert part(bell.window, QAction, "action.notifications") in menu.actions()
        bell.ring(CLEAN)
        bell.open()
        assert bell.list.y() > 0
    finally:
        theme.use_text_size(100)
