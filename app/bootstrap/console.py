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

import keyring
import platformdirs
from keyring.errors import KeyringError
from sqlalchemy import URL

from app.actions.audit import AuditTrail
from app.actions.details import Details
from app.actions.jobs import JobActions
from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.sign_in import SignIn
from app.actions.sweeping import SweepAction
from app.bootstrap.storage import open_storage
from app.core.storage_place import StoragePlace
from app.core.worker import ConsoleIdentity
from app.db.engine import Database, parse_url
from app.engine.control import Control
from app.engine.events import SliceResult, Step
from app.engine.governor import Governor
from app.engine.heartbeat import Heartbeat
from app.engine.runner import Runner, Surroundings
from app.engine.sweeper import Sweeper
from app.files.storage import Storage
from app.qt.calls import Calls
from app.qt.desk import DemoHints, Desk
from app.qt.journal import Journal
from app.qt.poller import Poller
from app.qt.pool import WorkerPool
from app.qt.presence import Presence
from app.settings import Settings

log = logging.getLogger(__name__)

CALL_THREADS = 4
"""Actions, previews and polls that may run at once."""

SERVICE = "Sweep"
"""The name under which the database password stands in the operating system's keyring."""


def data_folder() -> Path:
    """Where the audit trail and the log live: SWEEP_DATA_DIR, else the user's data folder."""
    chosen = os.environ.get("SWEEP_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("Sweep", appauthor=False)


@dataclass(frozen=True)
class Place:
    """A product to work on: its database and its attachment storage. Both may hold a secret,
    which its repr leaves out."""

    database_url: str = field(repr=False)
    storage: StoragePlace
    demo: DemoHints | None = None


class Console:
    """Everything that one connection needs, wired once. Its threads start with `start`."""

    def __init__(self, place: Place, settings: Settings, calls: Calls, data: Path | None = None) -> None:
        """`data` is the folder of the audit trail, where it is not the usual one."""
        workstation = socket.gethostname()
        identity = ConsoleIdentity.fresh(workstation, os.getpid())
        # Workers, executor threads, the keeper, the poller and the governor may all hold one at once.
        connections = settings.workers + CALL_THREADS + 3
        self.calls = calls
        self.database = connect(place, connections=connections, application=identity.name)
        self.storage: Storage = open_storage(place.storage)
        folder = data or data_folder()
        self.audit = AuditTrail(folder / "audit.jsonl", workstation)
        self._presence = Presence(folder / "consoles", identity)
        self.sweep_files = SweepAction(self.database, self.storage, self.audit)
        self.overview = Overview(self.database)
        run_slice = _run_slice(self.database, Sweeper(self.storage), identity, settings)
        self.pool = WorkerPool(run_slice, Heartbeat(self.database, identity), settings.workers)
        self.poller = Poller(
            calls, self.overview, self.database.where, self.pool.state_of, console=identity.name
        )
        self.pool.moved.connect(self.poller.look_now)
        self.pool.left.connect(self.poller.look_now)
        self.journal = Journal()
        self.journal.follow(self.poller, self.pool)
        self.desk = Desk(
            calls=calls,
            pool=self.pool,
            poller=self.poller,
            jobs=JobActions(
                self.database, self.storage, self.audit, identity, self.pool, self._presence.dead
            ),
            sign_in=SignIn(self.database, time.monotonic),
            preview=partial(preview, self.database),
            details=Details(self.database, self.audit),
            journal=self.journal,
            where=self.database.where,
            storage_place=self.storage.place,
            demo=place.demo,
        )

    def start(self) -> None:
        """Starts the worker threads; they wait for jobs."""
        self.pool.start()

    def close(self) -> None:
        """After `qt.quitting.leave`: closes what it left open."""
        self.poller.stop()
        self.database.close()
        self._presence.close()


def _run_slice(
    database: Database, sweeper: Sweeper, identity: ConsoleIdentity, settings: Settings
) -> Callable[[int, Control, Callable[[Step], None]], SliceResult]:
    governor = Governor.of(database, time.monotonic)

    def run_slice(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        around = Surroundings(
            database,
            sweeper,
            identity,
            time.monotonic,
            random.Random(),  # noqa: S311
            report,
            allowance=governor.allowance,
        )
        with governor.at_work():
            return Runner(around, settings.policy, job_id, control).run()

    return run_slice


def connect(place: Place, *, connections: int, application: str = "sweep") -> Database:
    """The database of the place, with the password from the keyring where the URL has none."""
    url = parse_url(place.database_url)
    if place.demo is None:
        url = _with_keyring_password(url)
    return Database(url, connections=connections, application=application)


def _with_keyring_password(url: URL) -> URL:
    """The URL with the password that the keyring holds for it, where it has a user and no password."""
    if not url.username or url.password is not None:
        return url
    try:
        password = keyring.get_password(SERVICE, url.render_as_string(hide_password=True))
    except KeyringError as error:
        log.info("The keyring cannot be asked for the database password: %s", type(error).__name__)
        return url
    return url.set(password=password) if password else url
