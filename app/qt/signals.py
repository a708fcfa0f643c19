"""Signals of the operating system while Qt's loop waits."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import QSocketNotifier


@contextmanager
def signals_heard_at_once() -> Iterator[None]:
    """Inside the block a signal wakes Qt's loop. Python runs a handler between two of its own instructions,
    and there are none while Qt waits for something to happen. In the main thread, with an application."""
    reading, writing = socket.socketpair()
    with reading, writing:
        reading.setblocking(False)
        writing.setblocking(False)
        notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)

        def drain() -> None:
            with suppress(BlockingIOError):
                while reading.recv(64):
                    pass

        notifier.activated.connect(drain)
        before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            notifier.setEnabled(False)
