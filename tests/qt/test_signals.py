"""`stop_request`, `qt.signals` and `Sessions.stop`: the system asks a window to end, whatever it is at."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from app.bootstrap.ending import STOPPED_AT_ONCE
from app.qt.calls import Calls
from app.qt.signals import signals_heard_at_once
from app.receipts.names import DELETE_RECEIPTS
from app.settings import Overrides
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.audit import AuditDialog
from app.ui.dialogs.closing import ClosingDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.window.main_window import MainWindow
from app.viewmodel.preferences import Preferences
from app.workers.stop_request import STOPPING, StopRequest, stop_signals
from tests.qt.conftest import Loop
from tests.support.halting import Halting, many
from tests.support.other_sessions import somebody
from tests.support.product import Product, User
from tests.support.program import Program, finished, insist, until
from tests.support.session import Start, a_store, sign_in

GUARD_MS = 10_000
EAGER = {"SWEEP_WORKERS": "2", "SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "5"}

# The request


def test_what_is_to_be_done_at_once_is_done_in_the_handler() -> None:
    done: list[str] = []
    with stop_signals() as request:
        os.kill(os.getpid(), signal.SIGTERM)
        assert request.is_asked
        request.then(lambda: done.append("late"))
        assert done == ["late"]  # it had come already
        request.then(lambda: done.append("again"))
        os.kill(os.getpid(), signal.SIGINT)
    assert done == ["late", "again", "again"]


def test_nobody_has_to_say_what_is_to_be_done_at_once() -> None:
    request = StopRequest()
    request.ask()
    assert request.is_asked


@pytest.mark.parametrize(
    ("seconds", "by_person", "is_urgent"),
    [
        pytest.param([0, 0.1], True, True, id="Ctrl+C twice"),
        pytest.param([0], True, False, id="Ctrl+C once"),
        pytest.param([0, 0.1], False, False, id="the system in one breath"),
        pytest.param([0, 0.1, 0.2, 0.3], False, False, id="and four times"),
        pytest.param([0, 5], False, True, id="the system once more"),
        pytest.param([0, 0.1, 5], False, True, id="after a breath"),
    ],
)
def test_who_asks_twice_is_in_a_hurry(seconds: list[float], by_person: bool, is_urgent: bool) -> None:
    moments = iter(seconds)
    request = StopRequest(lambda: next(moments))
    for _ in seconds:
        request.ask(by_person=by_person)
    assert (request.is_asked, request.is_urgent) == (True, is_urgent)


def test_the_signals_are_given_back() -> None:
    before = [signal.getsignal(number) for number in STOPPING]
    with stop_signals():
        assert all(signal.getsignal(number) not in before for number in STOPPING)
    assert [signal.getsignal(number) for number in STOPPING] == before
    assert set(STOPPING) == {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@pytest.mark.parametrize("number", STOPPING)
def test_what_is_ignored_from_the_start_stays_ignored(number: signal.Signals) -> None:
    """As `nohup` has it, and a shell for what it runs in the background."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with stop_signals() as request:
            os.kill(os.getpid(), number)
            assert not request.is_asked
            assert signal.getsignal(number) is signal.SIG_IGN
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)


# Qt's loop


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_wakes_a_loop_that_has_nothing_to_do(qapp: QApplication, number: signal.Signals) -> None:
    """Else its handler would wait for the next mouse or timer."""
    loop = QEventLoop()
    ends: list[signal.Signals] = []

    def end() -> None:
        ends.append(number)
        loop.quit()

    guard = QTimer()
    guard.setSingleShot(True)
    guard.timeout.connect(loop.quit)
    sender = threading.Timer(0.05, lambda: os.kill(os.getpid(), number))
    with stop_signals() as request, signals_heard_at_once():
        request.then(end)
        guard.start(GUARD_MS)
        sender.start()
        loop.exec()
        assert guard.isActive(), "the loop slept until the guard woke it"
    assert ends == [number]
    sender.join()


def test_a_storm_of_signals_says_nothing(qapp: QApplication, capfd: pytest.CaptureFixture[str]) -> None:
    """More than the loop can be told before it listens."""
    heard: list[int] = []
    with stop_signals() as request, signals_heard_at_once():
        request.then(lambda: heard.append(1))
        for _ in range(5000):
            os.kill(os.getpid(), signal.SIGHUP)
        qapp.processEvents()
        os.kill(os.getpid(), signal.SIGHUP)
        qapp.processEvents()
    assert len(heard) == 5001
    assert capfd.readouterr().err == ""


def test_what_woke_before_is_given_back(qapp: QApplication) -> None:
    before = signal.set_wakeup_fd(-1)
    try:
        with signals_heard_at_once():
            inside = signal.set_wakeup_fd(-1)
            signal.set_wakeup_fd(inside, warn_on_full_buffer=False)
        assert inside != -1
        assert signal.set_wakeup_fd(-1) == -1
    finally:
        signal.set_wakeup_fd(before)


# A program in this process


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> QSettings:
    qapp.setQuitOnLastWindowClosed(False)
    return a_store(tmp_path, monkeypatch)


@pytest.fixture
def given(product: Product) -> Overrides:
    pace = {"SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "60000", "SWEEP_WORKERS": "2"}
    return Overrides(database_url=product.url, storage_root=str(product.storage_root), environment=pace)


NewStart = Callable[[Overrides], Start]


@pytest.fixture
def new_start(loop: Loop, calls: Calls, store: QSettings) -> Iterator[NewStart]:
    yield lambda given: Start(loop, calls, store, given)
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == []


def test_at_the_sign_in(new_start: NewStart, given: Overrides) -> None:
    start = new_start(given)
    start.shows(SignInDialog)
    start.sessions.stop()
    start.end()


def test_while_a_password_is_checked(
    new_start: NewStart, given: Overrides, product: Product, user: User, loop: Loop
) -> None:
    start = new_start(given)
    dialog = start.shows(SignInDialog)
    with somebody(product, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"):
        sign_in(dialog, user.email, user.password)
        loop.until(lambda: product.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        start.sessions.stop()
        start.end()


def test_at_the_first_start(new_start: NewStart) -> None:
    start = new_start(Overrides())
    start.shows(SettingsDialog)
    start.sessions.stop()
    start.end()


@pytest.mark.parametrize("is_complete", [True, False])
def test_before_there_is_anything_to_see(
    new_start: NewStart, given: Overrides, monkeypatch: pytest.MonkeyPatch, loop: Loop, is_complete: bool
) -> None:
    """While the settings are read, or the demo is prepared: the dialog that follows would wait for ever."""
    read = Preferences.settings

    async def late(self: Preferences, calls: Calls) -> Any:
        settings = await read(self, calls)
        start.sessions.stop()
        await calls.run(threading.Event().wait, 0.05)
        return settings

    monkeypatch.setattr(Preferences, "settings", late)
    start = new_start(given if is_complete else Overrides())
    start.end()


def test_nothing_begins_though_the_loop_has_not_heard_of_it_yet(
    new_start: NewStart, given: Overrides, product: Product, user: User, loop: Loop
) -> None:
    """It may be at something long: the handler itself keeps the workers from beginning anything."""
    halting, businesses = Halting(product), many(product, 40)
    start = new_start(replace(given, environment=EAGER))
    sign_in(start.shows(SignInDialog), user.email, user.password)
    services = start.shows(MainWindow)._services
    actor = loop.run(services.calls.run(services.sign_in, user.email, user.password))
    loop.run(services.calls.run(services.jobs.start, actor, DELETE_RECEIPTS, businesses))
    with halting.in_the_middle(2, loop.until):
        start.sessions.stop()
    time.sleep(0.3)  # the workers have the time to do what they should not
    start.end()
    halting.check(businesses)
    halting.check_rest(set(businesses) - set(halting.businesses("completed")), "paused")


OPENED: dict[type[QDialog], Callable[[MainWindow], object]] = {
    AboutDialog: lambda window: window.about_requested.emit(),
    AuditDialog: lambda window: window.audit_requested.emit(),
    SettingsDialog: lambda window: window.settings_requested.emit(),
    ClosingDialog: lambda window: window.close(),
    ConfirmDialog: lambda window: window._parts.commands.delete(
        [row for row in map(window._services.poller.shown, window._services.poller.names()) if row]
    ),
}


@pytest.mark.parametrize("kind", OPENED)
def test_while_a_dialog_is_open_and_jobs_run(
    new_start: NewStart, given: Overrides, product: Product, user: User, loop: Loop, kind: type[QDialog]
) -> None:
    halting, businesses = Halting(product), many(product, 12)
    start = new_start(given)
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    services, actor = window._services, window._parts.commands._actor
    loop.run(services.calls.run(services.jobs.start, actor, DELETE_RECEIPTS, businesses[:10]))
    loop.until(lambda: len(halting.batches_since()) == 2 and services.poller.shown(businesses[-1]))
    OPENED[kind](window)
    start.shows(kind)
    halting.note_moment()
    start.sessions.stop()
    start.end()
    halting.check(businesses)
    halting.check_rest(businesses[:10], "paused")
    assert halting.batches_since() == {}


# A program of its own

SIGNED_IN = """
import sys
from PySide6.QtCore import QTimer
from app.bootstrap import sessions
from app.cli import main
from app.receipts.names import DELETE_RECEIPTS
from app.ui.window.main_window import MainWindow

email, password, what = sys.argv[1:4]
businesses = [int(word) for word in sys.argv[4].split(",")]

class SignIn(sessions.SignInDialog):
    async def ask(self):
        actor = await self._services.calls.run(self._services.sign_in, email, password)
        if what != "start":
            await self._services.calls.run(self._services.jobs.start, actor, DELETE_RECEIPTS, businesses)
        return actor

def opened(self, actor, open_for=MainWindow.open_for):
    open_for(self, actor)
    if what == "dialog":
        QTimer.singleShot(0, self.about_requested.emit)
    if what == "start":
        run = self._services.calls.run(self._services.jobs.start, actor, DELETE_RECEIPTS, businesses)
        self._services.calls.spawn(self._parts.commands._carry_out(lambda _actor: run, actor), name="start")
    QTimer.singleShot(300, lambda: print("open", flush=True))

sessions.SignInDialog, MainWindow.open_for = SignIn, opened
sys.exit(main(sys.argv[5:]))
"""


def window(program: Program, user: User, what: str, businesses: list[int]) -> Popen[str]:
    """A window in a process of its own, with a person at it; returns once it is open."""
    asked = [user.email, user.password, what, ",".join(map(str, businesses))]
    process = program.python("-c", SIGNED_IN, *asked, *program.words("gui"), **EAGER)
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.parametrize("number", STOPPING, ids=lambda number: number.name)
def test_a_window_at_work_pauses_everything_and_ends(
    program: Program, product: Product, user: User, number: signal.Signals
) -> None:
    halting, businesses = Halting(product), many(product, 400)
    what = "dialog" if number is signal.SIGTERM else "window"
    process = window(program, user, what, businesses)
    with halting.in_the_middle(2):
        waiting = halting.businesses("queued")
        process.send_signal(number)
        until(lambda: halting.businesses("queued") == [])
        assert halting.businesses("paused") == waiting
        assert process.poll() is None
    done = finished(process)
    assert (done.status, done.err) == (0, "")
    halting.check(businesses)
    halting.check_rest(set(businesses) - set(halting.businesses("completed")), "paused")


def test_a_window_that_is_asked_twice_leaves_at_once(program: Program, product: Product, user: User) -> None:
    """Though its batches come to no end."""
    halting, businesses = Halting(product), many(product, 400)
    process = window(program, user, "window", businesses)
    with halting.in_the_middle(2):
        insist(process)
        done = finished(process)
    assert (done.status, done.err.splitlines()[0]) == (1, STOPPED_AT_ONCE)
    assert halting.businesses("queued") == []


def test_a_window_whose_start_is_still_on_its_way_begins_nothing(
    program: Program, product: Product, user: User
) -> None:
    """All else has ended before the start goes through; its jobs are paused as it does."""
    halting, businesses = Halting(product), many(product, 40)
    connected = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'sweep:%'"
    blocked = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'background_jobs'::regclass"
    with somebody(product, "LOCK TABLE background_jobs IN SHARE MODE"):
        process = window(program, user, "start", businesses)
        until(lambda: product.rows(blocked))
        halting.note_moment()
        process.terminate()
        until(lambda: product.scalar(connected) == 1)
        assert process.poll() is None
    done = finished(process)
    assert (done.status, done.err) == (0, "")
    halting.check(businesses)
    assert halting.batches_since() == {}
    halting.check_rest(businesses, "paused")


FAILING = """
import asyncio, os, signal, sys
from app.bootstrap.sessions import Sessions
from app.cli import main
from app.receipts.names import DELETE_RECEIPTS
from app.core.errors import BadInput

async def run(self, **_):
    if sys.argv.pop() == "before":
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.1)
    else:
        asyncio.get_running_loop().call_later(0.5, os.kill, os.getpid(), signal.SIGTERM)
    raise BadInput("There is no such place.")

Sessions.run = run
sys.exit(main(["gui"]))
"""


@pytest.mark.parametrize("when", ["before", "while"])
def test_an_error_that_is_told_does_not_keep_the_program(program: Program, when: str) -> None:
    """It comes before the error, or while the dialog with the error is open."""
    done = finished(program.python("-c", FAILING, when))
    assert (done.status, done.err) == (2, "")
    assert ("There is no such place." in program.traces()) is (when == "before")
