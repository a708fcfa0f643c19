"""What deleting all receipts of some businesses would remove: read before anything is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, case, func, not_, or_, select, union

from app.core.bounds import FIRST_DAY, LARGEST_FILE, LAST_DAY
from app.engine.job_type import Preview
from app.receipts.attachments import DELETABLE_PURPOSES
from app.receipts.tables import attachments, is_usual, live, receipts


def preview(connection: Connection, business_ids: Sequence[int]) -> dict[int, Preview]:
    """The preview of each business, by id; two statements, however many businesses."""
    sums = _sums(connection, business_ids)
    files = _files(connection, business_ids)
    previews = {}
    for business_id in business_ids:
        lines = sums.get(business_id, [])
        count, size = files.get(business_id, (0, 0))
        previews[business_id] = Preview(
            items=sum(line.receipts for line in lines),
            amounts=tuple((line.currency, line.amount) for line in lines if line.amount is not None),
            oldest=min((line.oldest for line in lines if line.oldest), default=None),
            newest=max((line.newest for line in lines if line.newest), default=None),
            files=count,
            file_bytes=size,
            odd=sum(line.odd for line in lines),
        )
    return previews


@dataclass(frozen=True, slots=True)
class _Sum:
    currency: str
    receipts: int
    amount: Decimal | None
    oldest: date | None
    newest: date | None
    odd: int


def _sums(connection: Connection, business_ids: Sequence[int]) -> dict[int, list[_Sum]]:
    day = func.coalesce(receipts.c.invoice_date, func.date(receipts.c.received_at))
    is_day, is_amount = day.between(FIRST_DAY, LAST_DAY), is_usual(receipts.c.amount)
    currency = func.coalesce(receipts.c.currency, "", type_=receipts.c.currency.type)
    rows = connection.execute(
        select(
            receipts.c.business_id,
            currency,
            func.count(),
            func.sum(receipts.c.amount).filter(is_amount),
            func.min(day).filter(is_day),
            func.max(day).filter(is_day),
            func.count().filter(or_(not_(is_day), not_(is_amount))),
        )
        .where(receipts.c.business_id == func.any(list(business_ids)), live())
        .group_by(receipts.c.business_id, currency)
        .order_by(receipts.c.business_id, currency)
    )
    sums: dict[int, list[_Sum]] = {}
    for business_id, *rest in rows:
        sums.setdefault(business_id, []).append(_Sum(*rest))
    return sums


def _files(connection: Connection, business_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Count and bytes of the attachments of live receipts, each attachment once."""
    wanted = (receipts.c.business_id == func.any(list(business_ids)), live())
    used = union(
        select(receipts.c.business_id, receipts.c.attachment_id.label("id")).where(*wanted),
        select(receipts.c.business_id, receipts.c.preview_attachment_id).where(*wanted),
    ).subquery()
    size = case((attachments.c.file_size.between(0, LARGEST_FILE), attachments.c.file_size), else_=0)
    rows = connection.execute(
        select(used.c.business_id, func.count(), func.coalesce(func.sum(size), 0))
        .join(attachments, attachments.c.id == used.c.id)
        .where(
            attachments.c.business_id == used.c.business_id,
            attachments.c.purpose.in_(DELETABLE_PURPOSES),
        )
        .group_by(used.c.business_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in rows}  # a sum of bigint is a Decimal
