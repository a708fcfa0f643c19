"""Work that must be done, and that nobody waits for: tried in a thread until it succeeds."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from app.core.errors import SweepError

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0
"""Between the first two attempts; each further one waits for twice as long."""

LONGEST_SECONDS = 60.0

LINGER_SECONDS = 1.0
"""For so long the thread waits for more: to start one costs more than most things that it has to do."""

T = TypeVar("T")


class Later(Generic[T]):
    """Things in their order, for `work`, which takes all that there are, and raises a SweepError where it
    takes none of them."""

    def __init__(
        self,
        name: str,
        work: Callable[[Sequence[T]], None],
        in_vain: tuple[type[SweepError], ...] = (),
        pause: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`name` says in the log what waits. After an error that is `in_vain` it is tried again, and nobody
        waits for that. `pause` are seconds after each round, in which more may come: what comes in a storm is
        done together. `sleep` is for the waits between attempts."""
        self._name = name
        self._work = work
        self._in_vain = in_vain
        self._is_in_vain = False
        self._pause = pause
        self._sleep = sleep
        self._waiting: list[T] = []
        self._moved = threading.Condition()
        self._at_work = threading.Lock()  # taken before `_moved`
        self._hurried = 0
        self._worker: threading.Thread | None = None

    def add(self, things: Sequence[T]) -> None:
        """Returns at once."""
        with self._moved:
            self._waiting += things
            if self._worker is None and self._waiting:
                # A daemon: a disk or a server that hangs must not keep the program from ending.
                self._worker = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._worker.start()
            else:
                self._moved.notify_all()

    def do_now(self, things: Sequence[T]) -> None:
        """Does these in this thread, after all that waits, and together with it. Raises what `work` raises:
        then nothing was done, what waited waits on, and these are not among it."""
        with self._at_work:
            waiting, older = self._what_waits()
            self._work([*older, *things])
            self._is_done(waiting, len(older))

    def wait(self, seconds: float) -> bool:
        """Waits at most so long for all that was added; whether it is done."""
        with self._moved:
            self._hurried += 1
            self._moved.notify_all()
            try:
                self._moved.wait_for(lambda: not self._waiting or self._is_in_vain, seconds)
                return not self._waiting
            finally:
                self._hurried -= 1

    def end(self, seconds: float) -> Sequence[T]:
        """The same, and what is not done by then is given up, and answered."""
        self.wait(seconds)
        with self._moved:
            left, self._waiting = tuple(self._waiting), []
            return left

    def _run(self) -> None:
        tried = 0
        while True:
            with self._moved:
                if not self._moved.wait_for(lambda: self._waiting, LINGER_SECONDS):
                    self._worker = None
                    return
            try:
                self._do_what_waits()
            except SweepError as error:
                if not tried:
                    waiting = len(self._waiting)
                    log.warning("%s: %d. %s", self._name, waiting, error.values.get("reason", error))
                with self._moved:
                    self._is_in_vain = isinstance(error, self._in_vain)
                    self._moved.notify_all()
                self._sleep(min(LONGEST_SECONDS, RETRY_SECONDS * 2**tried))
                tried = min(tried + 1, 10)
                continue
            tried = 0
            with self._moved:
                self._moved.wait_for(lambda: self._hurried, self._pause)

    def _do_what_waits(self) -> None:
        with self._at_work:
            waiting, things = self._what_waits()
            if things:  # else `do_now` or `end` was quicker
                self._work(things)
                self._is_done(waiting, len(things))

    def _what_waits(self) -> tuple[list[T], tuple[T, ...]]:
        """The list of it, and what stands in it now."""
        with self._moved:
            return self._waiting, tuple(self._waiting)

    def _is_done(self, waiting: list[T], count: int) -> None:
        with self._moved:
            self._is_in_vain = False
            del waiting[:count]  # of the list they were in: `end` may have begun another
            self._moved.notify_all()
