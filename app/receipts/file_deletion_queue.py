"""Deletes the files of committed batches in the background, while the next batches run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread

from app.core.cursor import Cursor
from app.core.keeping import Due
from app.db.engine import Connection, Database
from app.engine.tally import FileTally
from app.receipts import sweeper as sweeping
from app.receipts.sweeper import Sweeper

PAGES_BEHIND = 2
"""Pages of files that may still be pending when the next batch begins."""

GATHERED = 500
"""Attachments of which batches make a page at least: `attachments.storage_path` has no index everywhere, and
without one each page reads the whole table once, to see who else has the same files."""


@dataclass(frozen=True, slots=True)
class _QueuedPage:
    business_id: int
    ids: Sequence[int]
    due: Due
    tally: Future[FileTally] = field(default_factory=Future)


class FileDeletionQueue:
    """For one slice of a job. Files are deleted in a thread of its own with a connection of its own, page by
    page; what goes wrong there is raised in the caller's thread as it collects the tally.

    Once `is_stopping` returns True, one or two more pages are waited for, which is all that small batches
    have pending; pages of large ones that have not begun are left to the next sweep.

    With a `bound` of 0 there is no thread, and the files of a batch are gone before the next.
    """

    def __init__(
        self,
        database: Database,
        sweeper: Sweeper,
        is_stopping: Callable[[], bool],
        bound: int = PAGES_BEHIND,
        keep_days: Callable[[], int] = lambda: 0,
    ) -> None:
        """`keep_days` is the setting of this console, for what other jobs and the web side deleted."""
        self._database = database
        self._sweeper = sweeper
        self._is_stopping = is_stopping
        self._bound = bound
        self._keep_days = keep_days
        self._gathered: list[int] = []
        self._told = FileTally()  # of what is finished, until the caller has it
        self._business_id = 0
        self._due = Due()
        self._pages: deque[_QueuedPage] = deque()
        self._waiting: SimpleQueue[_QueuedPage | None] = SimpleQueue()
        self._thread: Thread | None = None

    def add(
        self, connection: Connection, business_id: int, cursor: Cursor, attachment_ids: Sequence[int]
    ) -> FileTally:
        """Takes the files of a committed batch; waits while too many are pending. The tally is of those that
        were finished meanwhile, or of all where the job keeps them. `connection` is used where the bound is
        0."""
        if cursor.keep_days:
            return FileTally(kept=len(attachment_ids))
        self._due = self._due_for(cursor)
        if self._bound == 0:
            return self._at_once(connection, business_id, attachment_ids)
        self._business_id = business_id
        self._gathered += attachment_ids
        if len(self._gathered) >= GATHERED:
            self._begin()
        return self._collect_until(lambda: len(self._pages) <= self._bound)

    def collect(self) -> FileTally:
        """What is finished by now, without waiting."""
        return self._collect_until(lambda: not self._pages[0].tally.done())

    def finish(self) -> FileTally:
        """Waits for all files."""
        self._begin()
        return self._collect_until(lambda: False)

    def forget(self) -> None:
        """A connection is lost: pages that have not begun are left to the next sweep. A page under way may
        still succeed; `finish` waits for it."""
        self._gathered.clear()
        _cancel(self._pages)
        self._pages = deque(page for page in self._pages if not page.tally.cancelled())

    def close(self) -> None:
        """At the end of the slice. Does not wait for a storage that hangs."""
        self.forget()
        self._waiting.put(None)

    def sweep(
        self,
        connection: Connection,
        business_id: int,
        keep_going: Callable[[], bool] = lambda: True,
        *,
        of_job: Cursor | None = None,
        everything: bool = False,
        page: int | None = None,
        guarded: bool = True,
    ) -> FileTally:
        """See `AfterCommit.sweep`; in the thread that calls."""
        due = Due(everything=True) if everything else self._due_for(of_job)
        return self._sweeper.sweep(connection, business_id, keep_going, due=due, page=page, guarded=guarded)

    @property
    def accept_missing(self) -> bool:
        """A person has confirmed that missing files are really gone."""
        return self._sweeper.accept_missing

    @accept_missing.setter
    def accept_missing(self, accepted: bool) -> None:
        self._sweeper.accept_missing = accepted

    def _due_for(self, cursor: Cursor | None) -> Due:
        if cursor is None:
            return Due(self._keep_days())
        stamps = tuple(stamp.at for stamp in cursor.stamps)
        return Due(self._keep_days(), stamps, is_at_once=not cursor.keep_days)

    def _at_once(self, connection: Connection, business_id: int, ids: Sequence[int]) -> FileTally:
        tally = FileTally()
        for page in _pages(ids):
            tally += self._sweeper.delete(connection, business_id, page, self._due)
        return tally

    def _begin(self) -> None:
        """With what is gathered."""
        pages = [_QueuedPage(self._business_id, ids, self._due) for ids in _pages(self._gathered)]
        self._gathered = []
        self._pages += pages
        for page in pages:
            self._waiting.put(page)
        if pages and self._thread is None:
            # A daemon: a storage that hangs must not keep the program from ending.
            self._thread = Thread(target=self._work, name="files", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (page := self._waiting.get()) is not None:
            if not page.tally.set_running_or_notify_cancel():
                continue
            try:
                with self._database.connection() as connection:
                    tally = self._sweeper.delete(connection, page.business_id, page.ids, page.due)
                page.tally.set_result(tally)  # only then may whoever waits for it close the database
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits for the tally
                page.tally.set_exception(error)

    def _collect_until(self, enough: Callable[[], bool]) -> FileTally:
        while self._pages and not enough():
            if self._is_stopping():
                still_open = [page for page in self._pages if not page.tally.done()]
                _cancel(still_open[max(self._bound, 1) :])
            # Removed first: the sweep finds what fails from here on.
            page = self._pages.popleft()
            try:
                self._told += page.tally.result()
            except CancelledError:
                continue
        told, self._told = self._told, FileTally()
        return told


def _pages(ids: Sequence[int]) -> list[Sequence[int]]:
    size = sweeping.FILES_AT_ONCE
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _cancel(pages: Sequence[_QueuedPage] | deque[_QueuedPage]) -> None:
    """Those that are not under way yet."""
    for page in pages:
        page.tally.cancel()
