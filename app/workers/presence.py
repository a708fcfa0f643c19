"""Which consoles of this workstation are alive: a lock file each, held as long as the process lives."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.core.worker import ConsoleIdentity, workstation_of

log = logging.getLogger(__name__)

_LOCK, _DEAD = ".lock", ".dead"
FORGET_AFTER_DAYS = 7
"""By then every job of a dead console is stale for everybody to see."""


class Presence:
    """Holds this console's lock file in `folder`, and knows which other consoles there are dead.

    A process that was killed leaves its file behind, and with it its name: the jobs that carry that name in
    their cursor have nobody any more, whatever their last heartbeat says. Its lock file is then replaced by
    a mark, for other consoles to see too; a name is never given twice, so a dead one stays dead.
    """

    def __init__(self, folder: Path, identity: ConsoleIdentity) -> None:
        self.dead: tuple[str, ...] = ()
        """Names of consoles of this workstation that have ended without saying so."""
        self._own = QLockFile(str(folder / f"{_file_name(identity.name)}{_LOCK}"))
        self._own.setStaleLockTime(0)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in folder.glob(f"*{_LOCK}"):
                _mark_if_dead(path)
            marks = [path for path in folder.glob(f"*{_DEAD}") if _is_recent(path)]
            self.dead = tuple(sorted(name for name in map(_name, marks) if workstation_of(name)))
        except OSError as error:
            log.warning("Dead consoles cannot be told: %s: %s", folder, error.strerror)
        self._own.tryLock(0)

    def close(self) -> None:
        """Gives the file back: this console leaves nothing behind."""
        self._own.unlock()


def _mark_if_dead(path: Path) -> None:
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # a file grows stale by the end of its process alone, never by age
    if lock.tryLock(0):
        path.with_suffix(_DEAD).touch()
        lock.unlock()


def _is_recent(mark: Path) -> bool:
    """Removes the mark where it is old."""
    if time.time() - mark.stat().st_mtime < FORGET_AFTER_DAYS * 24 * 60 * 60:
        return True
    mark.unlink(missing_ok=True)
    return False


def _file_name(name: str) -> str:
    return name.replace(":", "+")


def _name(path: Path) -> str:
    return path.stem.replace("+", ":")
