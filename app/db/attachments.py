"""Attachments of deleted receipts: which of their files may go, and dropping their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    union,
    update,
)

from app.db.tables import asset_item_media, attachments, contract_files, live, receipts

DELETABLE_PURPOSES = ("receipt_source", "receipt_preview")
"""The only purposes whose attachments this job may ever delete (web-api-contract.md, Tables)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment row whose file may be deleted; `key` is its place in the storage."""

    attachment_id: int
    key: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An attachment row that stays. `is_own`: it is a receipt's of the business, and somebody else uses it
    too; else it is another business's, or of another purpose."""

    attachment_id: int
    is_own: bool


def deletable(connection: Connection, business_id: int, ids: Sequence[int]) -> list[StoredFile]:
    """Those of `ids` whose files may go: see `_may_go`."""
    rows = connection.execute(
        select(attachments.c.id, attachments.c.storage_path)
        .where(attachments.c.id == func.any(list(ids)), _may_go(business_id))
        .order_by(attachments.c.id)
    )
    return [StoredFile(row.id, row.storage_path) for row in rows]


def left_behind(connection: Connection, business_id: int, *, after: int, limit: int) -> list[StoredFile]:
    """The next attachments with `id > after` that deleted receipts of the business still point at.

    A crash between the commit of a batch and the deletion of its files leaves such rows, the web
    worker's too.
    """
    rows = connection.execute(
        select(attachments.c.id, attachments.c.storage_path)
        .where(
            attachments.c.id > after,
            _pointed_at_by(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True)),
            _may_go(business_id),
        )
        .order_by(attachments.c.id)
        .limit(limit)
    )
    return [StoredFile(row.id, row.storage_path) for row in rows]


def kept(connection: Connection, business_id: int, *, limit: int = 100) -> list[KeptFile]:
    """Attachments that deleted receipts of the business point at although they may not go: left alone, and
    reported."""
    is_own = and_(attachments.c.business_id == business_id, attachments.c.purpose.in_(DELETABLE_PURPOSES))
    gone = receipts.alias("gone")
    rows = connection.execute(
        select(attachments.c.id, is_own)
        .join(
            gone,
            or_(gone.c.attachment_id == attachments.c.id, gone.c.preview_attachment_id == attachments.c.id),
        )
        .where(gone.c.business_id == business_id, gone.c.is_deleted.is_(True), ~_may_go(business_id))
        .distinct()
        .order_by(attachments.c.id)
        .limit(limit)
    )
    return [KeptFile(*row) for row in rows]


def drop(connection: Connection, business_id: int, ids: Sequence[int]) -> int:
    """Deletes the rows of files that are gone, where `_may_go` still holds; returns how many.

    The pointers of deleted receipts are taken off first, both of a receipt in one go: left to the foreign
    keys, each would be an update of its own, with all indexes of `receipts`, and take twice the time.
    """
    doomed = select(attachments.c.id).where(attachments.c.id == func.any(list(ids)), _may_go(business_id))
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
    return connection.execute(delete(attachments).where(attachments.c.id == all_gone).add_cte(freed)).rowcount


def _may_go(business_id: int) -> ColumnElement[bool]:
    """Of this business, of a deletable purpose, used by no live receipt of anybody, and by nothing else:
    a contract's reference would make the deletion fail, an asset's would be deleted along with it."""
    return and_(
        attachments.c.business_id == business_id,
        attachments.c.purpose.in_(DELETABLE_PURPOSES),
        ~_pointed_at_by(live()),
        ~exists().where(contract_files.c.attachment_id == attachments.c.id),
        ~exists().where(asset_item_media.c.attachment_id == attachments.c.id),
    )


def _pointed_at_by(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some receipt out of `which` uses the attachment. Two look-ups: each column has an index of its own."""
    return or_(
        exists().where(receipts.c.attachment_id == attachments.c.id, *which),
        exists().where(receipts.c.preview_attachment_id == attachments.c.id, *which),
    )
