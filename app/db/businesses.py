"""Businesses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from app.core.access import Business
from app.db.tables import business

columns = (business.c.id, business.c.name, business.c.is_active, business.c.enabled_pages)


def read(connection: Connection, business_ids: Sequence[int] | None = None) -> list[Business]:
    """The businesses of these ids, or all, in the order of ids; unknown ids are left out."""
    query = select(*columns)
    if business_ids is not None:
        query = query.where(business.c.id == func.any(list(business_ids)))
    return [as_business(*row) for row in connection.execute(query.order_by(business.c.id))]


def as_business(
    business_id: int, name: str | None, is_active: bool | None, pages: frozenset[str]
) -> Business:
    """A business from its `columns`."""
    return Business(business_id, name or "", bool(is_active), pages)
