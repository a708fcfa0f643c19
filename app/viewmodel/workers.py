"""The workers on a server and what waits there, as the page shows it: read again and again while it is
looked at, with how fast they are together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.actions.server_workers import ServerWorkers
from app.core.access import Actor
from app.core.errors import SweepError, Unforeseen
from app.core.progress import SpeedMeter
from app.core.server_look import ServerLook
from app.qt.calls import Calls
from app.qt.nets import BugKinds

log = logging.getLogger(__name__)

POLL_MS = 2000
SOONEST_MS = 150
SLOWEST_RETRY_MS = 15_000


@dataclass(frozen=True, slots=True)
class SeenServer:
    """A look, how many items a second all workers together deleted lately, and how many seconds a job waits
    that is started now; None where that is not known."""

    look: ServerLook
    per_second: float | None = None
    seconds_to_wait: float | None = None


class ServerPace:
    """How fast all workers together are, from what the rows have counted from look to look."""

    def __init__(self) -> None:
        self._meter = SpeedMeter()
        self._done = 0
        self._before: ServerLook | None = None

    def count(self, now: float, look: ServerLook) -> float | None:
        """Items a second as of this look, at `now` (seconds of a monotonic clock); None where nothing runs,
        or nothing was measured yet."""
        before, self._before = self._before, look
        if before is not None:
            counted = {**look.counters, **look.over}
            self._done += sum(
                max(0, counted[job_id] - done)
                for job_id, done in before.counters.items()
                if job_id in counted
            )
        if not look.at_work and not look.over:
            self._meter = SpeedMeter()
            return None
        self._meter.count(now, self._done)
        return self._meter.per_second


class WorkersFeed(QObject):
    """Looks for one signed-in person, only while somebody looks at the page. Looks never overlap."""

    seen = Signal(object)
    """SeenServer, after each look."""

    trouble = Signal(object)
    """The SweepError of a look that failed; None after one that did not."""

    busy_changed = Signal()

    def __init__(
        self, calls: Calls, reading: ServerWorkers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._calls = calls
        self._reading = reading
        self._clock = clock
        self._actor: Actor | None = None
        self._is_looked_at = False
        self._before: ServerLook | None = None
        self._pace = ServerPace()
        self._again = False
        self._retry_ms = POLL_MS
        self._flaws = BugKinds()
        self.is_busy = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._poll)

    def act_for(self, actor: Actor | None) -> None:
        """From now on what this person may see is read; None: nothing."""
        self._actor = actor
        self._forget()
        self.look_now()

    def set_active(self, is_looked_at: bool) -> None:
        """Whether somebody looks."""
        if is_looked_at == self._is_looked_at:
            return
        self._is_looked_at = is_looked_at
        if is_looked_at:
            self.look_now()
        else:
            self._timer.stop()
            self._forget()  # what was measured then says nothing about later

    @Slot()
    def look_now(self, _what: object = None) -> None:
        """Looks soon: something is known to have changed, or a person asks."""
        if self.is_busy:
            self._again = True
        elif self._may_look and not 0 <= self._timer.remainingTime() <= SOONEST_MS:
            self._timer.start(SOONEST_MS if self._before is not None else 0)

    def _forget(self) -> None:
        self._before, self._pace = None, ServerPace()

    @property
    def _may_look(self) -> bool:
        return self._is_looked_at and self._actor is not None

    @Slot()
    def _poll(self) -> None:
        if self._may_look and self._actor is not None and not self.is_busy:
            self._set_busy(True)
            self._calls.spawn(self._look_once(self._actor), name="workers")

    async def _look_once(self, actor: Actor) -> None:
        problem: SweepError | None = None
        try:
            before = self._before
            look = await self._calls.run(self._reading.look, actor, before)
            if self._actor is actor and self._is_looked_at and before is self._before:
                self._take(look)
            self._retry_ms = POLL_MS
        except SweepError as error:
            problem = error.with_traceback(None)
        except Exception as error:  # the border of one look: the next one comes, whatever this one met
            if self._flaws.is_new(error):
                log.exception("A look at the workers met a bug")
            problem = Unforeseen(error)
        finally:
            if problem is not None:
                self._retry_ms = min(SLOWEST_RETRY_MS, self._retry_ms * 2)
            self._set_busy(False)
            if self._actor is actor:
                self.trouble.emit(problem)
            if self._may_look:
                self._timer.start(SOONEST_MS if self._again else self._retry_ms)
            self._again = False

    def _take(self, look: ServerLook) -> None:
        self._before = look
        speed = self._pace.count(self._clock(), look)
        self.seen.emit(SeenServer(look, speed, look.seconds_to_wait(speed)))

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit()
