"""Jobs are handed over to a server."""

from __future__ import annotations

from app.actions.results import Answer
from app.core.server import RunsOn
from tests.support.product import Product
from tests.support.running import Station


def hand_over(desk: Station, *business_ids: int) -> list[int]:
    """The jobs, in the order of the businesses."""
    results = desk.actions.start(desk.person, desk.deletion.name, business_ids, on=RunsOn.SERVER, anyway=True)
    assert {result.answer for result in results} == {Answer.HANDED_OVER}
    return [result.job.id for result in results if result.job]


def filled(product: Product, receipts: int = 12) -> int:
    """A business with so many receipts."""
    business = product.business()
    product.receipts(business, receipts)
    return business
