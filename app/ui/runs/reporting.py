"""Saving the report of a run as a file, in the language of the window."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.core.access import Actor
from app.core.errors import SweepError
from app.core.text import visible
from app.qt.translation import Language, ltr
from app.ui.runs.commands import RunNews
from app.ui.texts.errors import error_text
from app.ui.widgets.exporting import Exporter, FileKind, Lines
from app.viewmodel.services import Services

if TYPE_CHECKING:
    from app.reports.document import Document
    from app.reports.files import ReportKind

translate = QCoreApplication.translate

BREATH_SECONDS = 0.004
"""After each page, and after some rows that are laid out."""


class RunReports(QObject):
    """Asks where to, reads the rows anew and writes the file, one at a time; nothing of it in the window's
    thread."""

    news = Signal(object)
    """RunNews: that it is saved, or why not."""

    def __init__(self, services: Services, language: Language, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._language = language
        self._exporter = Exporter(services.calls, window, services.exports)
        self._actor: Actor | None = None
        self.is_saving = False

    def act_for(self, actor: Actor | None) -> None:
        """From now on this person reads."""
        self._actor = actor

    def save(self, run_id: str, name: str) -> None:
        """Saves the report of the run with this id, called `name`."""
        if self._actor is not None and not self.is_saving:
            self.is_saving = True
            self._services.calls.spawn(self._save(self._actor, run_id, name), name="report")

    async def _save(self, actor: Actor, run_id: str, name: str) -> None:
        from app.reports.files import ReportKind, file_name  # what few need is loaded by them

        kinds = {FileKind(kind.value): self._lines(kind, actor, run_id) for kind in ReportKind}
        title = translate("Runs", "Save the report of the run")
        try:
            path = await self._exporter.save(title, file_name(name, run_id), kinds)
        except SweepError as error:
            if isValid(self):
                self.news.emit(RunNews(error_text(error), "bad"))
        else:
            if path is not None and isValid(self):
                saved = translate("Runs", "Report saved to {file}.").format(file=ltr(visible(str(path))))
                self.news.emit(RunNews(saved, "ok"))
        finally:
            self.is_saving = False

    def _lines(self, kind: ReportKind, actor: Actor, run_id: str) -> Lines:
        """Made in the thread that writes them: of the window only what does not change is used there."""
        from app.reports.files import pieces
        from app.reports.making import Origin
        from app.reports.words import Words

        reports, translations, language = self._services.reports, self._language.folder, self._language.code
        origin = Origin(actor.email, self._services.environment)

        def made() -> Iterable[str | bytes]:
            report = reports.find(actor, run_id)
            return pieces(kind, report, origin, Words.of(translations, language), _printed)

        return made


def _printed(document: Document) -> bytes:
    from app.ui.printing.pdf import pdf_of

    return pdf_of(document, _breathe) or b""


def _breathe(_page: int) -> bool:
    """Others have their turn: the window, and what the page of the runs reads."""
    time.sleep(BREATH_SECONDS)
    return True
