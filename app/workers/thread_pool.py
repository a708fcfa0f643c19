"""Workers in plain threads: for commands, and for whatever else has no window."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.engine.heartbeat import INTERVAL_SECONDS, Heartbeat
from app.workers.group import WorkerGroup
from app.workers.worker import Callbacks, RunSlice

_NO_CALLBACKS = Callbacks()


class ThreadPool(WorkerGroup):
    """The callbacks are called in the threads of the workers. A process may end while one of them still runs:
    they are daemons."""

    def __init__(
        self,
        run_slice: RunSlice,
        heartbeat: Heartbeat,
        workers: int = 4,
        beat_every: float = INTERVAL_SECONDS,
        callbacks: Callbacks = _NO_CALLBACKS,
    ) -> None:
        super().__init__(run_slice, heartbeat, workers, beat_every, _PlainThread, callbacks)


class _PlainThread:
    def __init__(self, loop: Callable[[], None], name: str) -> None:
        self._thread = threading.Thread(target=loop, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait(self, milliseconds: int) -> bool:
        if self._thread.is_alive():
            self._thread.join(milliseconds / 1000)
        return not self._thread.is_alive()
