"""When the poller looks and what that costs; a database that goes away; stopping."""

from __future__ import annotations

import pytest

from app.actions.overview import BusinessRow, Overview
from app.core.access import Actor
from app.core.errors import CannotConnect, Unforeseen
from app.db import users
from app.db.engine import Database
from app.viewmodel.rows import ShownRow
from tests.qt.conftest import Loop, Outage
from tests.qt.poller.conftest import Screen, blocked
from tests.support.logs import ExpectedLogs
from tests.support.product import Product

# Refresh


def test_a_refresh_counts_all_businesses_anew(product: Product, screen: Screen, actor: Actor) -> None:
    business_id, removed = product.business(), product.business()
    product.receipts(business_id, 2)
    screen.poller.start(actor)
    screen.poll()
    product.receipts(business_id, 3)
    new = product.business("New")
    product.execute("DELETE FROM business WHERE id = %s", removed)
    screen.poll()
    assert screen.left(business_id) == 2  # counting at every poll would cost too much
    screen.poller.refresh()
    screen.poll()
    assert screen.left(business_id) == 5
    assert screen.rows[new].row.business.name == "New"
    assert screen.gone == [removed]
    assert screen.poller.shown(removed) is None
    assert removed not in screen.poller.names()
    assert set(screen.rows) == {business_id, new, actor.business_id}


def test_a_refresh_during_the_first_read_is_not_lost(
    product: Product, screen: Screen, actor: Actor, loop: Loop
) -> None:
    """That read may have taken its snapshot before what the refresh is to show."""
    business_id = product.business()
    with blocked(product, loop) as (until_read, connection):
        screen.poller.start(actor)
        until_read()
        screen.poller.refresh()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO receipts (business_id, created_at) VALUES (%s, now())", (business_id,)
            )
        connection.commit()
    screen.poll(3)
    assert screen.left(business_id) == 1


def test_who_lost_the_role_sees_nothing_after_the_next_count(
    product: Product, screen: Screen, actor: Actor
) -> None:
    screen.poller.start(actor)
    screen.poll()
    product.execute("UPDATE users SET role = 'agent' WHERE id = %s", actor.user_id)
    screen.poller.refresh()
    screen.poll()
    assert screen.gone == [actor.business_id]
    assert screen.rows == {}


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE users SET role = 'agent' WHERE id = %s", 0),
        ("UPDATE users SET role = 'admin' WHERE id = %s", 1),
        ("DELETE FROM background_jobs WHERE %s > 0", 3),
    ],
)
def test_what_runs_and_is_not_found_any_more_is_looked_for_at_once(
    product: Product, screen: Screen, actor: Actor, change: str, seen: int
) -> None:
    """Within one poll, and not with the next count of all."""
    for business in (actor.business_id, product.business(), product.business()):
        product.job(business, "running")
    screen.poller.start(actor)
    screen.poll()
    assert len(screen.rows) == 3
    product.execute(change, actor.user_id)
    screen.poll(2)
    assert len(screen.rows) == seen
    assert not any(shown.row.job for shown in screen.rows.values()) or seen == 1


# What it costs


def test_a_poll_is_one_query_when_nothing_changed(
    product: Product, screen: Screen, actor: Actor, statements: list[str]
) -> None:
    for _ in range(5):
        product.job(product.business(), "running")
    screen.poller.start(actor)
    screen.poll()
    for _ in range(3):
        statements.clear()
        screen.poll()
        assert len(statements) == 1, statements


def test_a_change_of_counters_costs_no_further_query(
    product: Product, screen: Screen, actor: Actor, statements: list[str]
) -> None:
    for _ in range(5):
        product.job(product.business(), "running", total=10)
    screen.poller.start(actor)
    screen.poll()
    product.execute("UPDATE background_jobs SET processed = 5, succeeded = 5")
    statements.clear()
    screen.poll()
    assert len(statements) == 1, statements
    assert len(screen.emitted[-1]) == 5


def test_polls_never_overlap(
    product: Product, screen: Screen, actor: Actor, loop: Loop, statements: list[str]
) -> None:
    with blocked(product, loop) as (until_read, connection):
        screen.poller.start(actor)
        until_read()
        sent = len(statements)
        for job_id in range(20):
            screen.poller.look_now(job_id)
        product.scalar("SELECT pg_sleep(0.3)::text")
        loop.until(lambda: True)
        assert len(statements) == sent
        connection.commit()
    loop.until(lambda: len(screen.states) == 2)
    assert len([one for one in statements if "background_jobs" in one]) == 2


def test_it_polls_by_itself(product: Product, screen: Screen, actor: Actor, loop: Loop, often: None) -> None:
    business_id = product.business()
    screen.poller.start(actor)
    loop.until(lambda: screen.states)
    product.job(business_id, "running")
    loop.until(lambda: screen.rows[business_id].row.job)


# Trouble


def test_a_lost_database_is_told_and_so_is_its_return(
    product: Product, screen: Screen, actor: Actor, loop: Loop, outage: Outage, often: None
) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "paused", total=10)
    screen.poller.start(actor)
    screen.poll()
    shown = dict(screen.rows)
    outage.begin()
    loop.until(lambda: not screen.states[-1].ok)
    *_, good = (state for state in screen.states if state.ok)
    bad = screen.states[-1]
    assert (bad.milliseconds, bad.at) == (None, good.at)
    assert isinstance(bad.problem, CannotConnect)
    assert screen.rows == shown
    assert screen.gone == []
    outage.end()
    with Product(product.url, product.storage_root) as again:
        again.execute("UPDATE background_jobs SET processed = 5 WHERE id = %s", job_id)
        loop.until(lambda: screen.states[-1].ok and screen.job(business_id).processed == 5)
        assert screen.states[-1].problem is None


def test_a_connection_that_was_merely_cut_is_opened_again_unnoticed(
    screen: Screen, actor: Actor, outage: Outage
) -> None:
    screen.poller.start(actor)
    screen.poll()
    outage.cut()
    screen.poll(2)
    assert [state.ok for state in screen.states] == [True] * 3


def test_a_bug_in_a_poll_does_not_end_the_polling(
    screen: Screen,
    overview: Overview,
    actor: Actor,
    loop: Loop,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("A bug in a call")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(overview, "read", broken)
        screen.poller.start(actor)
        loop.until(lambda: screen.states)
    assert isinstance(screen.states[0].problem, Unforeseen)
    assert not screen.states[0].ok
    loop.until(lambda: screen.rows)


def test_a_bug_in_what_is_made_of_a_read_does_not_end_the_polling(
    screen: Screen, actor: Actor, loop: Loop, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("A poll met a bug")
    with monkeypatch.context() as patch:
        patch.setattr(screen.poller, "_forget_all_but", lambda _found: 1 / 0)
        screen.poller.start(actor)
        loop.until(lambda: len(screen.states) > 1)
    assert isinstance(screen.states[0].problem, Unforeseen)
    loop.until(lambda: screen.states[-1].ok)


def test_a_bug_in_one_row_costs_that_row(
    product: Product,
    screen: Screen,
    actor: Actor,
    loop: Loop,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("cannot be shown")
    odd, other = product.business(), product.business()
    shown = screen.poller._shown

    def fails_on_one(row: BusinessRow, now: float) -> ShownRow:
        if row.business.id == odd:
            raise OverflowError("a year of five digits")
        return shown(row, now)

    monkeypatch.setattr(screen.poller, "_shown", fails_on_one)
    screen.poller.start(actor)
    loop.until(lambda: {odd, other} <= screen.rows.keys())
    assert "a year of five digits" in screen.rows[odd].flaw
    assert not screen.rows[other].flaw
    assert screen.states[-1].ok


# Stopping


def test_to_stop_drops_the_poll_under_way(
    product: Product, screen: Screen, actor: Actor, loop: Loop, statements: list[str]
) -> None:
    removed = product.business()
    screen.poller.start(actor)
    screen.poll()
    before = len(screen.emitted), len(screen.states)
    product.execute("DELETE FROM business WHERE id = %s", removed)
    product.business()
    with blocked(product, loop) as (until_read, connection):
        screen.poller.refresh()
        until_read()
        screen.poller.stop()
        connection.commit()
    loop.until(lambda: not screen.poller._busy)
    sent = len(statements)
    screen.poller.look_now()
    product.scalar("SELECT pg_sleep(0.3)::text")
    loop.until(lambda: True)
    assert (len(screen.emitted), len(screen.states)) == before
    assert screen.gone == []
    assert len(statements) == sent


def test_who_signs_in_next_sees_nothing_of_the_poll_before(
    product: Product, database: Database, screen: Screen, actor: Actor, loop: Loop
) -> None:
    own = product.business()
    product.job(own, "paused")
    with database.begin() as connection:
        owner = users.by_id(connection, product.user("owner", own).id)
    assert owner is not None
    with blocked(product, loop) as (until_read, connection):
        screen.poller.start(actor)
        until_read()
        screen.poller.stop()
        screen.poller.start(owner)
        connection.commit()
    loop.until(lambda: screen.states)
    assert set(screen.rows) == {own}
    assert screen.emitted == [{own}]
