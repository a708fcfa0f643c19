"""Attachments of deleted receipts: which are there, in pages and as a sample of the storage."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    func,
    not_,
    or_,
    select,
    union,
)

from app.receipts.tables import attachments, receipts


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


def _is_left_behind(business_id: int) -> ColumnElement[bool]:
    return _pointed_at_by(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True))


def _pointed_at_by(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some receipt out of `which` uses the attachment. Two look-ups: each column has an index of its own."""
    return or_(
        select(receipts.c.id).where(receipts.c.attachment_id == attachments.c.id, *which).exists(),
        select(receipts.c.id).where(receipts.c.preview_attachment_id == attachments.c.id, *which).exists(),
    )
