"""A list against the businesses of a database: who sees what, and how many statements it takes."""

from __future__ import annotations

import pytest

from app.actions.business_list import Match, directory
from app.actions.results import Answer
from app.core.access import Actor
from app.lists.entries import entries_of
from tests.support.product import Product
from tests.support.running import Station


def test_a_list_of_the_product(station: Station, product: Product, actor: Actor) -> None:
    alma, dor = product.business("עלמה"), product.business("Dor")
    closed = product.business("Closed", pages=())
    asleep = product.business("Asleep", active=False)
    found = directory(station.database, station.deletion, actor)
    checked = found.check(entries_of(f"עלמה\n{dor}\n{closed}, {asleep}\n999999"))
    assert checked.ids == [alma, dor]
    assert [(line.match, line.refusal) for line in checked.lines[2:]] == [
        (Match.REFUSED, Answer.PAGE_DISABLED),
        (Match.REFUSED, Answer.BUSINESS_INACTIVE),
        (Match.NOT_FOUND, None),
    ]


@pytest.mark.parametrize("role", ["manager", "admin", "system_admin"])
def test_who_sees_what(station: Station, product: Product, role: str) -> None:
    own, other = product.business("Own"), product.business("Other")
    actor = station.actor(product.user(role, own).id)
    found = directory(station.database, station.deletion, actor)
    matches = [line.match for line in found.check(entries_of(f"Own\nOther\n{other}")).lines]
    assert (
        matches
        == {
            "manager": [Match.REFUSED] * 3,
            "admin": [Match.FOUND, Match.NOT_FOUND, Match.REFUSED],
            "system_admin": [Match.FOUND, Match.FOUND, Match.TWICE],
        }[role]
    )


def test_the_number_of_statements_does_not_grow(station: Station, product: Product, actor: Actor) -> None:
    product.execute(
        "INSERT INTO business (name, is_active, enabled_pages) "
        "SELECT 'Business ' || n, true, '[\"gmail_receipts\"]' FROM generate_series(1, 10000) AS n"
    )
    with station.statements() as sent:
        found = directory(station.database, station.deletion, actor)
    assert len(sent) == 2
    checked = found.check(entries_of("\n".join(f"Business {n}" for n in range(1, 5_001))))
    assert checked.counts == {Match.FOUND: 5_000}
