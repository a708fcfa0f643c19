"""Saving tables as files: the system's dialog asks where, an executor thread writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.files.saving import save_lines
from app.qt.calls import Calls
from app.ui.widgets.asking import finished
from app.viewmodel.exports import Exports

translate = QCoreApplication.translate

Lines = Callable[[], Iterable[str | bytes]]
"""Makes the pieces of a file, in the thread that writes them: no widget may be touched there."""


class FileKind(Enum):
    """What a table can be saved as, by the ending of the file's name."""

    CSV = ".csv"
    JSON_LINES = ".jsonl"
    PDF = ".pdf"
    HTML = ".html"
    XLSX = ".xlsx"
    JSON = ".json"

    @property
    def filter(self) -> str:
        """As the file dialog lists it."""
        return f"{translate('Exporter', str(_NAMES[self]))} (*{self.value})"


_NAMES = {
    FileKind.CSV: QT_TRANSLATE_NOOP("Exporter", "Spreadsheet"),
    FileKind.JSON_LINES: QT_TRANSLATE_NOOP("Exporter", "JSON Lines"),
    FileKind.PDF: QT_TRANSLATE_NOOP("Exporter", "PDF document"),
    FileKind.HTML: QT_TRANSLATE_NOOP("Exporter", "Web page"),
    FileKind.XLSX: QT_TRANSLATE_NOOP("Exporter", "Excel workbook"),
    FileKind.JSON: QT_TRANSLATE_NOOP("Exporter", "JSON"),
}


class Exporter(QObject):
    """Asks for a file and writes it; one at a time. Belongs to `window`, over which it asks."""

    progressed = Signal(int)
    """So many lines are written."""

    def __init__(self, calls: Calls, window: QWidget, exports: Exports) -> None:
        """`exports` hears of each file that was saved."""
        super().__init__(window)
        self._calls = calls
        self._exports = exports
        self._window = window
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._stopped = threading.Event()

    async def save(self, title: str, name: str, kinds: Mapping[FileKind, Lines]) -> Path | None:
        """Asks under `title` where to, suggests `name` (without an ending), and writes there.

        Returns the file, or None where the person chose none or `stop` came in time: then nothing was
        written. Raises ExportFailed.
        """
        chosen = await self._ask(title, name, list(kinds))
        if chosen is None:
            return None
        path, kind = chosen
        self._stopped.clear()
        saved = await self._calls.run(self._write, path, kinds[kind])
        if not saved:
            return None
        self._exports.saved.emit(path)
        return path

    def stop(self) -> None:
        """Gives up the file that is being written; what was there before stays."""
        self._stopped.set()

    async def _ask(self, title: str, name: str, kinds: list[FileKind]) -> tuple[Path, FileKind] | None:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setObjectName("export")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([kind.filter for kind in kinds])
        dialog.setDefaultSuffix(kinds[0].value)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_kind(chosen, kinds).value))
        dialog.selectFile(f"{name}{kinds[0].value}")
        if await finished(dialog) != QDialog.DialogCode.Accepted or not dialog.selectedFiles():
            return None
        path = Path(dialog.selectedFiles()[0])
        self._folder = str(path.parent)
        by_ending = [kind for kind in kinds if kind.value == path.suffix.lower()]
        return path, by_ending[0] if by_ending else _kind(dialog.selectedNameFilter(), kinds)

    def _write(self, path: Path, lines: Lines) -> bool:
        return save_lines(path, lines(), self._go_on)

    def _go_on(self, written: int) -> bool:
        if written:
            self.progressed.emit(written)
        return not self._stopped.is_set()


def _kind(chosen: str, kinds: list[FileKind]) -> FileKind:
    return next((kind for kind in kinds if kind.filter == chosen), kinds[0])
