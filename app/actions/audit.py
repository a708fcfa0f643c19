"""The audit trail: who did what to which business and job, in a file of this computer and, where the database
has the table for it, in the transaction of what was done."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.actions.audit_file import AuditFile
from app.actions.audit_notes import Notes
from app.actions.audit_table import TableSide
from app.actions.audit_writers import Writers
from app.actions.later import Later
from app.core.access import Actor
from app.core.errors import ConnectionLost, DatabaseError
from app.core.job import Job, JobStatus
from app.core.record import END, END_RESTORE, AuditLine, Chain, Filed, Mark, Sealed
from app.core.restore import Restore, RestoreStatus
from app.core.run import run_in
from app.db.engine import Connection, Database
from app.db.tables import has_audit

log = logging.getLogger(__name__)

LAST_WAIT_SECONDS = 3.0
"""How long quitting, or a reader of the trail, waits for lines that are not written yet."""

FILE_PAUSE_SECONDS = 0.1
"""Between two writes to the file of lines that nobody waits for: each has to reach the disk."""

WITHOUT_SECONDS = 60.0
"""For how long the table is left alone that has refused a line."""


class AuditTrail:
    """All lines of one process. Each has its place in a chain (`core.record`), and stands in the file; where
    the database has the table, it stands there as well:

    - a line of what must not happen unrecorded is in its transaction, and in the file before the commit
      (`entry`);
    - a line of an end is in its transaction, and in the file afterwards (`ending`, `ends`);
    - any other is in the file first, and is sent on to the table (`write`, `write_soon`).
    """

    def __init__(
        self,
        path: Path,
        workstation: str,
        place: Callable[[], str],
        database: Database | None = None,
        name: str = "",
    ) -> None:
        """`place` says which database the console works on, without a secret; it is asked for each line, as
        the first connection may change its answer. `database` is where the table may be, `name` that of this
        process (`core.worker`)."""
        self.path = path
        self.file = AuditFile(path)
        self.writers = Writers(name)
        self._workstation = workstation
        self._place = place
        self._first = threading.Lock()
        self._queued = threading.Lock()
        self._filing: Later[Filed | Mark] = Later(
            "Lines wait for the audit trail", self._file, pause=FILE_PAUSE_SECONDS
        )
        self._table = TableSide(database, self.writers, self.file_soon, self.write_soon) if database else None
        self._without_until = 0.0

    def require_writable(self) -> None:
        """Raises AuditUnavailable; called before an action, so that none happens unrecorded."""
        self.file.append("")

    def line(
        self,
        actor: Actor | None,
        action: str,
        answer: str,
        *,
        business_id: int | None = None,
        job: Job | None = None,
        old_status: str | None = None,
    ) -> AuditLine:
        """A line for what `actor` (None: nobody who has signed in) did just now; `job` as it is after the
        action."""
        run = run_in(job.cursor_text) if job else None
        return AuditLine(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            action=action,
            answer=answer,
            user_id=actor.user_id if actor else 0,
            email=actor.email if actor else "",
            workstation=self._workstation,
            business_id=business_id,
            job_id=job.id if job else None,
            old_status=old_status,
            new_status=job.status.value if job else None,
            total=job.total if job else None,
            succeeded=job.succeeded if job else None,
            failed=job.failed if job else None,
            place=self._place(),
            run=run.id if run else "",
            run_name=run.name if run else "",
        )

    def line_of_end(self, before: Job, after: Job, answer: str) -> AuditLine:
        """Of a job that has left its worker; whoever asked for the job stands for who did it."""
        old = before.status.value
        line = self.line(None, END, answer, business_id=after.business_id, job=after, old_status=old)
        return replace(line, email=after.requested_by or "")

    def line_of_restore_end(self, after: Restore) -> AuditLine:
        """Of a restore that has left its worker."""
        line = self.line(None, END_RESTORE, after.status.value, old_status=RestoreStatus.RUNNING.value)
        asked = replace(line, user_id=after.requested_by_user_id or 0, email=after.requested_by or "")
        return of_restore(asked, after)

    @contextmanager
    def entry(self) -> Iterator[Notes]:
        """Around a transaction: what is noted in it stands before the commit, so that nothing happens
        unrecorded; where the commit fails, further lines say that it was rolled back, or that its outcome is
        unknown. Raises AuditUnavailable."""
        self.require_writable()
        with _seen_through(Notes(self, first=True)) as notes:
            yield notes

    @contextmanager
    def ends(self) -> Iterator[Notes]:
        """See `engine.recording`."""
        with _seen_through(Notes(self, first=False)) as notes:
            yield notes

    @contextmanager
    def ending(
        self, connection: Connection, job: Job, answer: str, status: JobStatus
    ) -> Iterator[Sealed | None]:
        """See `engine.recording`."""
        line = self.line_of_end(job, replace(job, status=status), answer)
        if not self.is_in_table(connection):
            yield None
            self.write_soon([line])
            return
        chain = self.writers.take()
        (sealed,) = chain.seal([line])
        try:
            yield sealed
        except ConnectionLost:
            self.lay_aside(chain, [sealed], is_filed=False)
            raise
        except BaseException:
            self.writers.give_back(chain)
            raise
        chain.move(sealed)
        self.file_soon([Filed(sealed, is_done=True)])
        self.writers.give_back(chain)

    @property
    def where(self) -> str:
        """The place of its lines, as they have it now."""
        return self._place()

    def do_without(self) -> None:
        """See `engine.recording`."""
        self._without_until = time.monotonic() + WITHOUT_SECONDS

    def table_is_gone(self, connection: Connection) -> None:
        """It was there when the connection was opened: from now on lines are parked until there is one."""
        connection.info["has_audit"] = False
        self.do_without()

    def write(self, lines: Sequence[AuditLine]) -> None:
        """Appends `lines` to the file; they are sent on. Raises AuditUnavailable; then there are none."""
        with self._first:
            sealed = self.writers.first.seal(lines)
            self.file_now(sealed)
            self._move(self.writers.first, sealed)

    def write_soon(self, lines: Sequence[AuditLine]) -> None:
        """The same as soon as the disk takes them, without waiting: for actions that the disk must not delay.
        Retried until they are written; see `end`."""
        with self._queued:
            sealed = self.writers.queued.seal(lines)
            self.file_soon([Filed(one) for one in sealed])
            self._move(self.writers.queued, sealed)

    def file_now(self, sealed: Sequence[Sealed]) -> None:
        """Appends these lines to the file, and what waits for it before them: there, too, no chain may have a
        gap, which would look as if a line had been removed. Raises AuditUnavailable."""
        self._filing.do_now([Filed(one) for one in sealed])

    def file_soon(self, lines: Sequence[Filed | Mark]) -> None:
        """Appends to the file what stands in the table, or says so."""
        self._filing.add(lines)

    def send_parked(self) -> None:
        """What waits for a table, where there may be one by now."""
        if self._table is not None:
            self._table.send_soon([])

    def lay_aside(self, chain: Chain, sealed: Sequence[Sealed], *, is_filed: bool) -> None:
        """See `TableSide`."""
        assert self._table is not None  # noqa: S101 - there was a transaction in it
        self._table.lay_aside(chain, sealed, is_filed=is_filed)

    def is_in_table(self, connection: Connection) -> bool:
        """Whether lines go into the transaction of this connection."""
        return self._table is not None and has_audit(connection) and time.monotonic() >= self._without_until

    def end(self, seconds: float = LAST_WAIT_SECONDS) -> bool:
        """Waits at most so long for the lines of `write_soon`; what cannot be written goes to the log. False
        where there is such a line."""
        until = time.monotonic() + seconds
        if self._table is not None:
            self._table.wait(until)
        left = self._filing.end(max(0.0, until - time.monotonic()))
        in_table = {one.writer: one.number for one in left if isinstance(one, Mark)}
        lost = [
            one.sealed
            for one in left
            if isinstance(one, Filed)
            and not one.is_done
            and one.sealed.number > in_table.get(one.sealed.writer, 0)
        ]
        for one in lost:
            log.error("Not in the audit trail: %s", one.line.json.strip())
        return not lost

    def close(self) -> None:
        """After `end`: nothing goes to the database from here any more."""
        if self._table is not None:
            self._table.close()

    def read(self) -> Iterator[AuditLine]:
        """All lines of the file, oldest first; a line that a crash cut off is skipped."""
        self._filing.wait(LAST_WAIT_SECONDS)
        for text in self.file:
            if line := AuditLine.parse(text):
                yield line

    def _move(self, chain: Chain, sealed: Sequence[Sealed]) -> None:
        if sealed:
            chain.move(sealed[-1])
            if self._table is not None:
                self._table.send_soon(sealed)

    def _file(self, lines: Sequence[Filed | Mark]) -> None:
        self.file.append("".join(one.text for one in lines))


@contextmanager
def _seen_through(notes: Notes) -> Iterator[Notes]:
    """Around the transaction of these notes."""
    try:
        yield notes
    except ConnectionLost:  # perhaps in the answer to the commit; the rows will tell
        notes.leave_in_doubt()
        raise
    except DatabaseError:
        notes.undo()
        raise
    except BaseException:
        notes.drop()
        raise
    notes.keep()


def of_restore(line: AuditLine, now: Restore) -> AuditLine:
    """`line`, with what is known of the restore."""
    return replace(
        line,
        business_id=now.business_id,
        job_id=now.job_id,
        new_status=now.status.value,
        total=now.total,
        succeeded=now.restored,
        failed=now.failed + now.conflicts,
        run=now.run_id,
        run_name=now.run_name,
    )
