"""What there is of receipts that jobs have deleted, before they are restored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    union,
)

from app.core.bounds import FIRST_DAY, LAST_DAY
from app.core.restore import Wanted
from app.db.tables import array_of
from app.engine.restoring import LISTED, Conflict, Restorable
from app.receipts.tables import attachments, is_usual, receipts


def restorable(connection: Connection, wanted: Sequence[tuple[int, Wanted]]) -> list[Restorable]:
    """What is there of each, with the id of its business; four statements, however many."""
    if not wanted:
        return []
    mine = _mine(wanted)
    decided = _decided(mine)
    figures = {row.place: row for row in connection.execute(_figures(decided))}
    files = {row[0]: row[1] for row in connection.execute(_files(decided))}
    deleted = _deleted(connection, [business_id for business_id, _ in wanted])
    listed = _listed(connection, decided)
    found = []
    for place, (business_id, one) in enumerate(wanted, start=1):
        row = figures.get(place)
        count = row.found if row else 0
        found.append(
            Restorable(
                found=count,
                conflicts=row.conflicts if row else 0,
                listed=tuple(listed.get(place, ())),
                files_there=files.get(place, 0),
                without_files=row.without_files if row else 0,
                # Of chosen ones nobody has counted the rest of the job.
                others=max(0, deleted.get(business_id, 0) - count) if one.items is None else 0,
            )
        )
    return found


def _mine(wanted: Sequence[tuple[int, Wanted]]) -> CTE:
    """The deleted receipts that have a stamp of the job, each with the place of what is wanted."""
    stamps = [
        (place, business_id, at)
        for place, (business_id, one) in enumerate(wanted, start=1)
        for at in one.stamps
    ]
    chosen = [(place, item) for place, (_, one) in enumerate(wanted, start=1) for item in one.items or ()]
    choosing = [place for place, (_, one) in enumerate(wanted, start=1) if one.items is not None]
    stamp = _rows("stamp", BigInteger, stamps, "place", "business_id", "at")
    choice = _rows("choice", BigInteger, chosen, "place", "item")
    is_chosen = or_(
        stamp.c.place != func.all(array_of(choosing, BigInteger)),
        select(choice.c.item).where(choice.c.place == stamp.c.place, choice.c.item == receipts.c.id).exists(),
    )
    return (
        select(
            stamp.c.place,
            receipts.c.id,
            receipts.c.business_id,
            receipts.c.gmail_message_id.label("message"),
            receipts.c.attachment_id,
            receipts.c.preview_attachment_id,
        )
        .select_from(
            receipts.join(
                stamp,
                and_(receipts.c.business_id == stamp.c.business_id, receipts.c.deleted_at == stamp.c.at),
            )
        )
        .where(
            # Said once more, because the planner does not see it through the join.
            receipts.c.business_id == func.any(array_of(sorted({b for b, _ in wanted}), BigInteger)),
            receipts.c.is_deleted,
            is_chosen,
        )
        .cte("mine")
    )


def _rows(name: str, kind: type[BigInteger], rows: Sequence[Sequence[Any]], *columns: str) -> Any:
    """Values as a table; a column called `at` is of times."""
    arrays = [
        array_of([row[number] for row in rows], DateTime if column == "at" else kind)
        for number, column in enumerate(columns)
    ]
    return func.unnest(*arrays).table_valued(*columns, name=name).render_derived()


def _decided(mine: CTE) -> CTE:
    """Each with the live receipt of its message, or the first of several deleted ones: only that comes
    back."""
    other = receipts.alias("other")
    is_live = or_(not_(other.c.is_deleted), other.c.is_deleted.is_(None))
    twins = (
        select(mine.c.place, mine.c.id, func.min(other.c.id).label("live_id"))
        .select_from(
            mine.join(
                other,
                and_(
                    other.c.business_id == mine.c.business_id,
                    other.c.gmail_message_id == mine.c.message,
                    other.c.id != mine.c.id,
                    is_live,
                ),
            )
        )
        .group_by(mine.c.place, mine.c.id)
        .cte("twins")
    )
    first = func.min(mine.c.id).over(partition_by=(mine.c.place, mine.c.message))
    earlier = case((and_(mine.c.message.is_not(None), first != mine.c.id), first))
    return (
        select(*mine.c, func.coalesce(twins.c.live_id, earlier).label("live_id"))
        .select_from(mine.outerjoin(twins, and_(twins.c.place == mine.c.place, twins.c.id == mine.c.id)))
        .cte("decided")
    )


def _figures(decided: CTE) -> Select[Any]:
    has_none = and_(decided.c.attachment_id.is_(None), decided.c.preview_attachment_id.is_(None))
    comes = decided.c.live_id.is_(None)
    return select(
        decided.c.place,
        func.count().label("found"),
        func.count().filter(not_(comes)).label("conflicts"),
        func.count().filter(comes, has_none).label("without_files"),
    ).group_by(decided.c.place)


def _files(decided: CTE) -> Select[Any]:
    """Attachments of those that come back, each once."""
    comes = decided.c.live_id.is_(None)
    used = union(
        select(decided.c.place, decided.c.attachment_id.label("id")).where(comes),
        select(decided.c.place, decided.c.preview_attachment_id).where(comes),
    ).subquery()
    there = used.join(attachments, attachments.c.id == used.c.id)
    return select(used.c.place, func.count()).select_from(there).group_by(used.c.place)


def _deleted(connection: Connection, business_ids: Sequence[int]) -> dict[int, int]:
    """How many receipts of each business are deleted, by whomever."""
    rows = connection.execute(
        select(receipts.c.business_id, func.count())
        .where(receipts.c.business_id == func.any(list(business_ids)), receipts.c.is_deleted)
        .group_by(receipts.c.business_id)
    )
    return {row[0]: row[1] for row in rows}


def _listed(connection: Connection, decided: CTE) -> dict[int, list[Conflict]]:
    """The first conflicts of each, by its place."""
    number = func.row_number().over(partition_by=decided.c.place, order_by=decided.c.id)
    some = (
        select(decided.c.place, decided.c.id, decided.c.live_id, number.label("number"))
        .where(decided.c.live_id.is_not(None))
        .subquery()
    )
    rows = connection.execute(
        select(some.c.place, some.c.live_id, *facts())
        .join(receipts, receipts.c.id == some.c.id)
        .where(some.c.number <= LISTED)
        .order_by(some.c.place, some.c.id)
    )
    found: dict[int, list[Conflict]] = {}
    for row in rows:
        conflict = Conflict(
            row.business_id, row.id, row.live_id, row.vendor_name, row.day, row.sum, row.currency, row.is_odd
        )
        found.setdefault(row.place, []).append(conflict)
    return found


def facts() -> tuple[ColumnElement[Any], ...]:
    """What tells a receipt to a person, bounded."""
    day = func.coalesce(receipts.c.invoice_date, func.date(receipts.c.received_at))
    is_amount = is_usual(receipts.c.amount)
    return (
        receipts.c.business_id,
        receipts.c.id,
        receipts.c.vendor_name,
        case((day.between(FIRST_DAY, LAST_DAY), day)).label("day"),
        case((is_amount, receipts.c.amount)).label("sum"),
        receipts.c.currency,
        func.coalesce(not_(is_amount), False).label("is_odd"),
    )
