"""Finishing files by hand: ask, delete off the main thread, tell what became of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.actions.sweeping import SweepResult
from app.core.access import Actor
from app.core.errors import FilesNotFound, SweepError
from app.ui.texts.errors import error_text
from app.ui.texts.sweep import Swept, finished_text
from app.ui.texts.words import businesses_text, number_text
from app.ui.widgets.dialog import DialogContext
from app.ui.window import availability
from app.ui.window.long_work import LongWork
from app.ui.window.message_bar import News
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services


@dataclass
class _Sweep:
    """One that is under way, also of kept files where `everything`. `begun` is false while nothing can have
    been deleted yet; `results` come from the thread that deletes."""

    actor: Actor
    names: Mapping[int, str]
    everything: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    begun: bool = False
    is_cut_short: bool = False
    results: list[SweepResult] = field(default_factory=list)

    def keep_going(self) -> bool:
        """The action asks first when it has looked at storage and audit trail."""
        if self.stop.is_set():
            self.is_cut_short = True
            return False
        self.begun = True
        return True

    @property
    def swept(self) -> Swept:
        """How it went so far."""
        is_cut_short = self.is_cut_short or len(self.results) < len(self.names)
        return Swept(self.results, len(self.names), is_cut_short)


class Finishing(QObject):
    """One sweep at a time, beside which all else goes on: it may take hours, and nothing must keep a person
    from pausing a deletion meanwhile.

    That missing files are accepted is said in one place alone, by the typed word of AcceptMissingDialog.
    """

    changed = Signal()
    """It begins or has ended."""

    news = Signal(object)
    """News for the message bar."""

    def __init__(self, services: Services, context: DialogContext, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._context = context
        self._window = window
        self._language = context.language
        self._sweep: _Sweep | None = None
        self._is_leaving = False
        self.is_running = False

    def ask(self, actor: Actor, rows: Sequence[ShownRow]) -> None:
        """Begins with the question; of the rows, those count in which something may be deleted."""
        names = {
            shown.row.business.id: shown.row.business.name
            for shown in rows
            if not shown.flaw and availability.finish_files_disabled_reason(shown) is None
        }
        if names:
            self._begin(self._ask, actor, names, len(rows) - len(names))

    def leave(self) -> None:
        """What is under way stops after the page of files that it is at, and nothing is shown any more."""
        self._is_leaving = True
        if self._sweep is not None:
            self._sweep.stop.set()

    def _begin(self, work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
        if not self.is_running and not self._is_leaving:
            self._set_running(True)
            self._services.calls.spawn(self._carry_out(work, *args), name="finish files")

    async def _carry_out(self, work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
        try:
            await work(*args)
        finally:
            self._set_running(False)

    def _set_running(self, running: bool) -> None:
        self.is_running = running
        if not self._is_leaving:
            self.changed.emit()

    async def _ask(self, actor: Actor, names: Mapping[int, str], left_out: int) -> None:
        place = self._services.storage_place
        from app.ui.dialogs.finish_files import FinishFilesDialog

        dialog = FinishFilesDialog(names, left_out, place, self._context)
        if await dialog.ask():
            await self._finish(_Sweep(actor, names, dialog.everything), accept_missing=False)

    async def _accept(
        self,
        actor: Actor,
        names: Mapping[int, str],
        missing: Mapping[int, int | None],
        everything: bool,
    ) -> None:
        """`missing` as for AcceptMissingDialog: of these businesses alone the missing files are accepted."""
        place = self._services.storage_place
        from app.ui.dialogs.accept_missing import AcceptMissingDialog

        dialog = AcceptMissingDialog(missing, names, place, self._context)
        if await dialog.ask():
            wanted = {business_id: names[business_id] for business_id in missing}
            await self._finish(_Sweep(actor, wanted, everything), accept_missing=True)

    async def _finish(self, sweep: _Sweep, *, accept_missing: bool) -> None:
        if self._is_leaving:
            return
        try:
            await self._run(sweep, accept_missing=accept_missing)
        except SweepError as error:
            if not self._is_leaving:
                self._tell_error(sweep, error)
            return
        if not self._is_leaving:
            await self._tell(sweep)

    async def _run(self, sweep: _Sweep, *, accept_missing: bool) -> None:
        work = LongWork(self.news.emit, self)
        locale = self._language.locale
        businesses = businesses_text(len(sweep.names), locale)
        progress = self.tr("Cleaning up files: {done} of {businesses}…")

        def progressed() -> None:
            if not sweep.stop.is_set():
                done = number_text(len(sweep.results), locale)
                work.say(progress.format(done=done, businesses=businesses))

        def given_up() -> None:
            sweep.stop.set()
            work.say(self.tr("Stopping after the current files…"))

        def report(result: SweepResult) -> None:
            sweep.results.append(result)
            self._services.calls.loop.call_soon_threadsafe(progressed)

        self._sweep = sweep
        work.given_up.connect(given_up)
        progressed()
        act = partial(self._services.sweep_files, accept_missing=accept_missing, everything=sweep.everything)
        try:
            await self._services.calls.run(act, sweep.actor, list(sweep.names), sweep.keep_going, report)
        finally:
            sweep.stop.set()  # where nobody waits any more, the thread must not go on either
            self._sweep = None
            if not self._is_leaving:  # else the window may be gone by now, and its message with it
                work.end()

    def _tell_error(self, sweep: _Sweep, error: SweepError) -> None:
        """An error in the middle has its own sentence, with what is done so far one click away: those of
        `error_text` say that nothing was done."""
        if sweep.begun:
            locale = self._language.locale
            text = self.tr(
                "Cleaning up files was interrupted after {done} of {businesses}. Files deleted so far "
                "stay deleted; run it again to continue."
            ).format(
                done=number_text(len(sweep.results), locale),
                businesses=businesses_text(len(sweep.names), locale),
            )
            each = partial(self._begin, self._show, sweep)
            way_out = self.tr("Show details") if sweep.results else ""
            self.news.emit(News(text, "bad", way_out, each, details=str(error)))
        elif isinstance(error, FilesNotFound):
            missing: dict[int, int | None] = dict.fromkeys(sweep.names)
            accept = partial(self._begin, self._accept, sweep.actor, sweep.names, missing, sweep.everything)
            way_out = self.tr("Confirm missing files…")
            self.news.emit(News(error_text(error), "bad", way_out, accept, details=str(error)))
        else:
            self.news.emit(News(error_text(error), "bad", details=str(error)))

    async def _tell(self, sweep: _Sweep) -> None:
        """Shows the result of each business at once, but never over what the person does meanwhile."""
        if self._window.isVisible() and QApplication.activeModalWidget() is None:
            await self._show(sweep)
            return
        text = finished_text(sweep.swept, self._language.locale)
        tone = "ok" if sweep.swept.is_clean else "warn"
        self.news.emit(News(text, tone, self.tr("Show details"), partial(self._begin, self._show, sweep)))

    async def _show(self, sweep: _Sweep) -> None:
        place = self._services.storage_place
        from app.ui.dialogs.swept import SweptDialog

        dialog = SweptDialog(sweep.swept, sweep.names, place, self._context)
        if await dialog.ask():
            await self._accept(sweep.actor, sweep.names, sweep.swept.held, sweep.everything)
