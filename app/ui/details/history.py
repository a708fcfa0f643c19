"""All jobs of the business, of any type, newest first, page by page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from app.actions.runs import is_restorable
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job
from app.db.history import HistoryPage
from app.qt.nets import net
from app.qt.translation import Language, ltr
from app.ui.businesses.states import job_state
from app.ui.details.reading import ReadingTab
from app.ui.texts.errors import error_text
from app.ui.texts.figures import whole_text
from app.ui.texts.stored import stored_text
from app.ui.texts.times import moment_text
from app.ui.texts.words import job_type_text, name_text, number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S, GAP_XS
from app.ui.widgets.menu import Menu
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

translate = QCoreApplication.translate

ERROR_COLUMN = 8


class HistoryTab(ReadingTab):
    """The job on the top row moves with the poller; the rest is read when something ended or began."""

    restore_wanted = Signal(object, str)
    """A Job whose receipts are to be restored, and the name of its business."""

    def __init__(
        self,
        services: Services,
        language: Language,
        theme: Theme,
        no_restores: Callable[[], str] = str,
    ) -> None:
        """`no_restores` says why nothing can be restored here, or "" where something can."""
        super().__init__(services.calls, theme, "details.history")
        self._details = services.details
        self._language = language
        self._theme = theme
        self._no_restores = no_restores
        self._job_type = services.job_type
        self._older: int | None = None
        self._paging: object | None = None
        self.view = RecordsTable(theme, "details.history.jobs", wide=ERROR_COLUMN, key=lambda job: job.id)
        self.model: RecordsModel[Job] = self.view.records
        self.view.menu_wanted.connect(self._pop_up)
        self._menu = Menu(self)
        self._menu.setObjectName("details.history.menu")
        self._menu.setToolTipsVisible(True)
        self._more = QPushButton()
        self._more.setObjectName("details.history.older")
        self._more.clicked.connect(self._read_older)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setContentsMargins(GAP_S, GAP_XS, GAP_S, GAP_XS)
        foot.addWidget(self._more)
        foot.addStretch()
        column.addLayout(foot)
        self.retranslate()

    def key(self, shown: ShownRow) -> Hashable:
        job = shown.row.job
        return shown.row.business.id, job.id if job else None, job.status if job else None

    def read(self, actor: Actor, shown: ShownRow) -> Callable[[], HistoryPage]:
        return partial(self._details.history, actor, shown.row.business.id)

    def take(self, answer: Any) -> None:
        page: HistoryPage = answer
        if not page.jobs:
            self.notice.say("inbox", "muted", translate("Details", "This business has no jobs yet."))
            self._stack.setCurrentWidget(self.notice)
        # Older pages that were read stay, unless so much is new that something between is missing.
        before = {job.id for job in self.model.lines}
        known: list[Job] = []
        if page.older is not None and any(job.id in before for job in page.jobs):
            known = [job for job in self.model.lines if job.id < page.older]
        if not known:
            self._older, self._paging = page.older, None
        self.model.show([*page.jobs, *known])
        self._show_more()

    def clear(self) -> None:
        self.model.show([])
        self._older, self._paging = None, None
        self._show_more()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._paging = None
        self._show_more()

    def empty_text(self) -> str:
        return translate("Details", "Select one business to see its jobs.")

    def follow(self, actor: Actor | None, shown: ShownRow | None) -> None:
        super().follow(actor, shown)
        job = shown.row.job if shown else None
        if job is not None and any(line.id == job.id for line in self.model.lines):
            self.model.show([job if line.id == job.id else line for line in self.model.lines])

    def retranslate(self) -> None:
        super().retranslate()
        locale = self._language.locale
        self.view.setAccessibleName(translate("Details", "Jobs of this business"))
        self._more.setText(translate("Details", "Show older jobs"))
        self.model.use_columns(
            [
                TableColumn(translate("Details", "Status"), _state, figures=False, icon=self._icon),
                TableColumn(translate("Details", "Job"), lambda job: ltr(str(job.id))),
                TableColumn(
                    translate("Details", "Type"), lambda job: job_type_text(job.job_type), figures=False
                ),
                TableColumn(
                    translate("Details", "Started"),
                    lambda job: moment_text(job.started_at or job.created_at, locale, seconds=False),
                    figures=False,
                ),
                TableColumn(
                    translate("Details", "Ended"),
                    lambda job: moment_text(job.finished_at, locale, seconds=False),
                    figures=False,
                ),
                TableColumn(
                    translate("Details", "Processed"),
                    lambda job: ltr(f"{whole_text(job.processed, locale)} / {whole_text(job.total, locale)}"),
                ),
                TableColumn(translate("Details", "Failed"), lambda job: number_text(job.failed, locale)),
                TableColumn(
                    translate("Details", "Requested by"),
                    lambda job: ltr(name_text(job.requested_by)) if job.requested_by else "–",
                    figures=False,
                ),
                TableColumn(translate("Details", "Last error"), _error, figures=False),
            ]
        )
        self.view.fit()

    def _pop_up(self, job: Job, at: QPoint) -> None:
        if self._shown is None:
            return
        name = self._shown.row.business.name
        action = self._menu_action(job)
        action.triggered.connect(lambda _=False: self.restore_wanted.emit(job, name))
        self._menu.popup(at)

    def _menu_action(self, job: Job) -> QAction:
        """The one action; where it is off, its tooltip says why."""
        self._menu.clear()
        action = self._menu.addAction(self._theme.icon("undo-2"), translate("Details", "Restore…"))
        problem = self._no_restores()
        if not problem and job.is_active:
            problem = translate("Details", "The deletion has not ended yet.")
        if not problem and not (job.job_type == self._job_type and is_restorable(job)):
            problem = translate(
                "Details", "Nothing that this job deleted is marked, so it cannot be restored here."
            )
        action.setEnabled(not problem)
        action.setToolTip(problem)
        return action

    def _icon(self, job: Job) -> Any:
        state = job_state(job)
        return self._theme.icon(state.icon, state.tone)

    def _show_more(self) -> None:
        self._more.setVisible(self._older is not None)
        self._more.setEnabled(self._paging is None)

    def _read_older(self) -> None:
        if self._older is None or self._paging is not None or self._actor is None or self._shown is None:
            return
        self._paging = object()
        self._show_more()
        reading = self._page(self._paging, self._actor, self._shown.row.business.id, self._older)
        self._calls.spawn(reading, name="details.history.older")

    async def _page(self, token: object, actor: Actor, business_id: int, before: int) -> None:
        text = translate("Details", "Show older jobs")
        page = None
        try:
            page = await self._calls.run(self._details.history, actor, business_id, before)
        except SweepError as error:
            text = translate("Details", "{problem} Try again").format(problem=error_text(error))
        if token is not self._paging:
            return
        self._paging = None
        self._more.setText(text)
        if page is not None:
            self._older = page.older
            self.model.show([*self.model.lines, *page.jobs])
        self._show_more()


def _state(job: Job) -> str:
    return job_state(job).word


def _error(job: Job) -> str:
    return stored_text(job.last_error or "")
