"""The deletion of all receipts of a business, as a kind of job (see `engine.job_type`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.core.access import Permission
from app.core.cursor import Cursor
from app.core.job import Job
from app.core.keeping import Due
from app.db.engine import Connection, Database
from app.db.starting import Totals
from app.engine.batch import BatchResult
from app.engine.job_type import ItemFacts, Live, Preview, Remaining
from app.files.bounded import BoundedStorage
from app.files.storage import Storage
from app.receipts import attachments, batch, preview, queries
from app.receipts.file_deletion_queue import PAGES_BEHIND, FileDeletionQueue
from app.receipts.names import DELETE_RECEIPTS, RECEIPTS_PAGE
from app.receipts.sampling import require_its_storage
from app.receipts.sweeper import Sweeper


class ReceiptDeletion:
    """Deletes receipts softly, and then their files from `storage` with the rows of the attachments.

    `files_behind` is how many pages of files may be pending behind the batches; with 0 the files of a batch
    are gone before the next. `keep_days`: for how long this console keeps the files of what others than the
    job that sweeps have deleted.
    """

    name = DELETE_RECEIPTS
    permission = Permission(RECEIPTS_PAGE)
    table = "receipts"

    def __init__(
        self,
        storage: Storage,
        *,
        files_behind: int = PAGES_BEHIND,
        keep_days: Callable[[], int] = lambda: 0,
    ) -> None:
        self._storage = BoundedStorage(storage)
        self._files_behind = files_behind
        self._keep_days = keep_days

    def require_ready(self, connection: Connection, *, accept_missing: bool) -> None:
        self._storage.check()
        if not accept_missing:
            require_its_storage(connection, self._storage)

    def totals(self) -> Totals:
        return queries.totals()

    def remaining(
        self, connection: Connection, after: Mapping[int, int], upto: Mapping[int, int]
    ) -> dict[int, Remaining]:
        return queries.remaining(connection, after, upto)

    def next_batch(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        return batch.take_next(connection, job, cursor, limit)

    def deferred(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        return batch.take_deferred(connection, job, cursor, limit)

    def count_live(self, connection: Connection, job: Job, cursor: Cursor) -> int:
        failed = [failure.item_id for failure in cursor.failed]
        return queries.count_live(connection, job.business_id, upto=cursor.max_id or 0, but=failed)

    def after_commit(self, database: Database, is_stopping: Callable[[], bool]) -> FileDeletionQueue:
        sweeper = Sweeper(self._storage.until(is_stopping))
        return FileDeletionQueue(database, sweeper, is_stopping, self._files_behind, self._keep_days)

    def has_due_files(self, connection: Connection, business_id: int, keep_days: int) -> bool:
        return attachments.has_due(connection, business_id, Due(keep_days))

    @property
    def keeps_for(self) -> int:
        return self._keep_days()

    def live(self, connection: Connection, business_ids: Sequence[int] | None = None) -> dict[int, Live]:
        return queries.live_by_business(connection, business_ids)

    def preview(self, connection: Connection, business_ids: Sequence[int]) -> dict[int, Preview]:
        return preview.preview(connection, business_ids)

    def facts(
        self, connection: Connection, business_id: int, item_ids: Sequence[int]
    ) -> dict[int, ItemFacts]:
        return queries.facts(connection, business_id, item_ids)
