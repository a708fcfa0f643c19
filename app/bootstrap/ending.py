"""The end of a process in which something hangs: a batch, a storage, an output that nobody reads."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, Protocol

from app.core.errors import SweepError
from app.core.exit_status import Exit
from app.workers.stop_request import StopRequest

log = logging.getLogger(__name__)

FLUSH_SECONDS = 2.0
LET_GO_SECONDS = 5.0
"""What the rows of the jobs are given; a database that does not answer by then is not waited for."""

STOPPED_AT_ONCE = "Stopped at once."

_LOOK_SECONDS = 0.05


def end_at_once(status: int) -> NoReturn:
    """Ends the process without any clean-up: to destroy a QThread that runs would abort the process, and to
    wait for it may take for ever. The server ends that batch whole, or not at all; the job is found at the
    next start."""
    _within(FLUSH_SECONDS, _flush)
    os._exit(status)


class Farewell(Protocol):
    """What becomes of jobs as the process leaves them behind."""

    def let_go(self) -> Sequence[str]:
        """Leaves them to whoever wants them; says what is left behind. Raises SweepError kinds."""

    def unwritten(self) -> Sequence[str]:
        """What is left behind where that is not done in time."""


@contextmanager
def leaving_at_once(stop: StopRequest, farewell: Callable[[], Farewell | None]) -> Iterator[None]:
    """Inside the block the second request to stop ends the process within some seconds, whatever the other
    threads are at, with status 1. `farewell` is None as long as there is nothing to leave behind."""
    is_over = threading.Event()

    def watch() -> None:
        while not stop.is_urgent:
            if is_over.wait(_LOOK_SECONDS):
                return
        lines = _let_go(farewell())
        _within(FLUSH_SECONDS, lambda: print(*lines, sep="\n", file=sys.stderr))  # noqa: T201 - a last word
        end_at_once(Exit.FAILED)

    # By a thread that looks, for a signal handler may neither take a lock nor wait.
    watching = threading.Thread(target=watch, name="ending", daemon=True)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()  # where it is ending the process, it does


def _let_go(farewell: Farewell | None) -> list[str]:
    told: list[Sequence[str]] = []

    def let_go(leaving: Farewell) -> None:
        try:
            told.append(leaving.let_go())
        except SweepError as error:
            told.append([str(error), *leaving.unwritten()])

    if farewell is None:
        return [STOPPED_AT_ONCE]
    _within(LET_GO_SECONDS, lambda: let_go(farewell))
    return [STOPPED_AT_ONCE, *(told[0] if told else farewell.unwritten())]


def _flush() -> None:
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _within(seconds: float, act: Callable[[], None]) -> None:
    """Does it in a thread that is not waited for any longer: a pipe, a log or a database may hang."""
    over = threading.Event()

    def do() -> None:
        try:
            act()
        except Exception:  # at the end of the process nothing may keep it
            log.exception("Something went wrong at the end")
        finally:
            over.set()

    threading.Thread(target=do, name="ending", daemon=True).start()
    over.wait(seconds)
