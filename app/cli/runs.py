"""The command that lists runs."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.actions.runs import RunJobs, Runs
from app.bootstrap.connection import database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.storage import open_storage
from app.cli.listing import state_words
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import job_json, print_json, print_table, say, utc
from app.core.durations import counted
from app.core.exit_status import Exit
from app.core.progress import percent
from app.core.run import RunRow, RunState
from app.engine.job_type import lowest_live
from app.settings import Settings


def runs(options: Namespace, settings: Settings) -> Exit:
    """Lists runs, newest first, or one with its jobs; with --user what this user may see."""
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        types = job_types(open_storage(profile.storage))
        reader = signed_in_reader(profile, database, options)
        reading = Runs(database, types)
        if options.run is None:
            _print_all(options, reading.listed(reader))
            return Exit.DONE
        found = reading.find(reader, options.run)
        with database.begin() as connection:
            lowest = lowest_live(connection, types, found.jobs)
    _print_one(options, found, lowest)
    return Exit.DONE


def _print_all(options: Namespace, found: list[RunRow]) -> None:
    if options.json:
        print_json({"runs": [_run_json(row) for row in found]})
    elif found:
        print_table(
            ("run", "name", "businesses", "done", "total", "failed", "%", "by", "from", "note"),
            [_line(row) for row in found],
        )
    else:
        say("No runs yet.")


def _print_one(options: Namespace, found: RunJobs, lowest: dict[int, int]) -> None:
    shares = [percent(job, lowest.get(job.id)) for job in found.jobs]
    if options.json:
        jobs = [job_json(job, share) for job, share in zip(found.jobs, shares, strict=True)]
        print_json({**_run_json(found.row), "jobs": jobs})
        return
    print_table(
        ("job", "business", "status", "done", "total", "failed", "%", "last error"),
        [
            (
                job.id,
                job.business_id,
                state_words(job),
                job.processed,
                job.total,
                job.failed,
                share,
                job.last_error,
            )
            for job, share in zip(found.jobs, shares, strict=True)
        ],
    )
    for answer, ids in found.row.run.refused.items():
        listed = ", ".join(map(str, ids))
        say(f"Not started ({answer.replace('_', ' ')}): {listed}")
    if found.row.run.unlisted:
        say(f"Not started, not listed: {counted(found.row.run.unlisted, 'business', 'businesses')}")


def _line(row: RunRow) -> tuple[object, ...]:
    return (
        row.id,
        row.run.name,
        f"{row.over}/{row.size}",
        row.processed,
        row.total,
        row.failed,
        row.percent,
        row.requested_by,
        row.run.workstation,
        row.run.note,
    )


def _run_json(row: RunRow) -> dict[str, Any]:
    """`jobs_by_state` counts what a person sees, as far as the rows say it; businesses that got no job are in
    `refused`, by answer."""
    return {
        "id": row.id,
        "name": row.run.name,
        "note": row.run.note,
        "from": row.run.workstation,
        "requested_by": row.requested_by,
        "created_at": utc(row.created_at),
        "started_at": utc(row.started_at),
        "finished_at": None if row.is_active else utc(row.finished_at),
        "is_active": row.is_active,
        "businesses": row.size,
        "jobs_by_state": {
            state.value: row.jobs.get(state, 0) for state in RunState if state is not RunState.INTERRUPTED
        },
        "total": row.total,
        "processed": row.processed,
        "succeeded": row.succeeded,
        "failed_count": row.failed,
        "percent": row.percent,
        "files_deleted": row.files.deleted,
        "files_missing": row.files.missing,
        "files_needed": row.files.needed,
        "files_kept": row.files.kept,
        "files_kept_until": utc(row.kept_until) if row.files.kept else None,
        "files_left": row.files.left,
        "refused": {answer: list(ids) for answer, ids in row.run.refused.items()},
        "refused_unlisted": row.run.unlisted,
    }
