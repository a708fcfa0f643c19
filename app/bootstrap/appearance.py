"""Language, theme and size of texts of the console, as they were chosen last."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap.resources import RESOURCES, TRANSLATIONS
from app.core.languages import LANGUAGES, SOURCE_LANGUAGE
from app.core.text import whole_number
from app.qt.translation import Language
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext


class Appearance:
    """Language, theme and size of texts, as they were chosen last."""

    def __init__(self, store: QSettings, language: str | None = None) -> None:
        application = QApplication.instance()
        assert application is not None  # noqa: S101 - for the type checker
        self.store = store
        mode, size = str(store.value("theme", "system")), _percent(store.value("text_size"))
        self.theme = Theme(RESOURCES, mode, size)
        chosen = language or str(store.value("language"))
        code = chosen if chosen in LANGUAGES else SOURCE_LANGUAGE
        self.language = Language(application, TRANSLATIONS, code)
        self.language.changed.connect(self._keep)
        self.theme.changed.connect(self._keep)

    def context(self, parent: QWidget | None = None) -> DialogContext:
        """What dialogs over `parent` need."""
        return DialogContext(self.language, self.theme, parent)

    def _keep(self) -> None:
        self.store.setValue("language", self.language.code)
        self.store.setValue("theme", self.theme.mode.value)
        self.store.setValue("text_size", self.theme.text_size)


def _percent(kept: object) -> int:
    """The saved size of texts; anything but a number counts as none."""
    return whole_number(str(kept)) or 0
