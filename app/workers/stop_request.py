"""How the operating system asks the program to stop: Ctrl+C, SIGTERM, and SIGHUP, as a terminal closes (on
Windows SIGBREAK)."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)

ONE_SIGNAL_SECONDS = 0.2
"""A system that stops a program may send it SIGTERM and SIGHUP, or one of them twice, in one breath: that is
one request."""


class StopRequest:
    """Whether the program was asked to stop. Plain flags and no lock: a signal may come in the middle of
    anything that the main thread does."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.is_asked = False
        self.is_urgent = False
        """It was asked once more: it is to leave at once, whatever hangs (see `bootstrap.ending`)."""
        self._at_once: Callable[[], None] | None = None
        self._clock = clock
        self._asked_at = 0.0

    def then(self, at_once: Callable[[], None]) -> None:
        """Sets what the signal does at once, in the main thread; done now where it has come already. It must
        neither wait nor take a lock."""
        self._at_once = at_once
        if self.is_asked:
            at_once()

    def ask(self, *, by_person: bool = True) -> None:
        """The signal has come; `by_person`: it was Ctrl+C, which nobody presses twice in vain."""
        now = self._clock()
        self.is_urgent |= self.is_asked and (by_person or now - self._asked_at > ONE_SIGNAL_SECONDS)
        self.is_asked, self._asked_at = True, now
        if self._at_once is not None:
            self._at_once()


@contextmanager
def stop_signals() -> Iterator[StopRequest]:
    """Inside the block the signals of STOPPING ask, and do nothing else. One that whoever started the program
    has told it to ignore, as `nohup` does, stays ignored. In the main thread."""
    request = StopRequest()

    def note(number: int, _frame: FrameType | None) -> None:
        request.ask(by_person=number == signal.SIGINT)

    before = {
        number: signal.signal(number, note)
        for number in STOPPING
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
