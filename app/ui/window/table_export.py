"""Saving the rows of the table as a file, beside whatever else goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.text import visible
from app.qt.calls import Calls
from app.qt.translation import ltr
from app.ui.businesses.columns import Column
from app.ui.businesses.copying import as_csv
from app.ui.texts.words import number_text
from app.ui.widgets.exporting import Exporter, FileKind
from app.ui.window.long_work import LongWork
from app.ui.window.message_bar import News
from app.viewmodel.exports import Exports
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate


class TableExport(QObject):
    """Writes one file at a time; says how far it is, and can be stopped."""

    news = Signal(object)
    """News for the message bar."""

    def __init__(self, calls: Calls, window: QWidget, exports: Exports) -> None:
        super().__init__(window)
        self._exporter = Exporter(calls, window, exports)
        self.is_running = False

    async def save(self, rows: Sequence[ShownRow], columns: Sequence[Column], locale: QLocale) -> None:
        """Asks for a file, and writes these rows in this order and these columns. Raises ExportFailed."""
        work = LongWork(self.news.emit, self)
        progress = translate("Commands", "Exporting rows: {done} of {all}…")

        def progressed(written: int) -> None:
            done, whole = number_text(written, locale), number_text(len(rows), locale)
            work.say(progress.format(done=done, all=whole))

        self.is_running = True
        self._exporter.progressed.connect(progressed)
        work.given_up.connect(self._exporter.stop)
        try:
            path = await self._ask_and_write(rows, columns, locale)
        finally:
            self.is_running = False
            self._exporter.progressed.disconnect(progressed)
            work.end()
        if path is not None:
            saved = translate("Commands", "Saved to {file}.").format(file=ltr(visible(str(path))))
            self.news.emit(News(saved, "ok"))
        elif work.is_given_up:
            self.news.emit(News(translate("Commands", "Stopped. No file was written.")))

    async def _ask_and_write(
        self, rows: Sequence[ShownRow], columns: Sequence[Column], locale: QLocale
    ) -> Path | None:
        name = f"{translate('Commands', 'businesses')}-{date.today():%Y-%m-%d}"
        kinds = {FileKind.CSV: lambda: as_csv(rows, columns, locale)}
        return await self._exporter.save(translate("Commands", "Export visible rows"), name, kinds)
