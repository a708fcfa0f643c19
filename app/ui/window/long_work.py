"""Work that may take long: after a moment it says how far it is, and can be given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.ui.window.message_bar import News

T = TypeVar("T")

QUIET_MS = 500
"""What is over sooner is not spoken of: a message that comes and goes at once only disturbs."""


class GivenUp(Exception):
    """The person does not want to wait any longer. What reads goes on in its thread and is not heard."""


class LongWork(QObject):
    """Shows how far a piece of work is, with a button that gives it up. Ask for one each time."""

    given_up = Signal()

    def __init__(self, show_news: Callable[[News], object], parent: QObject) -> None:
        super().__init__(parent)
        self._show_news = show_news
        self._text = ""
        self._wants_out = asyncio.Event()
        self._is_shown = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._show)

    def say(self, text: str) -> None:
        """How far it is, as a whole sentence."""
        self._text = text
        if self._is_shown:
            self._show()
        elif not self._quiet.isActive():
            self._quiet.start()

    @property
    def is_given_up(self) -> bool:
        return self._wants_out.is_set()

    def give_up(self) -> None:
        self._wants_out.set()
        self.given_up.emit()

    async def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`. Raises GivenUp as soon as the person does not want it any more."""
        task = asyncio.ensure_future(work)
        out = asyncio.ensure_future(self._wants_out.wait())
        try:
            await asyncio.wait({task, out}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise GivenUp
            return await task
        finally:
            out.cancel()
            task.cancel()

    def end(self) -> None:
        """It is over: the message goes, where there was one."""
        self._quiet.stop()
        if self._is_shown:
            self._show_news(News(""))
        self.deleteLater()

    def _show(self) -> None:
        self._is_shown = True
        stop = QCoreApplication.translate("LongWork", "Stop")
        self._show_news(News(self._text, "accent", stop, self.give_up))
