"""The life of the keeper: see `app.demo.keeper`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import Timeout

from app.core.errors import DemoUnavailable
from app.demo.keeper import keeper_lock
from app.demo.server import DemoServer

_PATIENCE_SECONDS = 2.0
"""How long another one may take to see whether there is one."""

QUIET_LOOKS = 3
"""Looks in a row at which nobody is there: what a killed user was just starting comes up in between."""


def keep(words: Sequence[str]) -> int:
    """The life of the keeper; `words` as `start_keeper` gives them. Returns the exit status."""
    folder, every, disposable = Path(words[0]), float(words[1]), words[2]
    lock = keeper_lock(folder)
    try:
        folder.stat()  # raises where it is gone: the lock would make it anew
        lock.acquire(_PATIENCE_SECONDS)
    except (Timeout, OSError):  # there is one already; or the folder is gone
        return 0
    server, quiet = DemoServer(folder), 0
    try:
        while quiet < QUIET_LOOKS:
            time.sleep(every)
            is_last = quiet + 1 == QUIET_LOOKS
            # Let go in the same turn: whoever comes next has to start another one.
            quiet = quiet + 1 if _is_unused(server, lock.release if is_last else _nothing) else 0
    except OSError:
        pass  # the folder is gone, and so is what was in it
    finally:
        lock.release()
    if disposable:
        shutil.rmtree(disposable, ignore_errors=True)
    return 0


def _is_unused(server: DemoServer, then: Callable[[], None]) -> bool:
    try:
        return server.end_if_unused(then)
    except DemoUnavailable:  # somebody has the turn, who is there then; or it does not stop: once more
        return False


def _nothing() -> None:
    pass
