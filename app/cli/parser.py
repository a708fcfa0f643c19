"""The words of the command line."""

from __future__ import annotations

import argparse

from app import __version__
from app.cli.output import PROGRAM
from app.core.job import JobStatus
from app.core.languages import LANGUAGES

_DELETING = {"resume", "take-over", "retry"}
"""Commands on one job that let something be deleted."""


def build_parser() -> argparse.ArgumentParser:
    """`main.py [command] [options]`; without a command it opens the window."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Deletes all receipts of businesses, safely and in the background.",
        epilog="Exit status: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 cannot connect.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Sweep {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    for command in (_gui, _smoke, _migrate, _jobs, _delete, _sweep, _doctor):
        command(commands)
    for name, does in (
        ("pause", "pause a job that a console runs or keeps waiting, here or elsewhere"),
        ("resume", "let a paused or failed job go on here, until it is done"),
        ("cancel", "cancel a job, whoever runs it"),
        ("take-over", "run a stale or stuck job here"),
        ("mark-failed", "mark a stale or stuck job as failed; it can be resumed"),
        ("retry", "try the failed receipts of a job again"),
    ):
        _one_job(commands, name, does)
    return parser


def _gui(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("gui", help="open the console (the default)", allow_abbrev=False)
    _place(parser)
    parser.add_argument("--lang", choices=tuple(LANGUAGES), help="the language to begin with")


def _smoke(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "smoke", help="start the demo, delete through the window, save screenshots", allow_abbrev=False
    )
    parser.add_argument("--out", default="smoke", metavar="DIR", help="where to save the screenshots")
    _json(parser)


def _migrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "migrate", help="say, or add, what background_jobs lacks", allow_abbrev=False
    )
    _place(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="say what is lacking (the default)")
    which.add_argument("--apply", action="store_true", help="add what is lacking, change nothing else")
    parser.add_argument(
        "--with-recommended",
        action="store_true",
        help="with --apply: the recommended indexes on receipts and attachments too",
    )
    _json(parser)


def _jobs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("jobs", help="list jobs, newest first", allow_abbrev=False)
    _place(parser)
    _businesses(parser, required=False)
    parser.add_argument("--status", nargs="+", choices=[status.value for status in JobStatus], metavar="S")
    _json(parser)


def _delete(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "delete", help="delete all receipts of businesses, here, until done", allow_abbrev=False
    )
    _place(parser)
    _person(parser)
    _businesses(parser, required=True)
    parser.add_argument("--confirm", metavar="DELETE", help="the word DELETE, in capitals")
    _accept_missing(parser)
    _json(parser)


def _sweep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "sweep", help="finish deleting the files of receipts that are already deleted", allow_abbrev=False
    )
    _place(parser)
    _person(parser)
    _businesses(parser, required=True)
    _accept_missing(parser)
    _json(parser)


def _doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "doctor", help="check the database, the schema, rights and storage", allow_abbrev=False
    )
    _place(parser)
    _json(parser)


def _one_job(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str) -> None:
    parser = commands.add_parser(name, help=does, allow_abbrev=False)
    parser.add_argument("job", type=_id, metavar="JOB", help="the id of the job")
    _place(parser)
    _person(parser)
    if name in _DELETING:
        _accept_missing(parser)
    _json(parser)


def _businesses(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--business", nargs="+", type=_id, required=required, metavar="ID", help="ids of businesses"
    )


def _id(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"an id is a whole number, not {text!r}") from None


def _place(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("where")
    group.add_argument("--demo", action="store_true", help="work on the embedded demo")
    group.add_argument("--reset", action="store_true", help="with --demo: begin the demo anew")
    group.add_argument("--database-url", metavar="URL", help="postgresql://user@host:port/database")
    group.add_argument(
        "--schema",
        metavar="NAME",
        help="the schema of the product's tables, spelt exactly; without it, it is found",
    )
    group.add_argument("--storage-root", metavar="DIR", help="the folder that holds attachments/")


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", metavar="EMAIL", help="who acts; the password is asked for, or taken from SWEEP_PASSWORD"
    )


def _accept_missing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept-missing",
        action="store_true",
        help="files that are missing are truly gone: drop their rows, however many they are",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
