"""Which deleted receipts keep their files for now: they may still come back, and then with these."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BindParameter,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Interval,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)

from app.core.job import ACTIVE
from app.core.keeping import MAX_DAYS, Due
from app.db.tables import array_of, utc_now
from app.db.tables import background_jobs as jobs
from app.receipts.names import DELETE_RECEIPTS
from app.receipts.tables import receipts

_MARK = '"keep_days": '
"""How it stands in a cursor. Within a text there, the quotation marks would be escaped."""

_MARGIN = "2 minutes"
"""Clocks differ, and a stamp is up to a minute older than the deletion (`core.stamps`)."""


def values(due: Due) -> dict[str, Any]:
    """The parameters of `is_kept`."""
    return {
        "kept_for": due.days,
        "is_at_once": due.is_at_once,
        "stamps": [one.isoformat(" ", "microseconds") for one in due.stamps],
        "everything": due.everything,
    }


def keeping_jobs(business_id: BindParameter[int]) -> CTE:
    """The jobs of the business that keep files: from when to when they were at work, and for how long. One
    that was interrupted counts until its end, whoever deletes meanwhile."""
    begins = func.strpos(jobs.c.cursor, literal(_MARK, Text))
    after = func.substr(jobs.c.cursor, begins + len(_MARK), 6)
    days = cast(func.substring(after, literal("^([0-9]{1,4})[^0-9]", Text)), Integer)
    bounded = func.least(func.coalesce(days, MAX_DAYS), MAX_DAYS)
    margin = cast(literal(_MARGIN, Text), Interval)
    never, always = (cast(literal(text, Text), DateTime) for text in ("infinity", "-infinity"))
    last = func.greatest(jobs.c.finished_at, jobs.c.updated_at, jobs.c.created_at)
    return (
        select(
            func.coalesce(jobs.c.created_at - margin, always).label("begins"),
            case(
                (jobs.c.status == func.any(array_of(tuple(ACTIVE), Text)), never),
                else_=func.coalesce(last + margin, never),
            ).label("ends"),
            _days(bounded).label("kept_for"),
        )
        .where(jobs.c.business_id == business_id, jobs.c.job_type == DELETE_RECEIPTS, begins > 0)
        .cte("keeping")
    )


def is_kept(keeping: CTE, business_id: BindParameter[int]) -> ColumnElement[bool]:
    """Of a deleted receipt, with the parameters of `values`: its files are not due. One of which no time is
    known was deleted long ago. The jobs are looked at only for what is not settled without."""
    since = func.coalesce(receipts.c.deleted_at, receipts.c.updated_at)
    now = select(utc_now()).scalar_subquery()
    is_at_once = and_(
        bindparam("is_at_once", type_=Boolean),
        receipts.c.business_id == business_id,
        receipts.c.deleted_at == own_stamps(),
    )
    covers = and_(
        receipts.c.business_id == business_id,
        since >= keeping.c.begins,
        since <= keeping.c.ends,
        since > now - keeping.c.kept_for,
    )
    return case(
        (
            or_(receipts.c.is_deleted.is_not(True), since.is_(None), bindparam("everything", type_=Boolean)),
            false(),
        ),
        (is_at_once, false()),
        (since > now - _days(bindparam("kept_for", type_=Integer)), literal(True)),
        else_=select(keeping.c.kept_for).where(covers).exists(),
    )


def own_stamps() -> ColumnElement[Any]:
    """Any stamp of the job that sweeps; a parameter of `values`."""
    return func.any(cast(bindparam("stamps", type_=ARRAY(Text)), ARRAY(DateTime)))


def _days(number: ColumnElement[int]) -> ColumnElement[Any]:
    return func.make_interval(0, 0, 0, number)
