"""The statements of one page of files: what keeps each attachment, and dropping rows of those that may go.

In this order, in one transaction (see `receipts.file_pages`). Each reads by ids alone, whatever the server's
statistics say: what was deleted long ago, or is another's, is not looked at. Each is built once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    BindParameter,
    ClauseElement,
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
    update,
)

from app.core.keeping import Due
from app.core.messages import KEPT, OTHER_BUSINESS, OTHER_PURPOSE, REFERENCE, STILL_USED, UNREADABLE
from app.db import built
from app.db.tables import array_of, qualified
from app.receipts import due as due_receipts
from app.receipts import references
from app.receipts.ids import id_array, ids_given
from app.receipts.references import Ties
from app.receipts.tables import DELETABLE_PURPOSES, attachments, live, receipts

_PAGE_IDLE_MS = 300_000
"""How long the transaction of a page may wait for a storage before the server ends it: longer than
`files.bounded.Patience` lets any call take."""

_POINTERS = (receipts.c.attachment_id, receipts.c.preview_attachment_id)


@dataclass(frozen=True, slots=True)
class Described:
    """An attachment row as it is at the moment. `reason` says what it is needed for, or that it is KEPT for a
    receipt that may come back; it is empty where the file may go.
    `is_left_behind`: a deleted receipt of the business points at it."""

    attachment_id: int
    key: str
    reason: str
    is_left_behind: bool


def prepare(connection: Connection) -> Ties:
    """Begins the transaction of a page. Deferred constraints are checked at once; foreign keys cannot be
    added or dropped until its end; and the server allows time for the storage. Returns what refers to
    attachments until then."""
    return references.ties(
        connection,
        "SET CONSTRAINTS ALL IMMEDIATE;"
        f" LOCK TABLE {qualified(connection, 'attachments')} IN ROW EXCLUSIVE MODE;"
        f" SET LOCAL idle_in_transaction_session_timeout = {_PAGE_IDLE_MS};",
    )


def described(
    connection: Connection, business_id: int, ids: Sequence[int], ties: Ties, due: Due
) -> list[Described]:
    """Those of `ids` that are still there, ordered by id. Where a table cannot be read, all are needed."""
    given = {"ids": id_array(ids), "business": business_id, **due_receipts.values(due)}
    rows = built.execute(connection, _described, ties, **given)
    return [Described(row.id, row.storage_path or "", row.reason, row.is_left) for row in rows]


def hold(connection: Connection, ids: Sequence[int], *, wait: bool) -> set[int]:
    """Locks the rows until the end of the transaction, so that no new reference to them can be made; the ids
    of those that are locked now. With `wait`, raises RowsLocked where another transaction holds one for
    longer than the lock time-out; without it, these are left out."""
    return set(built.execute(connection, _held, wait, ids=id_array(ids)).scalars())


def drop(connection: Connection, business_id: int, ids: Sequence[int], ties: Ties, due: Due) -> None:
    """Deletes the rows that nothing keeps, at the moment of this statement; see `still_there`."""
    given = {"ids": id_array(ids), "business": business_id, **due_receipts.values(due)}
    built.execute(connection, _dropped, ties, **given)


def still_there(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of `ids` that are still rows: a trigger may have kept them, whatever the deletion reported."""
    return set(built.execute(connection, _there, ids=id_array(ids)).scalars())


def _described(ties: Ties) -> ClauseElement:
    pointers = _pointing_receipts()
    if ties.unreadable:
        keeps: ColumnElement[str] = literal(UNREADABLE.format(table=ties.unreadable[0]), Text)
    else:
        keeps = case(
            (attachments.c.business_id != _business(), literal(OTHER_BUSINESS, Text)),
            (not_(_is_of_a_receipt()), literal(OTHER_PURPOSE, Text)),
            (_is_in(pointers, pointers.c.is_live), literal(STILL_USED, Text)),
            (_is_in(pointers, pointers.c.is_kept), literal(KEPT, Text)),
            *((one.uses(), literal(REFERENCE.format(table=one.name), Text)) for one in ties.references),
            else_=literal("", Text),
        )
    is_left = _is_in(pointers, pointers.c.is_deleted).label("is_left")
    return (
        select(attachments.c.id, attachments.c.storage_path, keeps.label("reason"), is_left)
        .where(_is_one_of_them())
        .order_by(attachments.c.id)
    )


def _held(wait: bool) -> ClauseElement:
    rows = select(attachments.c.id).where(_is_one_of_them()).order_by(attachments.c.id)
    return rows.with_for_update(skip_locked=not wait)


def _dropped(ties: Ties) -> ClauseElement:
    """The references of deleted receipts are cleared first, both of a receipt in one update: left to the
    foreign keys, each would be an update of its own, with all indexes of `receipts`, and take twice the
    time."""
    pointers = _pointing_receipts()
    doomed = (
        select(attachments.c.id)
        .where(
            _is_one_of_them(),
            # No index can be asked for this, as for `_freed`.
            func.coalesce(and_(attachments.c.business_id == _business(), _is_of_a_receipt()), False),
            not_(_is_in(pointers, or_(pointers.c.is_live, pointers.c.is_kept))),
            *(not_(one.uses()) for one in ties.references),
            *(false() for _ in ties.unreadable),
        )
        .cte("doomed")
    )
    pointing = select(pointers.c.receipt).where(pointers.c.is_deleted, pointers.c.id.in_(select(doomed.c.id)))
    freed = (
        update(receipts)
        .where(receipts.c.id == func.any(func.array(pointing.scalar_subquery())), _is_deleted_one())
        .values({one: case((one.in_(select(doomed.c.id)), None), else_=one) for one in _POINTERS})
        .cte("freed")
    )
    # An array and no join: the planner must not read all attachments for the few of a page.
    all_doomed = func.any(func.array(select(doomed.c.id).scalar_subquery()))
    return delete(attachments).where(attachments.c.id == all_doomed).add_cte(freed)


def _there() -> ClauseElement:
    return select(attachments.c.id).where(_is_one_of_them())


def _pointing_receipts() -> CTE:
    """The receipts that point at one of the page's attachments, once for each; both columns have an index of
    their own."""
    parts = (
        select(
            receipts.c.id.label("receipt"),
            one.label("id"),
            live().label("is_live"),
            _is_deleted_one().label("is_deleted"),
            due_receipts.is_kept(_business()).label("is_kept"),
        ).where(one == func.any(ids_given()))
        for one in _POINTERS
    )
    return union_all(*parts).cte("pointers")


def _is_in(pointers: CTE, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The server makes one table of them in memory, however many it believes there are."""
    return attachments.c.id.in_(select(pointers.c.id).where(which))


def _is_one_of_them() -> ColumnElement[bool]:
    return attachments.c.id == func.any(ids_given())


def _is_of_a_receipt() -> ColumnElement[bool]:
    return attachments.c.purpose == func.any(array_of(DELETABLE_PURPOSES, Text))


def _is_deleted_one() -> ColumnElement[bool]:
    """A deleted receipt of the business. Whole, no index can be asked for it: by that of `is_deleted`, which
    the planner takes while it knows of few, all that were ever deleted would be read for each page."""
    return func.coalesce(and_(receipts.c.business_id == _business(), receipts.c.is_deleted), False)


def _business() -> BindParameter[int]:
    return bindparam("business", type_=Integer)
