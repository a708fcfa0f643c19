"""How a running job is asked to stop or to hold, and how its waits end at once then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import IntEnum


class Stop(IntEnum):
    """Requests to a job, weaker first; a stronger one replaces a weaker one."""

    NO = 0
    PAUSE = 1
    """Pause at the next batch boundary, as soon as the row can be written."""
    SHUTDOWN = 2
    """The console quits: pause at the next boundary, but do not wait for an unreachable database."""


class Control:
    """The requests to one job, from the moment it is queued here. Safe to use from any thread."""

    def __init__(
        self, is_held: Callable[[], bool] = lambda: False, alive: Callable[[], None] = lambda: None
    ) -> None:
        """`is_held` says whether the job must not begin a batch at the moment, because an action is about to
        stop it; whoever releases it calls `wake`. `alive` is called by `show_life`."""
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._stop = Stop.NO
        self._reason = ""
        self._is_held = is_held
        self._alive = alive

    @property
    def stop(self) -> Stop:
        return self._stop

    @property
    def reason(self) -> str:
        """Why the job is to stop, in English; none where a person asked for it."""
        return self._reason

    def request(self, stop: Stop, reason: str = "") -> None:
        """Asks the job to stop, and ends its present wait. A person's request needs no reason; the first
        reason given is kept."""
        with self._lock:
            self._reason = self._reason or reason
            self._stop = max(self._stop, stop)
        self._woken.set()

    def wake(self) -> None:
        """Ends the present wait: something about the row may have changed."""
        self._woken.set()

    def show_life(self) -> None:
        """The worker does not hang: it has just ended a step that it does not report, such as a page of
        files."""
        self._alive()

    def stand_still_while_held(self) -> None:
        """Called where a batch would begin: waits while the job is held, unless it was asked to stop."""
        while self._stop is Stop.NO and self._is_held():
            self._woken.wait()
            self._woken.clear()

    def wait(self, seconds: float) -> None:
        """Waits so long, or until `wake` or a request to stop (also one since the last wait).

        A job that was asked to pause still waits between its attempts to write that to the row; on SHUTDOWN
        it does not wait at all.
        """
        if self._stop is not Stop.SHUTDOWN and seconds > 0:
            self._woken.wait(seconds)
        self._woken.clear()
