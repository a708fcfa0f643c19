"""Runs one restore, synchronously: claim, batch after batch, end. The row decides whose it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from app.core import messages, restore_messages
from app.core.access import going_on_denial
from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    DatabaseError,
    MissingRight,
    MissingTables,
    NeverPasses,
    ReadOnlyDatabase,
    SweepError,
)
from app.core.policy import Pacer, Policy, Turns, backoff
from app.core.restore import Restore, RestoreStatus
from app.core.restore_errors import DeletionInTheWay, RestoreDamaged, RestoreMoved
from app.core.worker import ConsoleIdentity
from app.db import businesses, restores, users
from app.db.engine import Connection, Database, transaction
from app.engine.control import Control, Stop
from app.engine.heartbeat import REFUSED
from app.engine.recording import NoRecord, Recorder
from app.engine.restoring import Restoring

log = logging.getLogger(__name__)

ASKS_EVERY = 10.0
"""Seconds after which the right to go on is asked for again."""

TRIES_TO_STOP = 3
"""How often one that was asked to pause tries to reach the database for that."""

Report = Callable[[Restore], None]
"""Gets the row after each batch, in the runner's thread."""


@dataclass(frozen=True, slots=True)
class RestoreDependencies:
    """`clock` gives monotonic seconds; `turns` governs an adaptive pace."""

    database: Database
    kind: Restoring
    identity: ConsoleIdentity
    clock: Callable[[], float]
    random: Random
    report: Report
    turns: Turns | None = None
    recorder: Recorder = field(default_factory=NoRecord)
    """Where the ends of restores are noted."""


class RestoreRunner:
    """One restore, from its claim to its end, or until it is paused, asked to stop or taken over. The
    heartbeat between batches is the caller's (see `workers.restoring`)."""

    def __init__(
        self, dependencies: RestoreDependencies, policy: Policy, restore_id: int, control: Control
    ) -> None:
        self._dependencies = dependencies
        self._kind = dependencies.kind
        self._id = restore_id
        self._control = control
        self._owner = dependencies.identity.claim()
        self._pacer = Pacer(policy, dependencies.random, dependencies.turns)
        self._asked: float | None = None

    @property
    def owner(self) -> str:
        """The name under which the row is held."""
        return self._owner

    def run(self) -> Restore | None:
        """The row as it is when it does not run here any more; None where that cannot be read. Never raises
        for what can be expected of a database: a lost connection is waited out."""
        lost = 0
        while True:
            try:
                with self._dependencies.database.connection() as connection:
                    self._claim(connection)
                    lost = 0
                    return self._work(connection)
            except RestoreMoved:
                return self._as_it_is()
            except (CannotConnect, ConnectionLost, ReadOnlyDatabase) as error:
                lost += 1
                log.warning("Restore %d waits for the database: %s", self._id, error)
                is_stopping = self._control.stop is not Stop.NO
                if self._control.stop is Stop.SHUTDOWN or (is_stopping and lost >= TRIES_TO_STOP):
                    return None  # it can go on once its heartbeat is old
                self._control.wait(backoff(lost, self._dependencies.random))
            except DatabaseError as error:  # not even the row can be claimed
                log.warning("Restore %d cannot run here: %s", self._id, error)
                return self._as_it_is()

    def _claim(self, connection: Connection) -> None:
        """Takes the row, or finds it taken: after a lost connection it says whether the claim was done."""
        with transaction(connection):
            waiting = self._dependencies.identity.waiting
            row = restores.claim(connection, self._id, waiting, self._owner) or restores.read(
                connection, self._id
            )
        if row is None or not self._is_mine(row):
            raise RestoreMoved(self._id)
        self._dependencies.report(row)

    def _work(self, connection: Connection) -> Restore | None:
        while True:
            if self._control.stop is not Stop.NO:
                return self._leave(connection, RestoreStatus.PAUSED, self._control.reason)
            if (seconds := self._pacer.before_batch()) > 0:
                self._control.wait(seconds)
                continue
            try:
                if (refused := self._refusal(connection)) is not None:
                    return self._leave(connection, RestoreStatus.PAUSED, refused)
                done = self._batch(connection)
            except (CannotConnect, ConnectionLost, ReadOnlyDatabase):
                raise  # another connection may be better
            except DeletionInTheWay as error:
                said = restore_messages.DELETION_MEANWHILE.format(key=error.values["job_id"])
                return self._leave(connection, RestoreStatus.PAUSED, said)
            except (RestoreDamaged, MissingRight, MissingTables, NeverPasses) as error:
                return self._leave(connection, RestoreStatus.FAILED, str(error))
            except RestoreMoved:
                self._require_mine(connection)
                done = self._note_failure(connection, restore_messages.ROW_NOT_WRITTEN)
            except DatabaseError as error:
                done = self._note_failure(connection, str(error))
            if done is not None:
                return done

    def _batch(self, connection: Connection) -> Restore | None:
        """The row where that was the end."""
        began = self._dependencies.clock()
        with self._dependencies.recorder.ends() as notes:
            batch = self._kind.next_batch(connection, self._id, self._owner, self._pacer.batch_size, notes)
        self._dependencies.report(batch.restore)
        if not batch.taken:
            return batch.restore
        pause = self._pacer.succeeded(batch.taken, self._dependencies.clock() - began)
        if pause:
            self._control.wait(pause)
        return None

    def _note_failure(self, connection: Connection, reason: str) -> Restore | None:
        """Backs off, or gives up at the failure cap."""
        seconds = self._pacer.failed()
        tries = self._pacer.failures_in_a_row
        log.warning("Restore %d: failed batch %d in a row: %s", self._id, tries, reason)
        if self._pacer.given_up:
            said = messages.BATCHES_FAILED.format(count=tries, reason=reason)
            return self._leave(connection, RestoreStatus.FAILED, said)
        self._control.wait(seconds)
        return None

    def _refusal(self, connection: Connection) -> str | None:
        """Why it may not go on: whoever asked for it has lost the right, or their business has."""
        now = self._dependencies.clock()
        if self._asked is not None and now - self._asked < ASKS_EVERY:
            return None
        self._asked = now
        with transaction(connection):
            row = restores.read(connection, self._id)
            found = businesses.read(connection, [row.business_id]) if row else []
            user_id = row.requested_by_user_id if row else None
            actor = None if user_id is None else users.by_id(connection, user_id)
        if not found:
            return None
        denial = going_on_denial(actor, found[0], self._kind.permission, is_known=True)
        return None if denial is None else str(REFUSED[denial])

    def _leave(self, connection: Connection, status: RestoreStatus, reason: str) -> Restore:
        """Raises RestoreMoved where somebody was quicker."""
        with self._dependencies.recorder.ends() as notes, transaction(connection):
            left = restores.leave(connection, self._id, self._owner, status, reason or None)
            if left is None:
                raise RestoreMoved(self._id)
            notes.restore(connection, left)
        self._dependencies.report(left)
        return left

    def _require_mine(self, connection: Connection) -> None:
        """Raises RestoreMoved where the row says that it does not run here."""
        with transaction(connection):
            row = restores.read(connection, self._id)
        if row is None or not self._is_mine(row):
            raise RestoreMoved(self._id)

    def _is_mine(self, row: Restore) -> bool:
        return row.status is RestoreStatus.RUNNING and row.owner == self._owner

    def _as_it_is(self) -> Restore | None:
        try:
            with self._dependencies.database.begin() as connection:
                row = restores.read(connection, self._id)
        except SweepError as error:
            log.warning("What became of restore %d is not known: %s", self._id, error)
            return None
        if row is not None:
            self._dependencies.report(row)
        return row
