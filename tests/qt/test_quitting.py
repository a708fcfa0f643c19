"""`app.actions.leaving`, with a window: it pauses what is under way, and ends every thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.actions import leaving
from app.actions.results import Answer
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.window import WindowConsole, services_of
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.messages import LEFT_AT_ONCE
from app.core.policy import Policy
from app.core.storage_place import Folder
from app.engine.events import WaitReason
from app.files.local import LocalStorage
from app.files.storage import FileResult
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.receipts import file_deletion_queue
from app.receipts.names import DELETE_RECEIPTS
from app.settings import Settings
from app.viewmodel import poller as poller_module
from app.viewmodel.quitting import leave
from app.viewmodel.services import Services
from tests.qt.conftest import Loop, Outage
from tests.support.gate import GUARD_SECONDS
from tests.support.logs import ExpectedLogs
from tests.support.product import Product, User
from tests.support.running import EAGER, PATIENT


class Shift:
    """A console at work, signed in."""

    def __init__(self, console: WindowConsole, services: Services, loop: Loop, user: User) -> None:
        self.console, self.services = console, services
        self.loop = loop
        self.actor: Actor = loop.run(services.calls.run(services.sign_in, user.email, user.password))

    def start(self, *business_ids: int) -> list[int]:
        results = self.loop.run(
            self.services.calls.run(self.services.jobs.start, self.actor, DELETE_RECEIPTS, business_ids)
        )
        assert {result.answer for result in results} == {Answer.STARTED}
        return [result.job.id for result in results if result.job]

    def waits(self, job_id: int) -> bool:
        state = self.console.pool.state_of(job_id)
        return bool(state and state.wait and state.wait.reason is WaitReason.THROTTLE)

    def leave(self, actor: Actor | None) -> bool:
        return self.loop.run(leave(self.services, actor))

    @property
    def is_over(self) -> bool:
        return all(thread.wait(0) for thread in self.console.pool._threads)


@pytest.fixture
def new_shift(product: Product, loop: Loop, calls: Calls, tmp_path: Path) -> Iterator[Callable[..., Shift]]:
    user = product.user()
    consoles: list[WindowConsole] = []

    def make(policy: Policy = PATIENT, workers: int = 2) -> Shift:
        profile = ConnectionProfile(product.url, Folder(product.storage_root))
        settings = Settings(policy=policy, workers=workers)
        console = Console(profile, settings, WorkerPool, tmp_path / "data")
        services = services_of(console, calls)
        console.start()
        consoles.append(console)
        return Shift(console, services, loop, user)

    yield make
    for console in consoles:
        assert console.pool.close(GUARD_SECONDS * 1000)
        console.close()


NewShift = Callable[..., Shift]


def test_leaving_pauses_what_runs_and_what_waits(product: Product, new_shift: NewShift) -> None:
    businesses = [product.business() for _ in range(5)]
    for business_id in businesses:
        product.receipts(business_id, 5, files=1)
    shift = new_shift()
    jobs = shift.start(*businesses)
    shift.loop.until(lambda: all(shift.waits(job_id) for job_id in jobs[:2]))
    assert shift.leave(shift.actor)
    assert shift.is_over
    assert [product.counters(job_id) for job_id in jobs] == [
        *[("paused", 5, 2, 2, 0)] * 2,
        *[("paused", 5, 0, 0, 0)] * 3,
    ]
    cursors = product.rows("SELECT cursor FROM background_jobs")
    assert {Cursor.parse(row["cursor"]).worker for row in cursors} == {None}
    assert [product.live(one) for one in businesses] == [3, 3, 5, 5, 5]
    assert shift.console.pool.own_jobs == []


def test_the_next_console_goes_on_with_them(product: Product, new_shift: NewShift) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=2)
    first = new_shift()
    (job_id,) = first.start(business_id)
    first.loop.until(lambda: first.waits(job_id))
    first.leave(first.actor)
    second = new_shift(policy=EAGER)
    second.loop.run(second.services.calls.run(second.services.jobs.resume, second.actor, [job_id]))
    second.loop.until(lambda: product.counters(job_id)[0] == "completed")
    assert product.counters(job_id) == ("completed", 5, 5, 5, 0)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_leaving_twice_or_with_nothing_to_do(new_shift: NewShift) -> None:
    shift = new_shift()
    assert shift.leave(shift.actor)
    assert shift.is_over
    assert shift.leave(shift.actor)
    assert shift.leave(None)


def test_leaving_before_anybody_signed_in(new_shift: NewShift) -> None:
    shift = new_shift()
    assert shift.leave(None)
    assert shift.is_over


def test_leaving_stops_the_poller(new_shift: NewShift) -> None:
    shift = new_shift()
    polls: list[object] = []
    shift.services.poller.connection.connect(polls.append)
    shift.services.poller.start(shift.actor)
    shift.loop.until(lambda: polls)
    shift.leave(shift.actor)
    before = len(polls)
    shift.services.poller.look_now()
    shift.loop.until(lambda: not shift.services.poller._timer.isActive() and not shift.services.poller._busy)
    assert len(polls) == before


def test_who_lost_the_right_still_leaves_nothing_running(product: Product, new_shift: NewShift) -> None:
    """To stop needs no right."""
    running, waiting = product.business(), product.business()
    product.receipts(running, 5)
    product.receipts(waiting, 5)
    shift = new_shift(workers=1)
    first, second = shift.start(running, waiting)
    shift.loop.until(lambda: shift.waits(first))
    product.execute("UPDATE users SET role = 'agent'")
    assert shift.leave(shift.actor)
    assert product.counters(first) == ("paused", 5, 2, 2, 0)
    assert product.counters(second) == ("paused", 5, 0, 0, 0)


def test_a_database_that_is_away_cannot_hold_up_the_quitting(
    product: Product, new_shift: NewShift, outage: Outage, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("could be paused")
    business_id = product.business()
    product.receipts(business_id, 5)
    shift = new_shift()
    (job_id,) = shift.start(business_id)
    shift.loop.until(lambda: shift.waits(job_id))
    outage.begin()
    try:
        assert shift.leave(shift.actor)
        assert shift.is_over
    finally:
        outage.end()
    with Product(product.url, product.storage_root) as again:
        assert again.counters(job_id) == ("running", 5, 2, 2, 0)  # found at the next start, once it is stale
        assert again.live(business_id) == 3


def test_a_worker_that_hangs_does_not_hold_up_the_quitting_for_ever(
    product: Product, new_shift: NewShift, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, released = threading.Event(), threading.Event()

    def hang(self: LocalStorage, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        entered.set()
        assert released.wait(GUARD_SECONDS)
        return delete(self, business_id, keys)

    delete = LocalStorage.delete
    monkeypatch.setattr(LocalStorage, "delete", hang)
    monkeypatch.setattr(leaving, "BATCH_SECONDS", 0.05)
    monkeypatch.setattr(file_deletion_queue, "GATHERED", 1)  # the files of each batch are a page
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    shift = new_shift()
    (job_id,) = shift.start(business_id)
    shift.loop.until(entered.is_set)
    assert not shift.leave(shift.actor)
    left = product.job_row(job_id)
    assert product.counters(job_id) == ("paused", 3, 2, 2, 0), "anybody may resume it at once"
    assert (left["last_error"], left["heartbeat_at"]) == (LEFT_AT_ONCE, None)
    assert Cursor.parse(left["cursor"]).interrupted
    released.set()
    assert shift.console.pool.close(GUARD_SECONDS * 1000)
    assert product.job_row(job_id) == left, "its worker has lost it"


def test_a_console_that_could_not_even_start_leaves_nothing(
    product: Product, loop: Loop, calls: Calls, tmp_path: Path
) -> None:
    profile = ConnectionProfile(product.url, Folder(product.storage_root))
    console = Console(profile, Settings(), WorkerPool, tmp_path)
    assert loop.run(leave(services_of(console, calls), None))
    console.close()
    assert not (tmp_path / "audit.jsonl").exists()


def test_a_console_shows_its_own_work_without_waiting_for_a_poll(
    product: Product, new_shift: NewShift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the workers say moves the poller: the table follows at once."""
    monkeypatch.setattr(poller_module, "POLL_MS", 3_600_000)
    business_id = product.business()
    product.receipts(business_id, 5)
    shift = new_shift(policy=replace(PATIENT, batch_size=3))
    shown: dict[int, Any] = {}
    poller = shift.services.poller
    poller.rows.connect(lambda rows: shown.update({row.row.business.id: row for row in rows}))
    poller.start(shift.actor)
    shift.loop.until(lambda: business_id in shown)
    (job_id,) = shift.start(business_id)
    shift.loop.until(lambda: shown[business_id].row.job and shown[business_id].row.job.processed == 3)
    shift.loop.until(lambda: shown[business_id].local and shown[business_id].local.wait)
    assert shown[business_id].row.items_left == 2
    assert shown[business_id].row.job.id == job_id
    assert shift.services.where() == shift.console.database.where
    assert shift.services.storage_place == str(product.storage_root)


def test_two_consoles_stop_and_never_take_each_others_jobs(product: Product, new_shift: NewShift) -> None:
    businesses = [product.business() for _ in range(2)]
    for business_id in businesses:
        product.receipts(business_id, 5)
    left, right = new_shift(), new_shift()
    (mine,) = left.start(businesses[0])
    left.loop.until(lambda: left.waits(mine))
    (answer,) = left.loop.run(right.services.calls.run(right.services.jobs.pause, right.actor, [mine]))
    assert answer.answer is Answer.PAUSED
    (same,) = left.loop.run(
        right.services.calls.run(right.services.jobs.start, right.actor, DELETE_RECEIPTS, [businesses[0]])
    )
    assert (same.answer, same.job and same.job.id) == (Answer.ALREADY_ACTIVE, mine)
    (theirs,) = right.start(businesses[1])
    right.loop.until(lambda: right.waits(theirs))
    (cancelled,) = left.loop.run(right.services.calls.run(right.services.jobs.cancel, right.actor, [mine]))
    assert cancelled.answer is Answer.CANCELLED
    assert product.counters(mine) == ("cancelled", 5, 2, 2, 0)
    assert product.counters(theirs) == ("running", 5, 2, 2, 0)
