"""The words of the command line."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from app import __version__
from app.core.job import JobStatus
from app.core.languages import LANGUAGES, SOURCE_LANGUAGE
from app.core.program import PROGRAM
from app.core.secret_words import without_secrets
from app.core.server import RunsOn
from app.core.text import shortened, whole_number

_OF_RUNS = {"pause", "resume", "cancel", "take-over", "retry", "keep-files"}
"""Commands that also act on a run as a whole."""

_DELETING = {"resume", "take-over", "retry"}
"""Commands on one job that let something be deleted."""


class _Parser(argparse.ArgumentParser):
    """Repeats no password."""

    def error(self, message: str) -> NoReturn:
        super().error(without_secrets(message))


def build_parser() -> argparse.ArgumentParser:
    """`main.py [command] [options]`; without a command it opens the window."""
    parser = _Parser(
        prog=PROGRAM,
        description="Deletes all receipts of businesses, safely and in the background.",
        epilog="Exit status: 0 success, 1 failed, 2 usage error, 3 refused, 4 cannot connect.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Sweep {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    for command in (
        _gui,
        _smoke,
        _migrate,
        _jobs,
        _runs,
        _overview,
        _report,
        _audit,
        _delete,
        _sweep,
        _restore,
        _restores,
        _doctor,
        _worker,
        _workers,
    ):
        command(commands)
    for name, does in (
        ("pause", "pause a running or queued job of any console"),
        ("resume", "resume a paused or failed job, here until it is done, or on the server"),
        ("cancel", "cancel a job, wherever it runs"),
        ("take-over", "run a job here that is not responding or stuck"),
        ("mark-failed", "mark a job that is not responding or stuck as failed; it can be resumed"),
        ("retry", "retry the failed receipts of a job"),
        ("keep-files", "keep the files of an ended job for longer, so that they can be restored"),
    ):
        _one_job(commands, name, does)
    return parser


def _gui(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("gui", help="open the console (the default)", allow_abbrev=False)
    _place(parser)
    parser.add_argument("--lang", choices=tuple(LANGUAGES), help="language of the window")


def _smoke(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "smoke", help="run a deletion in the window on the demo, save screenshots", allow_abbrev=False
    )
    parser.add_argument("--out", default="smoke", metavar="DIR", help="where to save the screenshots")
    _json(parser)


def _migrate(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("migrate", help="check or apply missing schema changes", allow_abbrev=False)
    _place(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="show missing schema changes (the default)")
    which.add_argument("--apply", action="store_true", help="apply missing schema changes")
    which.add_argument("--role", metavar="NAME", help="print the SQL that gives a role all that is needed")
    parser.add_argument(
        "--with-recommended",
        action="store_true",
        help="with --apply: also create the recommended indexes on receipts and attachments",
    )
    parser.add_argument(
        "--with-console-tables",
        action="store_true",
        help="also check, or with --apply create, the tables that restoring and the record need",
    )
    _json(parser)


def _audit(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "audit", help="check the record of who did what, or save it as a file", allow_abbrev=False
    )
    parser.add_argument(
        "what",
        choices=("verify", "export"),
        help="verify: find lines that were changed, removed or added by others; export: save the lines",
    )
    parser.add_argument("--out", metavar="FILE", help="export: the file, .csv, or .jsonl for JSON Lines")
    _place(parser)
    _reader(parser)
    _json(parser)


def _jobs(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("jobs", help="list jobs, newest first", allow_abbrev=False)
    _place(parser)
    _businesses(parser)
    parser.add_argument("--status", nargs="+", choices=[status.value for status in JobStatus], metavar="S")
    _reader(parser)
    _json(parser)


def _runs(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("runs", help="list runs, newest first", allow_abbrev=False)
    _place(parser)
    parser.add_argument("--run", metavar="NAME", help="one run with its jobs, by its name or ID")
    _reader(parser)
    _json(parser)


def _overview(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "overview", help="what all jobs come to, and what needs attention", allow_abbrev=False
    )
    _place(parser)
    _reader(parser)
    _json(parser)


def _workers(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "workers", help="who works on a server, and what waits there and why", allow_abbrev=False
    )
    _place(parser)
    _reader(parser)
    _json(parser)


def _report(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("report", help="save the report of a run as a file", allow_abbrev=False)
    parser.add_argument("run", metavar="RUN", help="name or ID of the run")
    parser.add_argument(
        "--out", required=True, metavar="FILE", help="where to: a .pdf, .html, .xlsx, .csv or .json file"
    )
    parser.add_argument(
        "--lang", choices=tuple(LANGUAGES), default=SOURCE_LANGUAGE, help="language of the report"
    )
    _place(parser)
    _reader(parser)
    _json(parser)


def _delete(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "delete",
        help="delete all receipts of businesses, here until done, or on the server",
        allow_abbrev=False,
    )
    _place(parser)
    _person(parser)
    _businesses(parser)
    parser.add_argument("--run", metavar="NAME", help="name of the run, such as a ticket number")
    parser.add_argument("--note", metavar="TEXT", help="note on the run")
    parser.add_argument("--dry-run", action="store_true", help="only report what would be deleted or refused")
    parser.add_argument("--confirm", metavar="DELETE", help="required: the word DELETE in capital letters")
    parser.add_argument(
        "--keep-files",
        metavar="DAYS",
        help="keep the files for so many days, in which receipts can be restored with them; 0 deletes them at"
        " once; the default is SWEEP_KEEP_FILES_DAYS, or 7",
    )
    _accept_missing(parser)
    _where(parser)
    _json(parser)


def _sweep(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "sweep", help="clean up files of receipts that are already deleted", allow_abbrev=False
    )
    _place(parser)
    _person(parser)
    _businesses(parser)
    parser.add_argument("--due", action="store_true", help="of all businesses, such as for cron")
    parser.add_argument(
        "--now", action="store_true", help="also those that are kept because receipts could be restored"
    )
    parser.add_argument("--confirm", metavar="DELETE", help="required with --now: the word DELETE")
    _accept_missing(parser)
    _json(parser)


def _restore(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "restore", help="restore what jobs have deleted, here until done", allow_abbrev=False
    )
    parser.add_argument("jobs", type=_id, nargs="*", metavar="JOB", help="job IDs")
    parser.add_argument("--run", metavar="NAME", help="all jobs of a run, by its name or ID")
    parser.add_argument(
        "--receipts", action=_Together, nargs="+", type=_ids, metavar="ID", help="only these receipts"
    )
    parser.add_argument("--preview", action="store_true", help="only report what would be restored")
    parser.add_argument("--confirm", metavar="RESTORE", help="required: the word RESTORE in capital letters")
    for name, does in (
        ("--go-on", "continue a paused or failed restore, or one whose console has ended"),
        ("--pause", "pause a restore"),
        ("--cancel", "cancel a restore; what has been restored stays"),
    ):
        parser.add_argument(name, type=_id, metavar="ID", help=does)
    _place(parser)
    _person(parser)
    _json(parser)


def _restores(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("restores", help="list restores, newest first", allow_abbrev=False)
    _place(parser)
    _reader(parser)
    _json(parser)


def _doctor(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "doctor", help="check the database, schema, privileges and storage", allow_abbrev=False
    )
    _place(parser)
    _reader(parser)
    _json(parser)


def _worker(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "worker", help="run jobs of the queue on a server, until asked to stop", allow_abbrev=False
    )
    _place(parser)
    parser.add_argument(
        "--queues",
        default="sweep",
        metavar="NAMES",
        help="queues to take jobs from, in this order: sweep, or sweep,maintenance (default: sweep)",
    )
    parser.add_argument("--burst", action="store_true", help="end when no job of ours waits in the queue")


def _one_job(commands: argparse._SubParsersAction[_Parser], name: str, does: str) -> None:
    parser = commands.add_parser(name, help=does, allow_abbrev=False)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("job", type=_id, nargs="?", metavar="JOB", help="job ID")
    if name in _OF_RUNS:
        which.add_argument("--run", metavar="NAME", help="all jobs of a run, by its name or ID")
    _place(parser)
    _person(parser)
    if name == "keep-files":
        parser.add_argument(
            "--days", metavar="DAYS", required=True, help="days since the deletion, 1 to 3650"
        )
    if name in _DELETING:
        _accept_missing(parser)
    if name == "resume":
        _where(parser)
    _json(parser)


class _Together(argparse.Action):
    """Joins lists, those of a repeated option too."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        before = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, [*before, *(one for part in values for one in part)])


def _businesses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--business", action=_Together, nargs="+", type=_ids, metavar="ID", help="business IDs, such as 3,5 7"
    )
    parser.add_argument(
        "--business-file", metavar="FILE", help="list of business IDs or names: TXT, CSV or XLSX; - for stdin"
    )


def _ids(text: str) -> list[int]:
    """IDs between commas or blanks."""
    parts = text.replace(",", " ").split()
    return [_id(part) for part in parts or [text]]


def _id(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"an ID is a whole number (digits only), not {shortened(text)!r}")
    return number


def _place(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("connection")
    group.add_argument("--demo", action="store_true", help="use the embedded demo")
    group.add_argument("--reset", action="store_true", help="with --demo: reset the demo")
    group.add_argument("--database-url", metavar="URL", help="postgresql://user@host:port/database")
    group.add_argument(
        "--schema",
        metavar="NAME",
        help="schema of the tables, case-sensitive; detected automatically if omitted",
    )
    group.add_argument("--storage-root", metavar="DIR", help="folder that contains attachments/")


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", metavar="EMAIL", help="your user; the password is prompted for, or read from SWEEP_PASSWORD"
    )


def _reader(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", metavar="EMAIL", help="show only what this user may see, as --user elsewhere"
    )


def _accept_missing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept-missing",
        action="store_true",
        help="remove the records of missing files, even if most files are missing",
    )


def _where(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("where it runs")
    group.add_argument(
        "--on",
        choices=[place.value for place in RunsOn],
        help="run it here, or hand it over to the server; the default is SWEEP_RUNS_ON",
    )
    group.add_argument(
        "--anyway", action="store_true", help="on the server: enqueue it even if no worker listens"
    )
    group.add_argument("--wait", action="store_true", help="on the server: wait until it has ended")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
