"""A server whose users are all gone ends by itself, however they went; one that is used stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from app.cli import program
from app.demo import keeper
from app.demo.server import DemoServer
from app.settings import DEMO_DIR
from tests.support.demo_child import WATCH_EVERY, running
from tests.support.folders import server_home
from tests.support.program import ROOT

GUARD_SECONDS = 120


@pytest.fixture
def home() -> Iterator[Path]:
    with server_home("sweep-keeper-") as home:
        yield home


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "server"


def until(condition: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.05)


def postmaster(folder: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int((folder / "cluster" / "postmaster.pid").read_text().split()[0]))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def keepers(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if keeper.COMMAND in words and any(word.startswith(str(folder)) for word in words):
            found.append(process)
    return found


def test_the_program_knows_the_word_by_which_it_is_called() -> None:
    assert program.KEEPER == keeper.COMMAND


def test_a_server_whose_terminal_closed_with_all_that_ran_in_it_ends(folder: Path) -> None:
    with running(folder) as process:
        assert process.next_line()
        server = postmaster(folder)
        assert server is not None
        process.signal_group(signal.SIGHUP)
        until(lambda: is_gone(server))
    until(lambda: not keepers(folder))


def test_what_is_disposable_goes_with_it(home: Path, folder: Path) -> None:
    disposable = home / "all of it"
    disposable.mkdir()
    (disposable / "window.ini").touch()
    with running(folder, disposable=disposable) as process:
        assert process.next_line()
        process.kill()
    until(lambda: not disposable.exists())
    assert postmaster(folder) is None


def test_a_server_with_another_user_stays(folder: Path) -> None:
    with running(folder) as killed, running(folder) as staying:
        assert killed.next_line() == staying.next_line()
        server = postmaster(folder)
        assert server is not None
        until(lambda: len(keepers(folder)) == 1)  # another one that was begun has seen this one
        (one,) = keepers(folder)
        killed.kill()
        looked = one.cpu_times().user
        until(lambda: one.cpu_times().user > looked)  # it has looked since
        assert not is_gone(server)
        staying.close()
        assert is_gone(server)
    until(lambda: not keepers(folder))


def test_whoever_comes_after_the_keeper_was_killed_starts_another(folder: Path) -> None:
    with running(folder) as process:
        assert process.next_line()
        (one,) = keepers(folder)
        one.kill()
        until(lambda: is_gone(one))
        with DemoServer(folder, watch_every=WATCH_EVERY):
            until(lambda: [other for other in keepers(folder) if other.pid != one.pid])
            server = postmaster(folder)
            assert server is not None
            process.kill()
        assert is_gone(server)


def test_it_stops_nothing_that_somebody_is_about_to_use(folder: Path) -> None:
    """It is killed while another one comes in: the same turn is taken by both."""
    for _ in range(2):
        with running(folder) as process:
            assert process.next_line()
            process.kill()
        with DemoServer(folder, watch_every=WATCH_EVERY) as server:
            found = postmaster(folder)
            assert found is not None
            time.sleep(2 * WATCH_EVERY)
            assert not is_gone(found)
            assert server.url("postgres")


@pytest.mark.parametrize(
    ("command", "number"),
    [(["gui", "--demo"], signal.SIGKILL), (["smoke"], signal.SIGTERM)],
    ids=["demo", "smoke"],
)
def test_a_program_that_was_killed_leaves_no_server(home: Path, command: list[str], number: int) -> None:
    around = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SWEEP_DATA_DIR": str(home / "data"),
        DEMO_DIR: str(home / "demo"),
        "TMPDIR": str(home),
    }
    command = [sys.executable, str(ROOT / "main.py"), *command]
    with subprocess.Popen(command, cwd=home, env=around, start_new_session=True) as process:
        try:
            until(lambda: _servers(home))
            (server,) = _servers(home)
            os.killpg(process.pid, number)
        finally:
            process.kill()
    until(lambda: is_gone(server))
    until(lambda: not list(home.glob("sweep-smoke-*")))


def _servers(home: Path) -> list[psutil.Process]:
    folders = [Path(folder).parent for folder, _, files in os.walk(home) if "postmaster.pid" in files]
    return [found for found in map(postmaster, folders) if found is not None]
