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
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    union,
)

from app.core.keeping import ALL_FILES, Due
from app.db import built
from app.receipts import due as due_receipts
from app.receipts.tables import attachments, receipts


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Attachments that deleted receipts of a business still point at and that are due: the next ids of its
    own. Once there are none, how many `elsewhere` are of other businesses, and how many of its own are
    `kept`: of those of the job that sweeps, or of all where none does."""

    ids: list[int]
    elsewhere: int
    due: Due
    """With what is known of the jobs that keep files."""
    kept: int = 0


def left_behind(
    connection: Connection, business_id: int, *, after: int, limit: int, due: Due = ALL_FILES
) -> LeftBehind:
    """Those with `id > after`, at most `limit`. Mostly there are none, and one statement says so.

    A crash between the commit of a batch and the deletion of its files leaves such rows, the web
    worker's too.
    """
    given = {"business": business_id, "after": after, "most": limit}
    row = built.execute(connection, _left_behind, **given).one()
    if due.everything or not (row.ids or after):
        return LeftBehind(row.ids, row.elsewhere, due)
    due = due_receipts.settled(connection, business_id, due)
    row = built.execute(connection, _due_ones, bool(due.stamps), **given, **due_receipts.values(due)).one()
    return LeftBehind(row.ids, row.elsewhere, due, row.kept)


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


def _due_ones(by_job: bool) -> Select[Any]:
    """The same of those that are due, and how many are kept."""
    business_id = bindparam("business", type_=BigInteger)
    is_kept_one = _pointed_at_by(receipts.c.is_deleted.is_(True), due_receipts.is_kept(business_id))
    page = (
        select(attachments.c.id)
        .where(
            attachments.c.id > bindparam("after", type_=BigInteger),
            attachments.c.business_id == business_id,
            _is_left_behind(business_id),
            not_(is_kept_one),
        )
        .order_by(attachments.c.id)
        .limit(bindparam("most", type_=BigInteger))
        .cte("page")
    )
    is_last = ~select(page.c.id).exists()
    of_job = [receipts.c.deleted_at == due_receipts.own_stamps()] if by_job else []
    kept = select(func.count()).where(
        attachments.c.business_id == business_id,
        _pointed_at_by(receipts.c.business_id == business_id, receipts.c.is_deleted.is_(True), *of_job),
        is_kept_one,
    )
    return select(
        func.array(select(page.c.id).scalar_subquery()).label("ids"),
        case((is_last, _elsewhere(business_id)), else_=0).label("elsewhere"),
        case((is_last, kept.scalar_subquery()), else_=0).label("kept"),
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
