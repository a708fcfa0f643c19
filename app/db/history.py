"""What the details of one business show: its jobs, page by page, and the receipts that one job gave up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, func, select

from app.core.job import Job
from app.db.jobs import known_jobs, select_jobs
from app.db.tables import background_jobs as jobs
from app.db.tables import receipts


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a person knows a receipt by. `is_deleted` where somebody deleted it meanwhile."""

    id: int
    vendor: str | None
    amount: Decimal | None
    currency: str | None
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Jobs, newest first; `older` is what `before` has to be for the next page, None after the last one."""

    jobs: tuple[Job, ...]
    older: int | None


def page(connection: Connection, business_id: int, *, before: int | None, limit: int) -> Page:
    """Jobs of this business, of any type: those with an id below `before`, or the newest.

    By the id and not by an offset: jobs that begin meanwhile neither repeat a row nor skip one.
    """
    query = select_jobs(connection).where(jobs.c.business_id == business_id)
    if before is not None:
        query = query.where(jobs.c.id < before)
    rows = connection.execute(query.order_by(jobs.c.id.desc()).limit(limit + 1)).all()
    older = rows[limit - 1].id if len(rows) > limit else None
    return Page(tuple(known_jobs(rows[:limit])), older)


def facts(connection: Connection, business_id: int, receipt_ids: Sequence[int]) -> dict[int, ReceiptFacts]:
    """These receipts of the business, by id, in one statement; those of any other are left out."""
    rows = connection.execute(
        select(
            receipts.c.id,
            receipts.c.vendor_name,
            receipts.c.amount,
            receipts.c.currency,
            func.coalesce(receipts.c.is_deleted, False),
        ).where(receipts.c.id == func.any(list(receipt_ids)), receipts.c.business_id == business_id)
    )
    return {row[0]: ReceiptFacts(*row) for row in rows}
