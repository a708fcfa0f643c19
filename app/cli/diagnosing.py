"""The command that runs the diagnostics."""

from __future__ import annotations

from argparse import Namespace

from app.actions.diagnostics import Diagnosis, Verdict
from app.bootstrap.connection import database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.queue import open_queue
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import print_json, say
from app.core.exit_status import Exit, exit_status, worst
from app.settings import Settings


def doctor(options: Namespace, settings: Settings) -> Exit:
    """Checks database, schema, privileges, jobs, storage, queue; with --user what this user may see."""
    with open_profile(options, settings) as profile, database_of(profile) as database:
        storage = open_storage(profile.storage)
        reader = signed_in_reader(profile, database, options)
        types, is_demo, queue = job_types(storage), profile.demo is not None, open_queue(profile)
        findings = Diagnosis(database, storage, types, reader, is_demo=is_demo, server=queue).all()
    healthy = all(finding.verdict is not Verdict.ERROR for finding in findings)
    if options.json:
        print_json({"ok": healthy, "findings": [finding.json for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.verdict.value.upper():7}  {finding.subject:8}  {finding.sentence}")
            for line in finding.remedy.splitlines():
                say(f"                   {line}")
    return worst(
        exit_status(finding.problem) if finding.problem else Exit.FAILED
        for finding in findings
        if finding.verdict is Verdict.ERROR
    )
