"""Receipts of a business, deleted softly, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    not_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.dml import ReturningUpdate

from app.db import built
from app.db.starting import Totals
from app.db.tables import array_of, business, utc_now
from app.engine.job_type import ItemFacts, Live, Remaining
from app.receipts.tables import is_usual, live, receipts

Number = int | BindParameter[int]
"""A value, or the name of one that comes later."""


@dataclass(frozen=True, slots=True)
class DeletedReceipt:
    """A receipt that was deleted, its attachments, and whether it has the stamp that it was given."""

    id: int
    attachment_ids: tuple[int, ...]
    is_stamped: bool


def next_ids(connection: Connection, business_id: int, *, after: int, upto: int, limit: int) -> list[int]:
    """Ids of the next live receipts, as `receipts.batch_statement` would take them, without touching them."""
    return list(connection.scalars(next_live(business_id, after, upto, limit)))


def refuse_at_once(connection: Connection) -> None:
    """From here to the end of the transaction deferred constraints are checked at each statement and not at
    the commit, so that the row that breaks one is known."""
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def now(connection: Connection) -> datetime:
    """Naive UTC, by the database's clock."""
    return connection.execute(select(utc_now())).scalar_one()


def delete_these(
    connection: Connection, business_id: int, ids: Sequence[int], at: datetime
) -> list[DeletedReceipt]:
    """Deletes softly, with the stamp `at`, those of `ids` that are live receipts of the business; returns
    only these."""
    rows = connection.execute(soft_delete(business_id, func.any(list(ids)), literal(at, DateTime)))
    return [
        DeletedReceipt(row.id, _present(row.attachment_id, row.preview_attachment_id), row.is_stamped)
        for row in rows
        if row.is_deleted  # else a trigger has reverted it
    ]


def still_live(connection: Connection, business_id: int, ids: Sequence[int]) -> set[int]:
    """Those of `ids` that are live receipts of the business at this moment."""
    return set(
        connection.scalars(
            select(receipts.c.id).where(
                receipts.c.id == func.any(list(ids)), receipts.c.business_id == business_id, live()
            )
        )
    )


def lock_free_ones(connection: Connection, business_id: int, ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """Locks those of `ids` that are not locked, without waiting: returns them, and those that are held. What
    is no live receipt of the business any more is in neither."""
    wanted = select(receipts.c.id).where(
        receipts.c.id == func.any(list(ids)), receipts.c.business_id == business_id, live()
    )
    free = set(connection.scalars(wanted.with_for_update(skip_locked=True)))
    return free, set(connection.scalars(wanted)) - free


def totals() -> Totals:
    """The live receipts of each business, and its highest receipt id, deleted or not; lateral to the table of
    businesses."""
    return (
        select(func.count().filter(live()).label("total"), func.max(receipts.c.id).label("max_id"))
        .where(receipts.c.business_id == business.c.id)
        .lateral("found")
    )


def remaining(
    connection: Connection, after: Mapping[int, int], upto: Mapping[int, int] | None = None
) -> dict[int, Remaining]:
    """What is left to delete in each business beyond the id that `after` names for it; in one statement.

    The end is the highest id of the business, deleted or not, or what `upto` names for it.
    """
    ends = upto or {}
    columns: list[list[Any]] = [
        list(after),
        list(after.values()),
        [ends.get(business_id) for business_id in after],
    ]
    rows = func.unnest(*(array_of(column, BigInteger) for column in columns))
    job = rows.table_valued("business_id", "after", "upto", name="job").render_derived()
    below = receipts.c.id <= func.coalesce(job.c.upto, receipts.c.id)
    within = and_(receipts.c.id > job.c.after, below, live())
    # Counted along, because for a lone maximum the planner walks everybody's receipts from the last one back.
    found = connection.execute(
        select(
            job.c.business_id,
            job.c.after,
            func.coalesce(job.c.upto, func.max(receipts.c.id), 0),
            func.count(receipts.c.id).filter(within),
        )
        .select_from(job.outerjoin(receipts, receipts.c.business_id == job.c.business_id))
        .group_by(job.c.business_id, job.c.after, job.c.upto)
    )
    return {row[0]: Remaining(*row[1:]) for row in found}


def count_live(connection: Connection, business_id: int, *, upto: int, but: Sequence[int]) -> int:
    """The live receipts of the business with ids up to `upto`, without those of `but`."""
    found = built.execute(connection, _count_live, business=business_id, upto=upto, but=list(but))
    return int(found.scalar_one())


def _count_live() -> Select[int]:
    return select(func.count()).where(
        receipts.c.business_id == bindparam("business", type_=BigInteger),
        receipts.c.id <= bindparam("upto", type_=BigInteger),
        receipts.c.id != func.all(cast(bindparam("but", type_=ARRAY(BigInteger)), ARRAY(BigInteger))),
        live(),
    )


def live_by_business(connection: Connection, business_ids: Sequence[int] | None = None) -> dict[int, Live]:
    """Live receipts by business id, for these ids or all; businesses without any are left out."""
    query = (
        select(receipts.c.business_id, func.count(), func.min(receipts.c.id))
        .where(live())
        .group_by(receipts.c.business_id)
    )
    if business_ids is not None:
        query = query.where(receipts.c.business_id == func.any(list(business_ids)))
    return {row[0]: Live(row[1], row[2]) for row in connection.execute(query)}


def facts(connection: Connection, business_id: int, item_ids: Sequence[int]) -> dict[int, ItemFacts]:
    """These receipts of the business, by id, in one statement; those of any other are left out."""
    rows = connection.execute(
        select(
            receipts.c.id,
            receipts.c.vendor_name,
            case((is_usual(receipts.c.amount), receipts.c.amount)),
            receipts.c.currency,
            func.coalesce(receipts.c.is_deleted, False),
            func.coalesce(not_(is_usual(receipts.c.amount)), False),
        ).where(receipts.c.id == func.any(list(item_ids)), receipts.c.business_id == business_id)
    )
    return {row[0]: ItemFacts(*row) for row in rows}


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


def soft_delete(
    business_id: Number, ids: ColumnElement[int], at: ColumnElement[datetime]
) -> ReturningUpdate[Any]:
    """The statement that deletes, with the stamp `at`, those of `ids` that are live receipts of the business;
    returns of each the id, both attachments, and whether it is deleted now and has the stamp: a trigger may
    have reverted it, or written another time."""
    return (
        update(receipts)
        .where(receipts.c.id == ids, receipts.c.business_id == business_id, live())
        .values(is_deleted=True, deleted_at=at, updated_at=utc_now())
        .returning(
            receipts.c.id,
            receipts.c.attachment_id,
            receipts.c.preview_attachment_id,
            receipts.c.is_deleted,
            func.coalesce(receipts.c.deleted_at == at, False).label("is_stamped"),
        )
    )


def _present(*ids: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(value for value in ids if value is not None))
