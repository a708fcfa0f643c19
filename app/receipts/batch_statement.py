"""One batch of a job as one statement: the receipts, the counters, the cursor, and the check of the owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    DateTime,
    Interval,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.sql.dml import ReturningUpdate

from app.core.cursor import PLACE, PRESENT, Cursor
from app.core.errors import ConstraintViolation, OwnershipLost
from app.core.messages import BATCH_NOT_DELETED
from app.core.stamps import slice_of
from app.db import built
from app.db.job_writes import still_run
from app.db.own_work import own_work
from app.db.sight import Sight, sight_of
from app.db.tables import background_jobs as jobs
from app.db.tables import has_heartbeat, utc_now
from app.db.undoing import undo, undone_as
from app.receipts.queries import next_live, soft_delete

_NOT_OURS = "somebody moved the job under this batch of Sweep"
"""The statement fails on this, to roll itself back."""

_SKIPPED = "the database skipped a receipt of this batch of Sweep"
"""The same, where not every receipt that was picked is deleted afterwards."""


@dataclass(frozen=True, slots=True)
class TakenBatch:
    """`taken` receipts, all of them deleted, and their attachments. `after` is the cursor now, `cursor_text`
    what the row says, and `counters` are the job's processed, succeeded and failed. `next_id` is the id that
    the next transaction would have got as the batch began (`db.sight`). With none taken nothing was written:
    the job has reached its end."""

    taken: int = 0
    cursor_text: str = ""
    attachment_ids: tuple[int, ...] = ()
    counters: tuple[int, int, int] = (0, 0, 0)
    next_id: int | None = None
    after: Cursor = field(default_factory=Cursor)


def take_next(
    connection: Connection, job_id: int, business_id: int, before: Cursor, limit: int
) -> TakenBatch:
    """Deletes softly the next `limit` live receipts after `before`, counts them, and moves the cursor.

    Whole or nothing by itself, so that it needs no transaction around it. The row is written last, as the web
    worker does: locking it first and then waiting for a receipt could cause a deadlock with it.

    Raises OwnershipLost where the job is not running at `before` any more, and ConstraintViolation where a
    receipt that was picked is not deleted afterwards: a trigger or a policy left it out or reverted it, or
    another transaction was quicker.
    """
    counted = replace(before, counts=own_work(connection).counts)
    template, settled = counted.batch_template()
    present = before.stamps[-1] if before.stamps else None
    shape = has_heartbeat(connection), sight_of(connection)
    undone: dict[str, Callable[[], Exception]] = {
        _NOT_OURS: partial(OwnershipLost, job_id),
        _SKIPPED: partial(ConstraintViolation, BATCH_NOT_DELETED),
    }
    with undone_as(undone):
        row = built.execute(
            connection,
            _statement,
            *shape,
            job=job_id,
            business=business_id,
            before=before.text(),
            claimed=before.claimed,
            after=before.last_id,
            upto=before.max_id or 0,
            most=limit,
            template=template,
            settled=settled,
            present=present and present.at,
            present_count=present.count if present else 0,
            slice=slice_of(before.stamps),
        ).one()
    if not row.taken:
        own_work(connection).wrote_nothing(connection)
    if not row.ours:
        raise OwnershipLost(job_id)
    if not row.taken:
        return TakenBatch()
    pairs: list[list[int | None]] = row.files or []
    files = dict.fromkeys(one for pair in pairs for one in pair if one is not None)
    after = replace(counted, last_id=row.last_id).stamped(row.stamp, row.stamped)
    counters = (row.processed, row.succeeded, row.failures)
    is_new = len(after.stamps) > len(before.stamps)
    stamp = (settled if is_new else "") + after.stamps[-1].text
    text = template.replace(PLACE, str(row.last_id)).replace(PRESENT, stamp)
    return TakenBatch(row.taken, text, tuple(files), counters, row.next_id, after)


def _statement(with_heartbeat: bool, sight: Sight) -> Select[Any]:
    before, claimed = (bindparam(name, type_=Text) for name in ("before", "claimed"))
    is_still = still_run(_whole("job"), before, claimed)
    business_id = _whole("business")
    is_ours = select(jobs.c.id).where(is_still).exists()
    begun = _stamped(is_ours).cte("begun")
    ours, stamp = (select(begun.c[name]).scalar_subquery() for name in ("ours", "stamp"))
    picked = next_live(business_id, _whole("after"), _whole("upto"), _whole("most"), ours).cte("picked")
    # An array of ids and no join: the planner must not walk the whole business to find a batch of it.
    ids = func.array(select(picked.c.id).scalar_subquery())
    gone = soft_delete(business_id, func.any(ids), stamp).cte("gone")
    pair = array([gone.c.attachment_id, gone.c.preview_attachment_id])
    has_files = or_(gone.c.attachment_id.is_not(None), gone.c.preview_attachment_id.is_not(None))
    done = select(
        select(func.count()).select_from(picked).scalar_subquery().label("taken"),
        select(func.max(picked.c.id)).scalar_subquery().label("last_id"),
        func.count().filter(gone.c.is_deleted).label("deleted"),
        func.count().filter(gone.c.is_deleted, gone.c.is_stamped).label("stamped"),
        func.array_agg(pair).filter(has_files).label("files"),
    ).cte("done")
    counted = _count(is_still, begun, done, with_heartbeat).cte("counted")
    lost = and_(done.c.taken > 0, func.coalesce(not_(counted.c.moved), True))
    verdict = case(
        (lost, undo(_NOT_OURS, done.c.taken)),
        (done.c.deleted < done.c.taken, undo(_SKIPPED, done.c.taken)),
        else_=0,
    )
    next_id = func.txid_snapshot_xmax(func.txid_current_snapshot()) if sight.sees_ids else null()
    seen = [next_id.label("next_id"), *([func.pg_stat_force_next_flush()] if sight.may_flush else [])]
    return select(begun, done, counted, verdict, *seen).select_from(
        begun.join(done, true()).outerjoin(counted, true())
    )


def _stamped(is_ours: ColumnElement[bool]) -> Select[Any]:
    """Whether the job is ours, and the stamp of this batch, as `core.stamps.present` has it."""
    clock = select(utc_now().label("now")).offset(0).subquery("clock")  # OFFSET: asked once
    present = _present()
    goes_on = and_(clock.c.now >= present, clock.c.now < present + cast(bindparam("slice"), Interval))
    return select(is_ours.label("ours"), case((goes_on, present), else_=clock.c.now).label("stamp"))


def _present() -> ColumnElement[datetime]:
    return cast(bindparam("present"), DateTime)


def _count(
    is_still: ColumnElement[bool], begun: CTE, done: CTE, with_heartbeat: bool
) -> ReturningUpdate[Any]:
    """Adds the batch to the job's counters and moves its cursor, unless nothing was taken."""
    beat = {"heartbeat_at": utc_now()} if with_heartbeat else {}
    told = select(done.c.taken, done.c.deleted, _cursor(begun, done).label("cursor")).subquery("told")
    return (
        update(jobs)
        .where(is_still, told.c.taken > 0)
        .values(
            processed=func.coalesce(jobs.c.processed, 0) + told.c.deleted,
            succeeded=func.coalesce(jobs.c.succeeded, 0) + told.c.deleted,
            cursor=told.c.cursor,
            updated_at=utc_now(),
            **beat,
        )
        .returning(
            jobs.c.processed,
            jobs.c.succeeded,
            func.coalesce(jobs.c.failed_count, 0).label("failures"),
            (jobs.c.cursor == told.c.cursor).label("moved"),  # a trigger may have put it back
        )
    )


def _cursor(begun: CTE, done: CTE) -> ColumnElement[str]:
    """The text with the batch in it: its last id, and its stamp; where that is new, after the one before."""
    goes_on = begun.c.stamp == _present()
    before = case((goes_on, literal("", Text)), else_=bindparam("settled", type_=Text))
    count = case((goes_on, _whole("present_count")), else_=0) + done.c.stamped
    time = func.to_char(begun.c.stamp, literal("YYYY-MM-DD HH24:MI:SS.US", Text), type_=Text)
    stamp = func.concat(before, literal('["', Text), time, literal('", ', Text), count, literal("]", Text))
    moved = func.replace(bindparam("template", type_=Text), PLACE, cast(done.c.last_id, Text), type_=Text)
    return func.replace(moved, PRESENT, stamp, type_=Text)


def _whole(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)
