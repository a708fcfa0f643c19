"""Files and folders that only their owner may read: what stands in them names people, businesses and servers.

On Windows they lie in the person's own profile, which the system itself keeps from others.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600

_OTHERS = 0o077


def keep_private() -> None:
    """From now on, whatever this process makes is its owner's alone, unless it says otherwise."""
    os.umask(_OTHERS)


def make_folder(folder: Path) -> None:
    """Makes a folder with all that lead to it, for its owner alone. Raises OSError."""
    for parent in reversed([folder, *folder.parents]):
        if not parent.exists():
            parent.mkdir(FOLDER, exist_ok=True)


def opener(path: str, flags: int) -> int:
    """For `open`: a file that is made is its owner's alone, whatever the process's umask is."""
    return os.open(path, flags, FILE)


def tighten(folder: Path, ours: Iterable[str], beside: Collection[str] = ()) -> None:
    """Takes away from others what an older version, or another umask, gave them: the files and folders in
    `folder` that match the patterns `ours`, and `folder` itself where nothing else but `beside` is in it: it
    could be anybody's home. What cannot be changed stays: it is somebody else's."""
    if sys.platform == "win32" or not folder.is_dir():
        return
    known = {path for pattern in ours for path in folder.glob(pattern)}
    if all(path in known or path.name in beside for path in folder.iterdir()):
        _close(folder)
    for path in known:
        _close(path)
        for inside in path.rglob("*") if path.is_dir() and not path.is_symlink() else ():
            _close(inside)


def _close(path: Path) -> None:
    """Not through a link, which may lead to what others need."""
    with suppress(OSError):
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
        if (
            is_ours
            and found.st_mode & _OTHERS
            and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))
        ):
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
