"""The console's log file, and a trace of crashes that no exception tells of."""

from __future__ import annotations

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

BYTES = 1_000_000
FILES = 5


def log_to(folder: Path) -> None:
    """Logs from INFO up to `folder`/sweep.log, at most FILES files of BYTES each.

    Where the folder cannot be written, the console runs without a log file: that is said on stderr.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "sweep.log", maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
        crashes = (folder / "crashes.log").open("a", encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("No log is written to %s: %s", folder, error.strerror)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root.addHandler(handler)
    faulthandler.enable(crashes)
