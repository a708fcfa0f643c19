"""The console's log file, and a trace of crashes that no exception tells of."""

from __future__ import annotations

import faulthandler
import json
import logging
import sys
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.core.private import make_folder, opener
from app.core.text import visible

BYTES = 1_000_000
FILES = 5

_MORE = "\n    "
"""Before each further line of an entry: no text from outside can look like an entry of its own."""


def log_to(folder: Path) -> None:
    """Logs from INFO up to `folder`/sweep.log, at most FILES files of BYTES each.

    Where the folder or the file cannot be written, at the start or later, the console runs without a log:
    that is said on stderr, once.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        make_folder(folder)
        crashes = open(folder / "crashes.log", "a", encoding="utf-8", opener=opener)  # noqa: SIM115 - to the end
    except OSError as error:
        _say_not_written(folder, error)
        root.addHandler(logging.NullHandler())  # else warnings would go to stderr instead
        return
    handler = _LogFile(folder / "sweep.log")
    handler.setFormatter(_Visible("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root.addHandler(handler)
    faulthandler.enable(crashes)


class _LogFile(RotatingFileHandler):
    """Never stops or floods the program, whatever becomes of its file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(path, maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)
        self._has_failed = False

    def _open(self) -> TextIOWrapper:
        return open(self._path, "a", encoding="utf-8", opener=opener)

    def doRollover(self) -> None:  # noqa: N802 - the standard library's name
        try:
            super().doRollover()
        except OSError:  # on Windows another console has it open; or the folder cannot be written
            self._let_go()
            if self._path.stat().st_size >= BYTES * FILES:  # it has taken the room of the others
                self._path.write_bytes(b"")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._let_go()
        if not self._has_failed:
            self._has_failed = True
            _say_not_written(self._path, error)

    def _let_go(self) -> None:
        """The next entry opens the file anew: what could not be written does not stay in a buffer."""
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()


class _Visible(logging.Formatter):
    """What stands in an entry came from a database, a server or a file, whoever logs it."""

    def format(self, record: logging.LogRecord) -> str:
        return _MORE.join(map(visible, super().format(record).split("\n")))


_FACTS = ("job", "business", "receipts", "seconds")


class _Json(logging.Formatter):
    """One JSON object a line, in ASCII: what came from outside can neither end the line nor command a
    terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": visible(record.getMessage()),
            **facts,
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def log_as_json() -> None:
    """Logs on stderr too, for whatever collects the logs of a server."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    logging.getLogger().addHandler(handler)


def _say_not_written(place: Path, error: OSError) -> None:
    if sys.stderr is not None:
        print(f"No log is written to {place}: {error.strerror or error}.", file=sys.stderr)  # noqa: T201 - no log
