"""Attachments of deleted receipts: what keeps each of them, and dropping the rows of those that may go.

One page of files is one transaction: `prepare`, `described`, what has the same files, `hold`, `drop`,
`still_there`, and only then are the files deleted (see `receipts.file_pages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    case,
    delete,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    update,
)

from app.core.messages import OTHER_BUSINESS, OTHER_PURPOSE, REFERENCE, STILL_USED, UNREADABLE
from app.db.tables import qualified
from app.receipts.references import Ties
from app.receipts.tables import attachments, live, receipts

DELETABLE_PURPOSES = ("receipt_source", "receipt_preview")
"""The only purposes whose attachments this job may ever delete (web-api-contract.md, Tables)."""

_PAGE_IDLE_MS = 300_000
"""How long the transaction of a page may wait for a storage before the server ends it: longer than
`files.bounded.Patience` lets any call take."""


@dataclass(frozen=True, slots=True)
class Described:
    """An attachment row as it is at the moment. `reason` says what keeps it, and is empty where nothing does;
    `is_left_behind`: a deleted receipt of the business points at it."""

    attachment_id: int
    key: str
    reason: str
    is_left_behind: bool


def left_behind(connection: Connection, business_id: int, *, after: int, limit: int) -> list[int]:
    """The next attachments of the business with `id > after` that deleted receipts of it still point at.

    A crash between the commit of a batch and the deletion of its files leaves such rows, the web
    worker's too.
    """
    rows = connection.scalars(
        select(attachments.c.id)
        .where(
            attachments.c.id > after, attachments.c.business_id == business_id, _is_left_behind(business_id)
        )
        .order_by(attachments.c.id)
        .limit(limit)
    )
    return list(rows)


def orphaned(connection: Connection, business_id: int) -> int:
    """How many attachments of other businesses deleted receipts of this one point at."""
    gone = receipts.alias("gone")
    columns = (gone.c.attachment_id, gone.c.preview_attachment_id)
    pointed_at = union(
        *(
            select(column.label("id")).where(gone.c.business_id == business_id, gone.c.is_deleted.is_(True))
            for column in columns
        )
    ).cte("pointed_at")
    # An array and no join: the planner must not read all attachments for the few that are left by now.
    found = func.any(func.array(select(pointed_at.c.id).scalar_subquery()))
    others = select(func.count()).where(attachments.c.id == found, attachments.c.business_id != business_id)
    return connection.scalar(others) or 0


def prepare(connection: Connection) -> None:
    """Begins the transaction of a page. Deferred constraints are checked at once; foreign keys cannot be
    added or dropped until its end; and the server allows time for the storage."""
    connection.exec_driver_sql(  # no parameters: a name may hold what would be taken for one
        "SET CONSTRAINTS ALL IMMEDIATE;"
        f" LOCK TABLE {qualified(connection, 'attachments')} IN ROW EXCLUSIVE MODE;"
        f" SET LOCAL idle_in_transaction_session_timeout = {_PAGE_IDLE_MS}",
        execution_options={"no_parameters": True},
    )


def described(connection: Connection, business_id: int, ids: Sequence[int], ties: Ties) -> list[Described]:
    """Those of `ids` that are still there, ordered by id. Where a table cannot be read, all are kept."""
    if ties.unreadable:
        keeps: ColumnElement[str] = literal(UNREADABLE.format(table=ties.unreadable[0]), Text)
    else:
        keeps = case(
            (attachments.c.business_id != business_id, literal(OTHER_BUSINESS, Text)),
            (attachments.c.purpose.not_in(DELETABLE_PURPOSES), literal(OTHER_PURPOSE, Text)),
            (_pointed_at_by(live()), literal(STILL_USED, Text)),
            *((one.uses(), literal(REFERENCE.format(table=one.name), Text)) for one in ties.references),
            else_=literal("", Text),
        )
    rows = connection.execute(
        select(attachments.c.id, attachments.c.storage_path, keeps, _is_left_behind(business_id))
        .where(attachments.c.id == func.any(list(ids)))
        .order_by(attachments.c.id)
    )
    return [Described(row[0], row[1] or "", row[2], row[3]) for row in rows]


def hold(connection: Connection, ids: Sequence[int], *, wait: bool) -> set[int]:
    """Locks the rows until the end of the transaction, so that no new reference to them can be made; the ids
    of those that are locked now. With `wait`, raises RowsLocked where another transaction holds one for
    longer than the lock time-out; without it, these are left out."""
    rows = select(attachments.c.id).where(attachments.c.id == func.any(list(ids))).order_by(attachments.c.id)
    return set(connection.scalars(rows.with_for_update(skip_locked=not wait)))


def drop(connection: Connection, business_id: int, ids: Sequence[int], ties: Ties) -> None:
    """Deletes the rows that nothing keeps, at the moment of this statement; see `still_there`.

    The references of deleted receipts are cleared first, both of a receipt in one update: left to the foreign
    keys, each would be an update of its own, with all indexes of `receipts`, and take twice the time.
    """
    doomed = select(attachments.c.id).where(
        attachments.c.id == func.any(list(ids)), _nothing_keeps(business_id, ties)
    )
    gone = doomed.cte("doomed")
    all_gone = func.any(func.array(select(gone.c.id).scalar_subquery()))
    columns = (receipts.c.attachment_id, receipts.c.preview_attachment_id)
    pointing = union(*(select(receipts.c.id).where(column == all_gone) for column in columns)).cte("pointing")
    freed = (
        update(receipts)
        .where(receipts.c.id == func.any(func.array(select(pointing.c.id).scalar_subquery())))
        .where(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True))
        .values({column: case((column.in_(select(gone.c.id)), None), else_=column) for column in columns})
        .cte("freed")
    )
    connection.execute(delete(attachments).where(attachments.c.id == all_gone).add_cte(freed))


def still_there(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of `ids` that are still rows: a trigger may have kept them, whatever the deletion reported."""
    return set(connection.scalars(select(attachments.c.id).where(attachments.c.id == func.any(list(ids)))))


def newest(connection: Connection, *, limit: int, needed: bool) -> list[tuple[int, str]]:
    """Business and key of the newest attachments of the database, of any business and purpose; with `needed`
    of those alone that no deleted receipt points at, whose files must be there whatever was interrupted."""
    spared = [not_(_pointed_at_by(receipts.c.is_deleted.is_(True)))] if needed else []
    rows = connection.execute(
        select(attachments.c.business_id, attachments.c.storage_path)
        .where(attachments.c.is_deleted.is_not(True), attachments.c.storage_path != "", *spared)
        .order_by(attachments.c.id.desc())
        .limit(limit)
    )
    return [(row.business_id, row.storage_path) for row in rows]


def _nothing_keeps(business_id: int, ties: Ties) -> ColumnElement[bool]:
    """Of this business, of a deletable purpose, used by no live receipt of any business, and by nothing else,
    whatever the foreign key does on deletion."""
    return and_(
        attachments.c.business_id == business_id,
        attachments.c.purpose.in_(DELETABLE_PURPOSES),
        not_(_pointed_at_by(live())),
        *(not_(one.uses()) for one in ties.references),
        *(false() for _ in ties.unreadable),
    )


def _is_left_behind(business_id: int) -> ColumnElement[bool]:
    return _pointed_at_by(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True))


def _pointed_at_by(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some receipt out of `which` uses the attachment. Two look-ups: each column has an index of its own."""
    return or_(
        select(receipts.c.id).where(receipts.c.attachment_id == attachments.c.id, *which).exists(),
        select(receipts.c.id).where(receipts.c.preview_attachment_id == attachments.c.id, *which).exists(),
    )
