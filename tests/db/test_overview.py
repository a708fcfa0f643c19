"""`app.actions.overview`: what the table shows, to whom, and what a poll finds."""

from __future__ import annotations

import pytest

from app.actions.overview import Overview
from app.core.access import Actor
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture
def overview(station: Station) -> Overview:
    return Overview(station.database, station.types)


@pytest.fixture
def actor(station: Station, product: Product) -> Actor:
    return station.actor(product.user("system_admin", product.business("Home", pages=None)).id)


def test_the_rows_of_the_table(station: Station, product: Product, overview: Overview, actor: Actor) -> None:
    first, second = product.business("Alma"), product.business("ברוש")
    product.receipts(first, 4)
    product.receipts(first, 2, is_deleted=None)
    product.receipts(second, 3, is_deleted=True)
    job_id = product.job(first, "paused", succeeded=7)
    home, alma, brosh = overview.read(actor)
    assert [row.business.name for row in (home, alma, brosh)] == ["Home", "Alma", "ברוש"]
    assert [row.items_left for row in (home, alma, brosh)] == [0, 6, 0]
    assert [row.may_act for row in (home, alma, brosh)] == [False, True, True]
    assert alma.job
    assert (alma.job.id, brosh.job) == (job_id, None)
    assert [row.business.id for row in overview.read(actor, [second, 999_999])] == [second]
    assert overview.read(actor, []) == []


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "owner", "system_admin"])
def test_who_sees_which_businesses(station: Station, product: Product, overview: Overview, role: str) -> None:
    own, other = product.business(), product.business()
    actor = station.actor(product.user(role, own).id)
    expected = {"admin": [own], "owner": [own], "system_admin": [own, other]}.get(role, [])
    assert [row.business.id for row in overview.read(actor)] == expected
    assert [row.business.id for row in overview.read(actor, [other])] == [
        business for business in expected if business == other
    ]
    product.execute("UPDATE users SET is_active = false")
    assert overview.read(actor) == []


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_statements_does_not_grow(
    station: Station, product: Product, overview: Overview, actor: Actor, number: int
) -> None:
    for index in range(number):
        product.receipts(product.business(f"Business {index}"), 1)
    with station.statements() as sent:
        overview.read(actor)
    assert len(sent) == 4
    with station.statements() as sent:
        overview.moved(actor, watched=range(number), newer_than=0)
    assert len(sent) == 1


def test_receipts_left_go_down_with_the_job_between_two_counts(
    station: Station, product: Product, overview: Overview, actor: Actor
) -> None:
    business = product.business()
    product.receipts(business, 30)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    (row,) = overview.read(actor, [business])
    assert row.items_left == 20
    station.wait_in_queue(job_id)
    station.run_batches(job_id, 1)
    (moved,) = overview.moved(actor, watched=[job_id], newer_than=job_id)
    assert row.with_job(moved).items_left == 10


def test_a_poll_sees_a_job_from_its_start_to_its_end(
    station: Station, product: Product, overview: Overview, actor: Actor
) -> None:
    business = product.business()
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    seen: list[tuple[str, int]] = []

    def poll(_step: object = None) -> None:
        (job,) = overview.moved(actor, watched=[job_id], newer_than=job_id)
        seen.append((job.status.value, job.processed))

    poll()
    station.run(job_id, report=poll)
    poll()
    assert list(dict.fromkeys(seen)) == [
        ("queued", 0),
        ("running", 0),
        ("running", 10),
        ("running", 15),
        ("completed", 15),
    ]


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "owner", "system_admin"])
def test_a_poll_finds_what_the_person_may_see(
    station: Station, product: Product, overview: Overview, role: str
) -> None:
    own, other = product.business(), product.business()
    ours, theirs = product.job(own, "running"), product.job(other, "running")
    actor = station.actor(product.user(role, own).id)
    expected = {"admin": [ours], "owner": [ours], "system_admin": [ours, theirs]}.get(role, [])
    for watched, newer_than in (([], 0), ([ours, theirs], theirs), ([], theirs)):
        found = overview.moved(actor, watched=watched, newer_than=newer_than)
        assert [job.id for job in found] == expected


@pytest.mark.parametrize(
    ("role", "change", "sees"),
    [
        ("admin", "UPDATE users SET is_active = false WHERE id = %(person)s", False),
        ("admin", "UPDATE users SET is_active = NULL WHERE id = %(person)s", False),
        ("admin", "UPDATE users SET role = 'manager' WHERE id = %(person)s", False),
        ("admin", "UPDATE users SET role = NULL WHERE id = %(person)s", False),
        ("admin", "UPDATE users SET business_id = %(other)s WHERE id = %(person)s", False),
        ("admin", "UPDATE business SET is_active = false WHERE id = %(own)s", False),
        ("admin", "UPDATE users SET role = 'Owner' WHERE id = %(person)s", True),
        ("admin", "UPDATE users SET role = 'system_admin' WHERE id = %(person)s", True),
        ("system_admin", "UPDATE users SET role = 'admin' WHERE id = %(person)s", False),
        ("system_admin", "UPDATE users SET is_active = false WHERE id = %(person)s", False),
        ("system_admin", "DELETE FROM users WHERE id = %(person)s", False),
        ("system_admin", "UPDATE business SET is_active = false WHERE id = %(own)s", True),
        ("system_admin", "UPDATE users SET business_id = %(other)s WHERE id = %(person)s", True),
    ],
)
def test_a_poll_finds_nothing_once_the_right_is_lost(
    station: Station, product: Product, overview: Overview, role: str, change: str, sees: bool
) -> None:
    """By the same statement: none stands before it."""
    own, other = product.business(), product.business()
    actor = station.actor(product.user(role, own).id)
    job_id = product.job(own, "running")
    with product.connection.cursor() as cursor:
        cursor.execute(change, {"person": actor.user_id, "own": own, "other": other})
    with station.statements() as sent:
        found = overview.moved(actor, watched=[job_id], newer_than=0)
    assert ([job.id for job in found], len(sent)) == ([job_id] if sees else [], 1)
