"""Which deleted receipts keep their files for now: they may still come back, and then with these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Boolean,
    ClauseElement,
    ColumnElement,
    DateTime,
    Integer,
    Interval,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union,
)

from app.core.job import ACTIVE
from app.core.keeping import Due, KeepingJob, KeepingJobs
from app.db import built
from app.db.engine import Connection
from app.db.keeping import first_stamp, keep_days, keeps_files
from app.db.tables import array_of, utc_now
from app.db.tables import background_jobs as jobs
from app.receipts.ids import id_array, ids_given
from app.receipts.names import DELETE_RECEIPTS
from app.receipts.tables import receipts

_MARGIN = "2 minutes"
"""Clocks differ, and a stamp is up to a minute older than the deletion (`core.stamps`)."""


def settled(connection: Connection, business_id: int, ids: Sequence[int], due: Due) -> Due:
    """With the jobs that keep files, of the business and of others whose deleted receipts point at one of
    these attachments. One that was interrupted counts until its end, whoever deletes meanwhile. They are read
    by themselves: a page of files must hold no lock of their table."""
    rows = built.execute(connection, _keeping_jobs, business=business_id, ids=id_array(ids)).all()
    found = tuple(
        KeepingJob(row.business_id, row.begins, row.ends, row.days) for row in rows if row.days is not None
    )
    return replace(due, keeping=KeepingJobs(rows[0].at, found))


def values(due: Due) -> dict[str, Any]:
    """The parameters of `is_kept`."""
    keeping = due.keeping
    return {
        "kept_for": due.days,
        "is_at_once": due.is_at_once,
        "stamps": [one.isoformat(" ", "microseconds") for one in due.stamps],
        "everything": due.everything,
        "read_at": keeping.at,
        "businesses": [one.business_id for one in keeping.jobs],
        "begins": [one.begins for one in keeping.jobs],
        "ends": [one.ends for one in keeping.jobs],
        "days": [one.days for one in keeping.jobs],
    }


def is_kept(business_id: BindParameter[int]) -> ColumnElement[bool]:
    """Of a deleted receipt, with the parameters of `values`: its files are not due. One of which no time is
    known was deleted long ago. Of what was deleted after the jobs were read nobody knows for how long it is
    kept, unless it is of the job that sweeps."""
    since = func.coalesce(receipts.c.deleted_at, receipts.c.updated_at)
    now = select(utc_now()).scalar_subquery()
    of_business = receipts.c.business_id == business_id
    is_at_once = and_(_given("is_at_once", Boolean), of_business, receipts.c.deleted_at == own_stamps())
    is_clear = or_(receipts.c.is_deleted.is_not(True), since.is_(None), _given("everything", Boolean))
    job = (
        func.unnest(
            _array("businesses", Integer),
            _array("begins", DateTime),
            _array("ends", DateTime),
            _array("days", Integer),
        )
        .table_valued(
            column("business", Integer),
            column("begins", DateTime),
            column("ends", DateTime),
            column("days", Integer),
        )
        .render_derived("job")
    )
    covers = (
        receipts.c.business_id == job.c.business,
        since.between(job.c.begins, job.c.ends),
        since > now - _days(job.c.days),
    )
    return case(
        (is_clear, false()),
        (is_at_once, false()),
        (since > now - _days(_given("kept_for", Integer)), true()),
        (since >= cast(_given("read_at", Text), DateTime), true()),
        else_=select(job.c.days).where(*covers).exists(),
    )


def own_stamps() -> ColumnElement[Any]:
    """Any stamp of the job that sweeps; a parameter of `values`."""
    return func.any(_array("stamps", DateTime))


def _keeping_jobs() -> ClauseElement:
    margin = cast(literal(_MARGIN, Text), Interval)
    last = func.greatest(jobs.c.finished_at, jobs.c.updated_at, jobs.c.created_at)
    never, always = literal("infinity", Text), literal("-infinity", Text)
    is_active = jobs.c.status == func.any(array_of(tuple(ACTIVE), Text))
    business_id = bindparam("business", type_=BigInteger)
    others = union(
        *(
            select(receipts.c.business_id).where(
                one == func.any(ids_given()), receipts.c.business_id != business_id, receipts.c.is_deleted
            )
            for one in (receipts.c.attachment_id, receipts.c.preview_attachment_id)
        )
    ).subquery("others")
    # A clock that was set back since gives stamps from before the job was made.
    first = func.least(jobs.c.created_at, first_stamp())
    found = (
        select(
            jobs.c.business_id,
            func.coalesce(cast(first - margin, Text), always).label("begins"),
            case((is_active, never), else_=func.coalesce(cast(last + margin, Text), never)).label("ends"),
            keep_days().label("days"),
        )
        .where(
            or_(
                jobs.c.business_id == business_id,
                jobs.c.business_id == func.any(func.array(select(others.c.business_id).scalar_subquery())),
            ),
            jobs.c.job_type == DELETE_RECEIPTS,
            keeps_files(),
        )
        .subquery("found")
    )
    # Of the statement's beginning, before it sees any row.
    at = cast(func.timezone(literal("UTC", Text), func.statement_timestamp()), Text)
    read = select(at.label("at")).subquery("read")
    return select(read.c.at, found).select_from(read.outerjoin(found, true()))


def _given(name: str, kind: Any) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=kind), kind)


def _array(name: str, kind: Any) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=ARRAY(Text if kind is DateTime else kind)), ARRAY(kind))


def _days(number: ColumnElement[int]) -> ColumnElement[Any]:
    return func.make_interval(0, 0, 0, number)
