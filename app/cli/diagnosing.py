"""The command that runs the diagnostics."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from app.actions.diagnostics import Diagnosis, Question
from app.actions.findings import Finding, Verdict
from app.actions.server_side import ServerSide
from app.bootstrap.connection import ConnectionProfile, database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.queue import open_queue
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import print_json, say
from app.core.exit_status import Exit, exit_status, worst
from app.core.queue_errors import BadQueueUrl
from app.settings import Settings

CLOSE_SECONDS = 1.0


def doctor(options: Namespace, settings: Settings) -> Exit:
    """Checks database, schema, privileges, jobs, storage, queue; with --user what this user may see."""
    with (
        open_profile(options, settings) as profile,
        _queue(profile) as (queue, unusable),
        database_of(profile) as database,
    ):
        storage = open_storage(profile.storage)
        reader = signed_in_reader(profile, database, options)
        types, is_demo = job_types(storage), profile.demo is not None
        keep_days = settings.keep_files_days
        looking = Diagnosis(
            database, storage, types, reader, is_demo=is_demo, server=queue, keep_days=keep_days
        )
        findings = looking.all()
    findings += unusable
    healthy = all(finding.verdict is not Verdict.ERROR for finding in findings)
    if options.json:
        print_json({"ok": healthy, "findings": [finding.json for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.verdict.value.upper():7}  {finding.subject:8}  {finding.sentence}")
            for line in finding.remedy.splitlines():
                say(f"                   {line}")
    return worst(_status(finding) for finding in findings if finding.verdict is Verdict.ERROR)


@contextmanager
def _queue(profile: ConnectionProfile) -> Iterator[tuple[ServerSide | None, list[Finding]]]:
    """The queue, where one is named; a URL that cannot be understood hides no other finding."""
    try:
        queue = open_queue(profile)
    except BadQueueUrl as error:
        yield None, [Finding(Question.QUEUE.value, Verdict.ERROR, problem=error.with_traceback(None))]
        return
    try:
        yield queue, []
    finally:
        if queue is not None:
            queue.close(CLOSE_SECONDS)


def _status(finding: Finding) -> Exit:
    """The command can do without the queue: that it is away is a finding like others."""
    if finding.problem is None or finding.subject == Question.QUEUE.value:
        return Exit.FAILED
    return exit_status(finding.problem)
