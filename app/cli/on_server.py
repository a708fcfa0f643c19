"""What the options --on, --anyway and --wait mean."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from app.actions.results import ActionResult
from app.cli.running import CommandConsole
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.queue_errors import NoQueueNamed, QueueUnreachable
from app.core.server import RunsOn, is_waiting_elsewhere
from app.db import jobs as job_rows


def wanted_place(options: Namespace, console: CommandConsole) -> RunsOn:
    """Where the command's jobs run: as --on says, else as usual on this connection."""
    return RunsOn(options.on) if options.on else console.runs_on


def waiting_moved(
    console: CommandConsole, actor: Actor, job_ids: Sequence[int], options: Namespace
) -> list[ActionResult]:
    """Runs those of the jobs here that wait for a worker on a server, or enters them there again, where --on
    says so; the actions decide about each anew. Nothing without --on."""
    if options.on is None:
        return []
    with console.database.begin() as connection:
        found = job_rows.by_ids(connection, job_ids)
    waiting = [one for one in job_ids if (job := found.get(one)) and is_waiting_elsewhere(job)]
    if not waiting:
        return []
    if options.on == RunsOn.SERVER:
        return console.jobs.enqueue_again(actor, waiting, anyway=options.anyway)
    return console.jobs.run_here(actor, waiting, accept_missing=options.accept_missing)


def refusal(error: SweepError) -> str:
    """Why nothing was started or resumed; without the queue, that can be done here."""
    is_of_queue = isinstance(error, (NoQueueNamed, QueueUnreachable))
    return f"{error} Or run it here: --on here." if is_of_queue else str(error)
