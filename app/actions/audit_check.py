"""Checks the record: of the table, and of the file of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.actions.audit_file import AuditFile
from app.actions.audit_writers import is_sent_on
from app.core.errors import AuditUnreadable
from app.core.record import HOUSEKEEPING, Sealed
from app.core.record_check import Countersigned, FileSide, Finding, Row, check_file, check_table
from app.core.storage_messages import what_the_system_said
from app.db import record
from app.db.engine import Connection, Database


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """`lines` stand in the table (None: there is none), `filed` in the file of this computer; of these
    `unsent` are not in the table yet, and `unchained` are of a version that wrote no chain: what happens to
    those cannot be found."""

    findings: tuple[Finding, ...]
    lines: int | None
    filed: int
    unsent: int
    unchained: int
    damaged: int


def check_record(database: Database, path: Path) -> AuditCheck:
    """Reads all of it, as of one moment. Raises AuditUnreadable and DatabaseError kinds."""
    # First of all: then whatever it says of the table can be seen there, and newer rows it does not claim.
    file = _read(path)
    findings = list(check_file(file))
    with database.snapshot() as connection:
        if record.is_there(connection):
            file = file.of_processes(record.processes(connection), database.where)
            table = _Table(connection, _unsettled(file))
            seen = Countersigned(_row(one) for one in record.countersigning(connection, HOUSEKEEPING))
            findings += check_table(table, seen, file)
            count, unsent = table.count, table.missed
        else:
            count, unsent = None, _unsettled(file)
    filed = sum(map(len, file.lines.values())) + file.unchained
    return AuditCheck(tuple(findings), count, filed, len(unsent), file.unchained, file.damaged)


def _read(path: Path) -> FileSide:
    try:
        return FileSide.read(AuditFile(path))
    except OSError as error:
        raise AuditUnreadable(str(path), what_the_system_said(error)) from error


def _unsettled(file: FileSide) -> set[Sealed]:
    """The lines that come to the file first, and of which it does not say that the table has them."""
    return {one for writer in file.lines if is_sent_on(writer) for one in file.unsettled(writer)}


class _Table:
    """All lines of the table, counted as they are read. `missed` are in the end those of the given ones that
    it does not have: the file says a moment after the table has a line that it has, or never, where the
    process was killed in between."""

    def __init__(self, connection: Connection, missed: set[Sealed]) -> None:
        self._connection = connection
        self.count = 0
        self.missed = missed

    def __iter__(self) -> Iterator[Row]:
        for one in record.in_chains(self._connection):
            self.count += 1
            self.missed.discard(one.sealed)
            yield _row(one)


def _row(stored: record.Stored) -> Row:
    columns = {
        "action": stored.action,
        "business_id": stored.business_id,
        "job_id": stored.job_id,
        "new_status": stored.new_status,
    }
    return Row(stored.id, stored.sealed, columns)
