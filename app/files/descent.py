"""Down from an open folder, step by step, without following a link: for systems that have `openat`.

Checking whether a path is safe and then deleting by the path leaves a gap: a folder that is swapped for a
link in between leads the deletion to other files. Here each step is opened relative to the folder above it,
and the file is deleted relative to its folder, which stays that folder whatever becomes of its name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path

from app.core.storage_messages import NOT_A_FILE, TOO_DEEP
from app.files.folders import ATTACHMENTS, Identity, LeadsAway

IS_POSSIBLE = (
    {os.open, os.stat, os.unlink, os.rmdir} <= os.supports_dir_fd
    and os.stat in os.supports_follow_symlinks
    and hasattr(os, "O_NOFOLLOW")
    and hasattr(os, "O_DIRECTORY")
)
"""Not on Windows."""

FOLDERS_DEEP = 32
"""Below `attachments`; the web side writes four. Each one on the way to a file is open, and the process may
have some hundreds open for all workers together (256 on macOS)."""

# Linux can open a folder without the right to list it, which deleting in it does not need.
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

_PERHAPS_A_LINK = {errno.ENOTDIR, errno.ELOOP, errno.EMLINK}
"""How Linux, macOS and the BSDs refuse to open a link as a folder; the first is said of a file, too."""


class Descent:
    """`Folders` by descriptors. Names are the UTF-8 of the key, whatever the locale says."""

    def __init__(self, root: Path) -> None:
        """The root and its `attachments` may be links, which an administrator has made. Raises OSError."""
        above = os.open(root, _FOLDER)
        try:
            self._base = os.open(ATTACHMENTS, _FOLDER, dir_fd=above)
            self._root_stat = os.fstat(above)
        finally:
            os.close(above)
        self._entered: tuple[str, ...] = ()
        self._way: list[int] = []  # the descriptors of what is entered
        self._is_fresh = True

    @property
    def identity(self) -> Identity:
        above, below = self._root_stat, os.fstat(self._base)
        return (above.st_dev, above.st_ino, below.st_dev, below.st_ino)

    def is_file(self, steps: Sequence[str]) -> bool:
        return stat.S_ISREG(self._do(steps[:-1], steps[-1], _kind))

    def has(self, name: str) -> bool:
        try:
            _kind(self._base, name.encode())
        except FileNotFoundError:
            return False
        return True

    def unlink(self, folder: Sequence[str], name: str) -> None:
        self._do(folder, name, _unlink)

    def rmdir(self, steps: Sequence[str]) -> None:
        self._do(steps[:-1], steps[-1], _rmdir)

    def twin(self) -> Descent:
        another = copy(self)
        another._base = os.dup(self._base)
        another._entered, another._way = (), []
        return another

    def close(self) -> None:
        self._go_back(0)
        os.close(self._base)

    def _do(self, folders: Sequence[str], name: str, act: Callable[[int, bytes], int]) -> int:
        """Does something to a name in its folder. A folder that was opened for an earlier key may have been
        removed since, and made anew: what is missing in it is looked for once more, all the way down."""
        if len(folders) > FOLDERS_DEEP:
            raise OSError(errno.ELOOP, TOO_DEEP)
        try:
            return act(self._enter(folders), name.encode())
        except FileNotFoundError:
            if self._is_fresh:
                raise
        self._go_back(0)
        return act(self._enter(folders), name.encode())

    def _enter(self, folders: Sequence[str]) -> int:
        """The descriptor of a folder. Those on the way to it stay open for the next key."""
        self._is_fresh = False
        if folders != self._entered:
            shared = _shared(folders, self._entered)
            self._is_fresh = shared == 0
            self._go_back(shared)
            for name in folders[shared:]:
                self._way.append(_open(name.encode(), self._here))
                self._entered += (name,)
        return self._here

    @property
    def _here(self) -> int:
        return self._way[-1] if self._way else self._base

    def _go_back(self, length: int) -> None:
        self._entered = self._entered[:length]
        while len(self._way) > length:
            os.close(self._way.pop())


def _shared(some: Sequence[str], others: Sequence[str]) -> int:
    """How many of the first steps are the same."""
    pairs = zip(some, others, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(some), len(others))
    )


def _open(name: bytes, above: int) -> int:
    try:
        return os.open(name, _FOLDER | _NO_LINK, dir_fd=above)
    except OSError as error:
        if error.errno in _PERHAPS_A_LINK and stat.S_ISLNK(_kind(above, name)):
            raise LeadsAway from None
        raise


def _kind(folder: int, name: bytes) -> int:
    return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode


def _unlink(folder: int, name: bytes) -> int:
    """A link that takes the file's place after the check is deleted itself, not its target."""
    require_file(kind := _kind(folder, name))
    os.unlink(name, dir_fd=folder)
    return kind


def _rmdir(folder: int, name: bytes) -> int:
    os.rmdir(name, dir_fd=folder)
    return 0


def require_file(kind: int) -> None:
    """Raises LeadsAway for a link, and OSError for what else is no regular file."""
    if stat.S_ISLNK(kind):
        raise LeadsAway
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(kind):
        raise OSError(errno.EINVAL, NOT_A_FILE)
