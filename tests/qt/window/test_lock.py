"""A window that nobody uses locks itself: nothing can be read or done, and jobs go on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.core.errors import SignInRefused
from app.core.job import JobStatus
from app.ui.texts.errors import error_text
from app.ui.window.idle import IdleWatch
from app.viewmodel.preferences import LOCK_KEY, LOCK_MINUTES, lock_after_minutes
from tests.qt.window.conftest import Hands, NewHands
from tests.support.dialogs import find
from tests.support.parts import part
from tests.support.product import Product

PASSWORD = "secret"  # what the product gives its users
LIMIT = 900.0


@pytest.fixture
def opened(new_console: NewHands, product: Product) -> Hands:
    """A window with one business, which has receipts, and which is selected."""
    console = new_console()
    business_id = product.business("Marom Dental")
    product.receipts(business_id, 120)
    console.open(business_id)
    console.window.activateWindow()
    console.loop.until(console.window.isActiveWindow)
    console.select(business_id)
    return console


def field(console: Hands) -> QLineEdit:
    return part(console.window, QLineEdit, "lock.password")


def is_locked(console: Hands) -> bool:
    return field(console).isVisible()


def lock(console: Hands) -> None:
    console.action("lock").trigger()
    assert is_locked(console)


def type_password(console: Hands, password: str) -> None:
    field(console).clear()
    QTest.keyClicks(field(console), password)
    QTest.keyClick(field(console), Qt.Key.Key_Return)


def unlock(console: Hands) -> None:
    type_password(console, PASSWORD)
    console.loop.until(lambda: not is_locked(console))


def until_refused(console: Hands) -> None:
    said = part(console.window, QLabel, "lock.error")
    console.loop.until(lambda: error_text(SignInRefused()) in said.text())
    assert is_locked(console)


def seen() -> set[str]:
    """The names of all that can be seen of the program, as far as their first part."""
    return {
        widget.objectName().split(".")[0]
        for widget in QApplication.allWidgets()
        if widget.isVisible() and widget.objectName() and not widget.objectName().startswith("qt_")
    }


def test_the_question_for_the_password_is_all_that_is_seen(opened: Hands) -> None:
    assert seen() > {"window", "status", "sides"}
    lock(opened)
    assert seen() == {"window", "lock"}


def test_the_password_brings_back_what_was_there(opened: Hands) -> None:
    table = opened.page.table
    table.setFocus()
    before = seen()
    lock(opened)
    assert QApplication.focusWidget() is field(opened)
    unlock(opened)
    assert (seen(), QApplication.focusWidget()) == (before, table)
    assert len(opened.page.selected_ids()) == 1


def test_a_wrong_password_opens_nothing(opened: Hands) -> None:
    lock(opened)
    type_password(opened, "not it")
    until_refused(opened)
    unlock(opened)


def test_the_password_of_somebody_else_opens_nothing(opened: Hands, product: Product) -> None:
    """Of two users whose addresses differ in the case of letters alone."""
    opened.window.open_for(replace(opened.actor, user_id=opened.actor.user_id + 1))
    lock(opened)
    type_password(opened, PASSWORD)
    until_refused(opened)


@pytest.mark.parametrize("key", ["Ctrl+A", "Ctrl+Q", "Del", "Ctrl+Shift+G", "Ctrl+F"])
def test_keys_do_nothing(opened: Hands, key: str) -> None:
    lock(opened)
    triggered: list[str] = []
    for action in opened.window._parts.actions.all:
        action.triggered.connect(lambda _=False, action=action: triggered.append(action.objectName()))
    QTest.keySequence(opened.window, key)
    assert triggered == []
    assert seen() == {"window", "lock"}


def test_a_dialog_is_hidden_and_comes_back_with_what_was_typed(opened: Hands) -> None:
    opened.click("delete")
    dialog = opened.dialog("confirm.delete")
    find(dialog, QLineEdit, "confirm.word").setText("DELE")
    opened.action("lock").trigger()
    assert seen() == {"window", "lock"}
    assert QApplication.activeModalWidget() is None
    unlock(opened)
    assert QApplication.activeModalWidget() is dialog
    assert find(dialog, QLineEdit, "confirm.word").text() == "DELE"
    dialog.reject()
    opened.loop.until(lambda: not opened.window._parts.commands.is_busy)


def test_a_dialog_that_opens_meanwhile_waits(opened: Hands) -> None:
    lock(opened)
    opened.window.diagnostics_requested.emit()
    opened.window._parts.commands.show_shortcuts(opened.window._parts.actions.all)
    opened.loop.until(lambda: QApplication.activeModalWidget() is not None)
    opened.loop.until(lambda: QApplication.activeModalWidget() is None)
    unlock(opened)
    over = QApplication.activeModalWidget()
    assert over is not None
    over.close()


def test_jobs_go_on_and_one_can_leave(opened: Hands) -> None:
    (business_id,) = opened.page.selected_ids()
    opened.click("delete")
    confirm = opened.dialog("confirm.delete")
    find(confirm, QLineEdit, "confirm.word").setText("DELETE")
    opened.action("lock").trigger()
    unlock(opened)
    opened.press("confirm.delete")
    opened.loop.until(lambda: opened.status(business_id) is not None)
    lock(opened)
    opened.loop.until(lambda: opened.status(business_id) is JobStatus.COMPLETED)
    assert is_locked(opened)
    left: list[bool] = []
    opened.window.quit_requested.connect(lambda: left.append(True))
    part(opened.window, QAbstractButton, "lock.quit").click()
    opened.loop.until(lambda: left)


def test_the_tray_pauses_nothing_for_somebody_who_is_away(
    opened: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[bool] = []
    monkeypatch.setattr(opened.window._parts.commands, "pause_everything", lambda: paused.append(True))
    lock(opened)
    opened.window.hide()
    opened.window._leaving.tray.pause_wanted.emit()
    assert (paused, is_locked(opened)) == ([], True)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A window under a watch, and the two clocks by which it goes."""

    def __init__(self, window: QWidget) -> None:
        self.steady, self.wall = Clock(), Clock()
        self.idle: list[bool] = []
        self.limit = LIMIT
        self.watch = IdleWatch(lambda: self.limit, window, (self.steady, self.wall))
        self.watch.idle.connect(lambda: self.idle.append(True))
        handle = window.windowHandle()
        assert handle is not None
        self.window: QWindow = handle
        self.watch._listen_to(handle)

    def look(self) -> bool:
        """Whether it is idle when it looks next."""
        self.idle.clear()
        self.watch._look()
        return bool(self.idle)


@pytest.fixture
def watched(console: Hands) -> Watched:
    return Watched(console.window)


def test_it_takes_its_time(watched: Watched) -> None:
    watched.steady.now = watched.wall.now = LIMIT - 1
    assert not watched.look()
    watched.steady.now = watched.wall.now = LIMIT
    assert watched.look()


@pytest.mark.parametrize("use", ["a key", "the mouse"])
def test_use_puts_it_off(watched: Watched, use: str) -> None:
    watched.steady.now = LIMIT - 1
    if use == "a key":
        QTest.keyClick(watched.window, Qt.Key.Key_Shift)
    else:
        QTest.mouseMove(watched.window)
    watched.steady.now = LIMIT
    assert not watched.look()
    watched.steady.now = 2 * LIMIT - 1
    assert watched.look()


def test_the_use_that_wakes_the_computer_comes_too_late(watched: Watched) -> None:
    """Asleep, one of the clocks stands still, and nobody looks."""
    watched.wall.now = LIMIT
    QTest.keyClick(watched.window, Qt.Key.Key_Shift)
    assert watched.idle


def test_it_may_be_never(watched: Watched) -> None:
    watched.limit = 0.0
    watched.steady.now = 1e9
    assert not watched.look()


@pytest.mark.parametrize(
    ("kept", "minutes"),
    [
        (None, LOCK_MINUTES),
        ("0", 0),
        ("5", 5),
        ("-3", LOCK_MINUTES),
        ("1e9", LOCK_MINUTES),
        ("x", LOCK_MINUTES),
    ],
)
def test_what_was_set_counts(settings: QSettings, kept: str, minutes: int) -> None:
    assert lock_after_minutes(settings) == LOCK_MINUTES
    settings.setValue(LOCK_KEY, kept)
    assert lock_after_minutes(settings) == minutes
