"""What the window does when an action is chosen: ask, act off the main thread, tell the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.actions.jobs import Unfrozen
from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.cursor import has_frozen_end
from app.core.errors import SweepError
from app.ui.businesses.columns import Column
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.select_list.choice import Choice
from app.ui.runs.commands import RunNews
from app.ui.texts.errors import error_text
from app.ui.texts.severally import Severally
from app.ui.widgets.dialog import DialogContext
from app.ui.window import availability
from app.ui.window.answers import common_news, paused_news, pausing_text, run_news, unticked_news
from app.ui.window.deleting import Deleting
from app.ui.window.finishing import Finishing
from app.ui.window.message_bar import News
from app.ui.window.resuming import resume_wanted
from app.ui.window.table_export import TableExport
from app.viewmodel.recent_runs import RecentRuns
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

Act = Callable[[Actor, Sequence[int]], list[ActionResult]]
OnRows = Callable[[Actor, Sequence[ShownRow]], Coroutine[Any, Any, None]]
GoOn = Callable[[Actor, Sequence[int], Mapping[int, int]], list[ActionResult]]


class Commands(QObject):
    """Carries the window's actions out, one at a time. The window stays live meanwhile.

    Pausing everything, exporting and finishing files wait for nothing. Errors that can be expected are told
    to the person; a bug goes to the loop's handler.
    """

    busy_changed = Signal()
    news = Signal(object)
    """News for the message bar."""

    restores_told = Signal(object)
    """The ids of restores of which the news tells beside something else, which theirs would cover."""

    def __init__(
        self, services: Services, context: DialogContext, recent_runs: RecentRuns, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._context = context
        self._language = context.language
        self._actor: Actor | None = None
        self._table_export = TableExport(services.calls, window, services.exports)
        self._table_export.news.connect(self.news)
        self._deleting = Deleting(services, context, recent_runs, self)
        self._deleting.news.connect(self.news)
        self._finishing = Finishing(services, context, window)
        self._finishing.news.connect(self.news)
        self._finishing.changed.connect(self.busy_changed)
        self.is_busy = False

    def act_for(self, actor: Actor) -> None:
        """From now on it is `actor` who acts."""
        self._actor = actor

    def delete(self, rows: Sequence[ShownRow]) -> None:
        """Preview, typed confirmation, start."""
        self._begin(self._delete, rows)

    def pause(self, rows: Sequence[ShownRow]) -> None:
        self._stop(rows, self._services.jobs.pause, availability.pause_disabled_reason)

    def resume(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._resume, rows)

    def run_here(self, rows: Sequence[ShownRow]) -> None:
        """Runs here what waits for a worker on a server."""
        go_on = partial(self._let_go_on, act=self._services.jobs.run_here)
        self._ask_first(Severally.RUN_HERE, rows, availability.on_server_disabled_reason, go_on)

    def enqueue_again(self, rows: Sequence[ShownRow]) -> None:
        """A new entry on the server for what waits there, whoever listens."""
        enter = partial(self._on_jobs, act=partial(self._services.jobs.enqueue_again, anyway=True))
        self._ask_first(Severally.ENQUEUE_AGAIN, rows, availability.on_server_disabled_reason, enter)

    def cancel(self, rows: Sequence[ShownRow]) -> None:
        disabled_rule = availability.cancel_disabled_reason
        if len(_jobs_of(rows, disabled_rule)) > 1:
            self._ask_first(Severally.CANCEL, rows, disabled_rule, self._cancel_jobs)
        else:
            self._stop(rows, self._services.jobs.cancel, disabled_rule)

    def take_over(self, rows: Sequence[ShownRow]) -> None:
        go_on = partial(self._let_go_on, act=self._services.jobs.take_over)
        self._ask_first(Severally.TAKE_OVER, rows, availability.take_over_disabled_reason, go_on)

    def mark_failed(self, rows: Sequence[ShownRow]) -> None:
        mark = partial(self._on_jobs, act=self._services.jobs.mark_failed)
        self._ask_first(Severally.MARK_FAILED, rows, availability.mark_failed_disabled_reason, mark)

    def retry(self, rows: Sequence[ShownRow]) -> None:
        retry = partial(self._on_jobs, act=self._services.jobs.retry)
        self._ask_first(Severally.RETRY, rows, availability.retry_disabled_reason, retry)

    def finish_files(self, rows: Sequence[ShownRow]) -> None:
        """Asks, and deletes the files that deleted receipts of these businesses left behind."""
        if self._actor is not None:
            self._finishing.ask(self._actor, rows)

    def clean_up(self, business_ids: Sequence[int]) -> None:
        """The same of these businesses, as far as the table has them."""
        self.finish_files([shown for key in business_ids if (shown := self._services.poller.shown(key))])

    @property
    def is_finishing(self) -> bool:
        return self._finishing.is_running

    def leave(self) -> None:
        """The window is about to close: what finishes files stops, and shows nothing any more."""
        self._finishing.leave()

    def pause_everything(self) -> None:
        """Pauses what this console runs or keeps waiting, whatever else is going on."""
        if self._actor is not None:
            crew = self._services.restore_crew
            restores = crew.request_pause() if crew is not None else []
            if restores:  # at once: the news of their end must not come before it
                self.news.emit(News(pausing_text(len(restores), self._language.locale), "ok"))
            held = self._held(None)
            work = self._carry_out(self._pause_everything, self._actor, held, restores, waits=False)
            self._services.calls.spawn(work, name="pause everything")

    def export(self, rows: Sequence[ShownRow], columns: Sequence[Column]) -> None:
        """Saves these rows as a file, in this order and with these columns."""
        if self._actor is not None and rows and not self._table_export.is_running:
            work = self._carry_out(self._export, self._actor, rows, columns, waits=False)
            self._services.calls.spawn(work, name="export")

    def tell_unticked(self, count: int, tick_again: Callable[[], object]) -> None:
        """Says that the selection was cleared, and offers it again."""
        self.news.emit(unticked_news(count, self._language.locale, tick_again))

    def select_list(self, take: Callable[[Choice], object], text: str = "") -> None:
        """Asks for a list of businesses, which begins with `text`; `take` gets what was chosen."""
        self._begin(self._select_list, take, text)

    async def _select_list(self, actor: Actor, take: Callable[[Choice], object], text: str) -> None:
        from app.ui.dialogs.select_list.dialog import ask_for_list

        choice = await ask_for_list(self._services, self._context, actor, text, items=self._items_left)
        if choice is not None:
            take(choice)

    def _items_left(self, business_id: int) -> int | None:
        shown = self._services.poller.shown(business_id)
        return shown.row.items_left if shown else None

    def tell_run(self, news: RunNews) -> None:
        """Says what an action did with a run."""
        show = partial(self._show_each, news.results, dict(news.names))
        self.news.emit(run_news(news, show, partial(self.clean_up, news.missing_files_of)))

    def show_shortcuts(self, actions: Sequence[QAction]) -> None:
        """Opens the cheat sheet of the keys of these actions."""
        from app.ui.dialogs.shortcuts import ShortcutsDialog

        dialog = ShortcutsDialog(actions, self._context)
        self._services.calls.spawn(dialog.ask(), name="shortcuts")

    def show_details(self, text: str, details: str) -> None:
        """Opens what stands behind a message."""
        dialog = ErrorDialog(text, details, self._context)
        self._services.calls.spawn(dialog.ask(), name="details")

    def reset_demo(self) -> None:
        """Asks, and builds the demo's database anew."""
        self._begin(self._reset_demo)

    def _stop(self, rows: Sequence[ShownRow], act: Act, disabled_rule: availability.DisabledRule) -> None:
        if self._can_begin:
            jobs = _jobs_of(rows, disabled_rule)
            self._begin(self._stop_jobs, rows, jobs, act, self._held(jobs))

    def _held(self, job_ids: Collection[int] | None) -> ExitStack:
        """From the click on, and not only when a thread is free, none of these jobs (None: none at all)
        begins, or begins another batch, until it is closed. More is not asked of the workers yet: they would
        be done with some jobs before the action has looked which there are, and nobody would hear of them."""
        held = ExitStack()
        held.enter_context(self._services.pool.hold(job_ids))
        return held

    @property
    def _can_begin(self) -> bool:
        return self._actor is not None and not self.is_busy

    def _begin(self, work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
        if self._actor is not None and self._can_begin:
            self._services.calls.spawn(self._carry_out(work, self._actor, *args), name=work.__name__)

    async def _carry_out(
        self,
        work: Callable[..., Coroutine[Any, Any, None]],
        actor: Actor,
        *args: object,
        waits: bool = True,
    ) -> None:
        """`waits`: the other actions are off meanwhile."""
        self._set_busy(self.is_busy or waits)
        try:
            await work(actor, *args)
        except SweepError as error:
            self.news.emit(News(error_text(error), "bad", details=str(error)))
        finally:
            self._set_busy(self.is_busy and not waits)
            self._services.poller.look_now()

    async def _delete(self, actor: Actor, rows: Sequence[ShownRow]) -> None:
        done = await self._deleting.delete(actor, rows)
        if done is not None:
            await self._tell(*done)

    async def _pause_everything(self, actor: Actor, held: ExitStack, restores: Sequence[int]) -> None:
        names = dict(self._services.poller.names())
        try:
            with held:
                results = await self._services.calls.run(self._services.jobs.stop_own, actor)
        finally:
            if restores and self._services.restores is not None:
                await self._services.calls.run(self._services.restores.note_stop, actor, restores)
        if restores and not results:
            return
        news = paused_news(results, self._language.locale, partial(self._show_each, results, names))
        if restores:
            news = replace(news, text=f"{news.text} {pausing_text(len(restores), self._language.locale)}")
            self.restores_told.emit(restores)
        self.news.emit(news)

    async def _export(self, _actor: Actor, rows: Sequence[ShownRow], columns: Sequence[Column]) -> None:
        await self._table_export.save(rows, columns, self._language.locale)

    def _ask_first(
        self,
        action: Severally,
        rows: Sequence[ShownRow],
        disabled_rule: availability.DisabledRule,
        work: OnRows,
    ) -> None:
        """Does the work on the rows that take it, once the person has seen which these are; a single one was
        seen already."""
        self._begin(self._ask_and_act, action, rows, disabled_rule, work)

    async def _ask_and_act(
        self,
        actor: Actor,
        action: Severally,
        rows: Sequence[ShownRow],
        disabled_rule: availability.DisabledRule,
        work: OnRows,
    ) -> None:
        from app.ui.dialogs.several import SeveralDialog

        takers = [shown for shown in rows if _takes(shown, disabled_rule)]
        if len(takers) > 1:
            left_out = len(rows) - len(takers)
            dialog = SeveralDialog(action, takers, left_out, actor.email, self._context)
            if not await dialog.ask():
                return
        await work(actor, takers)

    async def _resume(self, actor: Actor, rows: Sequence[ShownRow]) -> None:
        """Asked about where there are several, or where it can be here or on a server."""
        takers = [shown for shown in rows if _takes(shown, availability.resume_disabled_reason)]
        left_out = len(rows) - len(takers)
        wanted = await resume_wanted(self._services, takers, left_out, actor.email, self._context)
        if wanted is not None:
            resume = partial(self._services.jobs.resume, on=wanted.on, anyway=wanted.anyway)
            await self._let_go_on(actor, takers, resume)

    async def _cancel_jobs(self, actor: Actor, rows: Sequence[ShownRow]) -> None:
        jobs = _jobs_of(rows)
        await self._stop_jobs(actor, rows, jobs, self._services.jobs.cancel, self._held(jobs))

    async def _stop_jobs(
        self, actor: Actor, rows: Sequence[ShownRow], jobs: Sequence[int], act: Act, held: ExitStack
    ) -> None:
        with held:
            results = await self._services.calls.run(act, actor, jobs)
        await self._tell(results, _names_of(rows))

    async def _on_jobs(self, actor: Actor, rows: Sequence[ShownRow], act: Act) -> None:
        """Acts on the jobs of these rows; the action itself decides anew."""
        results = await self._services.calls.run(act, actor, _jobs_of(rows))
        await self._tell(results, _names_of(rows))

    async def _let_go_on(self, actor: Actor, rows: Sequence[ShownRow], act: GoOn) -> None:
        """The same; but first the person is shown what a job without a fixed end would delete."""
        from app.ui.dialogs.fix_end import ends_shown

        jobs = _jobs_of(rows)
        unfrozen: list[Unfrozen] = []
        cursors = [shown.row.job.cursor_text for shown in rows if shown.row.job and not shown.flaw]
        if not all(has_frozen_end(cursor) for cursor in cursors):
            unfrozen = await self._services.calls.run(self._services.jobs.unfrozen, actor, jobs)
        ends = await ends_shown(unfrozen, _names_of(rows), self._context)
        if ends is None:
            return
        await self._tell(await self._services.calls.run(act, actor, jobs, ends), _names_of(rows))

    async def _tell(self, results: Sequence[ActionResult], names: dict[int, str]) -> None:
        """One answer, or the same for all, goes to the message bar, which offers the list of each; where they
        differ, the list is shown."""
        self._services.poller.look_at(result.job.id for result in results if result.job)
        if not results:
            return
        show = partial(self._show_each, results, names)
        news = common_news(results, names, self._language.locale, show)
        if news is not None:
            self.news.emit(news)
        else:
            self._set_busy(False)
            await self._each(results, names)

    def _show_each(self, results: Sequence[ActionResult], names: dict[int, str]) -> None:
        self._services.calls.spawn(self._each(results, names), name="results")

    async def _each(self, results: Sequence[ActionResult], names: dict[int, str]) -> None:
        from app.ui.dialogs.results import ResultsDialog

        await ResultsDialog(results, names, self._context).ask()

    async def _reset_demo(self, actor: Actor) -> None:
        from app.ui.dialogs.reset_demo import ResetDemoDialog

        demo = self._services.demo
        if demo is None or not await ResetDemoDialog(self._context).ask():
            return
        await self._services.calls.run(demo.reset)
        self._services.poller.refresh()
        self.news.emit(News(self.tr("Demo reset."), "ok"))

    def _set_busy(self, busy: bool) -> None:
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit()


def _jobs_of(
    rows: Sequence[ShownRow], disabled_rule: availability.DisabledRule = lambda _shown: None
) -> list[int]:
    """The jobs of the rows that take an action, as the screen shows them."""
    return [shown.row.job.id for shown in rows if shown.row.job and _takes(shown, disabled_rule)]


def _takes(shown: ShownRow, disabled_rule: availability.DisabledRule) -> bool:
    return shown.row.job is not None and not shown.flaw and disabled_rule(shown) is None


def _names_of(rows: Sequence[ShownRow]) -> dict[int, str]:
    return {shown.row.business.id: shown.row.business.name for shown in rows}
