"""Reads the record out of its table, or out of the file of this computer where the database has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.actions.audit_reading import AuditFilter, AuditPage, AuditReader, AuditSight, Recorded
from app.core.errors import CannotConnect, ConnectionLost
from app.core.record import HOUSEKEEPING, AuditLine, Sealed
from app.db import record
from app.db.again import again
from app.db.engine import Database


class RecordReader(AuditReader):
    """For one person. The rows of all computers where the table is there and the database can be reached. All
    methods block, and raise AuditUnreadable and DatabaseError kinds."""

    def __init__(self, database: Database, path: Path, sight: Callable[[], AuditSight]) -> None:
        """`path` is the file, `sight` as for `AuditReader`."""
        super().__init__(path, sight)
        self._database = database

    @property
    def is_shared(self) -> bool:
        """Whether the database has the table, and can be reached."""
        try:
            with self._database.begin() as connection:
                return record.is_there(connection)
        except (CannotConnect, ConnectionLost):
            return False

    def newest(
        self, wanted: AuditFilter, *, limit: int, before: int | None, go_on: Callable[[], bool]
    ) -> AuditPage:
        """As of `AuditReader`; `before` and `older` are ids of rows."""
        if not self.is_shared:
            return super().newest(wanted, limit=limit, before=before, go_on=go_on)
        lines: list[AuditLine] = []
        damaged, sight = 0, self._sight()
        while rows := again(partial(self._rows, before, sight)):
            for row in rows:
                before = row.id
                line = AuditLine.parse(row.text)
                if line is None:
                    damaged += 1
                elif line.action not in HOUSEKEEPING and sight.takes_here(line) and wanted.takes(line):
                    lines.append(line)
                if len(lines) == limit:
                    return AuditPage(tuple(lines), before, damaged, is_shared=True)
            if not go_on():
                return AuditPage(tuple(lines), before, damaged, is_shared=True)
        return AuditPage(tuple(lines), None, damaged, is_shared=True)

    def oldest_first(self, wanted: AuditFilter) -> Iterator[Recorded]:
        """As of `AuditReader`."""
        if not self.is_shared:
            yield from super().oldest_first(wanted)
            return
        after, sight = 0, self._sight()
        while rows := again(partial(self._rows_after, after, sight)):
            for row in rows:
                after = row.id
                line = AuditLine.parse(row.text)
                if line is not None and sight.takes_here(line) and wanted.takes(line):
                    yield Recorded(line, Sealed(row.writer, row.number, row.text, row.hash))

    def _rows(self, before: int | None, sight: AuditSight) -> list[record.Stored]:
        with self._database.begin() as connection:
            return record.newest(connection, before=before, who=_who(sight))

    def _rows_after(self, after: int, sight: AuditSight) -> list[record.Stored]:
        with self._database.begin() as connection:
            return record.oldest(connection, after=after, who=_who(sight))


def _who(sight: AuditSight) -> record.Reader | None:
    return None if sight.business_ids is None else record.Reader(sight.user_id, sight.business_ids)
