"""The table's side of the audit trail: what is sent on to it, and what became of a commit in doubt."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.actions.audit_notes import UNDONE
from app.actions.audit_writers import Writers
from app.actions.later import Later
from app.core.errors import DatabaseError, MissingRight, ReadOnlyDatabase
from app.core.record import AuditLine, Chain, Filed, Mark, Sealed
from app.db import record
from app.db.engine import Database

log = logging.getLogger(__name__)

CONFIRMED = "confirmed"
"""The answer of a line that says of one in doubt that its commit has happened."""

_IN_VAIN = (MissingRight, ReadOnlyDatabase)
"""Where it takes no line, nobody waits for it to take one."""


@dataclass(slots=True)
class _Doubt:
    """A chain, and what was sealed as its next lines when the connection broke. `is_filed` where these are in
    the file."""

    chain: Chain
    sealed: Sequence[Sealed]
    is_filed: bool
    is_settled: bool = False


class TableSide:
    """Both in threads of their own, again and again until the database is back. Where it has no table, lines
    are parked until it has one; those of a process that ends first are sent on by another one."""

    def __init__(
        self,
        database: Database,
        writers: Writers,
        file_soon: Callable[[Sequence[Filed | Mark]], None],
        write_soon: Callable[[Sequence[AuditLine]], None],
    ) -> None:
        self._database = database
        self._writers = writers
        self._file_soon = file_soon
        self._write_soon = write_soon
        self._lock = threading.Lock()
        self._parked: list[Sealed] = []
        self._sending: Later[Sealed] = Later("Lines wait for the table of the record", self._send, _IN_VAIN)
        self._doubts: Later[_Doubt] = Later("Lines of the record are in doubt", self._settle, _IN_VAIN)

    def send_soon(self, sealed: Sequence[Sealed]) -> None:
        """Lines that stand in the file, or will; those of one writer in their order."""
        with self._lock:
            self._parked += sealed
            if self._database.has_audit is not False:
                self._sending.add(self._parked)
                self._parked = []

    def lay_aside(self, chain: Chain, sealed: Sequence[Sealed], *, is_filed: bool) -> None:
        """The chain rests until it is known whether these lines of it are in the table."""
        self._doubts.add([_Doubt(chain, sealed, is_filed)])

    def wait(self, until: float) -> None:
        """For what can still be done up to this moment of the monotonic clock."""
        for one in (self._doubts, self._sending):
            one.wait(max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """Nothing more is sent from here: another process sends on what stands in the file."""
        self._sending.end(0)
        self._doubts.end(0)

    def _send(self, sealed: Sequence[Sealed]) -> None:
        with self._lock:
            older, self._parked = self._parked, []
        together = [*older, *sealed]
        try:
            is_sent = self._add(together)
        except DatabaseError:  # `sealed` come again
            self._park(older)
            raise
        if is_sent:
            last = {one.writer: one.number for one in together}
            self._file_soon([Mark(*one) for one in last.items()])
        else:
            self._park(together)

    def _add(self, sealed: Sequence[Sealed]) -> bool:
        """False where there is no table."""
        with self._database.begin() as connection:
            if not record.is_there(connection):
                return False
            for writer in dict.fromkeys(one.writer for one in sealed):
                record.add_missing(connection, [one for one in sealed if one.writer == writer])
        return True

    def _park(self, sealed: Sequence[Sealed]) -> None:
        with self._lock:
            self._parked = [*sealed, *self._parked]

    def _settle(self, doubts: Sequence[_Doubt]) -> None:
        for doubt in doubts:
            if not doubt.is_settled:
                self._settle_one(doubt)
                doubt.is_settled = True

    def _settle_one(self, doubt: _Doubt) -> None:
        """The lost commit may still be under way. A line with the number of its first one waits for it in the
        index, and is added only where the commit was not done."""
        first = doubt.sealed[0].line
        (instead,) = doubt.chain.seal([replace(first, answer=UNDONE, new_status=first.old_status)])
        with self._database.begin() as connection:
            record.add_missing(connection, [instead])
            found = record.of_writer(connection, instead.writer, instead.number)
        if found is not None and found.hash == instead.hash:
            doubt.chain.move(instead)
            self._file_soon([Filed(instead, is_done=True)])
            others = [one.line for one in doubt.sealed[1:] if doubt.is_filed]
            self._write_soon([replace(one, answer=UNDONE, new_status=one.old_status) for one in others])
        elif found is not None and found.hash == doubt.sealed[0].hash:
            last = doubt.sealed[-1]
            doubt.chain.move(last)
            if doubt.is_filed:
                self._file_soon([Mark(last.writer, last.number)])
                self._write_soon([replace(one.line, answer=CONFIRMED) for one in doubt.sealed])
            else:
                self._file_soon([Filed(one, is_done=True) for one in doubt.sealed])
        else:  # it is not ours any more, and rests for ever
            log.error("Somebody else has written to the chain %s of the record", instead.writer)
            return
        self._writers.give_back(doubt.chain)
