"""Deleted receipts given back, a batch at a time: one transaction with the receipts, the counters, the
position and the check of the owner."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    func,
    not_,
    select,
    text,
    union_all,
    update,
)

from app.core.access import Permission
from app.core.cursor import REASON_LENGTH
from app.core.errors import ConstraintViolation
from app.core.messages import SKIPPED, joined
from app.core.restore import Restore, RestoreStatus, Wanted
from app.core.restore_errors import DeletionInTheWay, RestoreMoved
from app.db import restores
from app.db.again import again
from app.db.engine import transaction
from app.db.tables import array_of, qualified, utc_now
from app.engine.recording import EndNotes
from app.engine.restoring import Restorable, RestoredBatch
from app.receipts import restorable
from app.receipts.names import DELETE_RECEIPTS, RECEIPTS_PAGE
from app.receipts.queries import refuse_at_once
from app.receipts.tables import attachments, receipts

log = logging.getLogger(__name__)

Attached = tuple[int | None, int | None]
"""The ids of both attachments of a receipt."""

LOOKED_FOR = 5_000
"""Of chosen receipts, ids that are looked for at once: most of them may be back already."""

_MAY_LOCK = "SELECT pg_catalog.has_any_column_privilege(CAST(:table AS pg_catalog.regclass), 'UPDATE')"


class ReceiptRestoring:
    """Gives back receipts that jobs have deleted (see `engine.restoring`)."""

    name = DELETE_RECEIPTS
    permission = Permission(RECEIPTS_PAGE)

    def restorable(self, connection: Connection, wanted: Sequence[tuple[int, Wanted]]) -> list[Restorable]:
        return restorable.restorable(connection, wanted)

    def next_batch(
        self,
        connection: Connection,
        restore_id: int,
        owner: str,
        limit: int,
        notes: EndNotes,
    ) -> RestoredBatch:
        """In one go, or else taken apart. Raises as the protocol says."""
        take = partial(_take, connection, restore_id, owner, limit, notes)
        try:
            return again(partial(take, sort=_all_at_once))
        except ConstraintViolation as error:
            log.info("Restore %d: the batch is taken apart: %s", restore_id, error)
            return again(partial(take, sort=_apart))


@dataclass(slots=True)
class _Sorting:
    """The receipts of a batch, sorted by what became of them."""

    restored: list[int] = field(default_factory=list)
    conflicts: list[tuple[int, int]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)


def _take(
    connection: Connection,
    restore_id: int,
    owner: str,
    limit: int,
    notes: EndNotes,
    *,
    sort: Any,
) -> RestoredBatch:
    notes.anew()
    with transaction(connection):
        restore = restores.held(connection, restore_id, owner)
        if restore is None:
            raise RestoreMoved(restore_id)
        job_id = restores.deletion_in(connection, DELETE_RECEIPTS, restore.business_id)
        if job_id is not None:
            raise DeletionInTheWay(job_id)
        wanted = restore.wanted
        picked = _next(connection, restore, wanted, limit)
        if not picked.taken:
            done = _completed(connection, restore)
            notes.restore(connection, done)
            return RestoredBatch(done, 0)
        _hold(connection, picked.receipts.values())
        refuse_at_once(connection)
        sorting = _Sorting()
        _give_back(connection, restore.business_id, wanted, list(picked.receipts), sorting, sort)
        after = restores.advance(
            connection,
            restore,
            last_id=picked.upto,
            restored=len(sorting.restored),
            conflicts=len(sorting.conflicts),
            failed=len(sorting.failed),
            notes=restore.notes.adding(sorting.conflicts, sorting.failed),
        )
        if after is None:
            raise RestoreMoved(restore_id)
        return RestoredBatch(after, picked.taken)


def _completed(connection: Connection, restore: Restore) -> Restore:
    done = restores.leave(connection, restore.id, restore.owner or "", RestoreStatus.COMPLETED)
    if done is None:
        raise RestoreMoved(restore.id)
    return done


def _give_back(
    connection: Connection,
    business_id: int,
    wanted: Wanted,
    ids: Sequence[int],
    sorting: _Sorting,
    sort: Any,
) -> None:
    """Of several receipts of one message the first comes back, and the others are in conflict with it."""
    waiting = list(ids)
    while waiting:
        twins = _live_twins(connection, business_id, waiting)
        sorting.conflicts += [(one, twins[one]) for one in waiting if one in twins]
        free = [one for one in waiting if one not in twins]
        later = _not_the_first(connection, free)
        sort(connection, business_id, wanted, [one for one in free if one not in later], sorting)
        waiting = [one for one in free if one in later]


def _all_at_once(
    connection: Connection, business_id: int, wanted: Wanted, ids: Sequence[int], sorting: _Sorting
) -> None:
    """Raises ConstraintViolation where any of them cannot be given back."""
    if ids:
        restored = _restore(connection, business_id, wanted, ids)
        sorting.restored += restored
        _note_skipped(connection, business_id, wanted, set(ids) - set(restored), sorting)


def _apart(
    connection: Connection, business_id: int, wanted: Wanted, ids: Sequence[int], sorting: _Sorting
) -> None:
    """With savepoints: what fails is halved until each bad receipt stands alone."""
    try:
        with transaction(connection):
            part = _Sorting()
            _all_at_once(connection, business_id, wanted, ids, part)
        sorting.restored += part.restored
        sorting.failed += part.failed
    except ConstraintViolation as error:
        if len(ids) == 1:
            _note_bad(connection, business_id, ids[0], error, sorting)
            return
        middle = len(ids) // 2
        _apart(connection, business_id, wanted, ids[:middle], sorting)
        _apart(connection, business_id, wanted, ids[middle:], sorting)


def _note_bad(
    connection: Connection, business_id: int, receipt_id: int, error: Exception, sorting: _Sorting
) -> None:
    """A live receipt of the same message may have come since they were looked for."""
    twin = _live_twins(connection, business_id, [receipt_id]).get(receipt_id)
    if twin is not None:
        sorting.conflicts.append((receipt_id, twin))
    else:
        sorting.failed.append((receipt_id, joined([str(error)], REASON_LENGTH)))


def _note_skipped(
    connection: Connection, business_id: int, wanted: Wanted, missing: set[int], sorting: _Sorting
) -> None:
    """What is still deleted with its stamp, although it was to come back, has failed; the rest somebody else
    has changed meanwhile, and the end of the restore counts them as gone."""
    if missing:
        still = connection.scalars(
            select(receipts.c.id).where(
                receipts.c.id == func.any(array_of(sorted(missing), BigInteger)),
                *_is_wanted(business_id, wanted),
            )
        )
        sorting.failed += [(receipt_id, SKIPPED) for receipt_id in sorted(still)]


def _is_wanted(business_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    """But for what is chosen: its ids are looked for by themselves."""
    return [
        receipts.c.business_id == business_id,
        receipts.c.is_deleted,
        receipts.c.deleted_at == func.any(array_of(wanted.stamps, DateTime)),
    ]


@dataclass(frozen=True, slots=True)
class _Picked:
    """The next receipts with their attachments, in the order of ids; `taken` were looked at, up to the id
    `upto`: of those that were chosen also some that do not wait any more."""

    receipts: Mapping[int, Attached]
    taken: int
    upto: int


def _next(connection: Connection, restore: Restore, wanted: Wanted, limit: int) -> _Picked:
    chosen = None
    which = receipts.c.id > restore.last_id
    if wanted.items is not None:
        items = sorted(set(wanted.items))
        chosen = items[bisect_right(items, restore.last_id) :][: max(limit, LOOKED_FOR)]
        which = receipts.c.id == func.any(array_of(chosen, BigInteger))
    rows = connection.execute(
        select(receipts.c.id, receipts.c.attachment_id, receipts.c.preview_attachment_id)
        .where(which, *_is_wanted(restore.business_id, wanted))
        .order_by(receipts.c.id)
        .limit(limit)
    )
    found = {row[0]: (row[1], row[2]) for row in rows}
    # Where the limit was reached, more of the chosen ones may wait.
    seen = list(found) if chosen is None or len(found) == limit else chosen
    return _Picked(found, len(seen), seen[-1] if seen else restore.last_id)


def _hold(connection: Connection, pairs: Iterable[Attached]) -> None:
    """Whoever deletes files holds the rows of these, and looks then whether a live receipt needs them
    (`receipts.page_statements`): so from here to the end of the transaction none of them goes. Before the
    receipts, as there: else each could wait for the other."""
    files = sorted({one for pair in pairs for one in pair if one is not None})
    if files and connection.scalar(text(_MAY_LOCK), {"table": qualified(connection, attachments.name)}):
        connection.execute(
            select(attachments.c.id)
            .where(attachments.c.id == func.any(array_of(files, BigInteger)))
            .order_by(attachments.c.id)
            .with_for_update(key_share=True, read=True)
        )


def _live_twins(connection: Connection, business_id: int, ids: Sequence[int]) -> dict[int, int]:
    """The live receipt of the same message, by the id of the deleted one. Those whose state is NULL by
    themselves: the one index that all databases have leaves them out."""
    mine, other = receipts.alias("mine"), receipts.alias("other")
    is_live = (not_(other.c.is_deleted), other.c.is_deleted.is_(None))
    parts = (
        select(mine.c.id, other.c.id.label("live_id"))
        .join(other, other.c.gmail_message_id == mine.c.gmail_message_id)
        .where(
            mine.c.id == func.any(array_of(list(ids), BigInteger)),
            mine.c.business_id == business_id,
            other.c.business_id == business_id,
            other.c.id != mine.c.id,
            condition,
        )
        for condition in is_live
    )
    found = union_all(*parts).subquery()
    rows = connection.execute(select(found.c.id, func.min(found.c.live_id)).group_by(found.c.id))
    return {row[0]: row[1] for row in rows}


def _not_the_first(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of `ids` of whose message another one of them has a lower id."""
    first = func.min(receipts.c.id).over(partition_by=receipts.c.gmail_message_id)
    each = (
        select(receipts.c.id, first.label("first"))
        .where(
            receipts.c.id == func.any(array_of(list(ids), BigInteger)),
            receipts.c.gmail_message_id.is_not(None),
        )
        .subquery()
    )
    return set(connection.scalars(select(each.c.id).where(each.c.id != each.c.first)))


def _restore(connection: Connection, business_id: int, wanted: Wanted, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that are live now: a trigger may have left one out, or put back what was written."""
    rows = connection.execute(
        update(receipts)
        .where(receipts.c.id == func.any(array_of(list(ids), BigInteger)), *_is_wanted(business_id, wanted))
        .values(is_deleted=False, deleted_at=None, updated_at=utc_now())
        .returning(receipts.c.id, receipts.c.is_deleted)
    )
    return [row.id for row in rows if row.is_deleted is False]
