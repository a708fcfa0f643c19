"""Where the window and its parts were when it was last closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app.ui.businesses.status_filters import StatusFilter
from app.ui.widgets.kept import kept_state
from app.ui.window.parts import WindowParts

GEOMETRY_KEY, FILTER_KEY = "window/geometry", "businesses/filter"


class Geometry:
    """Keeps geometry, splitters, the status filter, and order, widths and sorting of the columns in
    `settings`."""

    def __init__(self, window: QMainWindow, parts: WindowParts, settings: QSettings) -> None:
        self._window = window
        self._parts = parts
        self._settings = settings

    def restore(self) -> None:
        """Takes up where `save` left off."""
        parts, settings = self._parts, self._settings
        if self._window.restoreGeometry(kept_state(settings, GEOMETRY_KEY)):
            self._stay_on_a_screen()
        parts.body.restore(settings)
        parts.page.restore(settings)
        parts.sidebar.choose(StatusFilter.named(settings.value(FILTER_KEY)))
        parts.split.restore(settings)
        parts.runs.restore(settings)

    def save(self) -> None:
        parts, settings = self._parts, self._settings
        settings.setValue(GEOMETRY_KEY, self._window.saveGeometry())
        parts.body.save(settings)
        parts.page.save(settings)
        settings.setValue(FILTER_KEY, parts.sidebar.status_filter.name)
        parts.split.save(settings)
        parts.runs.save(settings)

    def _stay_on_a_screen(self) -> None:
        """The screens may be others than those the geometry was kept on."""
        if not self._window.isMaximized() and not self._window.isFullScreen():
            screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            self._window.setGeometry(clamped(self._window.geometry(), screens))


def clamped(window: QRect, screens: Sequence[QRect]) -> QRect:
    """`window` moved, and made smaller where it has to be, so that all of it is on the screen of which it
    covers most, or on the first one."""
    if not screens:
        return window

    def covered(screen: QRect) -> int:
        both = screen.intersected(window)
        return both.width() * both.height()

    screen = max(screens, key=covered)
    size = window.size().boundedTo(screen.size())
    left = min(max(window.left(), screen.left()), screen.left() + screen.width() - size.width())
    top = min(max(window.top(), screen.top()), screen.top() + screen.height() - size.height())
    return QRect(left, top, size.width(), size.height())
