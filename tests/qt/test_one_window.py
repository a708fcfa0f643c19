"""One window for one place: a second start brings the first to the front, and ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLineEdit

from app.bootstrap import one_window, sessions
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.gui import ALREADY_OPEN
from app.bootstrap.one_window import OneWindow
from app.core.demo_hints import DemoHints
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.settings import Overrides
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.window.main_window import MainWindow
from tests.qt.conftest import Loop
from tests.support.dialogs import click
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import ROOT, Program, finished
from tests.support.session import Start, a_store, sign_in

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.bootstrap.one_window import OneWindow

application = QCoreApplication([])
only = OneWindow(Path(sys.argv[1]))
only.wanted.connect(lambda: print("wanted", flush=True))
print(only.claim("start " + sys.argv[2], sys.argv[2]), flush=True)
if sys.argv[3:] == ["hangs"]:
    sys.stdin.read()
application.exec()
"""


class Holders:
    """Other processes that hold a place each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._all: list[subprocess.Popen[str]] = []

    def hold(self, place: str, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(self.folder), place, *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._all.append(process)
        assert heard(process) == "True"
        return process

    def close(self) -> None:
        for process in self._all:
            process.kill()
            process.communicate()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


@pytest.fixture
def holders(tmp_path: Path) -> Iterator[Holders]:
    made = Holders(tmp_path / "windows")
    yield made
    made.close()


@pytest.fixture
def only(holders: Holders, qapp: QApplication) -> Iterator[OneWindow]:
    made = OneWindow(holders.folder)
    yield made
    made.close()


def test_who_has_the_place_is_told(holders: Holders, only: OneWindow) -> None:
    holder = holders.hold("here")
    assert not only.claim("start", "here")
    assert heard(holder) == "wanted"
    assert only.claim("start", "elsewhere")


def test_who_has_gone_elsewhere_is_found_by_its_start(holders: Holders, only: OneWindow) -> None:
    holder = holders.hold("here")
    assert not only.claim("start here", "elsewhere")
    assert heard(holder) == "wanted"
    assert only.claim("start elsewhere", "elsewhere")
    assert only.claim("start elsewhere", "nowhere")  # and then goes on to another place


def test_who_was_killed_has_it_no_longer(holders: Holders, only: OneWindow) -> None:
    holder = holders.hold("here")
    holder.kill()
    holder.wait()
    assert only.claim("start", "here")


def test_who_hangs_keeps_nobody_out(
    holders: Holders, only: OneWindow, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """One must be able to stop jobs."""
    expected_logs.expect("does not answer")
    monkeypatch.setattr(one_window, "ANSWER_SECONDS", 0)
    holders.hold("here", "hangs")
    assert only.claim("start", "here")


def test_a_folder_with_a_long_name(tmp_path: Path, qapp: QApplication) -> None:
    """No socket has a name that long."""
    holders = Holders(tmp_path / ("long" * 40))
    only = OneWindow(holders.folder)
    try:
        holder = holders.hold("here")
        assert not only.claim("start", "here")
        assert heard(holder) == "wanted"
    finally:
        holders.close()
        only.close()


def test_a_folder_that_cannot_be_written_keeps_nobody_out(
    tmp_path: Path, qapp: QApplication, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("cannot be told")
    (tmp_path / "file").write_text("", encoding="utf-8")
    only = OneWindow(tmp_path / "file" / "windows")
    assert only.claim("start", "here")


def test_the_second_start_shows_the_first_window(
    loop: Loop,
    calls: Calls,
    product: Product,
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It asks for the sign-in, and then is hidden, when the program is started again."""
    store: QSettings = a_store(tmp_path, monkeypatch)
    user = product.user(email="rina@sweep.example")
    overrides = Overrides(database_url=product.url, storage_root=str(product.storage_root))
    first = Start(loop, calls, store, overrides)
    dialog = first.shows(SignInDialog)
    start_again(loop, program)
    assert dialog.isVisible()
    assert dialog.findChild(QLineEdit, "signin.email").isVisible()
    sign_in(dialog, user.email, user.password)
    window = first.shows(MainWindow)
    window.hide()
    start_again(loop, program)
    assert window.isVisible()
    window.close()
    first.end()


@pytest.mark.parametrize("option", ["application_name=other", "sslmode=prefer"])
def test_the_same_place_written_otherwise(
    loop: Loop,
    calls: Calls,
    product: Product,
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
) -> None:
    store = a_store(tmp_path, monkeypatch)
    overrides = Overrides(database_url=product.url, storage_root=f"{product.storage_root}/")
    first = Start(loop, calls, store, overrides)
    dialog = first.shows(SignInDialog)
    begin = "&" if "?" in product.url else "?"
    url = product.url.replace("postgresql://", "postgres://") + begin + option
    start_again(loop, program, "--database-url", url)
    dialog.reject()
    first.end()


def test_who_explores_the_demo_and_starts_the_program_again_sees_the_demo(
    loop: Loop,
    calls: Calls,
    product: Product,
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is saved yet, and the second start names nothing."""

    @contextmanager
    def demo(**_: object) -> Iterator[ConnectionProfile]:
        hints = DemoHints("dana@sweep.example", "secret", lambda: None)
        yield ConnectionProfile(product.url, Folder(product.storage_root), hints)

    monkeypatch.setattr(sessions, "open_demo", demo)
    first = Start(loop, calls, a_store(tmp_path, monkeypatch), Overrides())
    click(first.shows(SettingsDialog), "settings.demo")
    dialog = first.shows(SignInDialog)
    program.place = []
    start_again(loop, program)
    dialog.reject()
    first.end()


def start_again(loop: Loop, program: Program, *words: str) -> None:
    process = program.start("gui", *words)
    loop.until(lambda: process.poll() is not None)
    done = finished(process)
    assert (done.status, done.out, done.err) == (0, "", f"{ALREADY_OPEN}\n")
