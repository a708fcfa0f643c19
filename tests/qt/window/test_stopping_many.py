"""Many jobs are stopped by the window's own buttons, or by leaving: from the click on nothing begins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.actions.results import Answer
from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.db import starting
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from app.viewmodel.quitting import leave
from tests.qt.conftest import Loop, NewStation
from tests.qt.window.conftest import Hands, NewHands
from tests.support.figures import figures
from tests.support.gate import GUARD_SECONDS, QUICK
from tests.support.halting import Halting, many
from tests.support.product import Product
from tests.support.running import EAGER

WORKERS = 2  # of the consoles that tests get
SLICES = replace(EAGER, runtime_cap_seconds=10, auto_continue=True)
"""Where claim and batch take five seconds each, a slice is one batch; then the job goes to the back."""


@pytest.fixture
def halting(product: Product) -> Halting:
    return Halting(product)


@contextmanager
def at_work(
    new_console: NewHands, product: Product, halting: Halting, number: int, **options: Any
) -> Iterator[tuple[Hands, list[int]]]:
    """A console with so many businesses, in the middle of two batches; some are done."""
    businesses = many(product, number)
    console = new_console(**{"policy": EAGER, **options})
    console.crew.delete(*businesses)
    console.open(*businesses)
    console.loop.until(lambda: len(halting.businesses("completed")) >= 3 or halting.batches_since())
    with halting.in_the_middle(WORKERS, console.loop.until):
        yield console, businesses


def rest(halting: Halting, businesses: Sequence[int]) -> list[int]:
    return sorted(set(businesses) - set(halting.businesses("completed")))


def until_idle(console: Hands) -> None:
    console.loop.until(lambda: not console.services.pool.own_jobs)


def until_answered(console: Hands) -> None:
    """In the message bar, or in a list where the answers differ: what is asked is done. To be waited for
    first: between two waits of a test no loop runs in which a list could open."""

    def is_answered() -> bool:
        over = QApplication.activeModalWidget()
        close = over.findChild(QAbstractButton, "results.close") if over else None
        if close is not None:
            close.click()
        return close is not None or bool(console.message())

    console.loop.until(is_answered)


def test_a_selection_that_is_paused_begins_nothing_and_the_others_go_on(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    with at_work(new_console, product, halting, 400) as (console, businesses):
        chosen = businesses[:200]
        console.select(*chosen)
        console.click("pause")
        until_answered(console)
        assert not set(halting.businesses("queued")) & set(chosen)
        assert len(set(halting.businesses("paused")) & set(chosen)) > 150
    console.loop.until(lambda: set(halting.businesses("completed")) & set(businesses[200:220]))
    halting.check(chosen)
    console.loop.until(lambda: not halting.running & set(halting.businesses("running")))
    halting.check_rest(rest(halting, chosen), "paused")
    assert halting.begun_since() <= set(businesses[200:])


def test_all_that_is_cancelled_ends_where_it_is(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    """The batches under way are undone: their rows are not theirs any more."""
    with at_work(new_console, product, halting, 400) as (console, businesses):
        console.select(*businesses)
        console.click("cancel")
        console.press("several.yes")
        until_answered(console)
        assert halting.businesses("queued") + halting.businesses("running") == []
    until_idle(console)
    halting.check(businesses)
    assert halting.batches_since() == {}
    halting.check_rest(rest(halting, businesses), "cancelled")


def test_pause_everything_pauses_everything(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    with at_work(new_console, product, halting, 400) as (console, businesses):
        waiting = halting.businesses("queued")
        console.action("pause_all").trigger()
        console.loop.until(lambda: halting.businesses("queued") == [])
        assert halting.businesses("paused") == waiting
    until_idle(console)
    halting.check(businesses)
    halting.check_rest(rest(halting, businesses), "paused")
    console.loop.until(console.message)
    assert figures(console.message()) == [str(len(waiting) + WORKERS)]
    stopped = [line for line in console.crew.audit.read() if line.action == "stop"]
    assert {line.business_id for line in stopped} == {*waiting, *halting.running}


def test_pause_everything_tells_of_the_one_job_that_runs(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    """Its worker may be quicker than the action is with its first look."""
    businesses = many(product, 1)
    console = new_console(replace(EAGER, throttle_ms=60_000))
    (job_id,) = console.crew.delete(*businesses)
    console.open(*businesses)
    console.loop.until(lambda: console.status(businesses[0]) is JobStatus.RUNNING and halting.batches_since())
    with busy_threads(console):
        console.action("pause_all").trigger()
        for _ in range(30):  # time enough for its worker to be through with it
            console.loop.turn()
    console.loop.until(console.message)
    assert figures(console.message()) == ["1"]
    until_idle(console)
    assert [line.job_id for line in console.crew.audit.read() if line.action == "stop"] == [job_id]


def test_leaving_pauses_everything(new_console: NewHands, product: Product, halting: Halting) -> None:
    with at_work(new_console, product, halting, 400) as (console, businesses):
        waiting = halting.businesses("queued")
        leaving = console.loop.qt.create_task(leave(console.services, console.actor))
        console.loop.until(lambda: halting.businesses("queued") == [])
        assert halting.businesses("paused") == waiting
    console.loop.until(leaving.done)
    assert leaving.result()
    halting.check(businesses)
    halting.check_rest(rest(halting, businesses), "paused")


def test_slices_that_go_on_by_themselves_do_not_begin_again(
    new_crew: NewStation, product: Product, halting: Halting, loop: Loop
) -> None:
    businesses = many(product, 40)
    crew = new_crew(policy=SLICES, ticks=5)
    crew.delete(*businesses)
    loop.until(lambda: len(crew.results) > 5)
    with halting.in_the_middle(WORKERS, loop.until):
        assert {result.ending for result in crew.results} == {Ending.CONTINUES}
        crew.actions.stop_own(crew.person)
        assert halting.businesses("queued") == []
    loop.until(lambda: not crew.pool.own_jobs)
    halting.check(businesses)
    halting.check_rest(businesses, "paused")


# While all threads for actions are busy, with previews say, or with a server that does not answer


@contextmanager
def busy_threads(console: Hands) -> Iterator[None]:
    """All threads for actions are taken."""
    free = threading.Event()
    begun: list[int] = []

    def work() -> None:
        begun.append(1)
        free.wait(GUARD_SECONDS)

    for number in range(4):
        console.services.calls.spawn(console.services.calls.run(work), name=f"Task-busy-{number}")
    console.loop.until(lambda: len(begun) == 4)
    try:
        yield
    finally:
        free.set()


def test_a_selection_does_not_begin_while_its_pause_waits_for_a_thread(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    """Those behind it in the queue are let by, so one sees that the workers went on meanwhile."""
    with at_work(new_console, product, halting, 40) as (console, businesses):
        chosen = halting.businesses("queued")[:10]
        console.select(*chosen)
        console.loop.until(console.button("pause").isEnabled)
        busy = busy_threads(console)
        busy.__enter__()
        console.click("pause")
    console.loop.until(lambda: rest(halting, businesses) == chosen)
    assert halting.businesses("queued") == chosen
    busy.__exit__(None, None, None)
    until_answered(console)
    assert halting.businesses("paused") == chosen
    halting.check(chosen)


def test_nothing_begins_while_pause_everything_waits_for_a_thread(
    new_console: NewHands, product: Product, halting: Halting
) -> None:
    with at_work(new_console, product, halting, 40) as (console, businesses):
        busy = busy_threads(console)
        busy.__enter__()
        console.action("pause_all").trigger()
    for _ in range(30):  # the workers are let go, and have the time to do what they should not
        console.loop.turn()
    busy.__exit__(None, None, None)
    console.loop.until(lambda: halting.businesses("queued") == [])
    until_idle(console)
    until_answered(console)
    halting.check(businesses)
    halting.check_rest(rest(halting, businesses), "paused")


# While a start is under way: committed before the stop, on its way into the queue after it


class SlowQueue:
    """Jobs that are on their way into the queue of a pool, and stay there until they are let go."""

    def __init__(self, console: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        self.console = console
        self.reached, self._let_go = threading.Event(), threading.Event()
        put = console.services.pool.enqueue

        def late(job_ids: Sequence[int], ticket: int) -> object:
            self.stay()
            return put(job_ids, ticket)

        monkeypatch.setattr(console.services.pool, "enqueue", late)

    def stay(self) -> None:
        self.reached.set()
        assert self._let_go.wait(GUARD_SECONDS)

    def start(self, businesses: Sequence[int]) -> Any:
        services = self.console.services
        work = services.calls.run(services.jobs.start, self.console.actor, DELETE_RECEIPTS, businesses)
        task = self.console.loop.qt.create_task(work)
        self.console.loop.until(self.reached.is_set)
        return task

    def let_go(self, task: Any) -> None:
        self._let_go.set()
        self.console.loop.until(task.done)


Stop = Callable[[Hands], None]


def pause_everything(console: Hands) -> None:
    console.action("pause_all").trigger()
    console.loop.until(lambda: not console.services.calls._tasks or console.message())


def quit_console(console: Hands) -> None:
    assert console.loop.run(leave(console.services, console.actor))


@pytest.mark.parametrize("stop", [pause_everything, quit_console])
@pytest.mark.parametrize("after", ["before the queue", "before the commit"])
def test_a_start_that_is_under_way_begins_nothing_after_the_stop(
    new_console: NewHands,
    product: Product,
    halting: Halting,
    monkeypatch: pytest.MonkeyPatch,
    stop: Stop,
    after: str,
) -> None:
    businesses = many(product, 40)
    running = many(product, 1)
    console = new_console(replace(EAGER, throttle_ms=60_000))
    console.crew.delete(*running)
    console.open(*running)
    console.loop.until(lambda: console.action("pause_all").isEnabled() and halting.batches_since())
    queue = SlowQueue(console, monkeypatch)
    if after == "before the commit":
        begin = starting.start

        def late(*arguments: Any, **options: Any) -> dict[int, int]:
            started = begin(*arguments, **options)
            queue.stay()
            return started

        monkeypatch.setattr(starting, "start", late)
    task = queue.start(businesses)
    halting.note_moment()
    stop(console)
    queue.let_go(task)
    until_idle(console)
    assert halting.batches_since() == {}
    halting.check([*businesses, *running])
    halting.check_rest([*businesses, *running], "paused")


def test_what_turns_up_in_the_queue_after_everything_was_stopped_does_not_begin(
    new_crew: NewStation, product: Product, halting: Halting, loop: Loop
) -> None:
    """The commit of its start was on its way as the connection broke, and was done after all; nobody has
    asked for anything since the stop."""
    before, after = many(product, 2)
    crew = new_crew(beat_every=QUICK)
    crew.actions.stop_own(crew.person)
    halting.note_moment()
    cursor = Cursor(0, 10_000, crew.identity.waiting).text()
    job_id = product.job(before, "queued", cursor=cursor, total=3, processed=0, succeeded=0)
    loop.until(lambda: halting.businesses("paused") == [before])
    halting.check([before])
    halting.check_rest([before], "paused")
    assert crew.resume(job_id).answer is Answer.RESUMED
    product.job(after, "queued", cursor=cursor, total=3, processed=0, succeeded=0)
    loop.until(lambda: halting.businesses("completed") == [before, after])
