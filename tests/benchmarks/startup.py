"""From the start of the program to a window that can be used, without a database.

    python -m tests.benchmarks.startup

is the program that is measured: it says "usable" once the main window is painted.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report

PHASES = (
    "PySide6.QtCore",
    "PySide6.QtGui",
    "PySide6.QtWidgets",
    "sqlalchemy",
    "psycopg2",
    "keyring",
    "asyncio",
    "qasync",
)
"""Modules whose loading is listed by itself, each with all that it loads first."""

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


def measure(ground: Ground, *, quick: bool) -> Report:
    """The clock is ours: it starts before the process, and ends when it says that the window is painted."""
    runs = 1 if quick else 7
    report = Report("startup", f"From source, after a warm-up; {runs} runs.")
    if not quick:
        _start()
    whole = report.add("start to usable window", "s", [_start()[0] for _ in range(runs)])
    slowest = _start("-X", "importtime")[1]
    times = {name: int(total) / 1000 for _, total, name in _LINE.findall(slowest)}
    for name in ("app.bootstrap.gui", *PHASES):
        if name in times:
            report.add(f"loading {name}, by -X importtime", "ms", [times[name]])
    report.aim("start to usable window, from source", whole.median, unit="s", at_most=1.0)
    return report


def _start(*options: str) -> tuple[float, str]:
    """Seconds until the window could be used, and what the program wrote to its standard error."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {"SWEEP_DATA_DIR": folder, "QT_QPA_PLATFORM": "offscreen"}
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *options, "-m", "tests.benchmarks.startup"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        ) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            said = program.stdout.readline().strip()
            took = time.perf_counter() - began
            errors = program.stderr.read()
    assert said == "usable", errors
    return took, errors


def show() -> None:
    """The program: the main window for a database that is not there, painted once."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from app.bootstrap.console import Console, Place
    from app.bootstrap.gui import make_application
    from app.bootstrap.looks import Looks
    from app.bootstrap.loop import run
    from app.core.storage_place import Folder
    from app.qt.calls import Calls
    from app.settings import Settings
    from app.ui.main_window import MainWindow

    data = Path(os.environ["SWEEP_DATA_DIR"])
    application = make_application()
    looks = Looks(QSettings(str(data / "window.ini"), QSettings.Format.IniFormat), "en")

    async def main(calls: Calls) -> None:
        place = Place("postgresql://nobody@127.0.0.1:9/none", Folder(data))
        console = Console(place, Settings(), calls, data)
        window = MainWindow(console.desk, looks.language, looks.theme, looks.store)
        window.show()
        QApplication.processEvents()
        window.grab()
        print("usable", flush=True)
        window.finish()
        console.close()

    run(application, main)


if __name__ == "__main__":
    show()
