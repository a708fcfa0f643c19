"""The console as a window: from the start of the application to the last batch."""

from __future__ import annotations

import logging
import sys
from contextlib import closing

from PySide6.QtCore import QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.bootstrap.appearance import Appearance
from app.bootstrap.ending import end_at_once, leaving_at_once
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.loop import run
from app.bootstrap.one_window import OneWindow
from app.bootstrap.sessions import Sessions
from app.core.errors import SweepError, Unforeseen
from app.core.exit_status import Exit, exit_status
from app.qt.calls import Calls
from app.qt.nets import Bugs, traced
from app.settings import Overrides, data_folder
from app.ui.dialogs.error import ErrorDialog
from app.ui.texts.errors import error_text
from app.viewmodel.preferences import Preferences
from app.workers.stop_request import stop_signals

log = logging.getLogger(__name__)

NO_WINDOW = "The window cannot be shown. Is there a display? The other commands work without one."

ALREADY_OPEN = "Sweep is open already; its window was brought to the front."
NOT_RESET = "The demo is open already, and was not reset; its window was brought to the front."

WINDOWS_TURN = 0.0001
"""Seconds that a thread may run Python while the window waits for its turn. With the usual 0.005 and sixteen
workers the window stood still several times as long (bench `window`)."""

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.INFO,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtFatalMsg: logging.ERROR,
}


def show(overrides: Overrides, *, demo: bool, reset: bool, language: str | None) -> Exit:
    """Opens the console and stays until it is closed; returns the exit status of the program. Where no
    connection is named, neither here nor in what was saved, it asks for one."""
    bugs = Bugs()
    application = make_application(bugs)
    store = QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat)
    appearance = Appearance(store, language)
    preferences = Preferences(store, overrides, KeyringStore())

    async def main(calls: Calls) -> Exit:
        try:
            sessions = Sessions(calls, appearance, preferences, only)
            request.then(sessions.stop)
            bugs.met.connect(sessions.tell_bug)
            opened.append(sessions)
            if not await sessions.run(demo=demo, reset=reset):
                print(NOT_RESET if reset else ALREADY_OPEN, file=sys.stderr)  # noqa: T201 - no window
            return Exit.DONE
        except SweepError as error:
            if request.is_asked:  # a dialog that opens now would miss it
                log.error("%s", error)
            else:
                await ErrorDialog(error_text(error), str(error), appearance.context()).ask()
            return exit_status(error)
        except Exception as error:  # the border of the program: it cannot go on, and says so
            log.exception("The console ended by a bug")
            text = error_text(Unforeseen(error))
            await ErrorDialog(text, traced(error), appearance.context()).ask()
            return Exit.FAILED

    opened: list[Sessions] = []
    only = OneWindow(data_folder() / "windows")
    with (
        closing(only),
        stop_signals() as request,
        leaving_at_once(request, lambda: opened[0].farewell if opened else None),
    ):
        return run(application, main)


def make_application(bugs: Bugs) -> QApplication:
    """The one QApplication, with `bugs` in slots, threads and Qt itself sent to the log."""
    qInstallMessageHandler(_log_qt)
    sys.setswitchinterval(WINDOWS_TURN)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101 - for the type checker
    application.setApplicationName("Sweep")
    application.setQuitOnLastWindowClosed(False)
    bugs.listen()
    return application


def _log_qt(kind: QtMsgType, _context: object, message: str) -> None:
    level = _LEVELS.get(kind, logging.WARNING)
    logging.getLogger("app.qt.messages").log(level, "%s", message)
    if kind is QtMsgType.QtFatalMsg:  # Qt would abort the process now; most often there is no display
        print(f"{NO_WINDOW} ({message.splitlines()[0]})", file=sys.stderr)  # noqa: T201 - no window
        end_at_once(Exit.FAILED)
