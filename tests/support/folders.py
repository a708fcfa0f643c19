"""Folders of embedded servers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

MEMORY = Path("/dev/shm")
"""What Linux keeps in memory: a database is cloned there in a third of the time."""

ROOM = 4 * 1024**3
"""Bytes that must be free there. A server of the tests takes some hundred megabytes; a container may have
less than one hundred."""


@contextmanager
def server_home(prefix: str, *, in_memory: bool = False) -> Iterator[Path]:
    """A temporary folder for the folder of a server, `in_memory` where there is room. Not pytest's own: as
    root, the server runs as an account that may not enter that one."""
    home = Path(mkdtemp(prefix=prefix, dir=MEMORY if in_memory and _has_room(MEMORY) else None))
    try:
        yield home
    finally:
        remove(home)


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM


def remove(folder: Path) -> None:
    """Removes a folder in which somebody may still make files: the server's keeper looks in until it is
    gone."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
