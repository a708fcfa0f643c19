"""The command that saves the report of a run."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.actions.report import Reports
from app.bootstrap.connection import database_of
from app.bootstrap.console import EXPORT, trail_of
from app.bootstrap.job_types import job_types
from app.bootstrap.resources import TRANSLATIONS
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import complain, print_json, say
from app.core.exit_status import Exit
from app.core.text import visible
from app.files.saving import save_lines
from app.reports.document import Document
from app.reports.files import Print, ReportKind, pieces
from app.reports.making import Origin
from app.reports.record import record_of
from app.reports.words import Words
from app.settings import Settings, data_folder


def report(options: Namespace, settings: Settings) -> Exit:
    """Saves the report of a run as a file; with --user what this user may see."""
    path = Path(options.out)
    kind = ReportKind.of(path)
    print_pdf: Print = _no_printer
    if kind is ReportKind.PDF:
        try:
            from app.bootstrap.printing import print_pdf  # Qt, which nothing else here needs
        except ImportError as error:
            complain(f"A PDF needs Qt, which cannot be loaded here ({error}). Save it as .html instead.")
            return Exit.FAILED
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        reader = signed_in_reader(profile, database, options)
        found = Reports(database, job_types(open_storage(profile.storage))).find(reader, options.run)
        origin = Origin(reader.email if reader else "", profile.environment)
        made = pieces(kind, found, origin, Words.of(TRANSLATIONS, options.lang), print_pdf)
        save_lines(path, made, lambda _written: True)
        with trail_of(database, data_folder()) as trail:
            trail.write_soon([trail.line(reader, EXPORT, path.name)])
    record = record_of(found, origin.environment)
    if options.json:
        saved = {"file": str(path), "run": record["run"], "checksum": record["checksum"]}
        print_json(saved | {"totals": record["totals"]})
    else:
        say(f"Saved to {visible(str(path))}. SHA-256 of its figures: {record['checksum']}")
    return Exit.DONE


def _no_printer(document: Document) -> bytes:
    raise AssertionError(f"{document.title} is no PDF")
