"""The command that lists jobs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from functools import partial

from app.actions.business_list import Directory, directory
from app.actions.results import ActionResult, Answer
from app.bootstrap.connection import database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.storage import open_storage
from app.cli.naming import named_businesses
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import complain, job_json, print_json, print_table, say, where_it_runs
from app.cli.sentences import sentence
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.exit_status import Exit
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.db import jobs as job_rows
from app.engine.job_type import lowest_live
from app.settings import Settings


def jobs(options: Namespace, settings: Settings) -> Exit:
    """Lists jobs of all types, newest first; with --user those that this user may see."""
    statuses = [JobStatus(name) for name in options.status] if options.status else None
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        types = job_types(open_storage(profile.storage))
        reader = signed_in_reader(profile, database, options)
        wanted, unknown = _wanted(options, partial(directory, database, next(iter(types.values())), reader))
        visible = reader.visible(wanted) if reader else wanted
        with database.begin() as connection:
            found = job_rows.listed(connection, types, business_ids=visible, statuses=statuses)
            lowest = lowest_live(connection, types, found)
    if options.json:
        print_json({"jobs": [job_json(job, percent(job, lowest.get(job.id))) for job in found]})
    elif found:
        print_table(
            ("job", "business", "type", "status", "done", "total", "failed", "%", "runs on", "last error"),
            [_job_line(job, lowest.get(job.id)) for job in found],
        )
    else:
        say("No matching jobs.")
    hidden = [one for one in wanted or () if visible is not None and one not in visible]
    refused = [*(ActionResult(Answer.OTHER_BUSINESS, one) for one in hidden), *unknown]
    for result in refused:
        complain(sentence(result))
    return Exit.REFUSED if refused else Exit.DONE


def _wanted(
    options: Namespace, read_directory: Callable[[], Directory]
) -> tuple[list[int] | None, list[ActionResult]]:
    """The businesses that the options name, None for all, and the names that are of none."""
    if options.business is None and options.business_file is None:
        return None, []
    return named_businesses(options).resolve(read_directory)


def _job_line(job: Job, lowest_live: int | None) -> tuple[object, ...]:
    """One line of the table. Who runs it follows from the row as a whole: a web worker keeps our name in the
    cursor."""
    trouble = job.last_error
    try:
        if not job.is_foreign:
            Cursor.parse(job.cursor_text)
    except CursorDamaged as error:
        trouble = str(error)
    return (
        job.id,
        job.business_id,
        job.job_type,
        state_words(job),
        job.processed,
        job.total,
        job.failed,
        percent(job, lowest_live),
        where_it_runs(job),
        trouble,
    )


def state_words(job: Job) -> str:
    """The state in the window's words: the status, or what is wrong with the job."""
    if job.is_run_after_its_end:
        return f"{job.status}, still running"
    if job.is_completed_with_failures:
        return f"{job.status} with failures"
    return "not responding" if job.is_stale else "stuck" if job.is_stuck else job.status.value
