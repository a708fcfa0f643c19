"""Reads the command, runs it, and turns what it meets into a sentence and an exit status."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from app.bootstrap.console import data_folder
from app.cli.acting import cancel, delete, mark_failed, pause, resume, retry, sweep, take_over
from app.cli.output import complain
from app.cli.parser import build_parser
from app.cli.reading import doctor, jobs, migrate
from app.cli.windows import gui, smoke
from app.core.errors import BadInput, SweepError
from app.core.exit_status import Exit, exit_status
from app.logs import log_to
from app.settings import Settings

COMMANDS: dict[str, Callable[[Namespace, Settings], Exit]] = {
    "gui": gui,
    "smoke": smoke,
    "migrate": migrate,
    "jobs": jobs,
    "delete": delete,
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
    "take-over": take_over,
    "mark-failed": mark_failed,
    "retry": retry,
    "sweep": sweep,
    "doctor": doctor,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status of the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter that the terminal lacks is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "gui")
    options = build_parser().parse_args(words)
    try:
        _require_one_place(options)
        settings = Settings.read(
            os.environ,
            database_url=getattr(options, "database_url", None),
            storage_root=getattr(options, "storage_root", None),
            schema=getattr(options, "schema", None),
        )
        log_to(data_folder() / "log")
        return COMMANDS[options.command](options, settings)
    except SweepError as error:
        complain(str(error))
        return exit_status(error)
    except KeyboardInterrupt:
        complain("Stopped.")
        return Exit.FAILED


def _require_one_place(options: Namespace) -> None:
    """Raises BadInput where the words name the demo and another place too: the person would believe that
    the command works there. What the environment names does not count, the words are stronger."""
    named = any(getattr(options, name, None) for name in ("database_url", "schema", "storage_root"))
    if getattr(options, "demo", False) and named:
        raise BadInput("--demo uses its own database and storage: remove --demo, or the other options.")
