"""The program that `startup` measures: it says "usable" once the main window is painted.

    python -m tests.benchmarks.usable

A module of its own, which loads nothing but what the console loads: what benchmarks need would count as well.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path


def show() -> None:
    """The program: the main window for a database that is not there, painted once."""
    gc.disable()  # while modules are loaded, as main.py does it
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from app.bootstrap.appearance import Appearance
    from app.bootstrap.connection import ConnectionProfile
    from app.bootstrap.console import Console
    from app.bootstrap.gui import make_application
    from app.bootstrap.loop import run
    from app.bootstrap.window import services_of
    from app.core.storage_place import Folder
    from app.qt.calls import Calls
    from app.qt.nets import Bugs
    from app.qt.pool import WorkerPool
    from app.settings import Settings
    from app.ui.window.main_window import MainWindow

    gc.enable()
    data = Path(os.environ["SWEEP_DATA_DIR"])
    application = make_application(Bugs())
    appearance = Appearance(QSettings(str(data / "window.ini"), QSettings.Format.IniFormat), "en")

    async def main(calls: Calls) -> None:
        profile = ConnectionProfile("postgresql://nobody@127.0.0.1:9/none", Folder(data))
        console = Console(profile, Settings(), WorkerPool, data)
        services = services_of(console, calls)
        window = MainWindow(services, appearance.language, appearance.theme, appearance.store)
        window.show()
        QApplication.processEvents()
        window.grab()
        print("usable", flush=True)
        window.finish()
        console.close()

    run(application, main)


if __name__ == "__main__":
    show()
