"""What the desktop has and opens for the console."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess, QProcessEnvironment, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSystemTrayIcon

from app.core.children import clean_environment

OPENER = "xdg-open"


def has_tray() -> bool:
    """Whether this desktop shows icons in a tray at this moment; some never do, and some only later."""
    return QSystemTrayIcon.isSystemTrayAvailable()


def open_folder(folder: str) -> None:
    """Shows a folder in the program that the person uses for that. Where the desktop is asked by starting a
    program, that one and what it starts get no secrets of this process."""
    if sys.platform in {"win32", "darwin"}:
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
        return
    environment = QProcessEnvironment()
    for name, value in clean_environment().items():
        environment.insert(name, value)
    opener = QProcess()
    opener.setProgram(OPENER)
    opener.setArguments([folder])
    opener.setProcessEnvironment(environment)
    opener.startDetached()
