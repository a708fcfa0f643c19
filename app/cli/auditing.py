"""The commands that check the record of who did what, and save it as a file."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from functools import partial
from pathlib import Path

from app.actions.audit_check import AuditCheck, check_record
from app.actions.audit_export import ExportKind, lines_of
from app.actions.audit_reading import AuditFilter, AuditSight, sight_now
from app.actions.record_reading import RecordReader
from app.bootstrap.connection import database_of
from app.bootstrap.console import AUDIT_FILE, EXPORT, trail_of
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import complain, print_json, say
from app.core.access import Actor
from app.core.errors import BadInput
from app.core.exit_status import Exit
from app.core.record_check import Finding, Trouble, Where
from app.core.text import visible
from app.db.engine import Database
from app.files.saving import kind_of_file, save_lines
from app.settings import Settings, data_folder

_WORDS = {
    Trouble.CHANGED: "was changed, or the one before it",
    Trouble.REMOVED: "was removed",
    Trouble.INSERTED: "was added by somebody else than its writer",
}

_PLACES = {Where.TABLE: "table", Where.FILE: "file of this computer"}


def audit(options: Namespace, settings: Settings) -> Exit:
    """Checks the record, which needs no sign-in, or saves it; with --user what this user may see."""
    if options.what == "verify":
        if options.out is not None or options.user is not None:
            raise BadInput("--out and --user are for audit export: verify checks all lines, for anybody.")
        return _verify(options, settings)
    if options.out is None:
        raise BadInput("Set --out FILE, such as record.csv or record.jsonl.")
    return _export(options, settings)


def _verify(options: Namespace, settings: Settings) -> Exit:
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        found = check_record(database, data_folder() / AUDIT_FILE)
    if options.json:
        print_json({"ok": not found.findings, **asdict(found)})
    else:
        for finding in found.findings:
            say(_sentence(finding))
        say(_summary(found))
    return Exit.FAILED if found.findings else Exit.DONE


def _sentence(finding: Finding) -> str:
    is_one = finding.number == finding.upto
    lines = f"line {finding.number}" if is_one else f"lines {finding.number} to {finding.upto}"
    words = _WORDS[finding.trouble]
    row = "" if finding.id is None else f", row {finding.id}"
    said = f", {visible(finding.action)} at {visible(finding.at)}" if finding.at else ""
    if not is_one:
        words = words.replace("was", "were", 1)
    return f"In the {_PLACES[finding.where]}, {lines} of {visible(finding.writer)}{row}{said}: {words}."


def _summary(found: AuditCheck) -> str:
    if found.lines is None:
        told = [f"The record is on this computer only: {found.filed} lines in its file."]
    else:
        told = [f"Lines in the table: {found.lines}; in the file of this computer: {found.filed}."]
    if found.unsent:
        told.append(f"Not in the table yet, or never to come there: {found.unsent}.")
    if found.unchained:
        told.append(f"Written by a version without a chain, so not checked: {found.unchained}.")
    if found.damaged:
        told.append(f"Damaged lines in the file, as a crash leaves them: {found.damaged}.")
    told.append("The record does not hold." if found.findings else "Nothing was changed, removed or added.")
    return " ".join(told)


def _export(options: Namespace, settings: Settings) -> Exit:
    path = Path(options.out)
    kind = kind_of_file(ExportKind, path)
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        reader = signed_in_reader(profile, database, options)
        record = RecordReader(database, data_folder() / AUDIT_FILE, partial(_sight, database, reader))
        is_shared = record.is_shared
        save_lines(path, lines_of(kind, record.oldest_first(AuditFilter())), lambda _written: True)
        with trail_of(database, data_folder()) as trail:
            trail.write_soon([trail.line(reader, EXPORT, path.name)])
    if options.json:
        print_json({"file": str(path), "is_shared": is_shared})
        return Exit.DONE
    say(f"Saved to {visible(str(path))}.")
    if not is_shared:
        complain("The record is on this computer only: the database has no table for it.")
    return Exit.DONE


def _sight(database: Database, reader: Actor | None) -> AuditSight:
    """Who holds the credentials of the database can read everything in it anyway."""
    return AuditSight(0, None, database.where) if reader is None else sight_now(database, reader)
