"""What `local.py` does below the folder `attachments`, in the way that the system allows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

Identity = tuple[int, int, int, int]
"""Device and inode of the root, and those of its folder `attachments`."""

ATTACHMENTS = "attachments"


class LeadsAway(Exception):
    """A link, or another name that the system takes for something else, stands in the way of a key."""


class Folders(Protocol):
    """The folder `attachments`, held for one call. `steps` lead from there to a file or folder: names without
    an empty one, "." and "..". All raise OSError kinds as the system says, and LeadsAway."""

    @property
    def identity(self) -> Identity:
        """Of the folders that are held, whatever has their names by now."""

    def is_file(self, steps: Sequence[str]) -> bool:
        """Whether a regular file is there. Raises FileNotFoundError where nothing is."""

    def has(self, name: str) -> bool:
        """Whether anything of this name is in `attachments`."""

    def unlink(self, folder: Sequence[str], name: str) -> None:
        """Deletes a regular file, and nothing else; `folder` are the steps to where it is."""

    def rmdir(self, steps: Sequence[str]) -> None:
        """Removes an empty folder, in one step."""

    def twin(self) -> Folders:
        """The same folder for another thread, which closes it. Raises OSError where no more can be open."""

    def close(self) -> None:
        """Closes the open folders."""


def identity_of(root: Path) -> Identity:
    """What has the names at this moment. Raises OSError."""
    above, below = os.stat(root), os.stat(root / ATTACHMENTS)
    return (above.st_dev, above.st_ino, below.st_dev, below.st_ino)
