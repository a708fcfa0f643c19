"""Files of deleted receipts: deleted in the storage, and then their attachment rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.errors import ReceiptsLocked, RowsRefused
from app.db import attachments
from app.db.attachments import StoredFile
from app.db.engine import Connection, statement
from app.files.storage import FileOutcome, FileResult, Storage

log = logging.getLogger(__name__)

NOT_ITS_OWN = "attached to a receipt, but another business's or of another purpose"

FILES_AT_ONCE = 1000
"""Files that the storage is asked for at once, after which a stop is honoured: one request to a bucket."""


@dataclass(frozen=True, slots=True)
class FileTally:
    """Files of one slice of a job. `gone` counts deleted and already missing ones whose rows were dropped;
    `left` those that stayed, with the last reason."""

    gone: int = 0
    left: int = 0
    reason: str = ""

    def __add__(self, other: FileTally) -> FileTally:
        return FileTally(self.gone + other.gone, self.left + other.left, other.reason or self.reason)


class Sweeper:
    """Deletes files, and then the rows of those that are gone: in this order, so that a crash between the
    two leaves a row by which the file is found again, and never a file without a row.

    `find` and `finish` use the caller's connection; `ask` waits for the storage alone, and may do so in
    another thread (see `engine.behind`).
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def find(
        self, connection: Connection, business_id: int, attachment_ids: Sequence[int]
    ) -> list[StoredFile]:
        """The files of receipts that a committed batch deleted; those still needed elsewhere are left out."""
        if not attachment_ids:
            return []
        with statement(connection):
            return attachments.deletable(connection, business_id, attachment_ids)

    def ask(self, business_id: int, files: Sequence[StoredFile]) -> list[FileResult]:
        """Deletes the files in the storage; the answers, in the same order."""
        return self._storage.delete(business_id, [file.key for file in files])

    def finish(
        self,
        connection: Connection,
        business_id: int,
        files: Sequence[StoredFile],
        results: Sequence[FileResult],
    ) -> FileTally:
        """Drops the rows of the files that are gone, and says which stay."""
        pairs = list(zip(files, results, strict=True))
        gone = [file.attachment_id for file, result in pairs if result.is_gone]
        tally = _drop_rows(connection, business_id, gone)
        for file, result in pairs:
            if not result.is_gone:
                level = logging.ERROR if result.outcome is FileOutcome.REFUSED else logging.WARNING
                log.log(level, "Attachment %d stays (%s): %s", file.attachment_id, file.key, result.reason)
                tally += FileTally(left=1, reason=result.reason)
        return tally

    def sweep(
        self, connection: Connection, business_id: int, keep_going: Callable[[], bool] = lambda: True
    ) -> FileTally:
        """All files that deleted receipts of the business left behind, whoever left them; those that
        are not the business's own to delete are counted as left.

        Stops between pages once `keep_going` says no: the next sweep finds the rest.
        """
        tally, after = FileTally(), 0
        while keep_going():
            with statement(connection):
                files = attachments.left_behind(connection, business_id, after=after, limit=FILES_AT_ONCE)
            if not files:
                self._storage.tidy(business_id)
                return tally + self._kept(connection, business_id)
            tally += self.finish(connection, business_id, files, self.ask(business_id, files))
            after = files[-1].attachment_id
        return tally

    def _kept(self, connection: Connection, business_id: int) -> FileTally:
        """Reports what may not go. A file that a live receipt, a contract or an asset uses is where it ought
        to be, and is not counted as left."""
        with statement(connection):
            kept = attachments.kept(connection, business_id)
        for file in kept:
            if file.is_own:
                log.info("Attachment %d stays: something else uses it too", file.attachment_id)
            else:
                log.error(
                    "Business %d: attachment %d is not its own to delete.", business_id, file.attachment_id
                )
        strange = sum(not file.is_own for file in kept)
        return FileTally(left=strange, reason=NOT_ITS_OWN if strange else "")


def _drop_rows(connection: Connection, business_id: int, ids: Sequence[int]) -> FileTally:
    """Drops the rows of files that are gone. One that the database will not give up stays and counts as
    left; the others are dropped all the same."""
    if not ids:
        return FileTally()
    try:
        with statement(connection):
            return FileTally(gone=attachments.drop(connection, business_id, ids))
    except (RowsRefused, ReceiptsLocked) as error:
        if len(ids) == 1:
            log.warning("The row of attachment %d stays: %s", ids[0], error)
            return FileTally(left=1, reason=str(error))
        half = len(ids) // 2
        return _drop_rows(connection, business_id, ids[:half]) + _drop_rows(
            connection, business_id, ids[half:]
        )
