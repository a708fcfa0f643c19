"""Entries are removed in the background: those of jobs that were cancelled, taken over or have ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from app.core.errors import SweepError

log = logging.getLogger(__name__)


class Remover:
    """Removes the entries of jobs in a thread of its own, which begins with the first ones."""

    def __init__(self, remove: Callable[[Collection[int]], int]) -> None:
        self._remove = remove
        self._waiting: SimpleQueue[frozenset[int] | None] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def soon(self, job_ids: Collection[int]) -> None:
        """Never raises and never waits."""
        ids = frozenset(job_ids)
        with self._lock:
            if not ids or self._is_closed:
                return
            self._waiting.put(ids)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="queue-remover", daemon=True)
                self._thread.start()

    def close(self, seconds: float) -> bool:
        """Waits so long for what is still to be removed; whether all was tried."""
        with self._lock:
            self._is_closed = True
            thread = self._thread
        if thread is None:
            return True
        self._waiting.put(None)
        thread.join(seconds)
        return not thread.is_alive()

    def _run(self) -> None:
        while (ids := self._waiting.get()) is not None:
            more = self._also_waiting()
            is_last = None in more
            try:
                self._remove(ids.union(*(one for one in more if one)))
            except SweepError as error:
                log.info("Entries stay in the queue, which does no harm: %s", error)
            except Exception:  # a bug; the entries do no harm, and later ones are still to be removed
                log.exception("Entries stay in the queue, which does no harm")
            if is_last:
                return

    def _also_waiting(self) -> list[frozenset[int] | None]:
        found: list[frozenset[int] | None] = []
        while True:
            try:
                found.append(self._waiting.get_nowait())
            except Empty:
                return found
