"""The diagnostics: is everything there that a deletion needs?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.actions.acting import only_own_files_named
from app.actions.server_side import ServerSide
from app.core.access import Actor
from app.core.cursor import HIGHEST_ID
from app.core.durations import duration
from app.core.errors import DatabaseError, StorageUnusable, SweepError
from app.core.job import Job
from app.core.program import WORKER_COMMAND
from app.core.queue_errors import QueueUnreachable
from app.core.server import ListenerState
from app.db import excess, health, jobs, rights, schema, writing
from app.db.engine import Connection, Database
from app.db.transport import Transport, transport
from app.engine.job_type import JobTypes
from app.files.bounded import BoundedStorage
from app.files.storage import Storage

log = logging.getLogger(__name__)

SCARCE = 1_000_000
"""Ids of jobs, below which something should be done about it."""

NAMED = 8
"""Things of one kind that a sentence names."""

_PRIMARY = (
    "-- Connect to the primary server instead; with several hosts, add target_session_attrs=read-write."
)


class Verdict(StrEnum):
    """OK; NOTE: good to know, and nothing to do; WARNING: it works, and could work better; ERROR: something
    does not work."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


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

SENTENCES = {
    "database_answers": "{where} responds in {milliseconds} ms (PostgreSQL {version}).",
    "tls_verified": "The connection is encrypted, and the server is verified.",
    "tls": "The connection is encrypted. The server's certificate is not verified (sslmode=verify-full).",
    "tls_passed_on": "The connection goes through a proxy, tunnel or pooler. Whether it is encrypted from "
    "there on cannot be seen.",
    "tls_local": "The connection does not leave this computer.",
    "tls_open": "The connection is not encrypted.",
    "bounds_good": "The transaction timeouts are in effect.",
    "bounds_missing": "The setting {name} is {found} instead of {wanted} in a transaction of this console.",
    "read_only": "The database only allows reading: nothing can be deleted, started or stopped.",
    "standby": "The database server is a standby, which only allows reading: nothing can be deleted, started "
    "or stopped.",
    "schema_good": "The table background_jobs has everything that Sweep needs.",
    "gap_missing": "The {kind} {name} is missing.",
    "gap_differs": "The {kind} {name} differs from what is expected: {problem}",
    "right_missing": "The database user lacks the privilege {right} on {subject}.",
    "rows_hidden": "A row-level security policy hides rows of the table {table} from the database "
    "user {role}.",
    "lock_missing": "The database user has no permission to lock rows of {subject}: a file could come into "
    "use while it is being deleted.",
    "ids_used_up": "No new deletion can start: the sequence {sequence} has no ID left for a job.",
    "ids_scarce": "The sequence {sequence} has only {left} IDs left for jobs.",
    "ids_taken": "No new deletion can start: the next ID of the sequence {sequence} already belongs to a "
    "job.",
    "interfering": "Triggers or rules can change or prevent what Sweep writes: {names}.",
    "excess": "The database user {role} has privileges that Sweep does not need: {rights}.",
    "strangers": "{role} can create functions and operators in the schema {schema}, and so change what "
    "statements do.",
    "rights_good": "The database user has all required privileges.",
    "job_stale": "Job {job_id} of business {business_id} is not responding: no heartbeat for {time}.",
    "job_stuck": "Job {job_id} of business {business_id} is stuck: not picked up by any worker for {time}.",
    "jobs_good": "No deletion is stuck or not responding (active: {count}).",
    "storage_good": "Attachments in {place} can be deleted.",
    "storage_versions": "{place} keeps object versions: the data of deleted files remains in noncurrent "
    "versions.",
    "queue_good": "The queue {where} responds in {milliseconds} ms. Workers that listen: {count}.",
    "queue_unlistened": "The queue {where} responds in {milliseconds} ms, but no worker listens on it. Start "
    "one: " + WORKER_COMMAND + ".",
}
"""English for the command line, by `Finding.code`; `ui.texts.findings` has the same for the window."""


_VERDICTS = {
    schema.Effect.NONE: Verdict.NOTE,
    schema.Effect.COSTS: Verdict.WARNING,
    schema.Effect.BREAKS: Verdict.ERROR,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question. `subject` is stable (database, tls, schema, rights, storage, jobs, queue);
    `code` and `values` are for translation; `problem` where the question could not be answered. `remedy` is
    the SQL or the setting that would fix it, `job` the one that needs a person."""

    subject: str
    verdict: Verdict
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    remedy: str = ""
    job: Job | None = None
    problem: SweepError | None = None

    @property
    def sentence(self) -> str:
        """In English."""
        if self.problem:
            return str(self.problem)
        seconds = float(str(self.values.get("seconds", 0)))
        return SENTENCES[self.code].format(**self.values, time=duration(seconds))

    @property
    def json(self) -> dict[str, str]:
        """As the command line prints it."""
        return {
            "subject": self.subject,
            "verdict": self.verdict.value,
            "code": self.problem.code if self.problem else self.code,
            "sentence": self.sentence,
            "remedy": self.remedy,
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
    ) -> None:
        """`actor` is who reads the answers, and hears of jobs and files only what they may see; None is
        whoever works with the database's own credentials and may see all. `is_demo`: nobody but the demo uses
        the database, so whatever its user may do harms nobody. `server` is the queue on a server, where one
        is named."""
        self._server = server
        self._is_demo = is_demo
        self._types = types
        self._actor = actor
        self._database = database
        self._storage = BoundedStorage(storage)
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
                return self._look(question, self._jobs)
            case Question.STORAGE:
                return list(self._files())
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

    def _files(self) -> Iterator[Finding]:
        try:
            self._storage.check()
            self._compare_with_database()
            keeps_versions = self._storage.keeps_versions()
        except StorageUnusable as error:
            yield Finding("storage", Verdict.ERROR, problem=error.with_traceback(None))
            return
        yield Finding("storage", Verdict.OK, "storage_good", {"place": self._storage.place})
        if keeps_versions:
            yield Finding(
                "storage",
                Verdict.WARNING,
                "storage_versions",
                {"place": self._storage.place},
                remedy="Add a lifecycle rule to the bucket that removes noncurrent versions.",
            )

    def _compare_with_database(self) -> None:
        """Raises StorageUnusable where it is not the storage that the database names."""
        if not self._is_reachable:
            return
        try:
            with self._database.connection() as connection, only_own_files_named(self._actor):
                for one in self._types.values():
                    one.require_ready(connection, accept_missing=False)
        except DatabaseError as error:  # the other questions say what is wrong there
            log.info("The files could not be compared with the database: %s", error)

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
