"""The commands that act on jobs; those that start one run it here until it is done."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from app.actions.business_list import directory
from app.actions.estimate import Estimate
from app.actions.jobs import Unfrozen
from app.actions.leaving import Leaving
from app.actions.results import ActionResult
from app.actions.runs import Runs
from app.bootstrap.console import Console
from app.bootstrap.ending import end_at_once, leaving_at_once
from app.bootstrap.farewell import JobsBehind, sentences
from app.bootstrap.queue import open_queue
from app.cli.naming import days_of, named_businesses
from app.cli.on_server import refusal, waiting_moved, wanted_place
from app.cli.opening import credentials, open_profile
from app.cli.output import complain, job_json, print_json, print_table, say
from app.cli.previewing import dry_run
from app.cli.run_end import run_json, run_of, run_sentence
from app.cli.running import CommandConsole, ProgressWatch, RunSummary, in_background
from app.cli.sentences import CONFIRMATION, STOPPED_EARLY, estimate_sentence, sentence
from app.core.access import Actor
from app.core.durations import counted
from app.core.errors import BadInput, SweepError
from app.core.exit_status import Exit, exit_status, worst
from app.core.job import JobStatus
from app.core.rates import Work
from app.core.run import RunLabel, RunRow
from app.core.server import RunsOn
from app.core.text import cleaned
from app.settings import Settings
from app.workers.stop_request import StopRequest, stop_signals
from app.workers.thread_pool import ThreadPool
from app.workers.worker import Callbacks

Act = Callable[[CommandConsole, Actor], list[ActionResult]]


def delete(options: Namespace, settings: Settings) -> Exit:
    """Deletes all receipts of the businesses, here, until done; with --dry-run only says what would be."""
    named = named_businesses(options)
    label = RunLabel(options.run or "", options.note or "")
    keep_days = (
        settings.keep_files_days
        if options.keep_files is None
        else days_of("--keep-files", options.keep_files)
    )
    if options.dry_run:
        return dry_run(options, settings, named)
    if cleaned(options.confirm or "") != CONFIRMATION:
        raise BadInput(f"Nothing was deleted. To confirm, add: --confirm {CONFIRMATION}")

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        ids, unknown = named.resolve(partial(directory, console.database, console.job_type, actor))
        if not ids:
            return unknown
        start = partial(
            console.jobs.start,
            run=label,
            accept_missing=options.accept_missing,
            keep_days=keep_days,
            on=wanted_place(options, console),
            anyway=options.anyway,
        )
        return [*start(actor, console.job_type.name, ids), *unknown]

    return _act(options, settings, act)


def resume(options: Namespace, settings: Settings) -> Exit:
    """Resumes a job or a run here, until done, or on the server. With --on, a job that waits on the server
    already is run here, or enqueued again."""

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        jobs, ids = console.jobs, _job_ids(console, actor, options, "resume")
        results = waiting_moved(console, actor, ids, options)
        moved = {result.job.id for result in results if result.job}
        if rest := [one for one in ids if one not in moved]:
            ends = _ends_told(jobs.unfrozen(actor, rest))
            go_on = partial(jobs.resume, accept_missing=options.accept_missing)
            results += go_on(actor, rest, ends, on=wanted_place(options, console), anyway=options.anyway)
        return results

    return _act(options, settings, act)


def take_over(options: Namespace, settings: Settings) -> Exit:
    """Runs what is not responding or stuck here, until done."""

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        jobs, ids = console.jobs, _job_ids(console, actor, options, "take_over")
        ends = _ends_told(jobs.unfrozen(actor, ids))
        return jobs.take_over(actor, ids, ends, accept_missing=options.accept_missing)

    return _act(options, settings, act)


def _job_ids(console: CommandConsole, actor: Actor, options: Namespace, action: str) -> list[int]:
    """The job that the options name, or those of their run that the action is for. Raises NoSuchRun,
    RunAmbiguous, NothingInRun."""
    if options.run is None:
        return [options.job]
    return Runs(console.database, console.types).find(actor, options.run).wanted(action)


def _ends_told(found: Sequence[Unfrozen]) -> dict[int, int]:
    """Reports what jobs without a frozen end would delete, and up to where; the ends by job id."""
    for one in found:
        if one.differs:
            complain(
                f"Job {one.job.id} was started on the web without a fixed end. Original total: "
                f"{one.job.total:,}, remaining: {one.total - one.job.processed:,} (up to receipt "
                f"{one.max_id}), new total: {one.total:,}."
            )
    return {one.job.id: one.max_id for one in found}


def mark_failed(options: Namespace, settings: Settings) -> Exit:
    """Marks a job that is not responding or stuck as failed; it can be resumed."""
    return _act(options, settings, lambda console, actor: console.jobs.mark_failed(actor, [options.job]))


def keep_files(options: Namespace, settings: Settings) -> Exit:
    """Keeps the files of ended jobs for longer."""
    days = days_of("--days", options.days)

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        return console.jobs.keep_files(actor, _job_ids(console, actor, options, "keep_files"), days)

    return _act(options, settings, act)


def retry(options: Namespace, settings: Settings) -> Exit:
    """Runs the failed receipts of a job again, here, until done."""

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        ids = _job_ids(console, actor, options, "retry")
        return console.jobs.retry(actor, ids, accept_missing=options.accept_missing)

    return _act(options, settings, act)


def pause(options: Namespace, settings: Settings) -> Exit:
    """Pauses a job that a console runs or keeps waiting, at this computer or another."""

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        return console.jobs.pause(actor, _job_ids(console, actor, options, "pause"))

    return _act(options, settings, act)


def cancel(options: Namespace, settings: Settings) -> Exit:
    """Cancels a job, whoever runs it."""

    def act(console: CommandConsole, actor: Actor) -> list[ActionResult]:
        return console.jobs.cancel(actor, _job_ids(console, actor, options, "cancel"))

    return _act(options, settings, act)


def _act(options: Namespace, settings: Settings, act: Act) -> Exit:
    with open_profile(options, settings) as profile:
        who = credentials(profile, options)
        with stop_signals() as stop:
            summary = RunSummary()  # listens before any job can begin
            callbacks = Callbacks(summary.note_step, summary.note, dropped=summary.note_dropped)
            pool = partial(ThreadPool, callbacks=callbacks)
            console = Console(profile, settings, pool, server=open_queue(profile))
            watched = ProgressWatch(console, summary)
            with leaving_at_once(stop, lambda: watched.farewell):
                return _act_and_wait(options, console, who, act, stop, watched)


def _act_and_wait(
    options: Namespace,
    console: CommandConsole,
    who: tuple[str, str],
    act: Act,
    stop: StopRequest,
    watched: ProgressWatch,
) -> Exit:
    console.start()
    stop.then(console.pool.halt)
    actor: Actor | None = None
    status = Exit.FAILED
    try:
        in_background(console.governor.glance)
        actor = in_background(console.sign_in, *who)
        if stop.is_asked:
            raise SweepError(STOPPED_EARLY)
        watched.farewell = JobsBehind(console.pool, console.jobs, actor)
        results = in_background(act, console, actor)
        for result in results:
            if not (result.answer.is_done or result.answer.is_harmless):
                complain(sentence(result))
            elif not options.json:
                say(sentence(result))
        ours = [result.job.id for result in results if result.job and result.answer.runs_here]
        if ours and not options.json:
            say(estimate_sentence(in_background(_estimate, console, results)))
        watched.until_over(actor, ours, stop, quiet=options.json)
        if getattr(options, "wait", False):
            handed = [one.job for one in results if one.job and one.answer.is_on_server]
            watched.until_ended_on_server(handed, stop, quiet=options.json)
        status = _report(options, results, watched, in_background(run_of, console, actor, results))
    except SweepError as error:  # reported here: the process may end at once below
        complain(refusal(error))
        status = exit_status(error)
    finally:
        leaving = Leaving(console.pool, console.jobs, actor)
        leaving.pause()
        ended = leaving.close()
        for told in sentences(leaving.left_behind):
            complain(told)
        console.close()
        if not ended:
            end_at_once(status)
    return status


def _estimate(console: CommandConsole, results: Sequence[ActionResult]) -> Estimate:
    """For the jobs that run here. Their files are not counted: as many are assumed as there were before."""
    files = console.rates.rates().files_per_item or 0.0
    left = [
        result.job.total - result.job.processed
        for result in results
        if result.job and result.answer.runs_here
    ]
    return console.estimate([Work(items, items * files) for items in left if items > 0])


def _report(
    options: Namespace, results: Sequence[ActionResult], watched: ProgressWatch, run: RunRow | None
) -> Exit:
    found = watched.summary
    status = worst(
        [result.answer.exit_status for result in results] + [end.status for end in watched.ends.values()]
    )
    if options.json:
        print_json(
            {
                "ok": status is Exit.DONE,
                "deleted": found.deleted,
                "failed": found.failed,
                "files_deleted": found.files_deleted,
                "files_missing": found.files_missing,
                "files_needed": found.files_needed,
                "files_kept": found.files_kept,
                "files_left": found.files_left,
                "receipts_left": found.items_left,
                "on": next((on for one in results if (on := _place(one))), None),
                "run_summary": run_json(run) if run else None,
                "results": [_result_json(result, watched) for result in results],
            }
        )
    elif watched.ends:
        say(
            f"{counted(found.deleted, 'receipt')} deleted, {found.failed:,} failed. "
            f"{counted(found.files_deleted, 'file')} deleted, {found.files_missing:,} already missing, "
            f"{found.files_needed:,} still needed, {found.files_kept:,} kept for now, "
            f"{found.files_left:,} not deleted."
        )
        if len(watched.ends) > 1:
            _print_ends(watched)
        for job_id, end in watched.ends.items():
            if end.reason:
                complain(f"Job {job_id} ({end.ended.word}): {end.reason}")
        if run is not None and not run.is_active:
            say(run_sentence(run))
    return status


def _print_ends(watched: ProgressWatch) -> None:
    """How each of several jobs ended; one alone needs no table."""
    lines = []
    for job_id, end in watched.ends.items():
        job = watched.jobs.get(job_id)
        figures = (job.business_id, job.processed, job.total, job.failed) if job else ("", "", "", "")
        lines.append((job_id, figures[0], end.ended.word, *figures[1:], end.reason))
    print_table(("job", "business", "ended", "done", "total", "failed", "reason"), lines)


def _result_json(result: ActionResult, watched: ProgressWatch) -> dict[str, object]:
    job = watched.jobs.get(result.job.id, result.job) if result.job else None
    counted = job is not None and (job.id in watched.jobs or job.status is not JobStatus.COMPLETED)
    end = watched.ends.get(job.id) if job else None
    return {
        "business_id": result.business_id,
        "answer": result.answer.value,
        "web_status": result.answer.web_status,
        "message": sentence(result),
        "on": _place(result),
        "job": job_json(job, watched.percent(job) if counted else None) if job else None,
        "ended": end.ended.value if end else None,
        "reason": end.reason if end else "",
    }


def _place(result: ActionResult) -> str | None:
    """Where the job runs or waits by this answer."""
    if result.answer.is_on_server:
        return RunsOn.SERVER.value
    return RunsOn.HERE.value if result.answer.runs_here else None


COMMANDS: dict[str, Callable[[Namespace, Settings], Exit]] = {
    "delete": delete,
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
    "take-over": take_over,
    "mark-failed": mark_failed,
    "retry": retry,
    "keep-files": keep_files,
}
