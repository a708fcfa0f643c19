"""Notices that nobody uses the program."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from app.qt.nets import net

LOOK_SECONDS = 1

_USES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
}


class IdleWatch(QObject):
    """Listens to what the windows of the program get from the desktop: a filter on the application would be
    asked about each of its events, also about those that nobody causes."""

    idle = Signal()
    """Nobody has used any window for as long as it takes; emitted again and again as long as it stays so."""

    def __init__(
        self,
        limit: Callable[[], float],
        parent: QObject,
        clocks: tuple[Callable[[], float], ...] = (time.monotonic, time.time),
    ) -> None:
        """`limit` gives the seconds that it takes, 0: never; it is asked each time. Of the `clocks` that
        counts which has gone furthest: one of them may stand still while the computer sleeps."""
        super().__init__(parent)
        self._limit = limit
        self._clocks = clocks
        self._used_at = self._now()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - for the type checker
        application.focusWindowChanged.connect(self._listen_to)
        self._timer = QTimer(self, interval=LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def note_use(self) -> None:
        """Somebody uses the program."""
        self._used_at = self._now()

    @net(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES and not self._look():
            self.note_use()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        """Every window has the keys when it is used for the first time."""
        if window is not None:
            window.installEventFilter(self)  # once, however often it is said
            if not self._look():
                self.note_use()

    def _look(self) -> bool:
        """Whether it has been long enough; also before a use is noted, which may be the one that has woken
        the computer."""
        limit = self._limit()
        gone = max(now - used for now, used in zip(self._now(), self._used_at, strict=True))
        if not 0 < limit <= gone:
            return False
        self.idle.emit()
        return True

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
