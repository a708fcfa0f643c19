"""What follows the commits of a job: the files of what was deleted, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.core.cursor import Cursor
from app.db.engine import Connection
from app.engine.tally import FileTally


class AfterCommit(Protocol):
    """For one slice of a job, or one sweep on request; used by one thread at a time.

    `accept_missing`: a person has confirmed that missing files are really gone. Each tally is of what was
    finished since the last one. All methods may raise DatabaseError kinds but `forget` and `close`.
    """

    accept_missing: bool

    def add(
        self, connection: Connection, business_id: int, cursor: Cursor, file_ids: Sequence[int]
    ) -> FileTally:
        """Takes the files of a committed batch, `cursor` being the job's after it; may wait while too many
        are pending."""

    def collect(self) -> FileTally:
        """What is finished by now, without waiting."""

    def finish(self) -> FileTally:
        """Waits for all that was added."""

    def forget(self) -> None:
        """A connection is lost: what has not begun is the next sweep's."""

    def close(self) -> None:
        """At the end of the slice. Does not wait for a storage that hangs."""

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
        """Deletes the files that deleted items of the business left behind, as far as they are due: those of
        the job with this cursor as it wants, the others by `core.keeping`; with `everything` all. `page`
        files at most go at a time. Asks `keep_going` between pages, and stops once it returns False.
        `guarded`: rows are kept where most files are missing."""


class NothingFollows:
    """For a kind of job without files."""

    def __init__(self) -> None:
        self.accept_missing = False

    def add(
        self, _connection: Connection, _business_id: int, _cursor: Cursor, _file_ids: Sequence[int]
    ) -> FileTally:
        return FileTally()

    def collect(self) -> FileTally:
        return FileTally()

    def finish(self) -> FileTally:
        return FileTally()

    def forget(self) -> None:
        pass

    def close(self) -> None:
        pass

    def sweep(
        self,
        _connection: Connection,
        _business_id: int,
        _keep_going: Callable[[], bool] = lambda: True,
        *,
        of_job: Cursor | None = None,
        everything: bool = False,
        page: int | None = None,
        guarded: bool = True,
    ) -> FileTally:
        return FileTally()
