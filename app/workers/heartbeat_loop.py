"""The heartbeat loop of a console's jobs; it also takes jobs out of the queue that the console has lost."""

from __future__ import annotations

import logging
import threading

from app.core.errors import DatabaseError
from app.engine.control import Stop
from app.engine.events import Crash
from app.engine.heartbeat import RETRY_SECONDS, Heartbeat
from app.workers.job_queue import JobQueue
from app.workers.worker import Callbacks, tell

log = logging.getLogger(__name__)


class HeartbeatLoop:
    """Sends the heartbeat of all jobs of a console. Needs a thread of its own, because a worker may hang in a
    storage."""

    def __init__(
        self, heartbeat: Heartbeat, job_queue: JobQueue, callbacks: Callbacks, interval: float
    ) -> None:
        """Of the callbacks, `dropped` is called for each job that leaves the queue, and `crashed` for a bug;
        `interval` is in seconds."""
        self._heartbeat = heartbeat
        self._job_queue = job_queue
        self._callbacks = callbacks
        self._interval = interval
        self._orphaned: frozenset[int] = frozenset()
        self._finished = threading.Event()

    def run(self) -> None:
        """Sends heartbeats in the calling thread until `finish`."""
        pause = self._interval
        is_well = True
        while not self._finished.wait(pause):
            try:
                pause, is_well = self.beat(), True
            except BaseException as error:  # a bug; without beats others would take the jobs over
                if is_well:  # once, and not every two seconds
                    log.exception("The heartbeat met a bug")
                    tell(self._callbacks.crashed, Crash(None, error))
                pause, is_well = min(RETRY_SECONDS, self._interval), False

    def finish(self) -> None:
        """Ends the heartbeats. May be called from any thread."""
        self._finished.set()

    def beat(self) -> float:
        """One heartbeat; returns the seconds to the next."""
        mine = self._job_queue.waiting + self._job_queue.moving
        try:
            result = self._heartbeat.beat(mine)
        except DatabaseError as error:
            log.warning("The heartbeat was not written: %s", error)
            return min(RETRY_SECONDS, self._interval)
        for job_id in result.lost:
            if self._job_queue.withdraw(job_id):
                tell(self._callbacks.dropped, job_id)
            else:
                self._job_queue.wake(job_id)
        # Seen twice, they are not merely between the commit of an action and this queue.
        self._job_queue.adopt(self._orphaned & result.orphaned, result.refused)
        self._orphaned = result.orphaned
        for job_id, reason in result.refused.items():
            self._job_queue.request([job_id], Stop.PAUSE, reason)
        return self._interval
