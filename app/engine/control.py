"""How others tell a running job to stop, and how its waits end at once when they do."""

from __future__ import annotations

import threading
from enum import IntEnum


class Stop(IntEnum):
    """What is asked of the job, weaker first; a stronger wish replaces a weaker one."""

    NO = 0
    PAUSE = 1
    """Pause at the next batch boundary, as soon as the row can be written."""
    LEAVE = 2
    """The console quits: pause at the next boundary, but do not wait for a database that is away."""


class Control:
    """One running job's ear. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stirred = threading.Event()
        self._stop = Stop.NO

    @property
    def stop(self) -> Stop:
        return self._stop

    def request(self, stop: Stop) -> None:
        """Asks the job to stop, and ends its present wait."""
        with self._lock:
            self._stop = max(self._stop, stop)
        self._stirred.set()

    def stir(self) -> None:
        """Ends the present wait: something about the row may have changed."""
        self._stirred.set()

    def wait(self, seconds: float) -> None:
        """Waits so long, or until somebody stirs or asks for a stop (also since the last wait).

        A job that was asked to pause still waits between its attempts to write that down; one that was
        asked to leave does not wait at all.
        """
        if self._stop is not Stop.LEAVE and seconds > 0:
            self._stirred.wait(seconds)
        self._stirred.clear()
