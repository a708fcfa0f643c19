"""The icon in the desktop's tray, there while the window is not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from app.ui.texts.words import without_marks
from app.ui.widgets.desktop import has_tray


class Tray(QObject):
    """Keeps the way back to a hidden window."""

    wanted = Signal()
    """The window is wanted back."""

    pause_wanted = Signal()
    """Everything that runs or waits here is to be paused."""

    quit_wanted = Signal()

    def __init__(self, icon: QIcon, window: QWidget) -> None:
        super().__init__(window)
        self._menu = QMenu(window)
        self._open = self._menu.addAction("", self.wanted.emit)
        self._pause = self._menu.addAction("", self.pause_wanted.emit)
        self._pause.setObjectName("tray.pause")
        self._quit = self._menu.addAction("", self.quit_wanted.emit)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self.retranslate()

    @property
    def is_available(self) -> bool:
        """Whether this desktop has a tray at this moment."""
        return has_tray()

    def show(self) -> None:
        self._icon.show()

    def hide(self) -> None:
        self._icon.hide()

    def say(self, text: str) -> None:
        """A notification of the desktop, where the window is not there to say it."""
        if self._icon.isVisible():
            self._icon.showMessage("Sweep", without_marks(text), self._icon.icon())

    def call(self, text: str) -> None:
        """The same for a window that stands behind others: the icon, without which no notification is shown,
        stays until the window is in front again."""
        if self.is_available:
            self.show()
            self.say(text)

    def retranslate(self) -> None:
        self._open.setText(self.tr("Open Sweep"))
        self._pause.setText(self.tr("Pause all"))
        self._quit.setText(self.tr("Quit"))
        self._icon.setToolTip(self.tr("Sweep is running in the background."))

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.wanted.emit()
