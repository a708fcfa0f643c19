"""Language and direction of the console, switched while it runs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal

from app.core.languages import LANGUAGES, SOURCE_LANGUAGE

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"


class Language(QObject):
    """One of LANGUAGES: the translators, the direction of the layout, and how numbers are written. `folder`
    is that of the translations."""

    changed = Signal()
    """The language was switched; every window has had its LanguageChange event."""

    def __init__(self, app: QCoreApplication, translations: Path, code: str = SOURCE_LANGUAGE) -> None:
        super().__init__()
        self._app = app
        self.folder = translations
        self._installed: list[QTranslator] = []
        self.code = ""
        self.use(code)

    def use(self, code: str) -> None:
        """Switches to one of LANGUAGES. Raises ValueError for another code."""
        if code not in LANGUAGES:
            raise ValueError(f"no such language: {code}")
        if code == self.code:
            return
        self.code = code
        QLocale.setDefault(self.locale)
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed = [
            *self._load(f"qtbase_{code}", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
            *self._load(f"sweep_{code}", self.folder),
        ]
        # qtbase_he mirrors the application by its own translation of QT_LAYOUT_DIRECTION; the direction is
        # set explicitly as well, since that depends on the file being there.
        if hasattr(self._app, "setLayoutDirection"):
            self._app.setLayoutDirection(self.direction)
        # Qt posts the event to the windows; slots of `changed` may rely on the texts being switched.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        self.changed.emit()

    @property
    def locale(self) -> QLocale:
        return QLocale(self.code)

    @property
    def direction(self) -> Qt.LayoutDirection:
        return self.locale.textDirection()

    def _load(self, name: str, folder: Path) -> list[QTranslator]:
        translator = QTranslator(self)
        if not translator.load(name, str(folder)):
            return []
        self._app.installTranslator(translator)
        return [translator]


def isolate(text: str) -> str:
    """`text` in its own direction, so that it does not reorder what stands around it."""
    return f"{_FSI}{text}{_PDI}"


def ltr(text: str) -> str:
    """`text` from left to right whatever stands around it: ids, e-mails, paths, figures such as 150 / 582."""
    return f"{_LRI}{text}{_PDI}"
