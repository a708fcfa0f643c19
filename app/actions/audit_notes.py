"""The lines of one transaction, from the first to what became of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.errors import CannotConnect, ConnectionLost, DatabaseError, MissingTables, ReadOnlyDatabase
from app.core.job import Job
from app.core.record import AuditLine, Chain, Filed, Mark, Sealed
from app.core.restore import Restore
from app.db import record
from app.db.engine import Connection, transaction

if TYPE_CHECKING:
    from app.actions.audit import AuditTrail

log = logging.getLogger(__name__)

IN_DOUBT = "in_doubt"
"""The answer of a line whose commit may or may not have happened when the connection broke."""

UNDONE = "undone"
"""The answer of a line whose action was rolled back after the line was written."""


class Notes:
    """The chain is held until it is known what became of the transaction: then call one of the last four."""

    def __init__(self, trail: AuditTrail, *, first: bool) -> None:
        """`first` are lines of what must not happen unrecorded: they are in the file before the commit.
        Others follow it, and never keep it from happening."""
        self._trail = trail
        self._first = first
        self._chain: Chain | None = None
        self._ahead: Chain | None = None
        self._sealed: list[Sealed] = []
        self._beside: list[AuditLine] = []  # not in this transaction
        self._is_filed = False
        self._is_foul = False  # somebody else has written to the chain: it is left alone

    def write(self, connection: Connection, lines: Sequence[AuditLine]) -> None:
        """Raises DatabaseError kinds, and AuditUnavailable where they have to be `first`."""
        if lines and self._trail.is_in_table(connection):
            sealed = self._insert(connection, lines)
            self._beside += () if sealed else lines
            if self._first:
                self._trail.file_now(sealed)
        else:
            self._beside += lines
            if self._first:
                self._trail.write(lines)
        self._is_filed = self._first

    def anew(self) -> None:
        """See `engine.recording`."""
        self.drop()
        self._ahead = None
        self._sealed, self._beside = [], []

    def job(self, connection: Connection, before: Job, after: Job, answer: str) -> None:
        """See `engine.recording`."""
        self.write(connection, [self._trail.line_of_end(before, after, answer)])

    def restore(self, connection: Connection, after: Restore) -> None:
        """See `engine.recording`."""
        self.write(connection, [self._trail.line_of_restore_end(after)])

    def keep(self) -> None:
        """The transaction is committed."""
        if self._chain is not None and self._sealed:
            last = self._sealed[-1]
            self._chain.move(last)
            done = [Filed(one, is_done=True) for one in self._sealed]
            self._trail.file_soon([Mark(last.writer, last.number)] if self._first else done)
        if not self._first:
            self._trail.write_soon(self._beside)
        self.drop()

    def undo(self) -> None:
        """It was rolled back."""
        told = self._told
        if self._first and self._is_filed:
            if self._sealed:
                last = self._sealed[-1]
                self._trail.file_soon([Mark(last.writer, last.number, is_done=False)])
            self._trail.write_soon([replace(one, answer=UNDONE, new_status=one.old_status) for one in told])
        self.drop()

    def leave_in_doubt(self) -> None:
        """The connection broke, perhaps in the answer to the commit."""
        if self._first:
            self._trail.write_soon([replace(line, answer=IN_DOUBT) for line in self._told])
        if self._chain is not None and self._sealed and not self._is_foul:
            self._trail.lay_aside(self._chain, self._sealed, is_filed=self._is_filed)
            self._chain = None
        self.drop()

    def drop(self) -> None:
        """It is over for this chain, and there is nothing more to say about it."""
        if self._chain is not None and not self._is_foul:
            self._trail.writers.give_back(self._chain)
        self._chain = None

    @property
    def _told(self) -> list[AuditLine]:
        return [*(one.line for one in self._sealed), *self._beside]

    def _insert(self, connection: Connection, lines: Sequence[AuditLine]) -> Sequence[Sealed]:
        """What stands in the table now; nothing where it takes none, and these may come later."""
        if self._ahead is None:
            self._chain = self._trail.writers.take()
            self._ahead = self._chain.copy()
        sealed = self._ahead.seal(lines)
        before, self._sealed = self._sealed, [*self._sealed, *sealed]
        try:
            if self._first:
                record.add(connection, sealed)
            else:
                with transaction(connection):
                    record.add(connection, sealed)
        except (CannotConnect, ConnectionLost, ReadOnlyDatabase):
            raise
        except DatabaseError as error:
            self._sealed = before
            self._is_foul = True
            if isinstance(error, MissingTables):
                self._trail.table_is_gone(connection)
            if self._first:
                raise
            log.warning("The table of the record takes no line: %s", error)
            self._trail.do_without()
            return ()
        self._ahead.move(sealed[-1])
        return sealed
