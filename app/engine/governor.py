"""One for all workers of the console: how hard each may work, so that together they do not slow down the
product."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.errors import DatabaseError
from app.core.pace import Allowance, Brake, Signals
from app.db import load
from app.db.engine import Database

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two probes of the server, whatever the number of workers."""

TOTAL_SHARE = 0.03
"""The part of time that all workers together may spend in batches, on average. A commit of the product that
meets a batch waits for the log of that batch to be on the disk too; so long as few meet one, its p99 stays
(`live_queries` in tests/benchmarks: with 0.25 it grew by two thirds, with 0.08 by one third)."""


class Governor:
    """Probes the server at most once a second, on the caller's thread; safe from any thread."""

    def __init__(self, look: Callable[[], Signals], clock: Callable[[], float]) -> None:
        """`look` raises a DatabaseError where the server cannot be probed; `clock` gives monotonic
        seconds."""
        self._look = look
        self._clock = clock
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._brake = Brake()
        self._jobs = 0
        self._looked: float | None = None

    @classmethod
    def of(cls, database: Database, items: str, clock: Callable[[], float]) -> Governor:
        """One that probes this database and its table `items`, over a connection beside those of the
        workers."""

        def look() -> Signals:
            with database.begin() as connection:
                return load.signals(connection, items)

        return cls(look, clock)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Around one slice of a job: so many jobs share what is allowed."""
        with self._lock:
            self._jobs += 1
        try:
            yield
        finally:
            with self._lock:
                self._jobs -= 1

    def allowance(self) -> Allowance:
        """How hard a job may work now; the first caller after a second probes the server for all."""
        if self._looking.acquire(blocking=False):
            try:
                self._look_if_due()
            finally:
                self._looking.release()
        with self._lock:
            share = TOTAL_SHARE / max(1, self._jobs) * self._brake.level
            return Allowance(self._brake.level, share, self._brake.reason)

    def _look_if_due(self) -> None:
        now = self._clock()
        seconds = LOOK_EVERY if self._looked is None else now - self._looked
        if seconds < LOOK_EVERY:
            return
        found: Signals | None
        try:
            found = self._look()
        except DatabaseError as error:
            log.info("The database could not be asked how it is: %s", error)
            found = None
        with self._lock:
            self._brake.see(found, seconds)
        self._looked = self._clock()
