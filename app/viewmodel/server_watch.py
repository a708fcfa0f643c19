"""Why jobs on the server are not taken: looked up while some wait longer than usual, and only then."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.actions.server_side import ServerSide
from app.core.errors import SweepError
from app.core.job import Job
from app.core.server import PICKED_UP_WITHIN, seconds_on_server
from app.core.unpicked import Unpicked, UnpickedReasons
from app.qt.calls import Calls

LOOK_EVERY = 10.0
"""Seconds between two looks at the queue."""


class ServerWatch(QObject):
    """Asked about each row at each poll, it looks at the queue off the main thread, and answers from the look
    before."""

    looked = Signal()
    """The answers may be others."""

    def __init__(self, calls: Calls, server: ServerSide, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._calls = calls
        self._server = server
        self._clock = clock
        self._reasons: UnpickedReasons | None = None
        self._looked_at: float | None = None
        self._is_looking = False

    def reason(self, job: Job) -> Unpicked | None:
        """Why this job waits; None where it does not wait there for long, or where that is not known yet."""
        waited = seconds_on_server(job)
        if waited is None or waited <= PICKED_UP_WITHIN:
            return None
        if not self._is_looking and self._is_due:
            self._is_looking = True
            self._calls.spawn(self._look(), name="look at the queue")
        return self._reasons.of(job.id) if self._reasons is not None else None

    @property
    def _is_due(self) -> bool:
        return self._looked_at is None or self._clock() - self._looked_at >= LOOK_EVERY

    async def _look(self) -> None:
        try:
            self._reasons = await self._calls.run(self._read)
        finally:
            self._is_looking = False
            self._looked_at = self._clock()
        self.looked.emit()

    def _read(self) -> UnpickedReasons:
        try:
            return UnpickedReasons(self._server.look())
        except SweepError:
            return UnpickedReasons(None)
