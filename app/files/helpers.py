"""Threads that share the work of one call to a folder.

To delete a file is to wait: for the answer of a share, or for the journal of a disk. One thread waits for one
file after the other; a few wait for as many at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from typing import Generic, TypeVar

T = TypeVar("T")

CHUNK = 32
"""Files that a thread takes at a time; one that hangs leaves the other chunks to the others."""

BESIDE = 7
"""Helpers of one call at most. A local disk is hardly faster with more than three; a share answers later."""

ALL_TOGETHER = 16
"""Helpers of all calls, also of those that hang; who finds none works alone. Each has some folders open."""


class Helpers:
    """For one storage; safe to use from several threads."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(ALL_TOGETHER)

    def share(
        self,
        items: Sequence[T],
        work: Callable[[Iterator[Sequence[T]]], None],
        help_out: Callable[[Iterator[Sequence[T]]], None],
    ) -> None:
        """Calls `work` in this thread, and `help_out` in as many others as there is work for; each takes
        chunks of `items` until there are none. Returns once all have ended, and raises what one raised."""
        chunks = _Chunks([items[start : start + CHUNK] for start in range(0, len(items), CHUNK)])
        errors: list[BaseException] = []
        helpers: list[threading.Thread] = []
        try:
            while len(helpers) < min(BESIDE, len(chunks) - 1):
                if (helper := self._begin(lambda: help_out(chunks), errors)) is None:
                    break
                helpers.append(helper)
            work(chunks)
        finally:
            for helper in helpers:
                helper.join()
        if errors:
            raise errors[0]

    def _begin(self, work: Callable[[], None], errors: list[BaseException]) -> threading.Thread | None:
        """None where no further thread may, or can, be had."""
        if not self._free.acquire(blocking=False):
            return None

        def run() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that made the call
                errors.append(error)
            finally:
                self._free.release()

        # A daemon: one that hangs must not keep the program from ending.
        helper = threading.Thread(target=copy_context().run, args=(run,), name="storage", daemon=True)
        try:
            helper.start()
        except RuntimeError:  # the system gives no thread
            self._free.release()
            return None
        return helper


class _Chunks(Generic[T]):
    """Each chunk is taken once, by whoever comes first."""

    def __init__(self, chunks: Sequence[Sequence[T]]) -> None:
        self._left = deque(chunks)

    def __len__(self) -> int:
        return len(self._left)

    def __iter__(self) -> Iterator[Sequence[T]]:
        return self

    def __next__(self) -> Sequence[T]:
        try:
            return self._left.popleft()
        except IndexError:
            raise StopIteration from None
