"""The files of committed batches, deleted behind the batches while the next ones run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread

from app.db.attachments import StoredFile
from app.db.engine import Connection
from app.engine import sweeper as sweeping
from app.engine.sweeper import FileTally, Sweeper
from app.files.storage import FileResult

BATCHES_BEHIND = 2
"""Batches whose files may still be on their way when the next one begins."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Files that the storage is asked for at once, and its answers to come."""

    business_id: int
    files: Sequence[StoredFile]
    answers: Future[list[FileResult]] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class _Batch:
    business_id: int
    parts: list[_Part]


class FilesBehind:
    """For one slice of a job. The storage is waited for in a thread of its own, one request after the other;
    all statements run in the caller's thread, on the caller's connection: files are asked for after the
    commit of their batch, and rows are dropped after their files, as without it.

    Once `is_stopping` says so, a request or two more are waited for, which is all that small batches have
    open; what large ones have not asked for yet is left to the next sweep.

    With a `bound` of 0 there is no thread, and the files of a batch are gone before the next.
    """

    def __init__(
        self, sweeper: Sweeper, is_stopping: Callable[[], bool], bound: int = BATCHES_BEHIND
    ) -> None:
        self._sweeper = sweeper
        self._is_stopping = is_stopping
        self._bound = bound
        self._batches: deque[_Batch] = deque()
        self._waiting: SimpleQueue[_Part | None] = SimpleQueue()
        self._thread: Thread | None = None

    def add(self, connection: Connection, business_id: int, attachment_ids: Sequence[int]) -> FileTally:
        """Begins with the files of a committed batch; waits while too many are behind. The tally is of those
        that were finished meanwhile."""
        files = self._sweeper.find(connection, business_id, attachment_ids)
        if files:
            size = sweeping.FILES_AT_ONCE
            pages = [files[start : start + size] for start in range(0, len(files), size)]
            batch = _Batch(business_id, [_Part(business_id, page) for page in pages])
            self._batches.append(batch)
            self._begin(batch.parts)
        return self._finish_until(connection, lambda: len(self._batches) <= self._bound)

    def collect(self, connection: Connection) -> FileTally:
        """Finishes what the storage has answered by now, without waiting for it."""
        return self._finish_until(
            connection, lambda: not all(part.answers.done() for part in self._batches[0].parts)
        )

    def finish(self, connection: Connection) -> FileTally:
        """Waits for all files, and drops their rows."""
        return self._finish_until(connection, lambda: False)

    def forget(self) -> None:
        """The connection is lost: whatever becomes of the files, the sweep finds their rows."""
        _cancel(self._parts())
        self._batches.clear()

    def close(self) -> None:
        """At the end of the slice. Does not wait for a storage that hangs."""
        self.forget()
        self._waiting.put(None)

    def _begin(self, parts: Sequence[_Part]) -> None:
        if self._bound == 0:
            for part in parts:
                self._ask(part)
            return
        for part in parts:
            self._waiting.put(part)
        if self._thread is None:
            # A daemon: a storage that hangs must not keep the program from ending.
            self._thread = Thread(target=self._work, name="files", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (part := self._waiting.get()) is not None:
            self._ask(part)

    def _ask(self, part: _Part) -> None:
        if not part.answers.set_running_or_notify_cancel():
            return
        try:
            part.answers.set_result(self._sweeper.ask(part.business_id, part.files))
        except Exception as error:  # noqa: BLE001 - a bug, which belongs to the thread that waits for the answers
            part.answers.set_exception(error)

    def _finish_until(self, connection: Connection, enough: Callable[[], bool]) -> FileTally:
        tally = FileTally()
        while self._batches and not enough():
            # Taken off first: what fails from here on is the sweep's to find.
            batch = self._batches.popleft()
            files, results = self._answers(batch)
            tally += self._sweeper.finish(connection, batch.business_id, files, results)
        return tally

    def _answers(self, batch: _Batch) -> tuple[list[StoredFile], list[FileResult]]:
        """Waits for the answers; leaves out what is not asked for because of a stop."""
        files: list[StoredFile] = []
        results: list[FileResult] = []
        for index, part in enumerate(batch.parts):
            if self._is_stopping():
                still_open = [one for one in batch.parts[index:] + self._parts() if not one.answers.done()]
                _cancel(still_open[max(self._bound, 1) :])
            try:
                results += part.answers.result()
            except CancelledError:
                continue
            files += part.files
        return files, results

    def _parts(self) -> list[_Part]:
        return [part for batch in self._batches for part in batch.parts]


def _cancel(parts: Sequence[_Part]) -> None:
    """Those that the storage is not being asked for yet."""
    for part in parts:
        part.answers.cancel()
