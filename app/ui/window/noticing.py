"""What the window says and does about runs that have ended: bell, list of notices, message."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.actions.runs import CLEAN_UP
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.run_errors import NothingInRun
from app.ui.notifications.bell import BellButton
from app.ui.notifications.popup import NoticeList
from app.ui.notifications.sayings import ended_text, tone_of
from app.ui.runs.page import RunsPage
from app.ui.texts.errors import error_text
from app.ui.widgets.dialog import DialogContext
from app.ui.window.message_bar import News
from app.ui.window.toolbar import Toolbar
from app.viewmodel.run_ends import RunEnd, RunEnds
from app.viewmodel.services import Services

translate = QCoreApplication.translate


class Noticing(QObject):
    """Keeps the bell at the count of `ends`, and does what the list asks for as the page of the runs does."""

    news = Signal(object)
    """News for the message bar."""

    run_wanted = Signal(str)
    """The run with this id is to be opened."""

    report_wanted = Signal(str)
    """The report of the run with this id is to be saved."""

    def __init__(
        self,
        services: Services,
        context: DialogContext,
        settings: QSettings,
        runs: RunsPage,
        toolbar: Toolbar,
        body: QWidget,
        window: QWidget,
    ) -> None:
        """The list lies over `body`, under the bell of `toolbar`."""
        super().__init__(window)
        self._services, self._runs, self._language = services, runs, context.language
        self._actor: Actor | None = None
        self._bell: BellButton = toolbar.bell
        self.ends = RunEnds(services, runs.jobs_here, settings, self)
        self.list = NoticeList(
            self.ends, context.language, context.theme, body, lambda: toolbar.place_of(toolbar.bell)
        )
        self.ends.changed.connect(self._show_count)
        self.ends.ended.connect(self._tell)
        self.list.toggled.connect(self._bell.show_open)
        self.list.run_wanted.connect(self.run_wanted)
        self.list.report_wanted.connect(self.report_wanted)
        self.list.action_wanted.connect(self._act)

    def act_for(self, actor: Actor) -> None:
        """It is this person's runs of which is told."""
        self._actor = actor
        self.ends.act_for(actor)

    def leave(self) -> None:
        """The window is about to close: nothing is read or told any more."""
        self._actor = None
        self.list.close_up()
        self.ends.act_for(None)

    def show_busy(self, *, is_cleaning_up: bool) -> None:
        """What the list can begin at the moment."""
        self.list.show_busy(is_acting=self._runs.commands.is_busy, is_cleaning_up=is_cleaning_up)

    def sentence(self, ends: Sequence[RunEnd], *, named: bool) -> str:
        """What is told of these ends in one sentence; of a window that is locked nothing is `named`."""
        return ended_text(ends, self._language.locale, named=named)

    def _show_count(self) -> None:
        self._bell.show_count(self.ends.unread)

    @Slot(object)
    def _tell(self, ends: Sequence[RunEnd]) -> None:
        text, tone = self.sentence(ends, named=True), tone_of(ends)
        if len(ends) == 1:
            run_id = ends[0].row.id
            show = translate("Notifications", "Show run")
            self.news.emit(News(text, tone, show, lambda: self._show_run(run_id)))
        else:
            show = translate("Notifications", "Show notifications")
            self.news.emit(News(text, tone, show, self.list.open_up))

    def _show_run(self, run_id: str) -> None:
        self.ends.mark_read([run_id])
        self.news.emit(News(""))
        self.run_wanted.emit(run_id)

    @Slot(str, str)
    def _act(self, action: str, run_id: str) -> None:
        end = self.ends.end_of(run_id)
        if self._actor is not None and end is not None:
            work = self._carry_out(self._actor, action, end)
            self._services.calls.spawn(work, name=f"{action} run of a notice")

    async def _carry_out(self, actor: Actor, action: str, end: RunEnd) -> None:
        """The run as it is now decides for how many of its jobs the action is."""
        reading, here = self._services.runs, self._runs.jobs_here.jobs
        try:
            run = await self._services.calls.run(reading.opened, actor, end.row, here)
            if run is None:
                raise NothingInRun(action, end.row.run.name or end.row.id)
            run.wanted(action)
        except SweepError as error:
            if isValid(self):
                self.news.emit(News(error_text(error), "bad"))
            return
        if not isValid(self) or self._actor is not actor:
            return
        if action == CLEAN_UP:
            self.list.close_up()
            self._runs.clean_up.emit(run.businesses_for(action))
        else:
            self._runs.commands.act(action, run)
