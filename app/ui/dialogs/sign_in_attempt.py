"""One try to sign in after another: what is under way, what was refused, and how long one has to wait."""

from __future__ import annotations

import math

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

from app.core.errors import SignInTooSoon, SweepError
from app.viewmodel.services import Services


class SignInAttempt(QObject):
    """Checks e-mail and password off the main thread, one at a time. The person may stop waiting: the answer
    that comes then is dropped, and only after it the next try begins."""

    changed = Signal()
    """Another state: see the attributes."""

    refused = Signal()
    """`problem` says why."""

    accepted = Signal(object)
    """The Actor."""

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._number = 0
        self._is_busy = False  # a check is under way, even where nobody waits for it any more
        self._is_over = False
        self._not_before = QDeadlineTimer(0)
        self._clock = QTimer(self, interval=250)
        self._clock.timeout.connect(self._count_down)
        self.problem: SweepError | None = None
        self.is_awaited = False

    @property
    def can_begin(self) -> bool:
        """Nothing is under way, and nobody was told to wait."""
        return not self._is_busy and self._not_before.hasExpired()

    def begin(self, email: str, password: str) -> None:
        if self.can_begin:
            self._services.calls.spawn(self._sign_in(email, password), name="sign in")

    def give_up(self) -> None:
        """Nobody waits any more for what is under way."""
        self._number += 1
        self.is_awaited = False

    def end(self) -> None:
        """The dialog is over: an answer that comes now is dropped."""
        self._is_over = True
        self._clock.stop()

    async def _sign_in(self, email: str, password: str) -> None:
        self._is_busy, self.is_awaited, self.problem = True, True, None
        self._number += 1
        mine = self._number
        self.changed.emit()
        actor = None
        try:
            actor = await self._services.calls.run(self._services.sign_in, email, password)
        except SweepError as error:
            # The traceback holds the dialog: together they would wait for the garbage collector, which may
            # run in any thread.
            if mine == self._number:
                self.problem = error.with_traceback(None)
        finally:
            self._is_busy = False
            self.is_awaited = self.is_awaited and mine != self._number
            if not self._is_over:
                self.changed.emit()
        if self._is_over or mine != self._number:  # given up meanwhile
            return
        if actor is None:
            self._after_refusal()
        else:
            self.accepted.emit(actor)

    def _after_refusal(self) -> None:
        self.refused.emit()
        if isinstance(self.problem, SignInTooSoon):
            self._not_before.setRemainingTime(int(str(self.problem.values["seconds"])) * 1000)
            self._clock.start()
            self._count_down()

    def _count_down(self) -> None:
        left = math.ceil(self._not_before.remainingTime() / 1000)
        if left > 0:
            self.problem = SignInTooSoon(left)
        else:
            self._clock.stop()
            self.problem = None
        self.changed.emit()
