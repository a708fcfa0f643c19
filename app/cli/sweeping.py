"""The commands that delete files of receipts which are already deleted."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from app.actions.business_list import directory
from app.actions.results import ActionResult
from app.actions.sweeping import SweepResult
from app.bootstrap.console import Console
from app.bootstrap.ending import leaving_at_once
from app.bootstrap.farewell import FilesBehind
from app.cli.naming import NamedBusinesses, named_businesses
from app.cli.opening import credentials, open_profile
from app.cli.output import complain, print_json, say
from app.cli.running import CommandConsole, in_background
from app.cli.sentences import CONFIRMATION, STOPPED_EARLY, sentence
from app.core.durations import counted
from app.core.errors import BadInput, SweepError
from app.core.exit_status import Exit, worst
from app.core.text import cleaned
from app.engine.balance import what_became_of
from app.settings import Settings
from app.workers.stop_request import StopRequest, stop_signals
from app.workers.thread_pool import ThreadPool


def sweep(options: Namespace, settings: Settings) -> Exit:
    """Finishes the files of receipts that are already deleted: of businesses that are named, or with --due of
    all; with --now also those that are kept."""
    named = _named(options)
    if options.now and cleaned(options.confirm or "") != CONFIRMATION:
        raise BadInput(
            f"Nothing was deleted. To delete the files that are kept, add: --confirm {CONFIRMATION}"
        )
    with open_profile(options, settings) as profile:
        who = credentials(profile, options)
        with stop_signals() as stop, leaving_at_once(stop, FilesBehind):
            return _sweep(options, named, Console(profile, settings, ThreadPool), who, stop)


def _sweep(
    options: Namespace,
    named: NamedBusinesses | None,
    console: CommandConsole,
    who: tuple[str, str],
    stop: StopRequest,
) -> Exit:
    try:
        actor = in_background(console.sign_in, *who)
        if stop.is_asked:
            raise SweepError(STOPPED_EARLY)
        unknown: list[ActionResult] = []
        if named is None:
            results = in_background(console.due_files.round, actor, partial(_goes_on, stop))
        else:
            find = partial(directory, console.database, console.job_type, actor)
            ids, unknown = in_background(named.resolve, find)
            results = in_background(
                console.sweep_files,
                actor,
                ids,
                lambda: not stop.is_asked,
                accept_missing=options.accept_missing,
                everything=options.now,
            )
    finally:
        console.close()
    status = _report_sweep(options, results, unknown)
    if stop.is_asked:
        complain("Stopped. Run the same command again to continue.")
        return Exit.FAILED
    return status


def _named(options: Namespace) -> NamedBusinesses | None:
    """None for all in which files are due. Raises BadInput."""
    if not options.due:
        return named_businesses(options)
    if options.business or options.business_file is not None or options.now or options.accept_missing:
        raise BadInput("--due is for all businesses, and deletes only what is due: use it by itself.")
    return None


def _goes_on(stop: StopRequest, seconds: float) -> bool:
    """Waits so long; False once it is to end."""
    end = time.monotonic() + seconds
    while not stop.is_asked and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))
    return not stop.is_asked


def _report_sweep(
    options: Namespace, results: Sequence[SweepResult], unknown: Sequence[ActionResult]
) -> Exit:
    refused = [ActionResult(found.refusal, found.business_id) for found in results if found.refusal]
    refused += unknown
    left = sum(found.files.left for found in results)
    for result in refused:
        complain(sentence(result))
    if options.json:
        lines = [
            {
                "business_id": found.business_id,
                "answer": found.refusal.value if found.refusal else "swept",
                "files_deleted": found.files.deleted,
                "files_missing": found.files.missing,
                "files_needed": found.files.needed,
                "files_kept": found.files.kept,
                "files_left": found.files.left,
                "reason": " ".join(what_became_of(found.files)),
            }
            for found in results
        ]
        named = [
            {"business_id": None, "answer": one.answer.value, "reason": sentence(one)} for one in unknown
        ]
        print_json({"ok": not (refused or left), "results": [*lines, *named]})
    else:
        for found in results:
            if found.refusal is None:
                files = found.files
                say(
                    f"Business {found.business_id}: {counted(files.deleted, 'file')} deleted, "
                    f"{files.missing:,} already missing, {files.needed:,} still needed, "
                    f"{files.kept:,} kept for now, {files.left:,} not deleted."
                )
                for told in what_became_of(files):
                    complain(f"Business {found.business_id}: {told}")
    return worst([Exit.FAILED if left else Exit.DONE, *(one.answer.exit_status for one in refused)])


COMMANDS: dict[str, Callable[[Namespace, Settings], Exit]] = {"sweep": sweep}
