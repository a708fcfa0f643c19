"""From the start of the program to a window that can be used, without a database; and whole commands.

The programs that are measured are `usable` and, as the limit, `bare`; and `main.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

from tests.benchmarks.command import run
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately, figure

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

CONNECT = "import sys, sqlalchemy; sqlalchemy.create_engine(sys.argv[1]).connect().close()"
"""The limit of a command that asks a database: Python, the libraries and one connection."""

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


def measure(ground: Ground, *, quick: bool) -> Report:
    """The clock is ours: it starts before the process, and ends when it says that the window is painted."""
    runs = 1 if quick else 7
    report = Report("startup", f"From source, after a warm-up; {runs} runs.")
    contestants = {
        "start to usable window": lambda: _start("usable")[0],
        "limit: an empty window, and the libraries": lambda: _start("bare")[0],
    }
    if not quick:
        alternately(contestants, 1)
    found = alternately(contestants, runs)
    whole, limit = (report.add(name, "s", seconds) for name, seconds in found.items())
    slowest = _start("usable", "-X", "importtime")[1]
    times = {name: int(total) / 1000 for _, total, name in _LINE.findall(slowest)}
    for name in ("app.bootstrap.gui", *PHASES):
        if name in times:
            report.add(f"loading {name}, by -X importtime", "ms", [times[name]])
    report.aim("start to usable window, from source", whole.median, unit="s", at_most=1.0)
    report.aim("the window over an empty one with the libraries", whole.median / limit.median, at_most=1.4)
    _measure_commands(ground, report, runs)
    return report


def _measure_commands(ground: Ground, report: Report, runs: int) -> None:
    with ground.copy(ground.template(lambda _: None)) as url:
        driver = url.replace("postgresql:", "postgresql+psycopg2:", 1)
        contestants = {
            "main.py --help": lambda: run("main.py", "--help")[0],
            "main.py jobs": lambda: run("main.py", "jobs", "--database-url", url)[0],
            "limit: Python alone": lambda: run("-c", "")[0],
            "limit: the libraries and a connection": lambda: run("-c", CONNECT, driver)[0],
        }
        alternately(contestants, 1)
        found = alternately(contestants, runs)
    told, jobs, _, limit = (
        report.add(f"{name}, from start to end", "s", took) for name, took in found.items()
    )
    report.aim("main.py --help", told.median, unit="s", at_most=0.15)
    report.aim("main.py jobs", jobs.median, unit="s", at_most=0.3)
    report.remarks.append(f"main.py jobs takes {figure(jobs.median / limit.median)} × its limit.")


def _start(program: str, *options: str) -> tuple[float, str]:
    """Seconds until its window could be used, and what the program wrote to its standard error."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {"SWEEP_DATA_DIR": folder, "QT_QPA_PLATFORM": "offscreen"}
        # A second start finds the modules compiled, unless somebody keeps Python from writing them down.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *options, "-m", f"tests.benchmarks.{program}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            said = process.stdout.readline().strip()
            took = time.perf_counter() - began
            errors = process.stderr.read()
    assert said == "usable", errors
    return took, errors
