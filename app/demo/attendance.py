"""Who uses the demo right now, and whose turn it is to change it: locks that the operating system frees by
itself when their holder dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.core.demo_messages import DEMO_BUSY
from app.core.errors import DemoUnavailable

PATIENCE_SECONDS = 120.0


@contextmanager
def turn(path: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Within the block nobody else on this computer has the turn of this file, which stays afterwards.

    Raises DemoUnavailable where somebody else has it for `patience` seconds, and OSError where the file
    cannot be opened.
    """
    path.parent.stat()  # raises where it is gone: the lock would make it anew
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(patience)
    except Timeout as error:
        raise DemoUnavailable(DEMO_BUSY) from error
    try:
        yield
    finally:
        lock.release()


class Attendance:
    """Who uses something right now: one locked file for each user in a folder.

    Process ids would not do: those of killed processes stay on a list, and are given to others later.
    Call every method under one common lock.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: FileLock | None = None

    def enter(self) -> None:
        """Counts this user in. Raises OSError where the folder cannot be written."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._own = _lock(self._folder / f"{os.getpid()}-{os.urandom(6).hex()}")
        self._own.acquire(blocking=False)

    def leave(self) -> None:
        """Counts this user out; does nothing when it is not in."""
        if self._own is not None:
            own, self._own = self._own, None
            own.release()
            Path(own.lock_file).unlink(missing_ok=True)

    def others(self) -> int:
        """How many other users there are; the files of dead ones are removed."""
        alive = 0
        for path in list(self._folder.glob("*")):
            if self._own is not None and path == Path(self._own.lock_file):
                continue
            lock = _lock(path)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                alive += 1
            else:
                lock.release()
                path.unlink(missing_ok=True)
        return alive


def _lock(path: Path) -> FileLock:
    return FileLock(path, mode=0o600, thread_local=False)  # whoever leaves may be another thread
