"""Consoles whose workers stand still until a test lets them take the next step, in one process and one
thread at a time, so that every interleaving can be chosen and found again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import Any, TypeVar

from sqlalchemy import event

from app.actions.audit import AuditTrail
from app.actions.jobs import JobActions
from app.core.policy import Policy
from app.core.worker import ConsoleIdentity
from app.db.engine import Database
from app.engine.control import Control
from app.engine.events import Ending, SliceResult, Step
from app.engine.heartbeat import Heartbeat
from app.engine.job_type import by_name
from app.engine.runner import Runner, RunnerDependencies
from app.files.bounded import BoundedStorage, _Call
from app.files.local import LocalStorage
from app.files.storage import FileResult
from app.receipts.job_type import ReceiptDeletion
from app.workers.thread_pool import ThreadPool
from tests.support.statements import bare

T = TypeVar("T")

GUARD_SECONDS = 60
_here = threading.local()


class Crash(BaseException):
    """The end of a worker in the middle of something; nothing in the program expects it."""


class Stepped:
    """A function in a thread of its own, which runs only while `step` waits for it."""

    def __init__(self, function: Callable[[], SliceResult]) -> None:
        self._function = function
        self._go = threading.Semaphore(0)
        self._halts: SimpleQueue[str | None] = SimpleQueue()
        self._crashing = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.place: str | None = None
        self.result: SliceResult | None = None

    def step(self) -> bool:
        """Lets it go on to where it halts next; False once it is over. Raises what it raised."""
        if self._thread.ident is None:
            self._thread.start()
        else:
            self._go.release()
        self.place = self._halts.get(timeout=GUARD_SECONDS)
        if self.place is None:
            self._thread.join()
            if self._error is not None:
                raise self._error
        return self.place is not None

    def crash(self) -> None:
        """It gets no further, as if its process were killed where it halts."""
        if self._thread.ident is not None and self.place is not None:
            self._crashing = True
            self._go.release()
            assert self._halts.get(timeout=GUARD_SECONDS) is None
            self._thread.join()

    def halt(self, place: str) -> None:
        """Called in its own thread."""
        self._halts.put(place)
        self._go.acquire()
        if self._crashing:
            raise Crash

    def _run(self) -> None:
        _here.stepped = self
        try:
            self.result = self._function()
        except Crash:
            pass
        except BaseException as error:  # noqa: BLE001 -- it belongs to whoever steps
            self._error = error
        finally:
            self._halts.put(None)


def halt(place: str) -> None:
    """A stepped worker halts here; everybody else passes."""
    stepped: Stepped | None = getattr(_here, "stepped", None)
    if stepped is not None:
        stepped.halt(place)


class HaltingStorage(LocalStorage):
    """Halts between the files and their rows."""

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        results = super().delete(business_id, keys)
        halt("files are deleted")
        return results


class SteppedStorage(BoundedStorage):
    """Calls it in the worker's own thread: only that can be stepped, and crash."""

    def until(self, is_stopping: Callable[[], bool]) -> BoundedStorage:
        return self

    def _wait(self, call: _Call[T]) -> T:
        return call._act()


class PatientControl(Control):
    """Never waits: how long a wait takes is for the test to say, by the steps of others."""

    def wait(self, seconds: float) -> None:
        super().wait(0)


class SteppedConsole:
    """A console: its actions, its queue, and its workers, which halt before every write of a job's row, after
    every commit, between files and rows, and in every wait."""

    def __init__(
        self,
        name: str,
        database: Database,
        storage_root: Path,
        audit: Path,
        clock: Callable[[], float],
        **policy: Any,
    ) -> None:
        """`database` is this console's alone, and may have been another's whose example is over. Workers'
        waits must be PatientControl's: patch `app.workers.job_queue.Control`."""
        self._name = name
        self._audit = AuditTrail(audit, name, lambda: database.where)
        self._clock = clock
        # In order: only this thread can be stepped.
        deletion = ReceiptDeletion(storage := HaltingStorage(storage_root), files_behind=0)
        deletion._storage = SteppedStorage(storage)
        self._types = by_name(deletion)
        self._database = database
        self._policy = Policy(**policy)
        self._dead: list[str] = []
        event.listen(database.engine, "connect", self._name_connection)
        event.listen(database.engine, "before_cursor_execute", _halt_before_writing)
        self._begin()

    def _name_connection(self, connection: Any, _record: object) -> None:
        """So that what a connection does is known for its process."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('application_name', %s, false)", (self.identity.name,))
        connection.commit()

    def _begin(self) -> None:
        self.identity = ConsoleIdentity.fresh(self._name, 1)
        # Never started: a worker here goes on when it is told to.
        self._group = ThreadPool(_never, Heartbeat(self._database, self.identity, self._types))
        self.job_queue = self._group._job_queue
        self.workers: dict[int, Stepped] = {}
        self.actions = JobActions(
            self._database, self._types, self._audit, self.identity, self._group, tuple(self._dead)
        )

    # What a test does with it

    @property
    def has_work(self) -> bool:
        """A job runs here, or waits."""
        return bool(self.workers or self.job_queue.waiting)

    def take(self) -> int | None:
        """A worker takes the next job whose last slice is over from the queue; None where there is none."""
        if not set(self.job_queue.waiting) - set(self.job_queue.running):
            return None
        taken = self.job_queue.take()
        assert taken is not None
        job_id, control = taken
        self.workers[job_id] = Stepped(lambda: self._work(job_id, control))
        return job_id

    def step(self, job_id: int) -> bool:
        """The job's worker takes its next step; False once it has left the job."""
        worker = self.workers[job_id]
        if worker.step():
            return True
        del self.workers[job_id]
        assert worker.result is not None
        if worker.result.ending is not Ending.CONTINUES:
            self.job_queue.done(job_id)
        return False

    def run(self) -> None:
        """Its workers work until no job is left."""
        for _round in range(10_000):
            if not self.workers and self.take() is None:
                return
            for job_id in list(self.workers):
                self.step(job_id)
        raise AssertionError(f"the jobs never end: {list(self.workers)}")

    def beat(self) -> None:
        """As its heartbeat does it again and again."""
        self._group._heartbeat_loop.beat()

    def crash(self, job_id: int) -> None:
        """One worker is gone; nobody tells the row."""
        self.workers.pop(job_id).crash()
        self.job_queue.done(job_id)

    def restart(self) -> None:
        """The process is killed, and started again: it is somebody else, and knows no more than the names of
        those before it on this workstation."""
        self._end()
        self._dead.append(self.identity.name)
        self._begin()

    def close(self) -> None:
        self._end()
        event.remove(self._database.engine, "connect", self._name_connection)
        event.remove(self._database.engine, "before_cursor_execute", _halt_before_writing)

    def _end(self) -> None:
        for worker in self.workers.values():
            worker.crash()
        self._database.close()

    def _work(self, job_id: int, control: Control) -> SliceResult:
        """As a worker of the pool: another slice at once where a stop was asked as the first ended."""
        while True:
            around = RunnerDependencies(
                self._database,
                self._types,
                self.identity,
                self._clock,
                Random(1),
                _halt_at_step,
            )
            result = Runner(around, self._policy, job_id, control).run()
            if result.ending is not Ending.CONTINUES or self.job_queue.again(job_id):
                return result


def _never(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
    raise AssertionError(job_id, control, report)


def _halt_at_step(step: Step) -> None:
    halt(f"waits: {step.wait}" if step.wait else "has committed")


def _halt_before_writing(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if "UPDATE background_jobs" in bare(statement):
        halt("is about to write the row")
