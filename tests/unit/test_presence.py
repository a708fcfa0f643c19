"""`app.workers.presence`: which consoles of this workstation are alive, and which have died."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.worker import ConsoleIdentity
from app.workers.presence import FORGET_AFTER_DAYS, YOUNG_SECONDS, Presence
from tests.support.logs import ExpectedLogs

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys
from pathlib import Path
from app.core.worker import ConsoleIdentity
from app.workers.presence import Presence

presence = Presence(Path(sys.argv[1]), ConsoleIdentity(sys.argv[2]))
print(*presence.dead, flush=True)
sys.stdin.readline()
presence.close()
"""

OLD_CHILD = """
import sys
from PySide6.QtCore import QLockFile

lock = QLockFile(sys.argv[1] + "/" + sys.argv[2].replace(":", "+") + ".lock")
lock.setStaleLockTime(0)
print(lock.tryLock(0), flush=True)
sys.stdin.readline()
"""
"""A console of an older version, as far as its presence goes."""


def name(number: int) -> str:
    return ConsoleIdentity.fresh("front-services.example", number).name


@contextmanager
def another(folder: Path, console: str, program: str = CHILD) -> Iterator[subprocess.Popen[str]]:
    """A console in a process of its own; it ends in order at the end of the block, if it has not been killed.
    The first line that it prints are the dead that it found."""
    command = [sys.executable, "-c", program, str(folder), console]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.communicate("\n", timeout=30)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def grow_old(folder: Path) -> None:
    """The lock files there were made a while ago."""
    then = time.time() - 2 * YOUNG_SECONDS
    for path in folder.glob("*.lock"):
        os.utime(path, (then, then))


def test_consoles_that_live_are_not_dead(tmp_path: Path) -> None:
    first = Presence(tmp_path / "consoles", ConsoleIdentity(name(1)))
    grow_old(tmp_path / "consoles")
    second = Presence(tmp_path / "consoles", ConsoleIdentity(name(2)))
    assert (first.dead, second.dead) == ((), ())
    with another(tmp_path / "consoles", name(3)) as process:
        assert first_line(process) == ""
        grow_old(tmp_path / "consoles")
        third = Presence(tmp_path / "consoles", ConsoleIdentity(name(4)))
        assert third.dead == ()
    for presence in (first, second, third):
        presence.close()
    assert list((tmp_path / "consoles").iterdir()) == []


def test_a_killed_console_is_known_as_dead_to_all_that_come_later(tmp_path: Path) -> None:
    """Its jobs may be taken over one by one, by several consoles; the row decides who gets which."""
    killed = name(7)
    with another(tmp_path, killed) as process:
        assert first_line(process) == ""
        process.kill()
        process.wait(30)
    grow_old(tmp_path)
    finder = Presence(tmp_path, ConsoleIdentity(name(1)))
    assert finder.dead == (killed,)
    with another(tmp_path, name(3)) as process:
        assert first_line(process) == killed
    finder.close()
    assert Presence(tmp_path, ConsoleIdentity(name(4))).dead == (killed,)
    (mark,) = tmp_path.glob("*.dead")
    week_ago = time.time() - FORGET_AFTER_DAYS * 24 * 60 * 60
    os.utime(mark, (week_ago, week_ago))
    assert Presence(tmp_path, ConsoleIdentity(name(5))).dead == ()
    assert not mark.exists()


def test_one_that_has_only_just_made_its_file_is_not_dead(tmp_path: Path) -> None:
    """It locks the file in a moment."""
    starting = name(7)
    file = tmp_path / f"{starting.replace(':', '+')}.lock"
    file.touch()
    Presence(tmp_path, ConsoleIdentity(name(1))).close()
    assert file.exists()
    grow_old(tmp_path)
    assert Presence(tmp_path, ConsoleIdentity(name(2))).dead == (starting,)


def test_consoles_of_older_versions_are_known_too(tmp_path: Path) -> None:
    """They hold their files with QLockFile, and so do they judge ours."""
    mine, old = name(1), name(7)
    ours = Presence(tmp_path, ConsoleIdentity(mine))
    with another(tmp_path, old, OLD_CHILD) as process:
        assert first_line(process) == "True"
        grow_old(tmp_path)
        other = Presence(tmp_path, ConsoleIdentity(name(2)))
        assert other.dead == ()
        other.close()
        with another(tmp_path, mine, OLD_CHILD) as judge:
            assert first_line(judge) == "False"
        process.kill()
        process.wait(30)
    grow_old(tmp_path)
    assert Presence(tmp_path, ConsoleIdentity(name(3))).dead == (old,)
    ours.close()


def test_one_that_left_in_order_is_not_dead(tmp_path: Path) -> None:
    with another(tmp_path, name(7)) as process:
        first_line(process)
    assert Presence(tmp_path, ConsoleIdentity(name(1))).dead == ()


def test_other_files_name_nobody(tmp_path: Path) -> None:
    """Least of all a name with which every worker's begins."""
    for stranger in (".lock", "sweep.lock", "notes.txt", "sweep+.lock"):
        (tmp_path / stranger).write_text("")
    (tmp_path / "folder.lock").mkdir()
    grow_old(tmp_path)
    presence = Presence(tmp_path, ConsoleIdentity(name(1)))
    assert presence.dead == ()
    presence.close()


def test_a_folder_that_cannot_be_made_is_no_obstacle(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("Dead consoles cannot be told")
    (tmp_path / "file").write_text("no folder")
    presence = Presence(tmp_path / "file" / "consoles", ConsoleIdentity(name(1)))
    assert presence.dead == ()
    presence.close()


@pytest.mark.parametrize("times", [1, 2])
def test_a_console_may_close_more_than_once(tmp_path: Path, times: int) -> None:
    presence = Presence(tmp_path, ConsoleIdentity(name(1)))
    for _ in range(times):
        presence.close()
    assert list(tmp_path.iterdir()) == []
