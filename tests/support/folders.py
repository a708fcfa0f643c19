"""Folders of embedded servers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


@contextmanager
def server_home(prefix: str) -> Iterator[Path]:
    """A temporary folder for the folder of a server. Not pytest's own: as root, the server runs as an account
    that may not enter that one."""
    home = Path(mkdtemp(prefix=prefix))
    try:
        yield home
    finally:
        remove(home)


def remove(folder: Path) -> None:
    """Removes a folder in which somebody may still make files: the server's keeper looks in until it is
    gone."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
