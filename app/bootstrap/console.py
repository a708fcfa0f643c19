"""Everything that one connection needs, wired once, with a window or without."""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from app.actions.audit import AuditTrail
from app.actions.audit_upkeep import AuditUpkeep
from app.actions.due_files import DueFiles
from app.actions.estimate import Estimate, estimate
from app.actions.jobs import JobActions
from app.actions.restoring import RestoreActions
from app.actions.server_side import ServerSide
from app.actions.sign_in import SignIn
from app.actions.sweeping import SweepAction
from app.actions.wrong_passwords import WrongPasswords
from app.bootstrap.connection import ConnectionProfile, connect
from app.bootstrap.job_types import job_types, restoring
from app.bootstrap.storage import open_storage
from app.core.access import Actor
from app.core.rates import Work
from app.core.restore import Restore
from app.core.worker import ConsoleIdentity
from app.db import restores
from app.db.engine import Database
from app.engine.control import Control
from app.engine.events import SliceResult, Step
from app.engine.governor import Governor
from app.engine.heartbeat import Heartbeat
from app.engine.job_type import JobTypes
from app.engine.last_resort import LastResort
from app.engine.rate_store import RateStore
from app.engine.restore_runner import Report, RestoreDependencies, RestoreRunner
from app.engine.run_meter import RunMeter
from app.engine.runner import Runner, RunnerDependencies
from app.files.storage import Storage
from app.settings import Settings, data_folder
from app.workers.due_loop import DueLoop
from app.workers.group import WorkerGroup
from app.workers.presence import Presence
from app.workers.restoring import RestoreCrew
from app.workers.worker import RunSlice

AUDIT_FILE = "audit.jsonl"
"""In the data folder."""

EXPORT = "export"
"""The action of the audit line of a file that was saved; its answer is the file's name."""

SETTINGS = "settings"
"""The action of the audit line of settings that were changed; its answer names them."""

CALL_THREADS = 4
"""Actions, previews and polls that may run at once."""

REMOVING_SECONDS = 2.0
"""How long the end of a console waits for entries that are to be removed from the queue."""

Pool = TypeVar("Pool", bound=WorkerGroup)


class Console(Generic[Pool]):
    """What works on one connection: the database, the storage, the workers, and the actions that stop and
    start jobs. Its threads start with `start`. What only a window needs is around it: see `bootstrap.window`.
    """

    def __init__(
        self,
        profile: ConnectionProfile,
        settings: Settings,
        new_pool: Callable[[RunSlice, Heartbeat, int], Pool],
        data: Path | None = None,
        kinds: Callable[[Storage, Callable[[], int]], JobTypes] = job_types,
        clock: Callable[[], float] = time.monotonic,
        server: ServerSide | None = None,
        serves: bool = False,
    ) -> None:
        """`data` is the folder of the audit trail, where it is not the usual one; `kinds` gives the kinds of
        job, of which a person starts the first; `clock` counts the seconds of what jobs do. `server` is the
        queue on a server, where one is named. `serves`: this is no console but a worker on a server, which
        runs one job at a time."""
        workstation = socket.gethostname()
        new_identity = ConsoleIdentity.of_server_worker if serves else ConsoleIdentity.fresh
        self.identity = new_identity(workstation, os.getpid())
        self.server = server
        self.runs_on = profile.runs_on
        """Where a job runs unless a person says otherwise. May be set at any time."""
        self._serves = serves
        self._workers = 1 if serves else settings.workers
        # Workers and the threads of their files, executor threads, the heartbeat, the poller, the governor,
        # the sweep of due files and two for the record may all hold one at once.
        connections = 2 * self._workers + CALL_THREADS + 6
        self.profile = profile
        self.database = connect(profile, connections=connections, application=self.identity.name)
        self.storage: Storage = open_storage(profile.storage)
        self.keep_files_days = settings.keep_files_days
        """For how long files are kept unless a person says otherwise. May be set at any time."""
        self.types = kinds(self.storage, lambda: self.keep_files_days)
        self.job_type = next(iter(self.types.values()))
        folder = data or data_folder()
        self.audit = AuditTrail(
            folder / AUDIT_FILE, workstation, self.where, self.database, self.identity.name
        )
        self._presence = Presence(folder / "consoles", self.identity)
        self.upkeep = AuditUpkeep(self.audit, self.database, self.find_dead_consoles)
        self.policy = settings.policy
        """May be set at any time; a job uses it from its next slice on."""
        self.governor = Governor.of(self.database, self.job_type.table, self.identity.name, time.monotonic)
        self.rates = RateStore(folder / "rates.json", lambda: f"{self.where()} {self.storage.place}")
        self._meter = RunMeter(clock, self.rates.learn)
        heartbeat = Heartbeat(self.database, self.identity, self.types)
        self.pool = new_pool(self._slices(clock), heartbeat, self._workers)
        self.jobs = JobActions(
            self.database,
            self.types,
            self.audit,
            self.identity,
            self.pool,
            self.dead_consoles,
            lambda: self.policy,
            server,
        )
        self.sign_in = SignIn(self.database, wrong_passwords(folder), audit=self.audit)
        self.sweep_files = SweepAction(self.database, self.job_type, self.audit)
        self.due_files = DueFiles(self.database, self.job_type, self.audit, lambda: self.keep_files_days)
        self._due_loop: DueLoop | None = None
        self._restoring = restoring()
        self.restore_crew = RestoreCrew(self._run_restore, self._beat_restores)
        """Runs restores; its threads begin with the first of them."""
        self.restores = RestoreActions(
            self.database, self._restoring, self.types, self.audit, self.identity, self.restore_crew
        )

    @property
    def dead_consoles(self) -> tuple[str, ...]:
        """Names of consoles of this workstation that were killed or crashed."""
        return self._presence.dead

    def find_dead_consoles(self) -> tuple[str, ...]:
        """The same, with those that died since."""
        return self._presence.look()

    def start(self) -> None:
        """Starts the worker threads; they wait for jobs."""
        self.pool.start()

    def sweep_due(self, actor: Callable[[], Actor | None]) -> None:
        """From now on files that are due are deleted in the background, as far as `actor` may; a worker on a
        server asks nobody."""

        def sweep(wait: Callable[[float], bool]) -> None:
            person = actor()
            if person is not None or self._serves:
                self.due_files.round(person, wait)

        self._due_loop = DueLoop(sweep, random.Random())  # noqa: S311 - jitter, no secret
        self._due_loop.start()

    def end_sweep_due(self) -> None:
        """The page of files under way is waited for, some seconds at most; nothing else begins."""
        loop, self._due_loop = self._due_loop, None
        if loop is not None:
            loop.finish()

    def close(self) -> None:
        """After `actions.leaving`: closes what that left open."""
        self.end_sweep_due()
        self._meter.finish()
        self.restore_crew.close(REMOVING_SECONDS)
        if self.server is not None:
            self.server.close(REMOVING_SECONDS)
        self.finish_record()
        self.audit.close()
        self.database.close()
        self._presence.close()

    def finish_record(self) -> None:
        """The last that this console writes; blocks, some seconds at most."""
        self.upkeep.close()
        self.audit.end()

    def where(self) -> str:
        """The database, for people. Read it each time it is shown or recorded: the first connection adds what
        the address leaves open."""
        return self.database.where

    def estimate(self, works: Sequence[Work], sleep: Callable[[float], object] | None = None) -> Estimate:
        """How long it will take to delete `works`, one a business; blocks. `sleep` is for
        `Governor.others`."""
        return self.estimator(sleep)(works)

    def estimator(
        self, sleep: Callable[[float], object] | None = None
    ) -> Callable[[Sequence[Work]], Estimate]:
        """The same for any works, as of this moment: blocks, and what it gives does not."""
        self._meter.settle()
        rates, demand = self.rates.rates(), self.governor.others(sleep)
        return lambda works: estimate(works, self.policy, self._workers, rates, demand)

    def _run_restore(self, restore_id: int, control: Control, report: Report) -> Restore | None:
        with self.governor.at_work() as turns:
            around = RestoreDependencies(
                self.database,
                self._restoring,
                self.identity,
                time.monotonic,
                random.Random(),  # noqa: S311 - jitter, no secret
                report,
                turns,
                self.audit,
            )
            return RestoreRunner(around, self.policy, restore_id, control).run()

    def _beat_restores(self, restore_ids: Collection[int]) -> None:
        with self.database.begin() as connection:
            restores.beat(connection, restore_ids, self.identity.name)

    def _slices(self, clock: Callable[[], float]) -> RunSlice:
        last_resort = LastResort(self.database, self.identity, self.audit)

        def run_slice(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
            def note(step: Step) -> None:
                self._meter.note(step)
                report(step)

            with self.governor.at_work() as turns, self._meter.slice() as end:
                around = RunnerDependencies(
                    self.database,
                    self.types,
                    self.identity,
                    clock,
                    random.Random(),  # noqa: S311 - jitter, no secret
                    note,
                    turns,
                    self.audit,
                    self._serves,
                )
                return end(last_resort.run(Runner(around, self.policy, job_id, control)))

        return run_slice


def wrong_passwords(data: Path) -> WrongPasswords:
    """They count in the data folder, together for all consoles."""
    return WrongPasswords(data / "sign-in.json")


@contextmanager
def trail_of(database: Database | None, data: Path) -> Iterator[AuditTrail]:
    """The audit trail of who has no console of their own; at the end its lines are waited for. Without a
    database it is that of this computer alone."""
    workstation = socket.gethostname()
    name = ConsoleIdentity.fresh(workstation, os.getpid()).name
    audit = AuditTrail(
        data / AUDIT_FILE, workstation, lambda: database.where if database else "", database, name
    )
    try:
        yield audit
    finally:
        audit.end()


def sign_in_to(database: Database, data: Path, email: str, password: str) -> Actor:
    """Who reads in this database without a console of their own; that is in the audit trail as well. Raises
    as `SignIn`."""
    with trail_of(database, data) as audit:
        return SignIn(database, wrong_passwords(data), audit=audit)(email, password)
