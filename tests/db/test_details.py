"""`app.actions.details`: jobs page by page, the receipts that a job gave up, its audit lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.actions.audit_reading import AuditSight, sight_now
from app.actions.details import LINES_KEPT, PAGE_SIZE, Details
from app.core.access import Actor
from app.core.cursor import FAILURES_KEPT, Cursor, FailedItem
from app.core.errors import CursorDamaged, NotAllowed
from app.db.engine import Database
from app.db.url import parse_url
from app.receipts.names import DELETE_RECEIPTS
from tests.support.jobs import a_job
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture
def details(station: Station) -> Details:
    return Details(station.database, station.types, station.audit)


def ended(product: Product, business: int, number: int) -> list[int]:
    """So many jobs that have ended, newest first."""
    return [product.job(business, "completed") for _ in range(number)][::-1]


def test_the_history_has_every_job_once_newest_first(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    made = ended(product, business, 2 * PAGE_SIZE + 3)
    found, pages, before = [], 0, None
    while pages == 0 or before is not None:
        page = details.history(actor, business, before)
        found += [job.id for job in page.jobs]
        pages, before = pages + 1, page.older
    assert found == made
    assert pages == 3


@pytest.mark.parametrize("number", [0, 1, PAGE_SIZE])
def test_one_page_has_no_older_one(
    product: Product, details: Details, actor: Actor, business: int, number: int
) -> None:
    made = ended(product, business, number)
    page = details.history(actor, business)
    assert [job.id for job in page.jobs] == made
    assert page.older is None


def test_jobs_that_begin_between_two_pages_neither_repeat_nor_hide_one(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    made = ended(product, business, PAGE_SIZE + 2)
    first = details.history(actor, business)
    ended(product, business, 5)
    second = details.history(actor, business, first.older)
    assert [job.id for job in (*first.jobs, *second.jobs)] == made


def test_the_history_shows_every_type_and_status_and_no_other_business(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    user = product.user(business_id=business)
    ours = [
        product.job(business, "completed", job_type="broadcast"),
        product.job(business, "cancelled", job_type="update_leads", last_error="stop"),
        product.job(business, "running", requested_by_user_id=user.id, total=9, processed=4, failed_count=1),
    ]
    product.job(product.business("Another"), "running")
    newest, *rest = details.history(actor, business).jobs
    assert [newest.id, *(job.id for job in rest)] == ours[::-1]
    assert (newest.requested_by, newest.total, newest.processed, newest.failed) == (user.email, 9, 4, 1)
    assert (newest.job_type, rest[-1].job_type) == (DELETE_RECEIPTS, "broadcast")
    assert rest[0].last_error == "stop"


def reads(details: Details, actor: Actor, business: int, job: int) -> list[Callable[[], Any]]:
    return [
        lambda: details.history(actor, business),
        lambda: details.failures(actor, business, job),
        lambda: details.log(actor, business, job),
    ]


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "owner", "system_admin"])
def test_who_sees_the_details_of_which_business(
    station: Station, product: Product, details: Details, role: str
) -> None:
    own, other = product.business(), product.business()
    jobs = {business: product.job(business, "completed") for business in (own, other)}
    person = station.actor(product.user(role, own).id)
    allowed = {"admin": {own}, "owner": {own}, "system_admin": {own, other}}.get(role, set())
    for business, job in jobs.items():
        for read in reads(details, person, business, job):
            if business in allowed:
                read()
            else:
                with pytest.raises(NotAllowed):
                    read()


@pytest.mark.parametrize("change", ["is_active = false", "role = 'agent'"])
def test_a_right_that_is_taken_away_counts_at_once(
    product: Product, details: Details, actor: Actor, business: int, change: str
) -> None:
    job = product.job(business, "completed")
    product.execute(f"UPDATE users SET {change}")
    for read in reads(details, actor, business, job):
        with pytest.raises(NotAllowed):
            read()


def failed_job(product: Product, business: int, receipts: list[int]) -> int:
    failed = tuple(FailedItem(receipt, f"reason {receipt}") for receipt in receipts)
    return product.job(
        business,
        "failed",
        failed_count=len(receipts),
        cursor=Cursor(last_id=1, max_id=9, failed=failed).text(),
    )


def test_failed_receipts_come_with_what_a_person_knows_them_by(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    (first,) = product.receipts(business, vendor_name="Bezeq", amount=Decimal("12.50"), currency="ILS")
    (second,) = product.receipts(business, vendor_name=None, amount=None, is_deleted=True)
    (third,) = product.receipts(business, vendor_name="חשמל", is_deleted=None)
    job = failed_job(product, business, [third, first, second])
    lines = details.failures(actor, business, job)
    assert [line.item_id for line in lines] == [third, first, second]
    assert [line.name for line in lines] == ["חשמל", "Bezeq", None]
    assert (lines[1].amount, lines[1].currency, lines[1].reason) == (
        Decimal("12.50"),
        "ILS",
        f"reason {first}",
    )
    assert [line.is_deleted for line in lines] == [False, False, True]
    assert lines[2].amount is None


def test_receipts_of_another_business_are_named_by_id_alone(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    """Whatever a damaged or forged cursor says."""
    (foreign,) = product.receipts(product.business("Another"), vendor_name="Secret")
    job = failed_job(product, business, [foreign, 2**31 - 1])
    lines = details.failures(actor, business, job)
    assert [line.item_id for line in lines] == [foreign, 2**31 - 1]
    assert [(line.name, line.amount) for line in lines] == [(None, None)] * 2


def test_a_job_of_another_business_has_no_failures_here(
    product: Product, details: Details, actor: Actor, business: int
) -> None:
    other = product.business("Another")
    job = failed_job(product, other, product.receipts(other))
    assert details.failures(actor, business, job) == []
    assert details.failures(actor, business, 999_999) == []


@pytest.mark.parametrize("number", [1, FAILURES_KEPT])
def test_the_statements_for_failures_do_not_grow(
    station: Station, product: Product, details: Details, actor: Actor, business: int, number: int
) -> None:
    job = failed_job(product, business, product.receipts(business, number))
    with station.statements() as sent:
        assert len(details.failures(actor, business, job)) == number
    assert len(sent) == 3


def test_a_damaged_cursor_is_said(product: Product, details: Details, actor: Actor, business: int) -> None:
    job = product.job(business, "failed", failed_count=1, cursor='{"failed": 7}')
    with pytest.raises(CursorDamaged):
        details.failures(actor, business, job)


def test_the_log_is_of_this_job_alone_newest_first_and_bounded(
    station: Station, product: Product, details: Details, actor: Actor, business: int
) -> None:
    other = product.business("Another")
    mine, foreign = a_job(id=7, business_id=business), a_job(id=8, business_id=other)

    def line(action: str, job: Any, business_id: int) -> Any:
        return station.audit.line(actor, action, "paused", business_id=business_id, job=job, old_status=None)

    many = [line(f"action {number}", mine, business) for number in range(LINES_KEPT + 2)]
    # A line that claims this job for another business is not this business's.
    station.audit.write([line("forged", mine, other), *many, line("cancel", foreign, other)])
    found = details.log(actor, business, 7)
    assert [one.action for one in found] == [f"action {n}" for n in range(LINES_KEPT + 1, 1, -1)]
    assert details.log(actor, business, 9) == []


def test_a_log_that_was_never_written_is_empty(details: Details, actor: Actor, business: int) -> None:
    assert details.log(actor, business, 1) == []


def test_the_same_ids_in_another_database_are_another_job(
    station: Station, product: Product, details: Details, business: int
) -> None:
    """One file is the trail of all databases in which a person of this computer works."""
    job_id = product.job(business, "paused")
    admin = station.actor(product.user("admin", business).id)
    station.actions.cancel(admin, [job_id])
    station.audit.end()
    (here,) = station.audit.read()
    station.audit.write([replace(here, place=place) for place in ("elsewhere:5432/shop.public", "")])
    assert details.log(admin, business, job_id) == [here]
    assert len(details.log(station.person, business, job_id)) == 3


def test_the_trail_is_read_by_the_rights_of_this_moment(station: Station, product: Product) -> None:
    actor = station.actor(product.user("system_admin", own := product.business()).id)
    where = station.database.where
    assert sight_now(station.database, actor) == AuditSight(actor.user_id, None, where)
    product.execute("UPDATE users SET role = 'owner' WHERE id = %s", actor.user_id)
    assert sight_now(station.database, actor) == AuditSight(actor.user_id, [own], where)
    product.execute("DELETE FROM users WHERE id = %s", actor.user_id)
    assert sight_now(station.database, actor) == AuditSight(actor.user_id, (), where)


def test_the_trail_can_be_read_where_the_database_is_away(station: Station, product: Product) -> None:
    actor = station.actor(product.user("admin", own := product.business()).id)
    away = Database(parse_url("postgresql://nobody@127.0.0.1:1/nowhere"))
    assert sight_now(away, actor) == AuditSight(actor.user_id, [own], away.where)
