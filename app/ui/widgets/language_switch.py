"""The switch to another language: at once where there is one, by a menu where there are several."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.core.languages import others
from app.qt.translation import Language


class LanguageSwitch:
    """What a button for the other languages is called, and what it does."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @property
    def caption(self) -> str:
        """The other languages by their own names."""
        return " · ".join(others(self._language.code).values())

    def switch(self, button: QWidget) -> None:
        """Switches to the other language, or lets the person choose below `button`."""
        offered = others(self._language.code)
        if len(offered) == 1:
            self._language.use(*offered)
            return
        menu = QMenu(button)
        menu.setObjectName("menu.languages")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, name in offered.items():
            menu.addAction(name, partial(self._language.use, code))
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
