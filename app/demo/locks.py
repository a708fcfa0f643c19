"""Locks between processes that the operating system frees by itself when their holder dies."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from app.core.errors import DemoUnavailable

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # Not lockf: POSIX record locks do not hold between two parts of one process, and closing any
        # descriptor of the file drops them.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOOK_AGAIN_SECONDS = 0.05


class FileLock:
    """An exclusive lock on a file, within one computer. A holder that is killed holds it no longer."""

    def __init__(self, path: Path, *, patience: float = 120.0) -> None:
        """`patience`: seconds that `with` waits for another holder before it gives up."""
        self._path = path
        self._patience = patience
        self._descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Takes the lock if it is free. Raises OSError where the file cannot be opened."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError):  # what flock, and msvcrt, say of a lock held elsewhere
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Gives the lock back; the file stays."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        """Waits for the lock; raises DemoUnavailable when another process keeps it for too long."""
        give_up_at = time.monotonic() + self._patience
        while not self.try_acquire():
            if time.monotonic() > give_up_at:
                raise DemoUnavailable("another process has been busy with it for too long. Try again later.")
            time.sleep(_LOOK_AGAIN_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Attendance:
    """Who uses something right now: one locked file for each user in a folder.

    Process ids would not do: those of killed processes stay on a list, and are given to others later.
    Call every method under one common lock.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: tuple[Path, FileLock] | None = None

    def enter(self) -> None:
        """Counts this user in. Raises OSError where the folder cannot be written."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / f"{os.getpid()}-{os.urandom(6).hex()}"
        lock = FileLock(path)
        lock.try_acquire()
        self._own = (path, lock)

    def leave(self) -> None:
        """Counts this user out; does nothing when it is not in."""
        if self._own is not None:
            path, lock = self._own
            self._own = None
            lock.release()
            path.unlink(missing_ok=True)

    def others(self) -> int:
        """How many other users there are; the files of dead ones are removed."""
        alive = 0
        for path in list(self._folder.glob("*")):
            if self._own is not None and path == self._own[0]:
                continue
            lock = FileLock(path)
            if lock.try_acquire():
                lock.release()
                path.unlink(missing_ok=True)
            else:
                alive += 1
        return alive
