"""The file of the audit trail: one JSON object a line, only ever added to."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import AuditUnavailable
from app.core.private import make_folder, opener
from app.core.storage_messages import what_the_system_said


class AuditFile:
    """In the console's data folder, shared by all consoles of this user.

    Each addition is one write of whole lines to a file opened for appending, and synced, so that lines of
    two processes never mix and none is lost with the power.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def append(self, text: str) -> None:
        """Adds whole lines. Raises AuditUnavailable, also where nothing is to be added: then it tells
        whether something could."""
        data = text.encode(errors="backslashreplace")
        try:
            with self._lock:
                make_folder(self.path.parent)
                with open(self.path, "a+b", buffering=0, opener=opener) as file:
                    if data:
                        _write_whole(file, data)
        except OSError as error:
            raise AuditUnavailable(str(self.path), what_the_system_said(error)) from error

    def __iter__(self) -> Iterator[bytes]:
        """Its lines, oldest first; none where nothing was written yet. Raises OSError."""
        if self.path.exists():
            with self.path.open("rb") as file:
                yield from file


def _write_whole(file: io.FileIO, data: bytes) -> None:
    """All of `data` at the end of the file, on the disk, or an OSError with nothing of it left."""
    end = file.seek(0, os.SEEK_END)
    if end > 0:
        file.seek(end - 1)
        if file.read(1) != b"\n":  # a line that a crash cut off must not swallow the next one
            data = b"\n" + data
    written = file.write(data)
    if written != len(data):
        file.truncate(end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())
