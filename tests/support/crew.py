"""A pool of workers with real runners, for the tests of threads."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.actions.audit import AuditTrail
from app.actions.jobs import JobActions
from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.policy import Policy
from app.core.worker import ConsoleIdentity
from app.db.engine import Database
from app.engine.control import Control
from app.engine.events import SliceResult, Step, WaitReason
from app.engine.heartbeat import Heartbeat
from app.engine.job_type import by_name
from app.engine.runner import Runner, RunnerDependencies
from app.files.local import LocalStorage
from app.files.storage import FileResult, Storage
from app.qt.pool import WorkerPool
from app.receipts.job_type import ReceiptDeletion
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product

GUARD_SECONDS = 120
"""Who waits so long waits for ever."""

QUICK = 0.02
"""Seconds between two heartbeats, for who waits for one."""

LONG_AGO = "2020-01-01"

EAGER = Policy(batch_size=1, throttle_ms=0, runtime_cap_seconds=None)
PATIENT = Policy(batch_size=2, throttle_ms=60_000, runtime_cap_seconds=None)
"""Waits for a minute after each batch: who does not end that wait hangs."""


class Crew:
    """A pool of workers with real runners over the test's database, and the actions of one person on it.

    What the pool says is collected: `results` of slices, in order, and `crashes`.
    """

    def __init__(
        self,
        database: Database,
        storage: Storage,
        actor: Actor,
        audit: Path,
        *,
        policy: Policy = EAGER,
        workers: int = 2,
        beat_every: float = 3600,
        ticks: int = 0,
    ) -> None:
        """With `ticks`, the claim of a slice and each batch of it take so many seconds of its clock."""
        self.identity = ConsoleIdentity.fresh("test", 1)
        self.actor = actor
        self.steps: list[Step] = []
        self.results: list[SliceResult] = []
        self.crashes: list[Exception] = []
        # In order: a storage that hangs must hold the job where it is.
        self.deletion = ReceiptDeletion(storage, files_behind=0)
        self.types = by_name(self.deletion)
        self._around = (database, self.types, self.identity)
        self._policy = policy
        self._ticks = ticks
        self.pool = WorkerPool(
            self.run_slice, Heartbeat(database, self.identity, self.types), workers, beat_every
        )
        self.pool.slice_ended.connect(self.results.append)
        self.pool.crashed.connect(self.crashes.append)
        self.audit = AuditTrail(audit / "audit.jsonl", "test", lambda: database.where)
        self.actions = JobActions(database, self.types, self.audit, self.identity, self.pool)

    def run_slice(self, job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        passed = 0.0

        def noted(step: Step) -> None:
            nonlocal passed
            passed += 0 if step.wait else self._ticks
            self.steps.append(step)
            report(step)

        clock = (lambda: passed) if self._ticks else time.monotonic
        around = RunnerDependencies(*self._around, clock, random.Random(1), noted)
        return Runner(around, self._policy, job_id, control).run()

    def start(self, business_ids: Sequence[int]) -> list[int]:
        """Starts a deletion in each business; returns the jobs in the same order."""
        results = self.actions.start(self.actor, DELETE_RECEIPTS, business_ids)
        assert {result.answer for result in results} == {Answer.STARTED}
        return [result.job.id for result in results if result.job]

    def pause(self, job_id: int) -> ActionResult:
        return self.actions.pause(self.actor, [job_id])[0]

    def cancel(self, job_id: int) -> ActionResult:
        return self.actions.cancel(self.actor, [job_id])[0]

    def resume(self, job_id: int) -> ActionResult:
        return self.actions.resume(self.actor, [job_id])[0]


class Gate(LocalStorage):
    """A storage that hangs, as a network share may, until it is opened."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.entered: set[int] = set()
        self._opened = threading.Event()

    def open(self) -> None:
        self._opened.set()

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.entered.add(business_id)
        assert self._opened.wait(GUARD_SECONDS)
        return super().delete(business_id, keys)


def waits(crew: Crew, job_id: int) -> bool:
    """The job's worker is in the wait after a batch."""
    state = crew.pool.state_of(job_id)
    return bool(state and state.wait and state.wait.reason is WaitReason.THROTTLE)


def age(product: Product, job_id: int) -> None:
    """The row's signs of life are of long ago, until somebody writes new ones."""
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = %s, updated_at = %s WHERE id = %s",
        LONG_AGO,
        LONG_AGO,
        job_id,
    )


def is_alive(product: Product, job_id: int) -> bool:
    fresh = "SELECT heartbeat_at > %s AND updated_at > %s FROM background_jobs WHERE id = %s"
    return bool(product.scalar(fresh, LONG_AGO, LONG_AGO, job_id))
