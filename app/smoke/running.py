"""Opens a demo and a console of the walk's own, walks, and removes both."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from app.bootstrap.appearance import Appearance
from app.bootstrap.console import Console
from app.bootstrap.gui import make_application
from app.bootstrap.loop import run
from app.bootstrap.opening import open_demo
from app.bootstrap.window import services_of
from app.core.policy import PaceMode
from app.qt.calls import Calls
from app.qt.nets import Bugs
from app.qt.pool import WorkerPool
from app.settings import Settings
from app.smoke.parts import check_parts, check_services
from app.smoke.report import Report, SmokeFailed
from app.smoke.walk import Walk
from app.viewmodel.quitting import leave


def run_smoke(out: Path, settings: Settings) -> dict[str, Any]:
    """Walks the whole way on a demo of its own, which is removed afterwards; saves pictures into `out`.

    Returns what `main.py smoke --json` prints. Raises DemoUnavailable, and OSError where `out` cannot be
    written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    report = Report(out)
    # What is to be seen half done must last a known while, however busy the machine.
    at_fixed_pace = replace(settings, policy=replace(settings.policy, mode=PaceMode.FIXED))
    with (
        _own_folder() as folder,
        open_demo(folder / "demo", reset=False, progress=lambda _: None, disposable=folder) as profile,
    ):
        application = make_application(Bugs())
        appearance = Appearance(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat), "en")

        async def main(calls: Calls) -> None:
            console = Console(profile, at_fixed_pace, WorkerPool, folder / "data")
            services = services_of(console, calls)
            console.start()
            try:
                await Walk(services, appearance, profile, report).go()
                await calls.run(check_services, report)
                check_parts(report, appearance)
            except SmokeFailed as error:
                report.problems.append(str(error))
            finally:
                await leave(services, None)
                console.close()

        run(application, main)
    report.seconds = time.monotonic() - began
    return report.json()


@contextmanager
def _own_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sweep-smoke-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
