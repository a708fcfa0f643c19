"""Each dialog of the gallery in turn, open over the window of a test's console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog

from app.qt.translation import Language
from app.smoke.gallery import exhibits
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from tests.support.all_states import samples_in


def dialogs(console: Any, language: Language, theme: Theme) -> Iterator[tuple[str, QDialog]]:
    """Its name and itself, once it has all that it shows; it is closed when the next one is wanted."""
    samples = samples_in(language.code)
    for exhibit in exhibits(
        console.services, DialogContext(language, theme, console.window), samples, console.window
    ):
        dialog = exhibit.make()
        dialog.open()
        console.loop.until(lambda dialog=dialog, exhibit=exhibit: exhibit.is_ready(dialog))
        QApplication.processEvents()  # what came in the same moment finds its room
        yield exhibit.name, dialog
        dialog.close()
