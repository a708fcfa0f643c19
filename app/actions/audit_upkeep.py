"""What keeps the record whole while a console is open: what was left unsaid is said, and the heads of the
chains are countersigned."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

from app.actions.acting import asked_for
from app.actions.audit import AuditTrail, of_restore
from app.actions.audit_notes import UNDONE
from app.actions.audit_writers import chains_of, is_sent_on
from app.core.errors import SweepError
from app.core.job import ACTIVE, Job
from app.core.record import (
    CLOSE,
    COUNTERSIGN,
    END,
    END_RESTORE,
    FOUND_END,
    FOUND_RESTORE_END,
    NOTHING,
    AuditLine,
    Chain,
    Filed,
    Head,
    Mark,
    Sealed,
    hash_of,
    heads_in,
    heads_text,
    process_of,
)
from app.core.record_check import FileSide
from app.core.restore import ACTIVE as ACTIVE_RESTORES
from app.core.restore import Restore
from app.db import jobs, record, restores
from app.db.engine import Connection, Database
from app.db.tables import has_restores

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
LAST_WAIT_SECONDS = 5.0

SETTLED_SECONDS = 600.0
"""A row that changed within so many seconds may have its line yet to come."""

SLACK = 1000
"""Lines with a lower id than others may become visible after them: so many ids are looked at twice."""

LOOKED_AT = 20
"""Countersigning lines that are read for what they name already."""

OF_RESTORES = ("restore", "pause_restore", "go_on_restore", "cancel_restore", END_RESTORE, FOUND_RESTORE_END)
"""Actions whose lines tell the status of a restore, where others tell that of its job."""

_STARTING = ("delete", "resume", "take_over", "retry", "run_here", "enqueue_again")
OF_JOBS = (
    *_STARTING,
    *(asked_for(action, True) for action in _STARTING),
    *("pause", "stop", "cancel", "mark_failed", END, FOUND_END),
)


class AuditUpkeep:
    """For one process. `begin` and `close` may be called from any thread."""

    def __init__(self, trail: AuditTrail, database: Database, dead: Callable[[], Collection[str]]) -> None:
        """`dead` names processes of this computer that are known to have ended (`workers.presence`)."""
        self._trail = trail
        self._database = database
        self._dead = dead
        self._ended = threading.Event()
        self._worker: threading.Thread | None = None
        self._countersigned = 0
        self._tried: Sealed | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """From now on, at once and every hour, in a thread."""
        if self._worker is None:
            self._worker = threading.Thread(target=self._run, name="audit upkeep", daemon=True)
            self._worker.start()

    def close(self, seconds: float = LAST_WAIT_SECONDS) -> None:
        """Countersigns once more, with the ends of our own chains: nothing of this process follows. Bounded:
        whatever hinders it, the process ends."""
        if self._ended.is_set():
            return
        self._ended.set()
        if self._database.has_audit and self._trail.writers.has_written:
            last = threading.Thread(target=self._close, name="audit close", daemon=True)
            last.start()
            last.join(seconds)

    def round(self) -> None:
        """All of it once. Raises SweepError kinds and OSError, once all was tried."""
        with self._lock, ExitStack() as others:
            # What cannot be done keeps nothing else from being done.
            with self._database.begin() as connection:
                has_table = record.is_there(connection)
            if has_table:
                others.callback(self.countersign, COUNTERSIGN)
            others.callback(self._find_ends)
            if has_table:
                filed = FileSide.read(self._trail.file)
                others.callback(self._settle_dead, filed)
                others.callback(self._send_on, filed)
                self._trail.send_parked()

    def countersign(self, action: str) -> None:
        """A line that names the heads of all chains that have moved since the last one; none where there is
        no table."""
        trail = self._trail
        with self._database.begin() as connection:
            if not record.is_there(connection):
                return
            chain = self._chain_now(connection)
            own = record.heads(connection, trail.writers.names)
            since = self._countersigned or record.last_countersigned(connection)
            found, upto = record.heads_since(connection, max(0, since - SLACK))
            known = _named_lately(connection, own)
            heads = {head.writer: head for head in found if head.writer != chain.writer and head not in known}
            if action == CLOSE:
                heads |= {name: Head(name, 0, NOTHING) for name in trail.writers.in_transactions} | own
            line = replace(trail.line(None, action, ""), heads=heads_text(list(heads.values())))
            (sealed,) = chain.seal([line])
            self._tried = sealed
            record.add(connection, [sealed])
        chain.move(sealed)
        self._countersigned = upto
        trail.file_soon([Filed(sealed, is_done=True)])

    def _chain_now(self, connection: Connection) -> Chain:
        """The chain of these lines, with its true end: the commit of the last one may have been done though
        its answer was lost."""
        writers = self._trail.writers
        chain = writers.countersigning
        done = record.of_writer(connection, chain.writer, chain.number + 1)
        if done is None:
            return chain
        if self._tried is not None and done.hash == self._tried.hash:
            chain.move(self._tried)
            self._trail.file_soon([Filed(self._tried, is_done=True)])
            return chain
        log.error("Somebody else has written to the chain %s of the record", chain.writer)
        return writers.countersign_elsewhere()

    def _run(self) -> None:
        while True:
            try:
                self.round()
            except SweepError as error:
                log.warning("The record is not looked after for now: %s", error)
            except OSError as error:
                log.warning("The file of the record cannot be read: %s", error.strerror)
            if self._ended.wait(EVERY_SECONDS):
                return

    def _close(self) -> None:
        try:
            with self._lock:
                self.countersign(CLOSE)
        except SweepError as error:
            log.warning("The record is not countersigned at the end: %s", error)

    def _send_on(self, filed: FileSide) -> None:
        """Lines of processes that have ended before they could send them on to this database."""
        own = self._trail.writers.name
        wanted = [
            writer
            for writer in filed.lines
            if is_sent_on(writer) and process_of(writer) != own and filed.unsettled(writer)
        ]
        marks = []
        with self._database.begin() as connection:
            wanted = self._of_here(connection, filed, wanted)
            heads = record.heads(connection, wanted)
            for writer in wanted:
                head = heads.get(writer)
                following = _following(filed.lines[writer], head)
                record.add_missing(connection, following)
                if upto := following[-1].number if following else head.number if head else 0:
                    marks.append(Mark(writer, upto))
        self._trail.file_soon(marks)

    def _settle_dead(self, filed: FileSide) -> None:
        """What a process that was killed had written before a commit: the table says whether it happened. The
        server may still be at it: a line with the same number waits for that in the index, and says that it
        was undone where it was."""
        dead = set(self._dead())
        wanted = {
            writer: lines
            for writer in filed.lines
            if not is_sent_on(writer) and process_of(writer) in dead and (lines := filed.unsettled(writer))
        }
        if not wanted:
            return
        told: list[AuditLine] = []
        marks: list[Filed | Mark] = []
        with self._database.begin() as connection:
            here = self._of_here(connection, filed, list(wanted))
            heads = record.heads(connection, here)
            for writer in here:
                head, lines = heads.get(writer), wanted[writer]
                number, before = (head.number, head.hash) if head else (0, "")
                left = [one for one in lines if one.number > number]
                if left:
                    instead = _undone(left[0], number + 1, before)
                    if record.add_missing(connection, [instead]):
                        marks.append(Filed(instead, is_done=True))
                        told += [one.line for one in left[1:]]
                marks.append(Mark(writer, lines[-1].number, is_done=False))
        self._trail.file_soon(marks)
        self._trail.write_soon([replace(one, answer=UNDONE, new_status=one.old_status) for one in told])

    def _of_here(self, connection: Connection, filed: FileSide, writers: Sequence[str]) -> list[str]:
        """Those whose process has worked on this database: it has lines in the table, or its lines say so."""
        if not writers:
            return []
        beside = {writer: chains_of(process_of(writer)) for writer in writers}
        there = record.heads(connection, [one for chains in beside.values() for one in chains])
        return [
            writer
            for writer in writers
            if any(chain in there for chain in beside[writer]) or filed.place_of(writer) == self._trail.where
        ]

    def _find_ends(self) -> None:
        """Of jobs and restores that were active by the last line about them, and are not: their console was
        killed, or somebody else has ended them."""
        with self._trail.ends() as notes, self._database.begin() as connection:
            if not record.one_finds(connection):
                return
            lines: list[AuditLine] = []
            for actions, statuses, look in (
                (OF_JOBS, ACTIVE, self._of_jobs),
                (OF_RESTORES, ACTIVE_RESTORES, self._of_restores),
            ):
                if self._trail.is_in_table(connection):
                    active = record.left_active(connection, actions, [*statuses])
                else:
                    active = self._left_active(actions, statuses)
                lines += look(connection, active) if active else ()
            notes.write(connection, lines)

    def _left_active(self, actions: Collection[str], statuses: Collection[str]) -> dict[int, str]:
        """The same as `db.record.left_active`, of what the file tells about this database."""
        here, last = self._trail.where, dict[int, str]()
        for line in self._trail.read():
            if line.action in actions and line.place == here and line.job_id and line.new_status:
                last[line.job_id] = line.new_status
        return {job_id: status for job_id, status in last.items() if status in statuses}

    def _of_jobs(self, connection: Connection, active: Mapping[int, str]) -> Iterable[AuditLine]:
        for job in jobs.by_ids(connection, list(active)).values():
            if not job.is_active and _has_rested(job):
                told = self._trail.line(
                    None,
                    FOUND_END,
                    job.status.value,
                    business_id=job.business_id,
                    job=job,
                    old_status=active[job.id],
                )
                yield replace(told, email=job.requested_by or "")

    def _of_restores(self, connection: Connection, active: Mapping[int, str]) -> Iterable[AuditLine]:
        newest: dict[int, Restore] = {}
        found = restores.listed(connection, job_ids=list(active)) if has_restores(connection) else []
        for one in found:
            newest.setdefault(one.job_id, one)
        for job_id, one in newest.items():
            if one.status not in ACTIVE_RESTORES:
                told = self._trail.line(None, FOUND_RESTORE_END, one.status.value, old_status=active[job_id])
                yield of_restore(replace(told, email=one.requested_by or ""), one)


def _following(lines: Mapping[int, Sealed], head: Head | None) -> list[Sealed]:
    """Those that follow the head one by one, and are what their hashes say."""
    following: list[Sealed] = []
    before = lines.get(head.number) if head else None
    if head is not None and (before is None or before.hash != head.hash):
        return []
    while (one := lines.get(before.number + 1 if before else 1)) is not None and one.follows(before):
        following.append(one)
        before = one
    return following


def _undone(one: Sealed, number: int, before: str) -> Sealed:
    """The line that says that `one` was rolled back, in its place: with its key, which only its writer
    knows."""
    content = json.loads(one.text)
    content |= {"answer": UNDONE, "new_status": content["old_status"], "number": number}
    text = json.dumps(content)
    return Sealed(one.writer, number, text, hash_of(before, text))


def _named_lately(connection: Connection, own: Mapping[str, Head]) -> set[Head]:
    """The heads that the newest countersigning lines of others name: once is enough."""
    lines = (AuditLine.parse(row.text) for row in record.newest_countersigning(connection, LOOKED_AT))
    own_processes = {process_of(writer) for writer in own}
    return {
        head
        for line in lines
        if line is not None
        for head in heads_in(line.heads)
        if process_of(head.writer) not in own_processes
    }


def _has_rested(job: Job) -> bool:
    return job.updated_at is None or (job.read_at - job.updated_at).total_seconds() > SETTLED_SECONDS
