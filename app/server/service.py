"""A worker on a server: claims one entry of the queue after the other, and runs its job by the engine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import redis

from app.core.errors import DatabaseError
from app.core.job import Job
from app.core.policy import backoff
from app.core.queue_errors import QueueUnreachable
from app.core.server import ListenerState
from app.engine.events import Ending, SliceResult
from app.server.aside import SetAside
from app.server.claiming import Claimed, claim
from app.server.keeper import ENTERED_WITHIN, INTERVAL_SECONDS, OF_ONE_ROW, Keeper, KeeperLoop
from app.server.registered import BEAT_SECONDS, RegisteredWorker
from app.server.taking import Taken, Taking
from app.workers.group import WorkerGroup
from app.workers.stop_request import StopRequest
from app.workers.worker import Callbacks

if TYPE_CHECKING:
    from app.queue.server_queue import ServerQueue

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
_LOOK_SECONDS = 0.1
CLOSING_SECONDS = 60.0
"""How long the batch under way is waited for at the end; a statement that gets no answer takes longer, and is
then left to the server, which does it whole or not at all."""

CLOSING_REDIS_SECONDS = 8.0
"""The same for a word to Redis, which ends within that though nothing answers (`queue.connection`)."""

GUARD_SECONDS = 60
"""For so long an entry that was made again is not made once more by another worker."""


LOST_TO = "paused, cancelled or taken over by someone else"
GIVEN_BACK = "Job {job} (business {business}) waits on the server again."
LEFT_BEHIND = "Job {job} was left behind; another worker takes it over in two minutes."


class SliceEnds:
    """Tells the one who waits when the job of this worker is over here. Its callbacks are for the pool."""

    def __init__(self) -> None:
        self.callbacks = Callbacks(slice_ended=self._ended, dropped=self._dropped)
        self._over = threading.Event()
        self._result: SliceResult | None = None
        self._job_id: int | None = None

    def expect(self, job_id: int) -> None:
        """From now on this job is waited for."""
        self._over.clear()
        self._result, self._job_id = None, job_id

    def wait(self, seconds: float) -> bool:
        """Whether it is over; waits at most so long."""
        return self._over.wait(seconds)

    @property
    def result(self) -> SliceResult | None:
        """How its last slice ended; None where none did, as it was taken from this worker before."""
        return self._result

    def _ended(self, result: SliceResult) -> None:
        if result.job_id == self._job_id and result.ending is not Ending.CONTINUES:
            self._result = result
            self._over.set()

    def _dropped(self, job_id: int) -> None:
        if job_id == self._job_id:
            self._over.set()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a worker does what, in seconds; tests have shorter ones."""

    poll: float = POLL_SECONDS
    beat: float = BEAT_SECONDS
    keep: float = INTERVAL_SECONDS
    entered: float = ENTERED_WITHIN


class Service:
    """One worker, in the thread that calls `run`; two more threads beat in Redis and hold rows against
    entries."""

    def __init__(
        self,
        taking: Taking,
        pool: WorkerGroup,
        ends: SliceEnds,
        queue: ServerQueue,
        queues: Sequence[str],
        look_around: Callable[[], object],
        rhythm: Rhythm | None = None,
        random: Random | None = None,
    ) -> None:
        """`pool` has started and runs one job at a time; `ends` has its callbacks. `look_around` sees what
        others do in the database, so that each job knows from its first batch on. Raises QueueUnreachable
        nowhere but in `run`: nothing is connected yet."""
        self._taking = taking
        self._pool = pool
        self._ends = ends
        self._queue = queue
        self._queues = tuple(queues)
        self._rhythm = rhythm or Rhythm()
        self._random = random or Random()  # noqa: S311 - jitter, no secret
        self._client = queue.client()
        self._worker = RegisteredWorker(self._client, queues, taking.identity)
        within = self._rhythm.entered
        self.keeper = Keeper(taking.database, taking.types, queue, queues, self._may_enter, pool.has, within)
        self._keeping = KeeperLoop(self.keeper, look_around, self._next_round)
        self._ending = threading.Event()
        self._is_away = False
        self._failures = 0
        self._set_aside = SetAside(self._random)

    @property
    def name(self) -> str:
        """As RQ lists it."""
        return self._worker.name

    def run(self, stop: StopRequest, *, burst: bool = False) -> None:
        """Works until it is asked to stop; with `burst`, until nothing of ours waits. Whatever it has then
        waits on the server again."""
        threads = [
            threading.Thread(target=self._beat_on, name="redis-heartbeat", daemon=True),
            threading.Thread(target=self._keeping.run, name="keeper", daemon=True),
        ]
        self._beat()
        for thread in threads:
            thread.start()
        log.info("Listening on %s as %s", ", ".join(self._queues), self.name)
        try:
            self._work_on(stop, burst=burst)
        finally:
            self._leave()
            for thread in threads:
                thread.join(CLOSING_REDIS_SECONDS)
            self._try("leaving the list of workers", self._worker.leave)
            log.info("Stopped")

    # One entry after the other

    def _work_on(self, stop: StopRequest, *, burst: bool) -> None:
        while not stop.is_asked:
            found = self._claim()
            if found is not None:
                self._work(found, stop)
            elif burst and self._keeping.nothing_waits():
                return
            else:
                self._pause(stop, self._rhythm.poll)

    def _claim(self) -> Claimed | None:
        """None where nothing of ours waits, where all workers were told to rest, or where Redis is away."""
        found: Claimed | None = None

        def look() -> None:
            nonlocal found
            if not self._worker.is_suspended():
                found = claim(self._client, self._queues, self._set_aside.jobs())

        self._try("looking for jobs", look)
        return found

    def _work(self, found: Claimed, stop: StopRequest) -> None:
        try:
            answer, job = self._taking.take(found.job_id)
            self._failures = 0
            self._set_aside.forget(found.job_id)
        except DatabaseError as error:
            log.warning("Job %d was not taken: %s", found.job_id, error, extra={"job": found.job_id})
            self._enter_again(found)
            self._try("finishing an entry", lambda: self._worker.finish(found.entry_id))
            if isinstance(error, OF_ONE_ROW):
                self._set_aside.note(found.job_id)
            else:
                self._failures += 1
                self._pause(stop, backoff(self._failures, self._random))
            return
        if answer is Taken.MINE and job is not None:
            self._try("beginning an entry", lambda: self._worker.begin(found.entry_id))
            self._run(job, stop, found)
        else:
            log.info("Entry of job %d: %s", found.job_id, answer.value, extra={"job": found.job_id})
        # Last: what is killed before is found by its row.
        self._try("finishing an entry", lambda: self._worker.finish(found.entry_id))

    def _run(self, job: Job, stop: StopRequest, found: Claimed) -> None:
        self._tell(ListenerState.BUSY, job.id)
        began = time.monotonic()
        self._ends.expect(job.id)
        self._pool.enqueue([job.id], self._pool.ticket())
        has_asked = False
        while not self._ends.wait(_LOOK_SECONDS):
            if stop.is_asked and not has_asked:
                has_asked = True
                self._tell(ListenerState.STOPPING, job.id)
                self._pool.request_leave()
            # It was not begun, and is not any more; or it is just over, and that is told within moments.
            if has_asked and not self._pool.busy and not self._ends.wait(_LOOK_SECONDS):
                break
        result = self._ends.result
        if result is not None:
            seconds = round(time.monotonic() - began, 3)
            facts = {"business": job.business_id, "seconds": seconds, "receipts": result.succeeded}
            told = LOST_TO if result.ending is Ending.LOST else result.ending.value
            log.info("Job %d: %s", job.id, told, extra={"job": job.id, **facts})
            if result.ending is Ending.RETURNED:
                self._enter_again(found)
        if not has_asked:
            self._tell(ListenerState.IDLE)

    def _tell(self, state: ListenerState, job_id: int | None = None) -> None:
        self._worker.set_state(state, job_id)
        self._beat()

    def _enter_again(self, found: Claimed) -> None:
        """A new entry at the front, where the old one was: its row says that it waits there."""
        try:
            self._queue.enter_into(found.queue, [found.job_id], begun=[found.job_id], at_front=True)
        except QueueUnreachable as error:
            log.warning("Job %d waits without an entry: %s", found.job_id, error, extra={"job": found.job_id})

    def _leave(self) -> None:
        """Waits for the batch under way, and gives back whatever this worker still has."""
        self._worker.set_state(ListenerState.STOPPING)
        self._pool.close(int(1000 * CLOSING_SECONDS))
        self._ending.set()
        try:
            left = self._taking.give_back_all()
        except DatabaseError as error:
            log.warning("Not every job could be given back: %s", error)
            return
        for job in left:
            self._enter_again(Claimed("", self._queues[0], job.id))

    def let_go(self) -> list[str]:
        """At once, past a step that hangs: its row waits on the server again, and it loses the job at its
        next commit. Says what was given back. Raises DatabaseError kinds."""
        left = self._taking.give_back_all()
        for job in left:
            self._enter_again(Claimed("", self._queues[0], job.id))
        return [GIVEN_BACK.format(job=job.id, business=job.business_id) for job in left]

    def unwritten(self) -> list[str]:
        """What is left behind where that is not done in time."""
        return [LEFT_BEHIND.format(job=job_id) for job_id in self._pool.own_jobs]

    def _pause(self, stop: StopRequest, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not stop.is_asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_SECONDS))

    # Redis

    def _beat_on(self) -> None:
        while not self._ending.wait(self._rhythm.beat):
            self._beat()

    def _beat(self) -> None:
        self._try("showing that this worker is alive", self._worker.beat)

    def _may_enter(self, job_id: int) -> bool:
        with self._queue.reached():
            key = f"sweep:entering:{job_id}"
            return bool(self._client.set(key, self.name, nx=True, ex=GUARD_SECONDS))

    def _next_round(self) -> bool:
        return not self._ending.wait(self._rhythm.keep * self._random.uniform(0.8, 1.2))

    def _try(self, what: str, act: Callable[[], None]) -> None:
        """Redis may be away at any time: that is said once, and nothing waits for it."""
        try:
            with self._redis():
                act()
        except QueueUnreachable as error:
            if not self._is_away:
                log.warning("Redis does not answer (%s): %s", what, error)
            self._is_away = True
        else:
            if self._is_away:
                log.info("Redis answers again")
            self._is_away = False

    @contextmanager
    def _redis(self) -> Iterator[redis.Redis]:
        with self._queue.reached():
            yield self._client
