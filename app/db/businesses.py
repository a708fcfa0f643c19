"""Businesses, and how many live receipts each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.core.access import Business
from app.db.tables import business, live, receipts

columns = (business.c.id, business.c.name, business.c.is_active, business.c.enabled_pages)


def read(connection: Connection, business_ids: Sequence[int] | None = None) -> list[Business]:
    """The businesses of these ids, or all, in the order of ids; unknown ids are left out."""
    query = select(*columns)
    if business_ids is not None:
        query = query.where(business.c.id == func.any(list(business_ids)))
    return [as_business(*row) for row in connection.execute(query.order_by(business.c.id))]


@dataclass(frozen=True, slots=True)
class LiveReceipts:
    """How many live receipts a business has, and the lowest id among them."""

    count: int
    lowest_id: int


def live_receipts(
    connection: Connection, business_ids: Sequence[int] | None = None
) -> dict[int, LiveReceipts]:
    """Live receipts by business id, for these ids or all; businesses without any are left out."""
    query = (
        select(receipts.c.business_id, func.count(), func.min(receipts.c.id))
        .where(live())
        .group_by(receipts.c.business_id)
    )
    if business_ids is not None:
        query = query.where(receipts.c.business_id == func.any(list(business_ids)))
    return {row[0]: LiveReceipts(row[1], row[2]) for row in connection.execute(query)}


def as_business(business_id: int, name: str, is_active: bool | None, pages: object) -> Business:
    """A business from its `columns`."""
    # The column is JSON without a check: anything but a list of texts counts as no page at all.
    enabled = (
        frozenset(page for page in pages if isinstance(page, str)) if isinstance(pages, list) else frozenset()
    )
    return Business(business_id, name, bool(is_active), enabled)
