"""The border around a storage: each call ends, in time and with an answer, whatever the storage does.

A mounted folder may hang in a system call, a server may accept and never answer or send one byte a second;
and no list of exceptions names all that a client of S3 raises where an answer is none of S3's. So each call
runs in a thread of its own, a daemon, which is left behind where it takes too long; and whatever is raised
becomes a reason.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from traceback import format_tb
from typing import Any, Generic, TypeVar

from app.core.errors import StorageUnusable
from app.core.storage_messages import NO_ANSWER, STORAGE_BUG, TOO_SLOW, UNREPORTED
from app.core.text import kind_of
from app.files.present_call import GivenUp, PresentCall, enter
from app.files.storage import FileOutcome, FileResult, Storage

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a call may take. All of them together are less than the transaction of a page may wait
    (`receipts.attachments`), whose rows must be held for as long as a file of it may go.

    `answer`: from the last file that was answered for, or from the beginning; a bucket fails after three
    requests of at most 25 s. `call`: then no further file is begun. `stopping`: after a person has asked to
    stop, first until no further file is begun, and then until the call is left. `hanging`: so many calls may
    hang beside each other before the storage counts as dead.
    """

    answer: float = 90.0
    call: float = 150.0
    stopping: float = 5.0
    hanging: int = 4


class _Hanging:
    """The calls of one storage that were left behind and have not come back."""

    def __init__(self) -> None:
        self._calls: set[_Call[Any]] = set()
        self._lock = threading.Lock()

    def add(self, call: _Call[Any]) -> None:
        with self._lock:
            self._calls.add(call)

    def __len__(self) -> int:
        with self._lock:
            self._calls = {call for call in self._calls if not call.is_over}
            return len(self._calls)


class BoundedStorage:
    """A storage that always answers; for whoever runs jobs, and whoever asks a storage for a person.

    Its `delete` may also answer UNTRIED, for files that it was not given the time for; where it answers so
    for all of them, a person has asked to stop.
    """

    def __init__(
        self,
        storage: Storage,
        patience: Patience = Patience(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._storage = storage
        self._patience = patience
        self._clock = clock
        self._hanging = _Hanging()
        self._is_stopping: Callable[[], bool] = lambda: False
        self._stopping_since: float | None = None

    def until(self, is_stopping: Callable[[], bool]) -> BoundedStorage:
        """The same storage, for one slice of a job or one sweep: less is waited for once `is_stopping`."""
        view = BoundedStorage(self._storage, self._patience, self._clock)
        view._hanging = self._hanging
        view._is_stopping = is_stopping
        return view

    @property
    def place(self) -> str:
        return self._storage.place

    def check(self) -> None:
        self._ask(self._storage.check)

    def finds_any(self, keys: Sequence[str]) -> bool:
        return bool(self._ask(lambda: self._storage.finds_any(keys)))

    def holds(self, business_id: int) -> bool:
        return bool(self._ask(lambda: self._storage.holds(business_id)))

    def keeps_versions(self) -> bool | None:
        return self._ask(self._storage.keeps_versions)

    def tidy(self, business_id: int) -> None:
        try:
            self._ask(lambda: self._storage.tidy(business_id))
        except StorageUnusable as error:
            log.warning("Empty folders stay: %s", error)

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        if self._stopped_for() > self._patience.stopping:
            return _all(keys, FileOutcome.UNTRIED)
        call = _Call(lambda: list(self._storage.delete(business_id, keys)))
        try:
            answers = self._wait(call)
        except _Left:
            done = call.enough()
            log.error("The storage %s hangs: %d of %d files are answered", self.place, len(done), len(keys))
            return _in_order(keys, done, NO_ANSWER, call.in_doubt)
        except _Failed as failed:
            return _in_order(keys, call.enough(), failed.reason, call.in_doubt)
        results = _in_order(keys, answers, UNREPORTED)
        if self._stopped_for() == 0 and all(one.outcome is FileOutcome.UNTRIED for one in results):
            return _all(keys, FileOutcome.FAILED, TOO_SLOW)
        return results

    def _ask(self, act: Callable[[], T]) -> T:
        """Raises StorageUnusable."""
        try:
            return self._wait(_Call(act))
        except _Left:
            raise StorageUnusable(self.place, NO_ANSWER) from None
        except _Failed as failed:
            raise StorageUnusable(self.place, failed.reason) from None

    def _wait(self, call: _Call[T]) -> T:
        """Raises _Left, _Failed, and the StorageUnusable of the call."""
        if len(self._hanging) >= self._patience.hanging:
            raise _Failed(NO_ANSWER)
        call.begin(self._clock)
        while not call.over_within(_POLL_SECONDS):
            stopped = min(self._stopped_for(), self._clock() - call.began)
            if self._clock() - call.began > self._patience.call or stopped > self._patience.stopping:
                call.enough()
            idle = self._clock() - call.moved
            if idle > self._patience.answer or stopped > 2 * self._patience.stopping:
                self._hanging.add(call)
                raise _Left
        return call.result()

    def _stopped_for(self) -> float:
        """Seconds since it was noticed that a person has asked to stop."""
        if not self._is_stopping():
            return 0.0
        if self._stopping_since is None:
            self._stopping_since = self._clock()
        return max(self._clock() - self._stopping_since, 1e-9)


_POLL_SECONDS = 0.1
_FRAMES = -20
"""The innermost ones of a traceback, which may have a thousand."""


class _Left(Exception):
    """The call hangs, and is not waited for any more."""


class _Failed(Exception):
    """The storage did what it must not."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class _Call(PresentCall, Generic[T]):
    """One call in a thread of its own."""

    def __init__(self, act: Callable[[], T]) -> None:
        super().__init__()
        self._act = act
        self._over = threading.Event()
        self._value: deque[T] = deque()
        self._error: BaseException | None = None
        self._clock: Callable[[], float] = time.monotonic
        self.began = self.moved = 0.0

    def begin(self, clock: Callable[[], float]) -> None:
        """Raises _Failed where the system gives no thread."""
        self._clock = clock
        self.began = self.moved = clock()
        # A daemon: one that hangs must not keep the program from ending.
        thread = threading.Thread(target=copy_context().run, args=(self._work,), name="storage", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            raise _Failed(STORAGE_BUG.format(reason=kind_of(error))) from error

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def over_within(self, seconds: float) -> bool:
        return self._over.wait(seconds)

    def note(self, result: FileResult) -> None:
        super().note(result)
        self.moved = self._clock()

    def result(self) -> T:
        """Raises StorageUnusable, _Failed."""
        if self._error is None:
            return self._value[0]
        if isinstance(self._error, StorageUnusable):
            raise self._error
        if isinstance(self._error, GivenUp):
            raise _Failed(TOO_SLOW)
        # Without the error's own text, which may hold an address with a password.
        frames = "".join(format_tb(self._error.__traceback__, _FRAMES))
        reason = kind_of(self._error)
        log.error("The storage failed unexpectedly: %s\n%s", reason, frames)
        raise _Failed(STORAGE_BUG.format(reason=reason))

    def _work(self) -> None:
        enter(self)
        try:
            self._value.append(self._act())
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits, also a SystemExit
            self._error = error
        finally:
            self._over.set()


def _all(keys: Sequence[str], outcome: FileOutcome, reason: str = "") -> list[FileResult]:
    return [FileResult(key, outcome, reason) for key in keys]


def _in_order(
    keys: Sequence[str], answers: Sequence[object], otherwise: str, in_doubt: Collection[str] = ()
) -> list[FileResult]:
    """One answer for each key, in their order; what is no answer for one of them counts for nothing."""
    told: dict[str, deque[FileResult]] = defaultdict(deque)
    for answer in answers:
        if isinstance(answer, FileResult) and isinstance(answer.outcome, FileOutcome):
            told[answer.key].append(answer)
    return [
        told[key].popleft()
        if told[key]
        else FileResult(key, FileOutcome.FAILED, otherwise, in_doubt=key in in_doubt)
        for key in keys
    ]
