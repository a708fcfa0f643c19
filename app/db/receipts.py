"""Receipts of a business, deleted softly, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, func, select, text, update
from sqlalchemy.sql.dml import ReturningUpdate

from app.db.tables import live, receipts, utc_now

Number = int | BindParameter[int]
"""A value, or the name of one that comes later."""


@dataclass(frozen=True, slots=True)
class DeletedReceipt:
    """A receipt that was deleted, and the attachments that hung on it."""

    id: int
    attachment_ids: tuple[int, ...]


def next_ids(connection: Connection, business_id: int, *, after: int, upto: int, limit: int) -> list[int]:
    """Ids of the next live receipts, as `db.batches` would take them, without touching them."""
    return list(connection.scalars(next_live(business_id, after, upto, limit)))


def refuse_at_once(connection: Connection) -> None:
    """Deferred constraints speak at their statement from here on, and not at the commit, so that the row
    that breaks one can be told; until the end of the transaction."""
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def delete_these(connection: Connection, business_id: int, ids: Sequence[int]) -> list[DeletedReceipt]:
    """Deletes softly those of `ids` that are live receipts of the business; returns only these."""
    rows = connection.execute(soft_delete(business_id, func.any(list(ids))))
    return [DeletedReceipt(row[0], _present(row[1], row[2])) for row in rows]


def lock_free_ones(connection: Connection, business_id: int, ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """Locks those of `ids` that nobody else holds, without waiting: returns them, and those that are held.
    What is no live receipt of the business any more is in neither."""
    wanted = select(receipts.c.id).where(
        receipts.c.id == func.any(list(ids)), receipts.c.business_id == business_id, live()
    )
    free = set(connection.scalars(wanted.with_for_update(skip_locked=True)))
    return free, set(connection.scalars(wanted)) - free


def highest_id(connection: Connection, business_id: int) -> int:
    """The highest receipt id of the business, deleted or not; 0 where it has none."""
    # Counted along, because for a lone maximum the planner walks everybody's receipts from the last one back.
    found = connection.execute(
        select(func.max(receipts.c.id), func.count()).where(receipts.c.business_id == business_id)
    ).one()
    return found[0] or 0


def next_live(
    business_id: Number, after: Number, upto: Number, limit: Number, *which: ColumnElement[bool]
) -> Select[tuple[int]]:
    """The query for the ids of the next live receipts with `after < id <= upto`, in the order of ids."""
    return (
        select(receipts.c.id)
        .where(receipts.c.business_id == business_id, receipts.c.id > after, receipts.c.id <= upto, live())
        .where(*which)
        .order_by(receipts.c.id)
        .limit(limit)
    )


def soft_delete(business_id: Number, ids: ColumnElement[int]) -> ReturningUpdate[Any]:
    """The statement that deletes those of `ids` that are live receipts of the business; returns the id and
    both attachments of each."""
    return (
        update(receipts)
        .where(receipts.c.id == ids, receipts.c.business_id == business_id, live())
        .values(is_deleted=True, deleted_at=utc_now(), updated_at=utc_now())
        .returning(receipts.c.id, receipts.c.attachment_id, receipts.c.preview_attachment_id)
    )


def _present(*ids: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(value for value in ids if value is not None))
