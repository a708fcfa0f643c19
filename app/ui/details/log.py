"""What people did with the job, and what workers of this console met, newest first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.core.access import Actor
from app.core.record import AuditLine
from app.qt.translation import Language
from app.ui.details.log_text import LogLine, line_text, merged
from app.ui.details.reading import ReadingTab
from app.ui.texts.times import moment_text
from app.ui.theme.theme import Theme
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

translate = QCoreApplication.translate

SENTENCE_COLUMN = 1


class LogTab(ReadingTab):
    """The audit trail is read when the job's status changes; events of workers come by themselves."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__(services.calls, theme, "details.log")
        self._services = services
        self._language = language
        self._theme = theme
        self._audit: list[AuditLine] = []
        self.view = RecordsTable(theme, "details.log.lines", wide=SENTENCE_COLUMN, key=_key)
        self.model: RecordsModel[LogLine] = self.view.records
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        services.activity.noted.connect(self._on_noted)
        self.retranslate()

    def key(self, shown: ShownRow) -> Hashable:
        job = shown.row.job
        return (job.id, job.status) if job else None

    def read(self, actor: Actor, shown: ShownRow) -> Callable[[], list[AuditLine]]:
        job = shown.row.job
        return partial(self._services.details.log, actor, shown.row.business.id, job.id if job else 0)

    def take(self, answer: Any) -> None:
        self._audit = answer
        self._show_lines()

    def clear(self) -> None:
        self._audit = []
        self.model.show([])

    def empty_text(self) -> str:
        if self._shown is None:
            return translate("Details", "Select one business to see the log of its job.")
        return translate("Details", "This business has no job.")

    def retranslate(self) -> None:
        super().retranslate()
        locale = self._language.locale
        self.view.setAccessibleName(translate("Details", "Job log"))
        self.model.use_columns(
            [
                TableColumn(
                    translate("Details", "Time"), lambda line: moment_text(line.at, locale), figures=False
                ),
                TableColumn(
                    translate("Details", "Event"),
                    lambda line: line_text(line, locale),
                    figures=False,
                    icon=lambda line: self._theme.icon(*line.look),
                ),
                TableColumn(translate("Details", "User"), lambda line: line.person, figures=False),
            ]
        )
        self.view.fit()

    @Slot(object)
    def _on_noted(self, job_id: int) -> None:
        job = self._shown.row.job if self._shown else None
        if job is not None and job.id == job_id and self.isVisible():
            self._show_lines()

    def _show_lines(self) -> None:
        job = self._shown.row.job if self._shown else None
        events = self._services.activity.events(job.id) if job else ()
        lines = merged(self._audit, events)
        self.model.show(lines)
        if not lines and job is not None and self._error is None:
            self.notice.say(
                "inbox", "muted", translate("Details", "No actions on this job on this computer.")
            )
            self._stack.setCurrentWidget(self.notice)
        elif lines:
            self._show_state()


def _key(line: LogLine) -> Hashable:
    return line.at, line.number, type(line.source)
