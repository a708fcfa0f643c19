"""The commands that only read, and the one that applies missing schema changes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from app.actions.diagnostics import Diagnosis, Verdict
from app.bootstrap.console import connect
from app.bootstrap.job_types import job_types
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile
from app.cli.output import job_json, print_json, print_table, say, where_it_runs
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.exit_status import Exit
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.core.worker import holder_of
from app.db import jobs as job_rows
from app.db import schema
from app.db.engine import Database
from app.engine.job_type import JobTypes, lowest_live
from app.settings import Settings


def jobs(options: Namespace, settings: Settings) -> Exit:
    """Lists jobs of all types, newest first."""
    statuses = [JobStatus(name) for name in options.status] if options.status else None
    with _database(options, settings) as (database, types), database.begin() as connection:
        found = job_rows.listed(connection, types, business_ids=options.business, statuses=statuses)
        lowest = lowest_live(connection, types, found)
    if options.json:
        print_json({"jobs": [job_json(job, percent(job, lowest.get(job.id))) for job in found]})
    elif found:
        print_table(
            ("job", "business", "type", "status", "done", "total", "failed", "%", "runs on", "last error"),
            [_job_line(job, lowest.get(job.id)) for job in found],
        )
    else:
        say("No matching jobs.")
    return Exit.DONE


def migrate(options: Namespace, settings: Settings) -> Exit:
    """Shows missing schema changes with their SQL, or applies them."""
    with _database(options, settings) as (database, _):
        with database.begin():
            pass  # where there is no connection to be had, say why, before anything is added
        applied = schema.apply(database, with_recommended=options.with_recommended) if options.apply else []
        with database.begin() as connection:
            lacking = schema.missing(connection)
            recommended = schema.recommended(connection)
    if options.json:
        print_json(
            {
                "ok": not lacking,
                "applied": [asdict(gap) for gap in applied],
                "lacking": [asdict(gap) for gap in lacking],
                "recommended": [asdict(gap) for gap in recommended],
            }
        )
    else:
        for gap in applied:
            say(f"Added: {gap.kind} {gap.name}")
        for gap in lacking:
            say(f"Missing: {gap.kind} {gap.name}{f'. {gap.problem}' if gap.problem else ''}\n{gap.script}\n")
        if not lacking:
            say("The table background_jobs has everything that Sweep needs.")
        for gap in recommended:
            say(f"Recommended to keep batches fast as the table grows: {gap.name}\n{gap.script}")
    return Exit.FAILED if lacking else Exit.DONE


def doctor(options: Namespace, settings: Settings) -> Exit:
    """Checks database, schema, privileges, jobs and storage."""
    with open_profile(options, settings) as profile:
        database = connect(profile, connections=2)
        try:
            storage = open_storage(profile.storage)
            findings = Diagnosis(database, storage, job_types(storage)).all()
        finally:
            database.close()
    healthy = all(finding.verdict is not Verdict.ERROR for finding in findings)
    if options.json:
        print_json({"ok": healthy, "findings": [finding.json for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.verdict.value.upper():7}  {finding.subject:8}  {finding.sentence}")
            for line in finding.remedy.splitlines():
                say(f"                   {line}")
    if any(finding.subject == "database" and finding.verdict is Verdict.ERROR for finding in findings):
        return Exit.CANNOT_CONNECT
    return Exit.DONE if healthy else Exit.FAILED


@contextmanager
def _database(options: Namespace, settings: Settings) -> Iterator[tuple[Database, JobTypes]]:
    with open_profile(options, settings, storage=False) as profile:
        database = connect(profile, connections=2)
        try:
            yield database, job_types(open_storage(profile.storage))
        finally:
            database.close()


def _job_line(job: Job, lowest_live: int | None) -> tuple[object, ...]:
    """One line of the table. Who runs it is told from the row as a whole: a web worker keeps our name."""
    trouble = job.last_error
    try:
        Cursor.parse(job.cursor_text)
    except CursorDamaged as error:
        trouble = str(error)
    return (
        job.id,
        job.business_id,
        job.job_type,
        _state(job),
        job.processed,
        job.total,
        job.failed,
        percent(job, lowest_live),
        where_it_runs(holder_of(job)) if job.is_active else "",
        trouble,
    )


def _state(job: Job) -> str:
    """The status, or what is more to the point."""
    if job.is_run_after_its_end:
        return f"{job.status}, still running"
    return "not responding" if job.is_stale else "stuck" if job.is_stuck else job.status.value
