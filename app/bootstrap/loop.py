"""The loop on which coroutines and Qt run together."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication
from qasync import QEventLoop

from app.bootstrap.console import CALL_THREADS
from app.qt.calls import Calls
from app.qt.closing import close_loop
from app.qt.collecting import MainThreadCollector
from app.qt.signals import signals_heard_at_once

log = logging.getLogger(__name__)

T = TypeVar("T")


def run(app: QCoreApplication, main: Callable[[Calls], Coroutine[Any, Any, T]]) -> T:
    """Runs the coroutine of `main` on the application's loop until it ends, and returns its result.

    Bugs in slots, tasks and threads are logged and printed, and do not end the program.
    """
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(log_bug)
    calls = Calls(loop, CALL_THREADS)
    with closing(MainThreadCollector()), signals_heard_at_once():
        try:
            return loop.run_until_complete(main(calls))
        finally:
            close_loop(loop, calls)


def log_bug(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The loop's exception handler: what a coroutine met goes where a slot's exceptions go."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        error.add_note(str(context.get("message")))
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        log.error("The loop met trouble: %s", context.get("message"))
