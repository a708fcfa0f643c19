"""Attachments by their paths, for systems that cannot open a name relative to a folder: Windows.

A folder that is swapped for a link between the check and the deletion is followed here. Making a link takes
an administrator's right on Windows, or its developer mode; a junction takes the right to write in the
storage.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from copy import copy
from pathlib import Path

from app.files.descent import require_file
from app.files.folders import ATTACHMENTS, Identity, LeadsAway, identity_of

LONGEST_PATH = 259
"""Characters. What lies deeper is "not found" on a Windows that does not allow long paths."""

_MEANS_MORE = frozenset("\\:")
"""A step is one name: no second separator, no drive, and no stream of another file."""


class ByPath:
    """`Folders` by paths. Each folder is resolved once."""

    def __init__(self, root: Path) -> None:
        """The root and its `attachments` may be links, which an administrator has made. Raises OSError."""
        self._base = os.path.realpath(root / ATTACHMENTS)
        self.identity: Identity = identity_of(root)
        self._resolved: dict[Sequence[str], str] = {}

    def is_file(self, steps: Sequence[str]) -> bool:
        return stat.S_ISREG(_kind(self._path(steps[:-1], steps[-1])))

    def has(self, name: str) -> bool:
        try:
            _kind(os.path.join(self._base, name))
        except FileNotFoundError:
            return False
        return True

    def unlink(self, folder: Sequence[str], name: str) -> None:
        path = self._path(folder, name)
        require_file(_kind(path))
        os.unlink(path)

    def rmdir(self, steps: Sequence[str]) -> None:
        os.rmdir(self._path(steps[:-1], steps[-1]))

    def twin(self) -> ByPath:
        another = copy(self)
        another._resolved = {}
        return another

    def close(self) -> None:
        self._resolved.clear()

    def _path(self, folders: Sequence[str], name: str) -> str:
        if folders not in self._resolved:
            self._resolved[folders] = self._folder(folders)
        _require_plain(name)
        return os.path.join(self._resolved[folders], name)

    def _folder(self, folders: Sequence[str]) -> str:
        """Raises LeadsAway unless the folder is where its name says, without a link on the way."""
        for step in folders:
            _require_plain(step)
        path = os.path.join(self._base, *folders)
        if os.path.normcase(os.path.realpath(path)) != os.path.normcase(path):
            raise LeadsAway
        return path


def _require_plain(step: str) -> None:
    """A dot or a space at its end is none for Windows. Raises LeadsAway."""
    if not _MEANS_MORE.isdisjoint(step) or step.endswith((".", " ")):
        raise LeadsAway


def _kind(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_mode
    except FileNotFoundError:
        if len(path) > LONGEST_PATH:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG)) from None
        raise
