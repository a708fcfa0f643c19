"""What has become of the run to which the jobs of a command belong: in one line, from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.actions.results import ActionResult
from app.actions.runs import Runs
from app.cli.output import utc
from app.cli.running import CommandConsole
from app.core.access import Actor
from app.core.durations import counted, duration
from app.core.errors import DatabaseError
from app.core.program import PROGRAM
from app.core.run import RunRow, run_in


def run_of(console: CommandConsole, actor: Actor, results: Sequence[ActionResult]) -> RunRow | None:
    """The run as it is now; None where the jobs that ran here or went to the server belong to none, or to
    several, or where the database could not be asked any more."""
    begun = (result for result in results if result.answer.runs_here or result.answer.is_on_server)
    jobs = [result.job for result in begun if result.job]
    ids = {run.id for job in jobs if (run := run_in(job.cursor_text))}
    if len(ids) != 1:
        return None
    try:
        found = Runs(console.database, console.types).rows(actor, ids)
    except DatabaseError:
        return None
    return found[0] if found else None


def run_sentence(row: RunRow) -> str:
    """For people, at the end of the run."""
    files = row.files
    until = f" until {utc(row.kept_until)}" if row.kept_until else ""
    parts = [
        counted(row.size, "business", "businesses"),
        counted(row.succeeded, "receipt"),
        f"{row.failed:,} failed",
        f"{counted(files.left, 'file')} left" if files.left else "",
        f"{counted(files.kept, 'file')} kept{until}" if files.kept else "",
        f"{counted(files.missing, 'file was', 'files were')} missing" if files.missing else "",
        duration(row.seconds) if row.seconds is not None else "",
    ]
    told = ", ".join(filter(None, parts))
    return f"Run {row.run.name or row.id}: {told}. Report: {PROGRAM} report {row.id} --out FILE"


def run_json(row: RunRow) -> dict[str, Any]:
    """`run_summary` of the JSON."""
    return {
        "id": row.id,
        "name": row.run.name,
        "is_active": row.is_active,
        "businesses": row.size,
        "receipts_deleted": row.succeeded,
        "receipts_failed": row.failed,
        "files_deleted": row.files.deleted,
        "files_missing": row.files.missing,
        "files_needed": row.files.needed,
        "files_kept": row.files.kept,
        "files_kept_until": utc(row.kept_until) if row.files.kept else None,
        "files_left": row.files.left,
        "seconds": row.seconds,
    }
