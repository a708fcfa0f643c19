"""Attachments of deleted receipts: which are there, in pages and as a sample of the storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    union,
    union_all,
)

from app.core.keeping import ALL_FILES, Due
from app.db import built
from app.receipts import due as due_receipts
from app.receipts.ids import id_array, ids_given
from app.receipts.tables import attachments, receipts

CANDIDATES = 2_000
"""Attachments that are looked at in one go: without an index on `receipts.attachment_id` each go reads the
whole table of receipts once."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The next attachments of a business that deleted receipts of it still point at, up to the id `upto`,
    which is None where there are no further ones: the `ids` of those that are due. Of the others `kept` are
    its own: of those of the job that sweeps, or of all where none does. Once there are no further ones, as
    many `elsewhere` are of other businesses."""

    ids: list[int]
    upto: int | None
    elsewhere: int
    due: Due
    """With what is known of the jobs that keep files."""
    kept: int = 0


def left_behind(connection: Connection, business_id: int, *, after: int, due: Due = ALL_FILES) -> LeftBehind:
    """Those with `id > after`, of CANDIDATES at most. Mostly there are none, and one statement says so.

    A crash between the commit of a batch and the deletion of its files leaves such rows, the web
    worker's too.
    """
    row = built.execute(connection, _left_behind, business=business_id, after=after, most=CANDIDATES).one()
    ids = sorted(row.ids)
    if due.everything or not ids:
        return LeftBehind(ids, ids[-1] if ids else None, row.elsewhere, due)
    due = due_receipts.settled(connection, business_id, ids, due)
    given = {"ids": id_array(ids), "business": business_id, **due_receipts.values(due)}
    held = built.execute(connection, _kept_ones, bool(due.stamps), **given).all()
    kept = {one.id for one in held}
    due_ones = [one for one in ids if one not in kept]
    return LeftBehind(due_ones, ids[-1], 0, due, sum(one.is_own for one in held))


def has_due(connection: Connection, business_id: int, due: Due) -> bool:
    """Whether any is due."""
    found = left_behind(connection, business_id, after=0, due=due)
    while not found.ids and found.upto is not None:
        found = left_behind(connection, business_id, after=found.upto, due=due)
    return bool(found.ids)


def _left_behind() -> Select[Any]:
    business_id = bindparam("business", type_=BigInteger)
    page = (
        select(attachments.c.id)
        .where(
            attachments.c.id > bindparam("after", type_=BigInteger),
            attachments.c.business_id == business_id,
            _is_left_behind(business_id),
        )
        .order_by(attachments.c.id)
        .limit(bindparam("most", type_=BigInteger))
        .cte("page")
    )
    is_last = ~select(page.c.id).exists()
    return select(
        func.array(select(page.c.id).scalar_subquery()).label("ids"),
        case((is_last, _elsewhere(business_id)), else_=0).label("elsewhere"),
    )


def _kept_ones(by_job: bool) -> Select[Any]:
    """Of the candidates those that are kept, and whether a deleted receipt of the business points at them.
    Each receipt is judged once: asked for each attachment, a database without the indexes would read all of
    its receipts as often."""
    business_id = bindparam("business", type_=BigInteger)
    of_job = [receipts.c.deleted_at == due_receipts.own_stamps()] if by_job else []
    is_own = and_(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True), *of_job)
    parts = (
        select(
            one.label("id"),
            func.coalesce(is_own, False).label("is_own"),
            due_receipts.is_kept(business_id).label("is_kept"),
        ).where(one == func.any(ids_given()))
        for one in (receipts.c.attachment_id, receipts.c.preview_attachment_id)
    )
    pointers = union_all(*parts).subquery("pointers")
    return (
        select(pointers.c.id, func.bool_or(pointers.c.is_own).label("is_own"))
        .group_by(pointers.c.id)
        .having(func.bool_or(pointers.c.is_kept))
    )


def _elsewhere(business_id: BindParameter[int]) -> ScalarSelect[int]:
    """How many attachments of other businesses deleted receipts of this one point at."""
    gone = receipts.alias("gone")
    columns = (gone.c.attachment_id, gone.c.preview_attachment_id)
    pointed_at = union(
        *(
            select(column.label("id")).where(gone.c.business_id == business_id, gone.c.is_deleted.is_(True))
            for column in columns
        )
    ).subquery("pointed_at")
    # An array and no join: the planner must not read all attachments for the few that are left by now.
    found = func.any(func.array(select(pointed_at.c.id).scalar_subquery()))
    others = attachments.alias("others")
    return (
        select(func.count())
        .where(others.c.id == found, others.c.business_id != business_id)
        .scalar_subquery()
    )


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


def _is_left_behind(business_id: BindParameter[int]) -> ColumnElement[bool]:
    return _pointed_at_by(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True))


def _pointed_at_by(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some receipt out of `which` uses the attachment. Two look-ups: each column has an index of its own."""
    return or_(
        select(receipts.c.id).where(receipts.c.attachment_id == attachments.c.id, *which).exists(),
        select(receipts.c.id).where(receipts.c.preview_attachment_id == attachments.c.id, *which).exists(),
    )
