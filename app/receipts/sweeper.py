"""Deletes files that deleted receipts left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from app.core.keeping import Due
from app.core.messages import OTHER_BUSINESS
from app.db.again import again
from app.db.engine import Connection, statement
from app.engine.tally import FileTally
from app.files.bounded import BoundedStorage
from app.receipts import attachments
from app.receipts.file_pages import Pages

FILES_AT_ONCE = 1000
"""Files of one page, after which a stop is honoured: one request to a bucket."""


class Sweeper:
    """For one slice of a job, or one sweep on request. By one thread at a time: what it finds in the storage
    decides whether missing files count as gone (see `receipts.file_pages`)."""

    def __init__(self, storage: BoundedStorage) -> None:
        self._storage = storage
        self._pages = Pages(storage)

    @property
    def accept_missing(self) -> bool:
        """A person has confirmed that missing files are really gone."""
        return self._pages.accept_missing

    @accept_missing.setter
    def accept_missing(self, accepted: bool) -> None:
        self._pages.accept_missing = accepted

    def delete(self, connection: Connection, business_id: int, ids: Sequence[int], due: Due) -> FileTally:
        """The files of one page of attachments, and their rows; locked rows are neither waited for nor
        counted: the sweep at the end of the job meets it again. So it does those that `due` cannot settle."""
        return self._pages.delete(connection, business_id, ids, due=due, later=set())

    def sweep(
        self,
        connection: Connection,
        business_id: int,
        keep_going: Callable[[], bool] = lambda: True,
        *,
        due: Due,
        page: int | None = None,
        guarded: bool = True,
    ) -> FileTally:
        """All files that deleted receipts of the business left behind and that are `due`; those that are
        needed elsewhere, and those that are kept, are counted. `page` files at most go at a time; `guarded`
        as for `Pages.delete`.

        Asks `keep_going` between pages, and stops once that returns False: the next sweep finds the rest.
        """
        tally, kept, later = FileTally(), 0, set[int]()
        found = again(partial(_left_behind, connection, business_id, 0, due))
        while found.upto is not None:
            due, kept = found.due, kept + found.kept
            for ids in _in_pages(found.ids, page or FILES_AT_ONCE):
                tally += self._pages.delete(
                    connection, business_id, ids, due=due, guarded=guarded, later=later
                )
                if not keep_going():
                    return tally
            if not found.ids and not keep_going():
                return tally
            found = again(partial(_left_behind, connection, business_id, found.upto, due))
        tally += self._wait_for(connection, business_id, sorted(later), due, guarded=guarded)
        self._storage.tidy(business_id)
        return replace(tally, kept=kept) + FileTally.of_needed(OTHER_BUSINESS, found.elsewhere)

    def _wait_for(
        self, connection: Connection, business_id: int, ids: Sequence[int], due: Due, *, guarded: bool
    ) -> FileTally:
        """Attachments that were locked when their page came."""
        tally = FileTally()
        for page in _in_pages(ids, FILES_AT_ONCE):
            tally += self._pages.delete(connection, business_id, page, due=due, guarded=guarded)
        return tally


def _in_pages(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _left_behind(connection: Connection, business_id: int, after: int, due: Due) -> attachments.LeftBehind:
    with statement(connection):
        return attachments.left_behind(connection, business_id, after=after, due=due)
