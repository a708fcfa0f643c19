"""Reads the command, runs it, and turns errors into a sentence and an exit status."""

from __future__ import annotations

import logging
import os
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence

from app.cli.output import complain
from app.cli.parser import build_parser
from app.cli.streams import Stream, standard_streams
from app.core.errors import BadInput, SweepError
from app.core.exit_status import Exit, exit_status
from app.core.private import tighten
from app.logs import log_to
from app.settings import DATA, Settings, data_folder, require_text

log = logging.getLogger(__name__)

KEEPER = "demo-keeper"
"""As `app.demo.keeper` calls the program; the demo may be missing, and is slow to load."""

PASSWORD_SHOWN = (
    "Other users of this computer could see the password on the command line as the program was started. "
    "Leave it out of the URL: it is then taken from the system keychain, PGPASSFILE or PGPASSWORD; or set "
    "SWEEP_DATABASE_URL instead of --database-url."
)

NO_WINDOW = (
    "This installation is for servers and has no window, which this needs. Install Sweep with its window."
)
_OF_A_WINDOW = {"PySide6", "shiboken6", "qasync"}

Run = Callable[[Namespace, Settings], Exit]


def _nothing() -> None:
    pass


def main(
    arguments: Sequence[str], *, when_loaded: Callable[[], None] = _nothing, were_shown: bool = False
) -> int:
    """Runs one command; returns the exit status of the program. `when_loaded` is called once the modules of
    the command are loaded, before it begins. `were_shown`: a password stood on the command line."""
    words = list(arguments)
    if words[:1] == [KEEPER]:  # the demo's server starts it, no person: neither settings nor log
        from app.demo.keeping import keep

        return keep(words[1:])
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "gui")
    with standard_streams() as out:
        if were_shown:
            complain(PASSWORD_SHOWN)
        try:
            status = _run(words, when_loaded)
        except Exception:  # a bug, shown as one while the streams can still show it
            log.error("A bug", exc_info=True)
            traceback.print_exc()
            status = Exit.FAILED
        return _told(out, status)


def _run(words: Sequence[str], when_loaded: Callable[[], None]) -> int:
    try:
        require_text(words, os.environ)
        options = build_parser().parse_args(words)
        _require_one_place(options)
        settings = Settings.read(
            os.environ,
            database_url=getattr(options, "database_url", None),
            storage_root=getattr(options, "storage_root", None),
            schema=getattr(options, "schema", None),
        )
        tighten(data_folder(), DATA, beside={"demo"})
        log_to(data_folder() / "log")
        run = _command(options.command)
        when_loaded()
        return run(options, settings)
    except SweepError as error:
        complain(str(error))
        return exit_status(error)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _OF_A_WINDOW:
            raise
        complain(NO_WINDOW)
        return Exit.USAGE
    except KeyboardInterrupt:
        complain("Stopped.")
        return Exit.FAILED
    except SystemExit as end:  # argparse has said what there is to say
        return end.code if isinstance(end.code, int) else Exit.DONE


def _told(out: Stream, status: int) -> int:
    """The exit status, once all of the output is written: what somebody waits for in vain is a failure."""
    out.flush()
    if out.trouble is None:
        return status
    complain(f"The output could not be written: {out.trouble.strerror}.")
    return status or Exit.FAILED


def _command(name: str) -> Run:
    """Imports only what this command needs: most of the start time is imports."""
    match name:
        case "gui":
            from app.cli.window import gui

            return gui
        case "smoke":
            from app.cli.smoke_run import smoke

            return smoke
        case "migrate":
            from app.cli.migrating import migrate

            return migrate
        case "worker":
            from app.cli.serving import worker

            return worker
        case "workers":
            from app.cli.workers import workers

            return workers
        case "restore" | "restores":
            from app.cli import restoring

            return restoring.restore if name == "restore" else restoring.restores
        case "doctor":
            from app.cli.diagnosing import doctor

            return doctor
        case _:
            return _about_jobs(name)


def _about_jobs(name: str) -> Run:
    """The same for those that show or change what jobs do."""
    match name:
        case "jobs":
            from app.cli.listing import jobs

            return jobs
        case "runs":
            from app.cli.runs import runs

            return runs
        case "overview":
            from app.cli.overview import overview

            return overview
        case "report":
            from app.cli.reporting import report

            return report
        case "audit":
            from app.cli.auditing import audit

            return audit
        case _:
            from app.cli import acting, sweeping

            return (acting.COMMANDS | sweeping.COMMANDS)[name]


def _require_one_place(options: Namespace) -> None:
    """Raises BadInput where the options name the demo and another place too: the person would believe that
    the command works there. The environment does not count: options override it."""
    named = any(getattr(options, name, None) for name in ("database_url", "schema", "storage_root"))
    if getattr(options, "demo", False) and named:
        raise BadInput("--demo uses its own database and storage: remove --demo, or the other options.")
