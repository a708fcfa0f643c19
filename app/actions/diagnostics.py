"""The diagnostics: is everything there that a deletion needs?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from app.actions.file_findings import FileFindings
from app.actions.findings import NAMED, Finding, Verdict
from app.actions.server_side import ServerSide
from app.core.access import Actor
from app.core.cursor import HIGHEST_ID
from app.core.errors import DatabaseError, SweepError
from app.core.queue_errors import QueueUnreachable
from app.core.server import ListenerState
from app.db import excess, health, jobs, rights, schema, writing
from app.db.engine import Connection, Database
from app.db.transport import Transport, transport
from app.engine.job_type import JobTypes
from app.files.storage import Storage

log = logging.getLogger(__name__)

SCARCE = 1_000_000
"""Ids of jobs, below which something should be done about it."""

_PRIMARY = (
    "-- Connect to the primary server instead; with several hosts, add target_session_attrs=read-write."
)


class Question(StrEnum):
    """What is checked together, in this order."""

    DATABASE = "database"
    SCHEMA = "schema"
    RIGHTS = "rights"
    JOBS = "jobs"
    STORAGE = "storage"
    QUEUE = "queue"
    """Only where a queue on a server is named."""


OUTSIDE = frozenset({Question.STORAGE, Question.QUEUE})
"""What is asked also where the database cannot be reached."""

_VERDICTS = {
    schema.Effect.NONE: Verdict.NOTE,
    schema.Effect.COSTS: Verdict.WARNING,
    schema.Effect.BREAKS: Verdict.ERROR,
}


_TRANSPORTS = {
    Transport.VERIFIED: Finding("tls", Verdict.OK, "tls_verified"),
    Transport.TLS: Finding("tls", Verdict.OK, "tls"),
    Transport.LOCAL: Finding("tls", Verdict.OK, "tls_local"),
    Transport.PASSED_ON: Finding("tls", Verdict.WARNING, "tls_passed_on"),
    Transport.OPEN: Finding(
        "tls", Verdict.WARNING, "tls_open", remedy="Add ?sslmode=verify-full to the connection URL."
    ),
}


class Diagnosis:
    """Answers one question after another. Nothing that is wrong raises: that is a finding."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        types: JobTypes,
        actor: Actor | None = None,
        *,
        is_demo: bool = False,
        server: ServerSide | None = None,
        keep_days: int = 0,
    ) -> None:
        """`actor` is who reads the answers, and hears of jobs and files only what they may see; None is
        whoever works with the database's own credentials and may see all. `is_demo`: nobody but the demo uses
        the database, so whatever its user may do harms nobody. `server` is the queue on a server, where one
        is named; `keep_days` is for how long this console keeps files."""
        self._server = server
        self._is_demo = is_demo
        self._types = types
        self._actor = actor
        self._database = database
        self._files = FileFindings(database, storage, types, actor, keep_days)
        self._is_reachable = True

    def answer(self, question: Question) -> list[Finding]:
        """The findings of one question; blocks as long as database or storage take."""
        match question:
            case Question.DATABASE:
                findings = self._look(question, self._on_database)
                self._is_reachable = is_reachable(findings)
                return findings
            case Question.SCHEMA:
                return self._look(question, _schema)
            case Question.RIGHTS:
                return self._look(question, self._rights)
            case Question.JOBS:
                findings = self._look(question, self._jobs)
                return findings + self._try(question, self._files.overdue)
            case Question.STORAGE:
                return list(self._files.findings(is_reachable=self._is_reachable))
            case Question.QUEUE:
                return list(self._queue())

    def all(self) -> list[Finding]:
        """All findings. Where the database cannot be reached, nothing else is asked of it."""
        findings = self.answer(Question.DATABASE)
        for question in list(Question)[1:]:
            if question in OUTSIDE or self._is_reachable:
                findings += self.answer(question)
        return findings

    def _look(self, question: Question, look: Callable[[Connection], Iterator[Finding]]) -> list[Finding]:
        """One check in a transaction of its own: a missing table must not hide the other findings."""
        try:
            with self._database.begin() as connection:
                return list(look(connection))
        except SweepError as error:
            # Without its traceback, which holds the connection and whatever awaits the answer.
            return [Finding(question.value, Verdict.ERROR, problem=error.with_traceback(None))]

    def _try(self, question: Question, find: Callable[[], Iterator[Finding]]) -> list[Finding]:
        try:
            return list(find())
        except SweepError as error:  # as in `_look`
            return [Finding(question.value, Verdict.ERROR, problem=error.with_traceback(None))]

    def _on_database(self, connection: Connection) -> Iterator[Finding]:
        yield from self._reached(connection)
        yield from _read_only(connection)
        yield from _bounds(connection, self._database.bounds)

    def _reached(self, connection: Connection) -> Iterator[Finding]:
        began = time.monotonic()
        version = health.server_version(connection)
        values = {
            "where": self._database.where,
            "milliseconds": f"{(time.monotonic() - began) * 1000:.0f}",
            "version": version,
        }
        yield Finding("database", Verdict.OK, "database_answers", values)
        yield _TRANSPORTS[transport(connection)]

    def _queue(self) -> Iterator[Finding]:
        if self._server is None:
            return
        try:
            look = self._server.look()
        except QueueUnreachable as error:
            yield Finding("queue", Verdict.ERROR, problem=error.with_traceback(None))
            return
        count = sum(one.state is not ListenerState.LOST for one in look.listeners)
        found = (Verdict.OK, "queue_good") if count else (Verdict.WARNING, "queue_unlistened")
        values = {"where": self._server.where, "milliseconds": f"{look.milliseconds:.0f}", "count": count}
        yield Finding("queue", *found, values)

    def _rights(self, connection: Connection) -> Iterator[Finding]:
        lacking = list(_lacking(connection))
        yield from lacking
        if any(str(finding.values["subject"]).startswith("SCHEMA ") for finding in lacking):
            return  # the rest asks for tables by their names, which are not told then
        hidden = list(_seen(connection))
        yield from hidden
        yield from _strangers(connection)
        yield from _excess(connection, Verdict.NOTE if self._is_demo else Verdict.WARNING)
        if not lacking and not hidden:
            yield Finding("rights", Verdict.OK, "rights_good")

    def _jobs(self, connection: Connection) -> Iterator[Finding]:
        found = jobs.moved(connection, self._types, watched=[], newer_than=HIGHEST_ID, seen_by=self._actor)
        active = [job for job in found if job.is_active]
        troubled = [job for job in active if job.needs_rescue]
        for job in troubled:
            values = {
                "job_id": job.id,
                "business_id": job.business_id,
                "seconds": f"{job.idle_seconds:.0f}",
            }
            yield Finding(
                "jobs", Verdict.WARNING, "job_stale" if job.is_stale else "job_stuck", values, job=job
            )
        if not troubled:
            yield Finding("jobs", Verdict.OK, "jobs_good", {"count": len(active)})
        yield from self._files.of_jobs(connection)


def is_reachable(findings: list[Finding]) -> bool:
    """Whether the first of `findings`, the answer about the database, lets the others be asked."""
    return not any(
        finding.subject == Question.DATABASE and isinstance(finding.problem, DatabaseError)
        for finding in findings
    )


def _bounds(connection: Connection, bounds: Mapping[str, str]) -> Iterator[Finding]:
    """Read back in a transaction like all others, whatever stands between may do with them."""
    in_force = health.settings_in_force(connection, tuple(bounds))
    wrong = [(name, in_force.get(name, ""), wanted) for name, wanted in bounds.items()]
    wrong = [(name, found, wanted) for name, found, wanted in wrong if found != wanted]
    for name, found, wanted in wrong:
        yield Finding(
            "database", Verdict.ERROR, "bounds_missing", {"name": name, "found": found, "wanted": wanted}
        )
    if not wrong:
        yield Finding("database", Verdict.OK, "bounds_good")


def _read_only(connection: Connection) -> Iterator[Finding]:
    found = writing.read_only(connection)
    if found is not None:
        code, remedy = ("standby", _PRIMARY) if found.is_standby else ("read_only", found.remedy)
        yield Finding("database", Verdict.ERROR, code, remedy=remedy)


def _schema(connection: Connection) -> Iterator[Finding]:
    gaps = [*schema.missing(connection), *schema.own_gaps(connection)]
    for gap in gaps:
        yield _gap(gap)
    if not any(gap.effect is schema.Effect.BREAKS for gap in gaps):
        yield from _numbering(connection)
    if not gaps:
        yield Finding("schema", Verdict.OK, "schema_good")
    for gap in schema.recommended(connection):
        yield _gap(gap)
    if names := writing.interfering(connection):
        yield Finding("schema", Verdict.NOTE, "interfering", {"names": _listed(names)})


def _gap(gap: schema.Gap) -> Finding:
    values = {"kind": gap.kind.value, "name": gap.name, "problem": gap.problem}
    code = "gap_differs" if gap.problem else "gap_missing"
    return Finding("schema", _VERDICTS[gap.effect], code, values, gap.script)


def _numbering(connection: Connection) -> Iterator[Finding]:
    found = writing.numbering(connection)
    if found is None:
        return
    left = found.most - found.next + 1
    values = {"sequence": found.sequence, "left": left}
    if left < 1:
        yield Finding("schema", Verdict.ERROR, "ids_used_up", values)
    elif found.next <= found.highest:
        yield Finding("schema", Verdict.ERROR, "ids_taken", values, found.advance)
    elif left < SCARCE:
        yield Finding("schema", Verdict.WARNING, "ids_scarce", values)


def _lacking(connection: Connection) -> Iterator[Finding]:
    for grant in rights.lacking_rights(connection):
        values = {"right": grant.right, "subject": grant.subject}
        yield Finding("rights", Verdict.ERROR, "right_missing", values, grant.sql)


def _seen(connection: Connection) -> Iterator[Finding]:
    for one in health.hidden_tables(connection):
        values = {"table": one.table, "role": one.role}
        yield Finding("rights", Verdict.ERROR, "rows_hidden", values, one.sql)


def _strangers(connection: Connection) -> Iterator[Finding]:
    for maker in health.strangers(connection):
        values = {"role": maker.role, "schema": maker.schema}
        yield Finding("rights", Verdict.ERROR, "strangers", values, maker.sql)
    for lock in rights.lacking_lock(connection):
        yield Finding("rights", Verdict.WARNING, "lock_missing", {"subject": lock.subject}, lock.sql)


def _excess(connection: Connection, verdict: Verdict) -> Iterator[Finding]:
    if found := excess.excess(connection):
        values = {"role": found.role, "rights": _listed(found.rights)}
        yield Finding("rights", verdict, "excess", values, found.sql)


def _listed(names: Sequence[str]) -> str:
    """The first ones; all of them would be a page."""
    return ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
