"""The workers of one console, with their queue and their heartbeat, in whatever kind of threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from app.core.policy import check_workers
from app.engine.control import Stop
from app.engine.heartbeat import Heartbeat
from app.workers.heartbeat_loop import HeartbeatLoop
from app.workers.job_queue import JobQueue, LocalState, Stopping
from app.workers.worker import Callbacks, RunSlice, Worker


class LoopThread(Protocol):
    """A thread around one loop."""

    def start(self) -> None:
        """Begins the loop in the thread."""

    def wait(self, milliseconds: int) -> bool:
        """Waits for the end of the thread; False where it still runs after that long. One that was never
        started has ended."""


NewThread = Callable[[Callable[[], None], str], LoopThread]
"""Makes a thread for a loop, which has this name and has not begun yet."""


class WorkerGroup:
    """Workers that take jobs from one queue. Implements `actions.workforce`; what that names, `state_of` and
    the counts may be called from any thread."""

    def __init__(
        self,
        run_slice: RunSlice,
        heartbeat: Heartbeat,
        workers: int,
        beat_every: float,
        new_thread: NewThread,
        callbacks: Callbacks,
    ) -> None:
        """`beat_every` is in seconds. Raises PolicyOutOfBounds for a number of workers that cannot be."""
        self.size = check_workers(workers)
        self._job_queue = JobQueue()
        self._dropped = callbacks.dropped
        self._heartbeat_loop = HeartbeatLoop(heartbeat, self._job_queue, callbacks, beat_every)
        self._threads = [
            new_thread(self._heartbeat_loop.run, "heartbeat"),
            *(
                new_thread(Worker(run_slice, self._job_queue, callbacks).run, f"worker {number}")
                for number in range(1, workers + 1)
            ),
        ]

    def start(self) -> None:
        """Starts the threads; they wait for jobs."""
        for thread in self._threads:
            thread.start()

    def ticket(self) -> int:
        """What an action takes before it puts jobs on their rows into the queue, for `enqueue`."""
        return self._job_queue.ticket()

    def enqueue(self, job_ids: Sequence[int], ticket: int) -> bool:
        """Puts jobs that are queued on their rows, marked as waiting here, into the queue; asks them to pause
        where all was stopped since the `ticket` was taken. False where the console is quitting and no worker
        would run them."""
        return self._job_queue.put(job_ids, ticket)

    def hold(self, job_ids: Collection[int] | None) -> AbstractContextManager[None]:
        """Within the block none of these jobs (None: none at all) begins here, and those that run begin no
        further batch."""
        return self._job_queue.hold(job_ids)

    def halt(self) -> None:
        """From now on nothing begins here, no batch and no job, unless it is asked to stop. For a signal
        handler: the program is about to end."""
        self._job_queue.halt()

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        """Asks the workers of these jobs to pause at the next batch, and those that wait not to begin;
        returns the jobs that run here."""
        return self._job_queue.request(job_ids, Stop.PAUSE)

    def request_pause_of_all(self) -> set[int]:
        """The same for all jobs of this console."""
        return self._job_queue.request_all(Stop.PAUSE)

    def has(self, job_id: int) -> bool:
        """Whether the job runs or waits here."""
        return self._job_queue.state_of(job_id) is not None

    def look_again(self, job_id: int) -> None:
        """The row was changed by an action: the job leaves the queue, or its worker's wait ends."""
        if self._job_queue.withdraw(job_id):
            self._dropped(job_id)
        else:
            self._job_queue.wake(job_id, Stopping.CANCELLING)

    def state_of(self, job_id: int) -> LocalState | None:
        """What only this console knows about the job; None where it neither waits nor runs here."""
        return self._job_queue.state_of(job_id)

    @property
    def busy(self) -> int:
        """How many workers run a job."""
        return len(self._job_queue.running)

    @property
    def waiting(self) -> int:
        """How many jobs wait in the queue."""
        return len(self.queue)

    @property
    def queue(self) -> list[int]:
        """The jobs that wait here, the next one first."""
        return self._job_queue.waiting

    def place_of(self, job_id: int) -> int | None:
        """The job's position in the queue, from 1; None where it does not wait here."""
        waiting = self.queue
        return waiting.index(job_id) + 1 if job_id in waiting else None

    @property
    def own_jobs(self) -> list[int]:
        """The jobs that run or wait here."""
        return list(dict.fromkeys(self.queue + self._job_queue.running))

    def request_leave(self) -> None:
        """The console quits: no new jobs, and every running one pauses at its next batch."""
        self._job_queue.close()
        self._job_queue.request_all(Stop.SHUTDOWN)

    def close(self, milliseconds: int) -> bool:
        """After `request_leave`: waits so long for all threads together; False where one is still in a batch
        then."""
        self.request_leave()
        self._heartbeat_loop.finish()
        until = time.monotonic() + milliseconds / 1000
        ended = [thread.wait(max(0, int(1000 * (until - time.monotonic())))) for thread in self._threads]
        return all(ended)
