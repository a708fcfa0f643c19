"""The commands that bring back what jobs have deleted."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial

from app.actions.restoring import RestoreResult
from app.actions.results import Answer
from app.bootstrap.console import Console
from app.bootstrap.ending import leaving_at_once
from app.cli.opening import credentials, open_profile, signed_in_reader
from app.cli.output import complain, print_json, print_table, say, show_progress
from app.cli.restore_output import (
    listing_line,
    preview_json,
    print_preview,
    restore_answer,
    restore_json,
    restore_sentence,
    result_json,
)
from app.cli.running import CommandConsole, in_background, progress_bar
from app.core.access import Actor
from app.core.errors import BadInput, SweepError
from app.core.exit_status import Exit, worst
from app.core.restore import Restore, RestoreStatus
from app.core.text import cleaned
from app.settings import Settings
from app.workers.stop_request import StopRequest, stop_signals
from app.workers.thread_pool import ThreadPool

CONFIRMATION = "RESTORE"
STOPPED_EARLY = "Stopped. Nothing was changed."
LEFT = "Restore {id} is not finished. To continue: restore --go-on {id}"

_LOOK_SECONDS = 0.3
_LAST_SECONDS = 90.0
"""How long the batch under way is waited for after the first signal: a statement without answer takes 75."""


def restore(options: Namespace, settings: Settings) -> Exit:
    """Restores what jobs or a run have deleted, here, until done; or lets a restore go on, pauses or cancels
    one."""
    which = [name for name in ("run", "go_on", "pause", "cancel") if getattr(options, name) is not None]
    if len(which) + bool(options.jobs) != 1:
        raise BadInput("Name jobs by their IDs, or one of --run, --go-on, --pause and --cancel.")
    is_new = bool(options.jobs) or options.run is not None
    if (options.receipts or options.preview) and not is_new:
        raise BadInput("--receipts and --preview are for a new restore.")
    if is_new and not options.preview and cleaned(options.confirm or "") != CONFIRMATION:
        raise BadInput(f"Nothing was restored. To confirm, add: --confirm {CONFIRMATION}")
    with open_profile(options, settings, storage=False) as profile:
        who = credentials(profile, options)
        with stop_signals() as stop:
            console = Console(profile, settings, ThreadPool)
            behind = _Behind(console)
            with leaving_at_once(stop, lambda: behind if behind.actor else None):
                try:
                    return _act(options, console, who, stop, behind)
                finally:
                    console.close()


def restores(options: Namespace, settings: Settings) -> Exit:
    """Lists restores, newest first; with --user those that this user may see."""
    with open_profile(options, settings, storage=False) as profile:
        console = Console(profile, settings, ThreadPool)
        try:
            reader = signed_in_reader(profile, console.database, options)
            found = console.restores.read(reader)
        finally:
            console.close()
    if options.json:
        print_json({"restores": [restore_json(one) for one in found]})
    elif found:
        headers = ("restore", "job", "business", "status", "back", "total", "conflicts", "refused")
        rows = [listing_line(one) for one in found]
        print_table((*headers, "gone", "run", "by", "last error"), rows)
    else:
        say("No restores yet.")
    return Exit.DONE


class _Behind:
    """The restores of a command for whose end nobody waits."""

    def __init__(self, console: CommandConsole) -> None:
        self.actor: Actor | None = None
        self._console = console

    def let_go(self) -> Sequence[str]:
        ids = self._console.restore_crew.own
        if self.actor is not None:
            self._console.restores.pause(self.actor, ids)
        return [LEFT.format(id=one) for one in ids]

    def unwritten(self) -> Sequence[str]:
        return [LEFT.format(id=one) for one in self._console.restore_crew.own]


def _act(
    options: Namespace, console: CommandConsole, who: tuple[str, str], stop: StopRequest, behind: _Behind
) -> Exit:
    actor = in_background(console.sign_in, *who)
    behind.actor = actor
    if stop.is_asked:
        raise SweepError(STOPPED_EARLY)
    actions = console.restores
    for name, act in (("go_on", actions.go_on), ("pause", actions.pause), ("cancel", actions.cancel)):
        if (wanted := getattr(options, name)) is not None:
            return _told(options, console, in_background(act, actor, [wanted]), stop)
    jobs = options.jobs or in_background(actions.job_ids_of_run, actor, options.run)
    look = partial(actions.preview, actor, jobs, options.receipts)
    if options.preview:
        seen = in_background(look)
        if options.json:
            print_json(preview_json(seen))
        else:
            print_preview(seen)
        return worst(one.refusal.exit_status for one in seen.refused if one.refusal)
    if not options.json:
        print_preview(in_background(look))
    return _told(options, console, in_background(actions.start, actor, jobs, options.receipts), stop)


def _told(
    options: Namespace, console: CommandConsole, results: Sequence[RestoreResult], stop: StopRequest
) -> Exit:
    for result in results:
        if not (result.answer.is_done or result.answer.is_harmless):
            complain(restore_answer(result))
        elif not options.json:
            say(restore_answer(result))
    ours = [one.restore.id for one in results if one.restore and one.answer is Answer.RESTORING]
    ended = dict(_until_over(console, ours, stop, quiet=options.json))
    if options.json:
        statuses = list(_statuses(results, ended))
        lines = [result_json(one, ended) for one in results]
        print_json({"ok": all(one is Exit.DONE for one in statuses), "results": lines})
        return worst(statuses)
    for restore_id in ours:
        row = ended[restore_id]
        if row is None:
            complain(f"What became of restore {restore_id} is not known. See: restores")
            continue
        say(restore_sentence(row))
        if row.may_go_on:
            complain(LEFT.format(id=row.id))
    return worst(_statuses(results, ended))


def _statuses(results: Sequence[RestoreResult], ended: dict[int, Restore | None]) -> Iterator[Exit]:
    """Conflicts are what was announced; what the database has refused is a failure."""
    for result in results:
        yield result.answer.exit_status
        if result.restore and result.restore.id in ended:
            row = ended[result.restore.id]
            is_well = row is not None and row.status is RestoreStatus.COMPLETED and not row.failed
            yield Exit.DONE if is_well else Exit.FAILED


def _until_over(
    console: CommandConsole, ids: Sequence[int], stop: StopRequest, *, quiet: bool
) -> Iterator[tuple[int, Restore | None]]:
    """Waits until none of these runs or waits here. Once asked to `stop` they pause at their next batch."""
    crew, waited = console.restore_crew, 0.0
    while not crew.wait(ids, _LOOK_SECONDS):
        if stop.is_asked:
            crew.request_pause()
            waited += _LOOK_SECONDS
            if waited > _LAST_SECONDS:
                break
        elif not quiet and sys.stderr.isatty():
            rows = [row for one in ids if (row := crew.last_seen(one))]
            if rows:
                show_progress(progress_bar(sum(r.done for r in rows), sum(r.total for r in rows)))
    if not quiet:
        show_progress("")
    for restore_id in ids:
        yield restore_id, crew.last_seen(restore_id)
