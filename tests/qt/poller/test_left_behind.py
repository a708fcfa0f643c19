"""Jobs that bear the name of a console that has ended: they can go on soon, unless the web worker has begun
them since. That one keeps the name, and moves the place and `started_at` alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale

from app.actions.jobs import JobActions
from app.actions.overview import Overview
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.worker import Owner
from app.qt.calls import Calls
from app.ui.businesses.advice import advice_for
from app.ui.businesses.reasons import owner_text, reason_text
from app.ui.businesses.states import State, state_of
from app.ui.texts.durations import duration_text
from app.ui.window.availability import (
    FREE_SOON,
    mark_failed_disabled_reason,
    resume_disabled_reason,
    take_over_disabled_reason,
)
from app.viewmodel import poller as poller_module
from app.viewmodel.poller import Poller
from tests.qt.conftest import Loop
from tests.qt.poller.conftest import WHERE, Screen
from tests.support.figures import figures
from tests.support.product import Product
from tests.support.running import Station

OWN = "sweep:front-services:8:ba9876543210"
DEAD = "sweep:front-services:7:0123456789ab"
THEN, LATER = "2026-05-11 12:00:00", "2026-05-11 12:30:00"
CURSOR = Cursor(40, 90, f"{DEAD}/1", claimed=THEN).text()
WAITED = Cursor(40, 90, f"{DEAD}/queue").text()


@pytest.fixture
def screen(
    overview: Overview, calls: Calls, loop: Loop, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    monkeypatch.setattr(poller_module, "SOONEST_MS", 5)
    poller = Poller(
        calls, overview, lambda: WHERE, lambda _job_id: None, console=OWN, dead_consoles=lambda: [DEAD]
    )
    yield Screen(poller, loop)
    poller.stop()
    loop.until(lambda: not poller._busy)


@pytest.mark.parametrize(
    ("cursor", "started_at", "left_behind"),
    [
        (CURSOR, THEN, True),
        (CURSOR, LATER, False),
        (CURSOR.replace('"last_id": 40', '"last_id": 60'), THEN, False),
        (WAITED, THEN, False),
    ],
    ids=["as it was left", "begun anew", "moved", "taken from the queue"],
)
def test_a_running_job_is_shown_as_the_one_who_runs_it(
    product: Product, screen: Screen, actor: Actor, cursor: str, started_at: str, left_behind: bool
) -> None:
    business = product.business()
    job_id = product.job(business, "running", cursor=cursor, started_at=started_at)
    screen.poller.start(actor)
    screen.poll()
    shown = screen.rows[business]
    assert (shown.free_at is not None, shown.owner is Owner.WEB) == (left_behind, not left_behind)
    on_the_web = reason_text(replace(shown, owner=Owner.WEB, free_at=None))
    assert bool(figures(reason_text(shown))) == left_behind  # until it may be resumed
    assert (reason_text(shown) == on_the_web) == (not left_behind)
    assert found_after_the_start(product, actor) == ([job_id] if left_behind else [])


def test_a_job_that_waited_there_is_found(product: Product, screen: Screen, actor: Actor) -> None:
    business = product.business()
    job_id = product.job(business, "queued", cursor=WAITED)
    screen.poller.start(actor)
    screen.poll()
    shown = screen.rows[business]
    assert state_of(shown) is State.INTERRUPTED
    advice = advice_for(shown, QLocale(), shown.read_at)
    assert advice is not None
    assert duration_text((shown.free_at or 0.0) - shown.read_at, QLocale()) in advice.title
    assert found_after_the_start(product, actor) == [job_id]


def found_after_the_start(product: Product, actor: Actor) -> list[int]:
    with Station(product, "next") as console:
        actions = JobActions(
            console.database, console.types, console.audit, console.identity, console.workers, [DEAD]
        )
        return [job.id for job in actions.left_behind(actor)]


def test_a_job_that_this_console_gave_up_is_not_shown_as_another_ones(
    product: Product, screen: Screen, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker met a bug, say: the row still names this console, and nobody here has it."""
    monkeypatch.setattr(poller_module, "UNHELD_SECONDS", 0.0)
    business = product.business()
    product.job(business, "running", cursor=CURSOR.replace(DEAD, OWN), started_at=THEN)
    screen.poller.start(actor)
    screen.poll(2)
    shown = screen.rows[business]
    assert shown.free_at is not None
    assert state_of(shown) is State.INTERRUPTED
    assert owner_text(shown) == ""


def test_a_row_of_a_worker_that_ends_at_this_moment_is_no_job_given_up(
    product: Product, screen: Screen, actor: Actor
) -> None:
    business = product.business()
    product.job(business, "running", cursor=CURSOR.replace(DEAD, OWN), started_at=THEN)
    screen.poller.start(actor)
    screen.poll(2)
    assert screen.rows[business].free_at is None


def test_a_console_that_dies_later_is_noticed(
    product: Product, screen: Screen, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead: list[str] = []
    monkeypatch.setattr(screen.poller, "_find_dead", lambda: dead)
    business = product.business()
    product.job(business, "running", cursor=CURSOR, started_at=THEN)
    screen.poller.start(actor)
    screen.poll()
    assert state_of(screen.rows[business]) is State.RUNNING
    dead.append(DEAD)
    screen.poll()
    assert state_of(screen.rows[business]) is State.INTERRUPTED
    for rule in (resume_disabled_reason, take_over_disabled_reason, mark_failed_disabled_reason):
        assert rule(screen.rows[business]) == FREE_SOON
