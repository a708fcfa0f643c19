"""The support questions, answered: is everything there that a deletion needs?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import DatabaseError, SweepError
from app.db import health, jobs, schema
from app.db.engine import Connection, Database
from app.files.storage import Storage


class Verdict(StrEnum):
    """GOOD; ADVICE: it works, and could work better; BAD: something does not work."""

    GOOD = "good"
    ADVICE = "advice"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question. `subject` is stable (database, tls, schema, rights, storage, jobs),
    `sentence` English, `remedy` the SQL or the command that would mend it."""

    subject: str
    verdict: Verdict
    sentence: str
    remedy: str = ""


def diagnose(database: Database, storage: Storage) -> list[Finding]:
    """All findings. Never raises for what is wrong with the database or the storage: that is a finding."""
    findings = []
    try:
        began = time.monotonic()
        with database.begin() as connection:
            milliseconds = (time.monotonic() - began) * 1000
            findings.append(_reachable(connection, database.where, milliseconds))
            findings.append(_tls(connection))
        for look in (_schema, _rights, _jobs):
            findings += _looked(database, look)
    except DatabaseError as error:
        findings.append(Finding("database", Verdict.BAD, str(error)))
    findings.append(_storage(storage))
    return findings


def _looked(database: Database, look: Callable[[Connection], Iterator[Finding]]) -> list[Finding]:
    """One look in a transaction of its own: a missing table must not hide the other findings."""
    try:
        with database.begin() as connection:
            return list(look(connection))
    except SweepError as error:
        return [Finding(look.__name__.strip("_"), Verdict.BAD, str(error))]


def _reachable(connection: Connection, where: str, milliseconds: float) -> Finding:
    version = health.server_version(connection)
    return Finding(
        "database", Verdict.GOOD, f"{where} answers in {milliseconds:.0f} ms (PostgreSQL {version})."
    )


def _tls(connection: Connection) -> Finding:
    match health.transport(connection):
        case health.Transport.TLS:
            return Finding("tls", Verdict.GOOD, "The connection is encrypted (TLS).")
        case health.Transport.LOCAL:
            return Finding("tls", Verdict.GOOD, "The connection stays on this computer.")
        case _:
            return Finding(
                "tls",
                Verdict.ADVICE,
                "The connection is not encrypted.",
                "Add ?sslmode=require to the database address.",
            )


def _schema(connection: Connection) -> Iterator[Finding]:
    gaps = schema.missing(connection)
    for gap in gaps:
        yield Finding("schema", Verdict.BAD, _gap_sentence(gap), gap.script)
    if not gaps:
        yield Finding("schema", Verdict.GOOD, "background_jobs has all that the contract asks for.")
    for gap in schema.recommended(connection):
        yield Finding("schema", Verdict.ADVICE, _gap_sentence(gap), gap.script)


def _gap_sentence(gap: schema.Gap) -> str:
    if gap.problem:
        return f"The {gap.kind} {gap.name} differs: {gap.problem}"
    return f"The {gap.kind} {gap.name} is missing."


def _rights(connection: Connection) -> Iterator[Finding]:
    lacking = health.lacking_rights(connection)
    for grant in lacking:
        sentence = f"The database role may not {grant.right} on {grant.subject}."
        yield Finding("rights", Verdict.BAD, sentence, grant.sql)
    if not lacking:
        yield Finding("rights", Verdict.GOOD, "The database role has the rights that a deletion needs.")


def _jobs(connection: Connection) -> Iterator[Finding]:
    running = [job for job in jobs.moved(connection, watched=[], newer_than=2**31 - 1) if job.is_active]
    troubled = [job for job in running if job.is_stale or job.is_stuck]
    for job in troubled:
        what = "is stale: no heartbeat" if job.is_stale else "is stuck: nobody has run it"
        yield Finding(
            "jobs",
            Verdict.ADVICE,
            f"Job {job.id} of business {job.business_id} {what} for {job.idle_seconds:.0f} s.",
        )
    if not troubled:
        yield Finding("jobs", Verdict.GOOD, f"{len(running)} active deletions, none stuck or stale.")


def _storage(storage: Storage) -> Finding:
    try:
        storage.check()
    except SweepError as error:
        return Finding("storage", Verdict.BAD, str(error))
    return Finding("storage", Verdict.GOOD, f"Attachments in {storage.place} can be deleted.")
