"""The keys of the actions under a keyboard layout whose letters are not Latin, such as the Hebrew one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.qt.nets import net

_SCAN_CODE_OF_Q = 16 if sys.platform == "win32" else 24
"""As the key left of W reports itself: on Windows, and as X11 and Wayland count (of Linux's 16, plus 8)."""

_ROWS = ((0, "QWERTYUIOP[]"), (14, "ASDFGHJKL;'`"), (28, "ZXCVBNM,./"))
"""Where the rows begin, counted from Q, and what stands there on a Latin keyboard."""

_BY_PLACE = {
    _SCAN_CODE_OF_Q + begin + place: letter for begin, row in _ROWS for place, letter in enumerate(row)
}

_HEBREW = dict(zip("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ERTYUIOPASDFGHJKL;ZXCVBNM,.", strict=True))
"""The layout of SI 1452, for a system that does not say which key it was."""

_NOT_LETTERS = {("/", "Q"), ("'", "W")}
"""What stands there on the Hebrew keyboard, and on no Latin one."""

_LAST_OF_LATIN, _FIRST_OF_NAMED = 0xFF, Qt.Key.Key_Escape.value


class LayoutKeys(QObject):
    """Triggers the action whose key was meant, where Qt has found none: it looks for a letter by where it
    stands on the keyboard only if no layout in use has that sign elsewhere. To give the actions the other
    letters as keys too would not do: where Qt does find both, it takes neither for meant."""

    def __init__(self, window: QWidget) -> None:
        """Listens to what nothing else in `window` has used, for the actions that `window` has by then."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    @net(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        action = _meant(event, self._window.actions())
        if action is not None:
            action.trigger()
        return action is not None


def _meant(event: QKeyEvent, actions: Sequence[QAction]) -> QAction | None:
    latin = _latin(event)
    if not latin or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    keys = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(ord(latin))))
    return next((one for one in actions if one.isEnabled() and keys in one.shortcuts()), None)


def _latin(event: QKeyEvent) -> str:
    """What the same key gives on a Latin keyboard. On X11, where Hebrew is the only layout, it may give that
    already, together with Shift, and be found by nobody all the same."""
    key, place = event.key(), _BY_PLACE.get(event.nativeScanCode(), "")
    if not 0 < key < _FIRST_OF_NAMED:
        return ""
    if key <= _LAST_OF_LATIN:
        return place if (chr(key), place) in _NOT_LETTERS else chr(key)
    return place or _HEBREW.get(chr(key), "")
