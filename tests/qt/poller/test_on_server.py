"""Jobs that wait on the server, and those that workers there run, in the table."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from app.actions.job_states import by_row
from app.actions.overview import Overview
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import SweepError
from app.core.queue_errors import QueueUnreachable
from app.core.server import Entry, Listener, ListenerState, QueueLook, server_mark
from app.core.unpicked import Why
from app.core.worker import Owner
from app.qt.calls import Calls
from app.ui.businesses.advice import Step, advice_for
from app.ui.businesses.reasons import counts_time, owner_icon, owner_text, reason_text
from app.ui.businesses.states import State, state_of
from app.ui.runs.members import Member, columns
from app.ui.texts.server import unpicked_text
from app.ui.texts.words import without_marks
from app.ui.window.availability import NOT_ON_SERVER, on_server_disabled_reason, pause_disabled_reason
from app.viewmodel import poller as poller_module
from app.viewmodel import server_watch
from app.viewmodel.jobs_here import JobsHere
from app.viewmodel.poller import Poller
from app.viewmodel.rows import ShownRow
from app.viewmodel.server_watch import ServerWatch
from tests.qt.conftest import Loop
from tests.qt.poller.conftest import WHERE, Screen
from tests.support.figures import figures
from tests.support.gate import GUARD_SECONDS
from tests.support.product import Product
from tests.support.queue_side import QueueSide
from tests.support.time_and_chance import Clock

OWN = "sweep:front-services:8:ba9876543210"
WORKER = "sweep:front-services:w31:ba9876543210"
BUSY = Listener("sweep-1", ("sweep", "maintenance"), ListenerState.BUSY, is_ours=True, job_id=4)
IDLE = Listener("sweep-2", ("sweep", "maintenance"), ListenerState.IDLE, is_ours=True)
PRODUCT = Listener("rq-1", ("maintenance",), ListenerState.BUSY, is_ours=False)
AWAY = QueueUnreachable("timeout", "redis://queue-1:6379/0")


class Queue(QueueSide):
    """Says what the test says, once it is open."""

    def __init__(self) -> None:
        super().__init__()
        self.says: tuple[Listener, ...] | SweepError = (BUSY,)
        self.entries: tuple[Entry, ...] = ()
        self.looks = 0
        self.opened = threading.Event()
        self.opened.set()

    def look(self) -> QueueLook:
        self.looks += 1
        assert self.opened.wait(GUARD_SECONDS)
        if isinstance(self.says, SweepError):
            raise self.says
        return QueueLook(self.says, self.entries, {}, now(), 1.0)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def screen(
    overview: Overview,
    calls: Calls,
    loop: Loop,
    actor: Actor,
    queue: Queue,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Screen]:
    monkeypatch.setattr(poller_module, "SOONEST_MS", 5)
    watch = ServerWatch(calls, queue, clock)
    poller = Poller(calls, overview, lambda: WHERE, lambda _job_id: None, console=OWN, watch=watch)
    yield Screen(poller, loop)
    queue.opened.set()
    poller.stop()
    loop.until(lambda: not poller._busy and not watch._is_looking)


def waiting(product: Product, business: int, seconds: int, *, beat: bool = True) -> int:
    """A job that waits on the server for so long; with `beat` somebody has written its row since."""
    since = now() - timedelta(seconds=seconds)
    cursor = Cursor(max_id=90, worker=server_mark(since)).text()
    return product.job(
        business,
        "queued",
        total=9,
        cursor=cursor,
        created_at=since,
        updated_at=now() if beat else since,
    )


def polled(screen: Screen, business: int, loop: Loop, why: Why | None = None) -> ShownRow:
    """The row, once it says why its job waits."""
    loop.until(lambda: business in screen.rows)
    if why is not None:
        loop.until(lambda: (found := screen.rows[business].unpicked) is not None and found.why is why)
    return screen.rows[business]


def test_a_job_that_was_handed_over_just_now_waits_and_no_more(
    screen: Screen, product: Product, queue: Queue, business: int, actor: Actor, loop: Loop
) -> None:
    waiting(product, business, 5)
    screen.poller.start(actor)
    shown = polled(screen, business, loop)
    screen.poll(2)
    assert queue.looks == 0
    assert (shown.owner, state_of(shown), shown.unpicked) == (Owner.SERVER_QUEUE, State.QUEUED, None)
    assert owner_icon(shown) == "server"
    assert "server" in owner_text(shown)
    assert "server" in reason_text(shown)
    assert pause_disabled_reason(shown) is None
    assert on_server_disabled_reason(shown) is None
    assert counts_time(shown)


@pytest.mark.parametrize(
    ("says", "has_entry", "beat", "why", "steps"),
    [
        ((BUSY,), True, True, Why.BUSY, (Step.RUN_HERE,)),
        ((BUSY,), True, False, Why.BUSY, (Step.RUN_HERE,)),
        ((BUSY, IDLE), True, False, Why.SOON, (Step.RUN_HERE,)),
        ((BUSY,), False, True, Why.NO_ENTRY, (Step.ENQUEUE_AGAIN, Step.RUN_HERE)),
        ((BUSY,), False, False, Why.NO_ENTRY, (Step.ENQUEUE_AGAIN, Step.RUN_HERE)),
        ((), True, False, Why.NOBODY, (Step.RUN_HERE,)),
        (AWAY, True, False, Why.UNREACHABLE, (Step.RUN_HERE,)),
    ],
)
def test_one_that_waits_longer_says_why(
    screen: Screen,
    product: Product,
    queue: Queue,
    business: int,
    actor: Actor,
    loop: Loop,
    says: tuple[Listener, ...] | SweepError,
    has_entry: bool,
    why: Why,
    steps: tuple[Step, ...],
    beat: bool,
) -> None:
    """It is never stuck while a worker listens that will take it, whatever its row says."""
    job_id = waiting(product, business, 200, beat=beat)
    queue.says = says
    queue.entries = (Entry("x", "sweep", job_id, 0),) if has_entry else ()
    screen.poller.start(actor)
    shown = polled(screen, business, loop, why)
    assert shown.unpicked
    text = without_marks(reason_text(shown))
    assert figures(text)[0] == "3"  # minutes
    assert without_marks(unpicked_text(shown.unpicked, QLocale())) in text
    is_stuck = not beat and why not in {Why.BUSY, Why.SOON}
    assert state_of(shown) is (State.STUCK if is_stuck else State.QUEUED)
    advice = advice_for(shown, QLocale(), shown.read_at)
    assert advice
    assert advice.steps == steps


def test_the_products_worker_is_listened_for_too(
    screen: Screen, product: Product, queue: Queue, business: int, actor: Actor, loop: Loop
) -> None:
    """It writes no beat for what waits, so the row alone looks stuck; a run counts it as the table does."""
    run = '"run": {"id": "0123456789ab", "name": "SUP-1"}'
    job_id = waiting(product, business, 400, beat=False)
    product.execute("UPDATE background_jobs SET cursor = replace(cursor, '{', %s)", f"{{{run}, ")
    queue.says, queue.entries = (PRODUCT,), (Entry("x", "maintenance", job_id, 3),)
    here = JobsHere()
    screen.poller.rows.connect(here.see_rows)
    screen.poller.start(actor)
    shown = polled(screen, business, loop, Why.BUSY)
    assert state_of(shown) is State.QUEUED
    assert here.jobs[job_id].is_listened_for


def test_the_queue_is_looked_at_seldom_and_never_waited_for(
    screen: Screen, product: Product, queue: Queue, actor: Actor, loop: Loop, clock: Clock
) -> None:
    businesses = [product.business() for _ in range(5)]
    for business in businesses:
        waiting(product, business, 200)
    queue.opened.clear()
    screen.poller.start(actor)
    loop.until(lambda: set(businesses) <= screen.rows.keys())
    screen.poll(3)
    assert queue.looks == 1
    queue.opened.set()
    for business in businesses:
        polled(screen, business, loop, Why.NO_ENTRY)
    screen.poll(3)
    assert queue.looks == 1
    clock.now += server_watch.LOOK_EVERY
    queue.says = ()
    for business in businesses:
        polled(screen, business, loop, Why.NOBODY)
    assert queue.looks == 2


def test_a_job_of_a_server_worker_is_told_as_such(
    screen: Screen, product: Product, business: int, actor: Actor, loop: Loop
) -> None:
    """Also on this computer: it is no console."""
    then = now().replace(microsecond=0)
    cursor = Cursor(4, 90, f"{WORKER}/2", claimed=str(then)).text()
    product.job(business, "running", total=9, cursor=cursor, started_at=then, heartbeat_at=now())
    screen.poller.start(actor)
    shown = polled(screen, business, loop)
    assert (shown.owner, shown.workstation) == (Owner.SERVER_WORKER, "front-services:31")
    assert "front-services:31" in without_marks(owner_text(shown))
    assert owner_icon(shown) == "server"
    assert "front-services:31" in without_marks(reason_text(shown))
    assert on_server_disabled_reason(shown) is NOT_ON_SERVER
    assert pause_disabled_reason(shown) is None
    assert shown.row.job
    place = columns(QLocale())[-1].cell(Member(shown.row.job, "Alon", by_row(shown.row.job)))
    assert (place.text, place.icon) == (owner_text(shown), "server")
