"""Saving the preview of a confirmation as a file, for whoever has to sign it off."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog

from app.core.errors import ExportFailed
from app.ui.dialogs.error import ErrorDialog
from app.ui.texts.errors import error_text
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.exporting import Exporter, FileKind, Lines
from app.viewmodel.services import Services

translate = QCoreApplication.translate


class PreviewExport:
    """Belongs to the confirmation over which it asks for a file."""

    def __init__(self, services: Services, dialog: QDialog, context: DialogContext) -> None:
        self._exporter = Exporter(services.calls, dialog, services.exports)
        self._context = DialogContext(context.language, context.theme, dialog)
        self._is_running = False

    async def save(self, lines: Lines) -> None:
        """Asks for a file and writes it; one at a time. What goes wrong is told over the dialog."""
        if self._is_running:
            return
        self._is_running = True
        try:
            title = translate("ConfirmDialog", "Export preview")
            await self._exporter.save(title, f"sweep-preview-{date.today():%Y-%m-%d}", {FileKind.CSV: lines})
        except ExportFailed as error:
            await ErrorDialog(error_text(error), str(error), self._context).ask()
        finally:
            self._is_running = False
