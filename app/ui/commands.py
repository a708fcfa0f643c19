"""What the window does when an action is chosen: ask, act off the main thread, tell the answer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.errors import CannotConnect, ConnectionLost, SweepError
from app.qt.desk import Desk
from app.qt.poller import ShownRow
from app.qt.translation import Language
from app.ui import offers
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.reset_demo import ResetDemoDialog
from app.ui.dialogs.results import ResultsDialog
from app.ui.error_text import error_text
from app.ui.theme import Theme
from app.ui.words import answer_text, businesses_text, outcome_text

Act = Callable[[Actor, Sequence[int]], list[ActionResult]]


class Commands(QObject):
    """Carries the window's actions out, one at a time. The window stays live meanwhile.

    Errors that can be expected are told to the person; a bug goes to the loop's handler.
    """

    busy_changed = Signal()
    told = Signal(str, str)
    """A sentence for the message bar, and its tone."""

    def __init__(self, desk: Desk, language: Language, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._language = language
        self._theme = theme
        self._window = window
        self._actor: Actor | None = None
        self.is_busy = False

    def act_for(self, actor: Actor) -> None:
        """From now on it is `actor` who acts."""
        self._actor = actor

    def delete(self, rows: Sequence[ShownRow]) -> None:
        """Preview, typed confirmation, start."""
        self._begin(self._delete, rows)

    def pause(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.pause, offers.why_not_pause)

    def resume(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.resume, offers.why_not_resume)

    def cancel(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.cancel, offers.why_not_cancel)

    def take_over(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.take_over, offers.why_not_rescue)

    def mark_failed(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.mark_failed, offers.why_not_rescue)

    def retry(self, rows: Sequence[ShownRow]) -> None:
        self._begin(self._on_jobs, rows, self._desk.jobs.retry, offers.why_not_retry)

    def reset_demo(self) -> None:
        """Asks, and builds the demo's database anew."""
        self._begin(self._reset_demo)

    def _begin(self, work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
        if self._actor is not None and not self.is_busy:
            self._desk.calls.spawn(self._carry_out(work, self._actor, *args), name=work.__name__)

    async def _carry_out(
        self, work: Callable[..., Coroutine[Any, Any, None]], actor: Actor, *args: object
    ) -> None:
        self._set_busy(True)
        try:
            await work(actor, *args)
        except (CannotConnect, ConnectionLost) as error:
            self.told.emit(error_text(error), "bad")
        except SweepError as error:
            self._set_busy(False)
            await ErrorDialog(error_text(error), str(error), self._theme, self._window).ask()
        finally:
            self._set_busy(False)
            self._desk.poller.look_now()

    async def _delete(self, actor: Actor, rows: Sequence[ShownRow]) -> None:
        ids = [shown.row.business.id for shown in rows]
        previews = await self._desk.calls.run(self._desk.preview, actor, ids)
        dialog = ConfirmDialog(previews, self._language, self._theme, self._window)
        if not await dialog.ask():
            return
        names = {preview.business_id: preview.name or "" for preview in previews}
        allowed = [preview.business_id for preview in previews if preview.refusal is None]
        results = await self._desk.calls.run(self._desk.jobs.delete_all, actor, allowed)
        await self._tell(results, names)

    async def _on_jobs(
        self, actor: Actor, rows: Sequence[ShownRow], act: Act, why_not: offers.WhyNot
    ) -> None:
        """Acts on the jobs that take it as the screen shows them; the action itself decides anew."""
        fitting = [shown for shown in rows if why_not(shown) is None]
        jobs = [shown.row.job.id for shown in fitting if shown.row.job is not None]
        names = {shown.row.business.id: shown.row.business.name for shown in fitting}
        results = await self._desk.calls.run(act, actor, jobs)
        await self._tell(results, names)

    async def _tell(self, results: Sequence[ActionResult], names: dict[int, str]) -> None:
        """One answer, or the same for all, goes to the message bar; of several, each is told in a list."""
        self._desk.poller.look_now()
        if len(results) == 1:
            result = results[0]
            tone = "ok" if result.answer.is_done else "accent" if result.answer.is_harmless else "warn"
            self.told.emit(answer_text(result, names.get(result.business_id or 0, "")), tone)
        elif results and all(result.answer is results[0].answer for result in results):
            tone = "ok" if results[0].answer.is_done else "warn"
            count = businesses_text(len(results), self._language.locale)
            sentence = outcome_text(results[0].answer, results[0].job, results[0].seconds)
            self.told.emit(
                self.tr("{businesses}: {sentence}").format(businesses=count, sentence=sentence), tone
            )
        elif results:
            self._set_busy(False)
            await ResultsDialog(results, names, self._theme, self._window).ask()

    async def _reset_demo(self, actor: Actor) -> None:
        demo = self._desk.demo
        if demo is None or not await ResetDemoDialog(self._theme, self._window).ask():
            return
        await self._desk.calls.run(demo.reset)
        self._desk.poller.refresh()
        self.told.emit(self.tr("The demo begins anew."), "ok")

    def _set_busy(self, busy: bool) -> None:
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit()
