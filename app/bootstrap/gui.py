"""The console as a window: from the start of the application to the last batch."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.bootstrap.appearance import Appearance
from app.bootstrap.keyring_store import KeyringStore
from app.bootstrap.loop import run
from app.bootstrap.sessions import Sessions
from app.core.errors import SweepError
from app.core.exit_status import Exit, exit_status
from app.qt.calls import Calls
from app.settings import Overrides, data_folder
from app.ui.dialogs.error import ErrorDialog
from app.ui.texts.errors import error_text
from app.viewmodel.preferences import Preferences
from app.workers.stop_request import stop_signals

log = logging.getLogger(__name__)


def show(overrides: Overrides, *, demo: bool, reset: bool, language: str | None) -> Exit:
    """Opens the console and stays until it is closed; returns the exit status of the program. Where no
    connection is named, neither here nor in what was saved, it asks for one."""
    application = make_application()
    store = QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat)
    appearance = Appearance(store, language)
    preferences = Preferences(store, overrides, KeyringStore())

    async def main(calls: Calls) -> Exit:
        try:
            sessions = Sessions(calls, appearance, preferences)
            request.then(sessions.stop)
            await sessions.run(demo=demo, reset=reset)
            return Exit.DONE
        except SweepError as error:
            if request.is_asked:  # a dialog that opens now would miss it
                log.error("%s", error)
            else:
                await ErrorDialog(error_text(error), str(error), appearance.context()).ask()
            return exit_status(error)

    with stop_signals() as request:
        return run(application, main)


def make_application() -> QApplication:
    """The one QApplication, with bugs in slots, threads and Qt itself sent to the log."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101 - for the type checker
    application.setApplicationName("Sweep")
    application.setQuitOnLastWindowClosed(False)
    qInstallMessageHandler(_log_qt)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: log.error("A bug in %s", args.thread, exc_info=args.exc_value)
    return application


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("A bug", exc_info=(kind, error, trace))
    print(f"A bug, see the log: {error!r}", file=sys.stderr)  # noqa: T201


def _log_qt(kind: QtMsgType, _context: object, message: str) -> None:
    level = logging.INFO if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} else logging.WARNING
    logging.getLogger("app.qt.messages").log(level, "%s", message)
