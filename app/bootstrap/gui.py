"""The console as a window: from the start of the application to the last batch."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app import __version__
from app.bootstrap.console import Console, Place, data_folder
from app.bootstrap.loop import end_at_once, run
from app.bootstrap.opening import named_place, open_demo
from app.core.access import Actor
from app.core.errors import BadInput, CannotConnect, SweepError
from app.qt.calls import Calls
from app.qt.desk import Desk
from app.qt.quitting import leave
from app.qt.translation import Language
from app.settings import Settings
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.left_behind import LeftBehindDialog
from app.ui.dialogs.preparing import PreparingDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.error_text import error_text
from app.ui.main_window import MainWindow
from app.ui.theme import Theme

log = logging.getLogger(__name__)

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def show(settings: Settings, *, demo: bool, reset: bool, language: str | None) -> int:
    """Opens the console and stays until it is closed; returns the exit status of the program."""
    application = make_application()
    looks = Looks(QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat), language)

    async def main(calls: Calls) -> int:
        try:
            return await _session(calls, looks, settings, demo=demo, reset=reset)
        except SweepError as error:
            await ErrorDialog(error_text(error), str(error), looks.theme).ask()
            return _status(error)

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


class Looks:
    """Language and theme, as they were chosen last."""

    def __init__(self, store: QSettings, language: str | None = None) -> None:
        application = QApplication.instance()
        assert application is not None  # noqa: S101 - for the type checker
        self.store = store
        self.theme = Theme(RESOURCES)
        self.theme.use(str(store.value("theme", "system")))
        self.theme.use_text_size(_percent(store.value("text_size")))
        chosen = language or str(store.value("language", "en"))
        self.language = Language(
            application, RESOURCES / "translations", chosen if chosen in {"he", "en"} else "en"
        )
        self.language.changed.connect(self._keep)
        self.theme.changed.connect(self._keep)

    def _keep(self) -> None:
        self.store.setValue("language", self.language.code)
        self.store.setValue("theme", self.theme.mode.value)
        self.store.setValue("text_size", self.theme.text_size)


def _percent(kept: object) -> int:
    """What was kept as the size of texts; whatever is no number counts as none."""
    return int(str(kept)) if str(kept).isdecimal() else 0


async def _session(calls: Calls, looks: Looks, settings: Settings, *, demo: bool, reset: bool) -> int:
    opening: AbstractContextManager[Place]
    if demo:
        preparing = PreparingDialog(looks.theme)
        preparing.show()
        opening = open_demo(reset=reset, progress=preparing.tell)
    else:
        if reset:
            raise BadInput("--reset belongs to --demo: nothing else can be begun anew.")
        preparing = None
        opening = nullcontext(named_place(settings))
    try:
        place = await calls.run(opening.__enter__)
    finally:
        if preparing is not None:
            preparing.accept()
    try:
        return await _work(calls, looks, Console(place, settings, calls))
    finally:
        await calls.run(opening.__exit__, None, None, None)


async def _work(calls: Calls, looks: Looks, console: Console) -> int:
    """Sign-in, and then the window until the person quits."""
    console.start()
    actor: Actor | None = None
    window: MainWindow | None = None
    try:
        actor = await SignInDialog(console.desk, looks.language, looks.theme).ask()
        if actor is not None:
            window = MainWindow(console.desk, looks.language, looks.theme, looks.store)
            leaving = asyncio.Event()
            window.quit_requested.connect(leaving.set)
            window.about_requested.connect(lambda: calls.spawn(_about(looks, window), name="about"))
            window.open_for(actor)
            calls.spawn(_offer_left_behind(console.desk, actor, looks, window), name="left behind")
            await leaving.wait()
        return 0
    finally:
        # The window stays open and says so while the batches under way are being finished.
        ended = await leave(console.desk, actor)
        if window is not None:
            window.finish()
        console.close()
        if not ended:
            end_at_once(0)


async def _offer_left_behind(desk: Desk, actor: Actor, looks: Looks, window: MainWindow) -> None:
    """Jobs that a console of this computer was running when it was killed, or the power went."""
    try:
        jobs = await desk.calls.run(desk.jobs.left_behind, actor)
        if jobs and await LeftBehindDialog(len(jobs), looks.language, looks.theme, window).ask():
            await desk.calls.run(desk.jobs.take_over, actor, [job.id for job in jobs])
            desk.poller.look_now()
    except SweepError as error:  # the table shows them all the same, and offers to take them over
        log.warning("Jobs left behind could not be taken over: %s", error)


async def _about(looks: Looks, window: MainWindow) -> None:
    folder = data_folder()
    await AboutDialog(__version__, str(folder), str(folder / "log"), looks.theme, window).ask()


def _status(error: SweepError) -> int:
    match error:
        case BadInput():
            return 2
        case CannotConnect():
            return 4
        case _:
            return 1


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("A bug", exc_info=(kind, error, trace))
    print(f"A bug, see the log: {error!r}", file=sys.stderr)  # noqa: T201


def _log_qt(kind: QtMsgType, _context: object, message: str) -> None:
    level = logging.INFO if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} else logging.WARNING
    logging.getLogger("app.qt.messages").log(level, "%s", message)
