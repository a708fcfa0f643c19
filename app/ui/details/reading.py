"""A tab that is read off the main thread, and only while somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.access import Actor
from app.core.errors import SweepError, Unforeseen
from app.qt.calls import Calls
from app.qt.nets import attempt, net
from app.ui.details.facts import title_text
from app.ui.texts.errors import error_text
from app.ui.texts.figures import UNUSABLE
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_L, GAP_S
from app.ui.widgets.parts import LRM, RLM, label
from app.ui.widgets.placeholder import Placeholder
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate

SLOW_MS = 300
"""A reading that is quicker than this says nothing about itself, so that nothing flickers."""


class ReadingTab(QWidget):
    """Follows one business. Subclasses say what the reading depends on (`key`), do it (`read`, in another
    thread), and show the answer (`take`); `clear` empties what they show.

    An answer that comes when the selection has moved on is thrown away. An error is shown in place of the
    content, with a button to try again.
    """

    def __init__(self, calls: Calls, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._calls = calls
        self._actor: Actor | None = None
        self._shown: ShownRow | None = None
        self._wanted: Hashable = None
        self._asked: Hashable = None
        self._token = object()
        self._is_reading = False
        self._error: SweepError | None = None
        self._title = label(f"{name}.business", tone="strong")
        self._title.setContentsMargins(GAP_L, GAP_S, GAP_L, 0)
        self.content = QWidget()
        self.notice = Placeholder(theme, name)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.content)
        self._stack.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_reading)
        self.notice.acted.connect(self.try_again)

    def key(self, shown: ShownRow) -> Hashable:
        """What has to change for the content to be read anew; None where there is nothing to read."""
        raise NotImplementedError

    def read(self, actor: Actor, shown: ShownRow) -> Callable[[], Any]:
        """What has to be called in another thread."""
        raise NotImplementedError

    def take(self, answer: Any) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def clear(self) -> None:
        """Shows nothing: what was read belongs to another business."""
        raise NotImplementedError

    def empty_text(self) -> str:
        """What is said where `key` is None."""
        raise NotImplementedError

    @net(None)
    def follow(self, actor: Actor | None, shown: ShownRow | None) -> None:
        """Shows this business; None shows nothing."""
        other = _id(shown) != _id(self._shown) or actor is not self._actor
        self._actor, self._shown = actor, shown
        self._wanted = None if shown is None or actor is None else self.key(shown)
        if other or self._wanted is None:
            self._forget()
        self._show_state()
        self._read_if_due()

    def try_again(self) -> None:
        """Reads anew, whether anything changed or not."""
        self._drop()
        self._show_state()
        self._read_if_due()

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_due()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_reading:  # nobody waits for it any more; it is read anew when it is looked at
            self._drop()
            self._show_state()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._show_state()

    def _forget(self) -> None:
        self._drop()
        self.clear()

    def _drop(self) -> None:
        """What is being read is not wanted any more."""
        self._token = object()
        self._asked, self._error, self._is_reading = None, None, False
        self._slow.stop()

    def _read_if_due(self) -> None:
        if self._wanted is None or self._wanted == self._asked or not self.isVisible():
            return
        if self._actor is not None and self._shown is not None:
            self._drop()
            self._asked, self._is_reading = self._wanted, True
            self._slow.start()
            reading = self._read(self._token, self.read(self._actor, self._shown))
            self._calls.spawn(reading, name=self.objectName())

    async def _read(self, token: object, function: Callable[[], Any]) -> None:
        answer, error = None, None
        try:
            answer = await self._calls.run(function)
        except SweepError as problem:
            error = problem.with_traceback(None)
        if token is not self._token:
            return
        self._slow.stop()
        self._is_reading, self._error = False, error
        self._show_state()
        if error is None:
            self._take(answer)

    def _take(self, answer: Any) -> None:
        try:
            self.take(answer)
        except Exception as error:  # noqa: BLE001 - the border of one tab, which says so in its place
            sys.excepthook(type(error), error, error.__traceback__)
            self._error = Unforeseen(error)
            self._show_state()

    def _show_state(self) -> None:
        self._title.setText(self._named())
        self._title.setVisible(self._shown is not None)
        if self._error is not None:
            again = translate("Details", "Try again")
            self.notice.say("circle-alert", "bad", error_text(self._error), again)
            self._stack.setCurrentWidget(self.notice)
        elif self._wanted is None:
            self.notice.say("inbox", "muted", self.empty_text())
            self._stack.setCurrentWidget(self.notice)
        else:
            self._stack.setCurrentWidget(self.content)

    def _named(self) -> str:
        """The business, from the side where reading begins, whatever letters its name is of."""
        if self._shown is None:
            return ""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return (RLM if rtl else LRM) + attempt(title_text, UNUSABLE, self._shown)

    def _say_reading(self) -> None:
        self.notice.say("hourglass", "muted", translate("Details", "Loading…"))
        self._stack.setCurrentWidget(self.notice)


def _id(shown: ShownRow | None) -> int | None:
    return shown.row.business.id if shown else None
