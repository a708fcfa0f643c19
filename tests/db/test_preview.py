"""The preview: what a deletion would remove, and what would be refused, read from the database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product as combinations

import pytest

from app.actions.preview import preview
from app.actions.results import Answer
from app.core.access import Actor
from app.engine.job_type import Preview
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station

NOTHING = Preview()


def test_what_would_be_deleted(station: Station, product: Product, actor: Actor) -> None:
    business = product.business("עלמה")
    product.receipts(business, 3, amount="10.10", invoice_date="2025-03-01")
    product.receipts(business, 2, amount="-4.05", currency="USD", invoice_date="2024-12-31", is_deleted=None)
    product.receipts(
        business, 1, amount=None, currency="EUR", invoice_date=None, received_at="2026-01-05 23:59"
    )
    product.receipts(business, 1, amount=None, invoice_date=None, received_at=None)
    product.receipts(business, 5, amount=1000, invoice_date="2020-01-01", is_deleted=True, files=2)
    product.receipts(product.business(), 4, amount=7)
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert (seen.business_id, seen.name, seen.refusal, seen.job, seen.seconds) == (
        business,
        "עלמה",
        None,
        None,
        None,
    )
    assert seen.removes == Preview(
        items=7,
        amounts=(("ILS", Decimal("30.30")), ("USD", Decimal("-8.10"))),
        oldest=date(2024, 12, 31),
        newest=date(2026, 1, 5),
    )


def test_attachments_and_their_bytes(station: Station, product: Product, actor: Actor) -> None:
    """Each once, of this business, and of a purpose that may be deleted."""
    business, other = product.business(), product.business()
    ids = product.receipts(business, 5)
    (shared,) = product.attachments(business, 1, file_size=100)
    (own,) = product.attachments(business, 1, "receipt_preview", file_size=20)
    (general,) = product.attachments(business, 1, "general_upload", file_size=3000)
    (foreign,) = product.attachments(other, 1, file_size=40_000)
    product.attachments(business, 1, file_size=500_000)  # nobody uses it
    for receipt, attachment in zip(ids, (shared, shared, own, general, foreign), strict=True):
        product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", attachment.id, receipt)
    product.execute("UPDATE receipts SET preview_attachment_id = %s WHERE id = %s", own.id, ids[0])
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert (seen.removes.files, seen.removes.file_bytes) == (2, 120)


def test_many_large_files(station: Station, product: Product, actor: Actor) -> None:
    """More than fits into the column's own type."""
    business = product.business()
    product.receipts(business, 3, files=1)
    product.execute("UPDATE attachments SET file_size = 2147483647")
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert seen.removes.file_bytes == 3 * 2147483647


def test_businesses_in_the_order_given(station: Station, product: Product, actor: Actor) -> None:
    ids = [product.business(f"Business {number}") for number in range(4)]
    for number, business in enumerate(ids):
        product.receipts(business, number + 1)
    asked = [ids[2], ids[0], ids[3], ids[2], ids[1]]
    assert [
        (seen.business_id, seen.removes.items)
        for seen in preview(station.database, station.deletion, actor, asked)
    ] == [
        (ids[2], 3),
        (ids[0], 1),
        (ids[3], 4),
        (ids[1], 2),
    ]
    assert preview(station.database, station.deletion, actor, []) == []


STATES = [
    "none",
    "queued",
    "running",
    "paused",
    "completed just now",
    "completed long ago",
    "failed just now",
]


@pytest.mark.parametrize("receipts", [0, 3])
def test_the_preview_and_the_start_give_the_same_answer(
    station: Station, product: Product, actor: Actor, receipts: int
) -> None:
    for state, page in combinations(STATES, (True, False)):
        business = product.business(pages=("gmail_receipts",) if page else ())
        product.receipts(business, receipts)
        status, _, when = state.partition(" ")
        if status != "none":
            product.job(business, status, created_at="2024-05-01" if when == "long ago" else _now(product))
        (seen,) = preview(station.database, station.deletion, actor, [business])
        (result,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
        assert (seen.refusal or Answer.STARTED) is result.answer, (state, page)
        assert seen.removes.items == receipts
        if result.answer is Answer.ALREADY_ACTIVE:
            assert seen.job
            assert result.job
            assert seen.job.id == result.job.id
        if result.answer is Answer.TOO_SOON:
            assert seen.seconds in range(1, 61)
            assert result.seconds in range(1, 61)


def _now(product: Product) -> object:
    return product.scalar("SELECT timezone('UTC', clock_timestamp())")


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "owner", "system_admin"])
def test_who_sees_what(station: Station, product: Product, role: str) -> None:
    """Nothing of a business that the person may not touch, not even its name."""
    own, other = product.business("Own"), product.business("Other")
    for business in (own, other):
        product.receipts(business, 3)
        product.job(business, "paused", created_at="2024-05-01")
    actor = station.actor(product.user(role, own).id)
    seen = {
        row.business_id: row
        for row in preview(station.database, station.deletion, actor, [own, other, 999_999])
    }
    if role in {"agent", "manager"}:
        assert {row.refusal for row in seen.values()} == {Answer.NO_PERMISSION}
        hidden = [own, other, 999_999]
    elif role == "system_admin":
        assert seen[other].refusal is Answer.ALREADY_ACTIVE
        assert (seen[other].name, seen[other].removes.items) == ("Other", 3)
        assert seen[999_999].refusal is Answer.NO_SUCH_BUSINESS
        hidden = [999_999]
    else:
        assert seen[own].refusal is Answer.ALREADY_ACTIVE
        assert seen[other].refusal is Answer.OTHER_BUSINESS
        assert seen[999_999].refusal is Answer.OTHER_BUSINESS  # not even which there are
        hidden = [other, 999_999]
    for business in hidden:
        row = seen[business]
        assert (row.name, row.removes, row.job, row.seconds) == (None, NOTHING, None, None)


@pytest.mark.parametrize("revoke", ["UPDATE users SET is_active = false", "DELETE FROM users"])
def test_a_revoked_person_sees_nothing(station: Station, product: Product, actor: Actor, revoke: str) -> None:
    business = product.business("Secret")
    product.receipts(business, 3)
    product.execute(revoke)
    (seen,) = preview(station.database, station.deletion, actor, [business])
    assert (seen.refusal, seen.name, seen.removes) == (Answer.NO_PERMISSION, None, NOTHING)


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_statements_does_not_grow(
    station: Station, product: Product, actor: Actor, number: int
) -> None:
    ids = [product.business(f"Business {index}") for index in range(number)]
    for business in ids:
        product.receipts(business, 2, files=1)
    with station.statements() as sent:
        preview(station.database, station.deletion, actor, ids)
    assert len(sent) == 7


def test_a_preview_changes_nothing(station: Station, product: Product, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 3, files=2)
    tables = ("receipts", "attachments", "background_jobs", "users", "business")
    before = [product.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]
    preview(station.database, station.deletion, actor, [business])
    assert [product.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables] == before
