"""One batch of receipts: one transaction with the receipts, the counters, the cursor and the ownership
check."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from app.core.cursor import REASON_LENGTH, Cursor, FailedItem
from app.core.errors import ConstraintViolation, OwnershipLost, RowsLocked
from app.core.job import Job
from app.core.messages import LOCKED, SKIPPED, joined
from app.core.stamps import present
from app.db import running
from app.db.again import again
from app.db.engine import Connection, statement, transaction
from app.engine.batch import BatchResult, TooManyFailures, record
from app.receipts import batch_statement, queries

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Sorting:
    """The receipts of a batch, sorted by what became of them."""

    at: datetime
    """The stamp of those that are deleted."""
    deleted: list[queries.DeletedReceipt] = field(default_factory=list)
    failed: list[FailedItem] = field(default_factory=list)
    locked: list[int] = field(default_factory=list)

    def stamp(self, cursor: Cursor) -> Cursor:
        """The cursor, with those that are found again by their stamp."""
        stamped = sum(one.is_stamped for one in self.deleted)
        return cursor.stamped(self.at, stamped) if stamped else cursor


def take_next(connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
    """Deletes the next `limit` receipts, in one go or else taken apart. Raises as `take_carefully`."""
    try:
        return again(partial(take_at_once, connection, job, cursor, limit))
    except OwnershipLost:
        with transaction(connection):  # it looks the same where a trigger keeps the row as it is
            another = replace(cursor, interrupted=not cursor.interrupted)
            running.checkpoint(connection, job.id, cursor, another, succeeded=0, failed=0)
            raise
    except (ConstraintViolation, RowsLocked) as error:
        log.info("Job %d: the batch is taken apart: %s", job.id, error)
        waited = isinstance(error, RowsLocked)
        return again(partial(take_carefully, connection, job, cursor, limit, waited=waited))


def take_at_once(connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
    """Deletes the next `limit` receipts in one go: one statement, one round trip.

    Any bad, locked or skipped row makes it raise (ConstraintViolation, RowsLocked) with nothing
    done: then take the same receipts by `take_carefully`. Raises OwnershipLost where the job is not
    ours any more.
    """
    with statement(connection):
        batch = batch_statement.take_next(connection, job.id, job.business_id, cursor, limit)
    if not batch.taken:
        return BatchResult(job, cursor)
    processed, succeeded, failed = batch.counters
    now = replace(job, processed=processed, succeeded=succeeded, failed=failed, cursor_text=batch.cursor_text)
    return BatchResult(now, batch.after, batch.taken, batch.taken, 0, batch.attachment_ids, batch.next_id)


def take_carefully(
    connection: Connection, job: Job, cursor: Cursor, limit: int, *, waited: bool = False
) -> BatchResult:
    """Deletes the next `limit` receipts, with savepoints: a batch that fails on its rows is halved until each
    bad receipt stands alone. Locked receipts are noted for the last pass; `waited` says that they were waited
    for just now, so that this is not done once more.

    Raises TooManyFailures, OwnershipLost, and the kinds of `db.failures` that no single row causes.
    """
    with transaction(connection):
        queries.refuse_at_once(connection)
        ids = queries.next_ids(
            connection, job.business_id, after=cursor.last_id, upto=cursor.max_id or 0, limit=limit
        )
        sorting = _Sorting(present(cursor.stamps, queries.now(connection)))
        sort = _sort_free_ones if waited else _sort
        sort(connection, job.business_id, ids, sorting, room=cursor.room_for_failures)
        after = replace(
            cursor,
            last_id=ids[-1] if ids else cursor.last_id,
            failed=cursor.failed + tuple(sorting.failed),
            deferred=cursor.deferred + tuple(sorting.locked),
        )
        return _record(connection, job, cursor, after, sorting, len(ids))


def take_deferred(connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
    """The last pass: deletes up to `limit` of the deferred receipts; one that is still locked has failed."""
    return again(partial(_take_deferred, connection, job, cursor, limit))


def _take_deferred(connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
    ids = cursor.deferred[:limit]
    with transaction(connection):
        queries.refuse_at_once(connection)
        sorting = _Sorting(present(cursor.stamps, queries.now(connection)))
        _sort(connection, job.business_id, ids, sorting, room=len(ids))
        sorting.failed += [FailedItem(receipt_id, LOCKED) for receipt_id in sorting.locked]
        after = replace(
            cursor, failed=cursor.failed + tuple(sorting.failed), deferred=cursor.deferred[len(ids) :]
        )
        return _record(connection, job, cursor, after, sorting, len(ids))


def _sort(
    connection: Connection,
    business_id: int,
    ids: Sequence[int],
    sorting: _Sorting,
    *,
    room: int,
    held: bool = False,
) -> None:
    """Deletes what can be deleted of `ids`, and sorts out the rest. `held`: we hold these rows locked."""
    if not ids:
        return
    try:
        with transaction(connection):
            deleted = queries.delete_these(connection, business_id, ids, sorting.at)
        sorting.deleted += deleted
        _note_skipped(connection, business_id, set(ids) - {one.id for one in deleted}, sorting, room=room)
    except RowsLocked:
        if held:  # what is locked is something that a trigger wants
            sorting.locked += ids
            _require_room(sorting, room, LOCKED)
        else:
            _sort_free_ones(connection, business_id, ids, sorting, room=room)
    except ConstraintViolation as error:
        if len(ids) == 1:
            sorting.failed.append(FailedItem(ids[0], joined([str(error)], REASON_LENGTH)))
            _require_room(sorting, room, str(error))
            return
        middle = len(ids) // 2
        _sort(connection, business_id, ids[:middle], sorting, room=room, held=held)
        _sort(connection, business_id, ids[middle:], sorting, room=room, held=held)


def _note_skipped(
    connection: Connection, business_id: int, missing: Collection[int], sorting: _Sorting, *, room: int
) -> None:
    """What is live although its deletion succeeded has failed; the rest somebody else deleted meanwhile."""
    if not missing:
        return
    skipped = queries.still_live(connection, business_id, sorted(missing))
    sorting.failed += [FailedItem(receipt_id, SKIPPED) for receipt_id in sorted(skipped)]
    _require_room(sorting, room, SKIPPED)


def _sort_free_ones(
    connection: Connection, business_id: int, ids: Sequence[int], sorting: _Sorting, *, room: int
) -> None:
    """The same, with those that somebody else holds left out and noted, without waiting for them."""
    free, locked = queries.lock_free_ones(connection, business_id, ids)
    sorting.locked += [one for one in ids if one in locked]
    _require_room(sorting, room, LOCKED)
    _sort(connection, business_id, [one for one in ids if one in free], sorting, room=room, held=True)


def _require_room(sorting: _Sorting, room: int, reason: str) -> None:
    if len(sorting.failed) + len(sorting.locked) > room:
        raise TooManyFailures(joined([reason], REASON_LENGTH))


def _record(
    connection: Connection, job: Job, before: Cursor, after: Cursor, sorting: _Sorting, taken: int
) -> BatchResult:
    if not taken:
        return BatchResult(job, before)
    after = sorting.stamp(after)
    files = dict.fromkeys(file for receipt in sorting.deleted for file in receipt.attachment_ids)
    return record(
        connection,
        job,
        before,
        after,
        taken=taken,
        succeeded=len(sorting.deleted),
        failed=len(sorting.failed),
        file_ids=tuple(files),
    )
