"""The call of a storage under way: whether whoever made it still waits, and what is answered by now.

A storage can hang in the middle of a call, and nothing can end a thread that hangs in the system. So
`files.bounded` leaves it behind; and a storage asks here before each thing that it touches, lest it goes on
with what nobody waits for any more once it comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from threading import Lock

from app.files.storage import FileResult


class GivenUp(Exception):
    """Nobody waits for the answer any more; nothing was touched since."""


class PresentCall:
    """Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_enough = False
        self._touched: set[str] = set()
        self._answers: list[FileResult] = []

    def enough(self) -> list[FileResult]:
        """From now on nothing more may be touched. Returns what is answered by now."""
        with self._lock:
            self._is_enough = True
            return list(self._answers)

    @property
    def in_doubt(self) -> set[str]:
        """The keys whose deletion has begun and is not answered for. Once it is `enough`, none is added."""
        with self._lock:
            return self._touched - {answer.key for answer in self._answers}

    def touch(self, keys: Sequence[str]) -> bool:
        """The deletion of these keys is about to begin; False where it must not any more."""
        with self._lock:
            if not self._is_enough:
                self._touched.update(keys)
            return not self._is_enough

    def note(self, result: FileResult) -> None:
        """One file is answered for, whatever becomes of the others of the call."""
        with self._lock:
            self._answers.append(result)


_PRESENT: ContextVar[PresentCall | None] = ContextVar("present_call", default=None)


def enter(call: PresentCall) -> None:
    """In the thread that is about to call a storage: it is this call from now on."""
    _PRESENT.set(call)


def may_touch(*keys: str) -> bool:
    """To be asked right before the deletion of these keys begins, and before each try of a request that
    deletes: whether it may."""
    call = _PRESENT.get()
    return call is None or call.touch(keys)


def note(result: FileResult) -> None:
    """See `PresentCall.note`."""
    if (call := _PRESENT.get()) is not None:
        call.note(result)
