"""How the operating system asks the program to stop: Ctrl+C, SIGTERM, and SIGHUP, as a terminal closes (on
Windows SIGBREAK)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


class StopRequest:
    """Whether the program was asked to stop. Plain flags and no lock: a signal may come in the middle of
    anything that the main thread does."""

    def __init__(self) -> None:
        self.is_asked = False
        self._at_once: Callable[[], None] | None = None

    def then(self, at_once: Callable[[], None]) -> None:
        """Sets what the signal does at once, in the main thread; done now where it has come already. It must
        neither wait nor take a lock."""
        self._at_once = at_once
        if self.is_asked:
            at_once()

    def ask(self) -> None:
        """The signal has come."""
        self.is_asked = True
        if self._at_once is not None:
            self._at_once()


@contextmanager
def stop_signals() -> Iterator[StopRequest]:
    """Inside the block the signals of STOPPING ask, and do nothing else. One that whoever started the program
    has told it to ignore, as `nohup` does, stays ignored. In the main thread."""
    request = StopRequest()

    def note(_signal: int, _frame: FrameType | None) -> None:
        request.ask()

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
