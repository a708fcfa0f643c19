"""A small process beside the demo's server, which stops it once nobody uses it any more: whoever was killed
could not.

It is started with the server, in a session of its own: what is sent to the console's terminal or to its
group of processes does not reach it. Who is there it learns from the locks of `attendance`, which the
operating system frees at any death.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.core.children import clean_environment

COMMAND = "demo-keeper"
"""The word by which the program becomes the keeper. No person types it."""

_MAIN = Path(__file__).resolve().parents[2] / "main.py"
_IS_BUNDLE = hasattr(sys, "frozen")  # set by PyInstaller
_log = logging.getLogger(__name__)


class Keeper:
    """The process, from the side of who started it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        # It may end before this process does, and must not stay behind as a zombie.
        threading.Thread(target=process.wait, name="sweep-keeper", daemon=True).start()

    def dismiss(self) -> None:
        """Ends it: there is nothing left to keep. Call it in the turn of the folder."""
        self._process.terminate()
        self._process.wait()


def start_keeper(folder: Path, every: float, disposable: Path | None) -> Keeper | None:
    """Starts the keeper of the server in `folder`, and returns it; None where there is one already. Call it
    in the turn of that folder, before the server is started: to be killed in between would be too late.

    It looks `every` so many seconds. `disposable` is a folder that it removes in the end.
    """
    lock = keeper_lock(folder)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    lock.release()
    command = [COMMAND, str(folder), str(every), str(disposable or "")]
    try:
        return Keeper(_spawn([sys.executable, *([] if _IS_BUNDLE else [str(_MAIN)]), *command]))
    except OSError as error:
        _log.warning("Nobody would stop the demo's server after a crash: %s", error)
        return None


def _spawn(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=Path(sys.executable).anchor,  # no folder that somebody may want to remove
        # A program of its own, no part of this one.
        env={**clean_environment(), "PYINSTALLER_RESET_ENVIRONMENT": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **_apart(),
    )


def _apart() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def keeper_lock(folder: Path) -> FileLock:
    """What the keeper of the server in `folder` holds as long as it lives."""
    return FileLock(folder / "keeper.lock", mode=0o600)
