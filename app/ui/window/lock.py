"""The lock of the window: nothing can be read or done until the person types the password again."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from app.core.access import Actor
from app.ui.dialogs.closing import ClosingDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import Dialog
from app.ui.window.idle import IdleWatch
from app.ui.window.lock_page import LockPage
from app.viewmodel.preferences import lock_after_minutes
from app.viewmodel.services import Services

LOOK_MS = 100
"""A dialog that opens by itself while the window is locked is seen no longer."""


class Lock(QObject):
    """Puts a LockPage in the place of what `window` shows, and hides every other window of the program. Jobs
    go on, and what was open comes back as it was."""

    locking = Signal()
    """Everything is about to be hidden."""

    def __init__(
        self,
        services: Services,
        settings: QSettings,
        theme: Theme,
        window: QMainWindow,
        content: QWidget,
        keys: list[QAction],
    ) -> None:
        """`content` is what the window shows else, `keys` are the actions whose keys it listens to."""
        super().__init__(window)
        self._window = window
        self._keys = keys
        self._content = content
        self._actor: Actor | None = None
        self._hidden: list[QDialog] = []
        self._had_keys: QWidget | None = None
        self.page = LockPage(services, theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content)
        self._stack.addWidget(self.page)
        window.setCentralWidget(self._stack)
        self._guard = QTimer(self, interval=LOOK_MS)
        self._guard.timeout.connect(self._hide_others)
        self.watch = IdleWatch(lambda: 60 * lock_after_minutes(settings), self)
        self.watch.idle.connect(self.lock)
        self.page.unlocked.connect(self._unlock)

    @property
    def is_locked(self) -> bool:
        return self._stack.currentWidget() is self.page

    def act_for(self, actor: Actor) -> None:
        """It is `actor` who works here, and whose password opens the lock."""
        self._actor = actor
        self.watch.note_use()

    def lock(self) -> None:
        """Hides everything, until the person comes back."""
        if self._actor is None or self.is_locked:
            return
        self.locking.emit()
        self._had_keys = self._window.focusWidget()
        self._hide_others()
        for action in self._keys:
            self._window.removeAction(action)
        self._stack.setCurrentWidget(self.page)
        self.page.ask(self._actor)
        self._guard.start()

    def _unlock(self) -> None:
        self._guard.stop()
        self.watch.note_use()
        self._stack.setCurrentWidget(self._content)
        self._window.addActions(self._keys)
        if self._had_keys is not None and isValid(self._had_keys):
            self._had_keys.setFocus()
        hidden, self._hidden, self._had_keys = self._hidden, [], None
        for dialog in hidden:
            if isValid(dialog) and not (isinstance(dialog, Dialog) and dialog.is_closed):
                dialog.show()

    def _hide_others(self) -> None:
        """Menus and tooltips too. The question whether to quit may be asked here as well."""
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self._window and not isinstance(widget, ClosingDialog):
                if isinstance(widget, QDialog):
                    self._hidden.append(widget)
                widget.hide()
