"""From the start of the program to a window that can be used, without a database.

The program that is measured is in `usable`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
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
            [sys.executable, *options, "-m", "tests.benchmarks.usable"],
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
