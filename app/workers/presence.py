"""Which consoles of this workstation are alive: a lock file each, held as long as the process runs.

Older versions hold theirs with Qt's QLockFile, which is the same lock of the operating system on the same
file: consoles of both kinds see each other as alive.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from filelock import FileLock

from app.core.private import FILE, make_folder
from app.core.worker import ConsoleIdentity, workstation_of

log = logging.getLogger(__name__)

_LOCK, _DEAD = ".lock", ".dead"
FORGET_AFTER_DAYS = 7
"""By then every job of a dead console is stale by its heartbeat."""

YOUNG_SECONDS = 5.0
"""A file that is younger may have been made by a console that is about to lock it."""


class Presence:
    """Holds this console's lock file in `folder`, and knows which other consoles there are dead.

    A process that was killed leaves its file behind, and with it its name: the jobs with that name in their
    cursor are orphaned, whatever their last heartbeat says. Its lock file is then replaced by a marker file,
    which other consoles see too; names are never reused, so a dead one stays dead.
    """

    def __init__(self, folder: Path, identity: ConsoleIdentity) -> None:
        self.dead: tuple[str, ...] = ()
        """Names of consoles of this workstation that were killed or crashed, as of the last `look`."""
        self._folder = folder
        self._own = _lock(folder / f"{_file_name(identity.name)}{_LOCK}")
        try:
            make_folder(folder)
            self._look()
            self._own.acquire(blocking=False)
        except OSError as error:
            log.warning("Dead consoles cannot be told: %s: %s", folder, error.strerror)

    def look(self) -> tuple[str, ...]:
        """Those that are dead by now; may block for a moment, and may be called in any thread."""
        try:
            self._look()
        except OSError as error:
            log.debug("Dead consoles cannot be told: %s: %s", self._folder, error.strerror)
        return self.dead

    def _look(self) -> None:
        own = Path(self._own.lock_file)
        for path in self._folder.glob(f"*{_LOCK}"):
            if path != own and _age(path) >= YOUNG_SECONDS:
                _mark_if_dead(path)
        marks = [path for path in self._folder.glob(f"*{_DEAD}") if _is_recent(path)]
        self.dead = tuple(sorted(name for name in map(_name, marks) if workstation_of(name)))

    def close(self) -> None:
        """Releases and removes this console's file."""
        if self._own.is_locked:
            self._own.release()
            Path(self._own.lock_file).unlink(missing_ok=True)


def _mark_if_dead(path: Path) -> None:
    lock = _lock(path)
    try:
        lock.acquire(blocking=False)
    except OSError:  # also Timeout: another process holds it; or it is no file that we may open
        return
    path.with_suffix(_DEAD).touch(FILE)
    lock.release()
    path.unlink(missing_ok=True)


def _lock(path: Path) -> FileLock:
    return FileLock(path, mode=FILE, thread_local=False)  # a console may be closed by another thread


def _age(path: Path) -> float:
    """Seconds since the file was made; nothing for one that is gone meanwhile."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _is_recent(mark: Path) -> bool:
    """Removes the marker file where it is old."""
    if _age(mark) < FORGET_AFTER_DAYS * 24 * 60 * 60:
        return True
    mark.unlink(missing_ok=True)
    return False


def _file_name(name: str) -> str:
    return name.replace(":", "+")


def _name(path: Path) -> str:
    return path.stem.replace("+", ":")
