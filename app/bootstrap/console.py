"""Everything that one connection needs, wired once."""

from __future__ import annotations

import logging
import os
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import platformdirs

from app.actions.audit import AuditTrail
from app.actions.details import Details
from app.actions.jobs import JobActions
from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.sign_in import SignIn
from app.actions.sweeping import SweepAction
from app.bootstrap.job_types import job_types
from app.bootstrap.keyring_store import KeyringStore, Remembered
from app.bootstrap.storage import open_storage
from app.core.storage_place import StoragePlace
from app.core.worker import ConsoleIdentity
from app.db.address import Address
from app.db.engine import Database, parse_url
from app.engine.control import Control
from app.engine.events import SliceResult, Step
from app.engine.governor import Governor
from app.engine.heartbeat import Heartbeat
from app.engine.runner import Runner, RunnerDependencies
from app.files.storage import Storage
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.qt.presence import Presence
from app.settings import Settings
from app.viewmodel.activity import Activity
from app.viewmodel.poller import Poller
from app.viewmodel.services import DemoHints, Services

log = logging.getLogger(__name__)

CALL_THREADS = 4
"""Actions, previews and polls that may run at once."""


def data_folder() -> Path:
    """Where the audit trail and the log live: SWEEP_DATA_DIR, else the user's data folder."""
    chosen = os.environ.get("SWEEP_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("Sweep", appauthor=False)


@dataclass(frozen=True)
class ConnectionProfile:
    """A product to work on: its database and its attachment storage. Both may hold a secret,
    which its repr leaves out."""

    database_url: str = field(repr=False)
    storage: StoragePlace
    demo: DemoHints | None = None
    schema: str | None = None
    """Of the product's tables, where a person has named it."""


class Console:
    """Everything that one connection needs, wired once. Its threads start with `start`."""

    def __init__(
        self, place: ConnectionProfile, settings: Settings, calls: Calls, data: Path | None = None
    ) -> None:
        """`data` is the folder of the audit trail, where it is not the usual one."""
        workstation = socket.gethostname()
        identity = ConsoleIdentity.fresh(workstation, os.getpid())
        # Workers and the threads of their files, executor threads, the keeper, the poller and the governor
        # may all hold one at once.
        connections = 2 * settings.workers + CALL_THREADS + 3
        self.calls = calls
        self.database = connect(place, connections=connections, application=identity.name)
        self.storage: Storage = open_storage(place.storage)
        self.types = job_types(self.storage)
        (deletion,) = self.types.values()
        folder = data or data_folder()
        self.audit = AuditTrail(folder / "audit.jsonl", workstation, self._where)
        self._presence = Presence(folder / "consoles", identity)
        self.sweep_files = SweepAction(self.database, deletion, self.audit)
        self.overview = Overview(self.database, self.types)
        self.policy = settings.policy
        """May be set at any time; a job works by it from its next slice on."""
        run_slice = self._slices(deletion.table, identity)
        self.pool = WorkerPool(run_slice, Heartbeat(self.database, identity, self.types), settings.workers)
        self.poller = Poller(
            calls,
            self.overview,
            self._where,
            self.pool.state_of,
            console=identity.name,
            dead_consoles=self._presence.dead,
        )
        self.pool.moved.connect(self.poller.look_now)
        self.pool.left.connect(self.poller.look_now)
        self.activity = Activity()
        self.activity.follow(self.poller, self.pool)
        self.services = Services(
            calls=calls,
            pool=self.pool,
            poller=self.poller,
            jobs=JobActions(self.database, self.types, self.audit, identity, self.pool, self._presence.dead),
            sign_in=SignIn(self.database, time.monotonic),
            preview=partial(preview, self.database, deletion),
            sweep_files=self.sweep_files,
            details=Details(self.database, self.types, self.audit),
            activity=self.activity,
            where=self._where,
            storage_place=self.storage.place,
            job_type=deletion.name,
            demo=place.demo,
        )

    def start(self) -> None:
        """Starts the worker threads; they wait for jobs."""
        self.pool.start()

    def close(self) -> None:
        """After `viewmodel.quitting.leave`: closes what it left open."""
        self.poller.stop()
        self.database.close()
        self._presence.close()

    def _where(self) -> str:
        """The database, for people. To be asked when it is shown or written down: the first connection tells
        what the address may leave open."""
        return self.database.where

    def _slices(
        self, items: str, identity: ConsoleIdentity
    ) -> Callable[[int, Control, Callable[[Step], None]], SliceResult]:
        governor = Governor.of(self.database, items, time.monotonic)

        def run_slice(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
            around = RunnerDependencies(
                self.database,
                self.types,
                identity,
                time.monotonic,
                random.Random(),  # noqa: S311 - jitter, no secret
                report,
                allowance=governor.allowance,
            )
            with governor.at_work():
                return Runner(around, self.policy, job_id, control).run()

        return run_slice


def connect(place: ConnectionProfile, *, connections: int, application: str = "sweep") -> Database:
    """The database of the place, with the password from the keyring where the address has none."""
    url = parse_url(place.database_url)
    password = None
    if place.demo is None and url.username and url.password is None:
        address, secret = Address.parse(place.database_url)
        if secret is None:
            password = Remembered(KeyringStore(), address.url)
    return Database(
        url, schema=place.schema, connections=connections, application=application, password=password
    )
