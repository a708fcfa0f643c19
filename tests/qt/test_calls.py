"""`app.qt.calls`: functions off the main thread, awaited on its loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from app.core.errors import BadInput, Unforeseen
from app.qt.calls import Calls
from tests.qt.conftest import Loop
from tests.support.gate import GUARD_SECONDS
from tests.support.logs import ExpectedLogs


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """What a function waits for; released after the test."""
    event = threading.Event()
    yield event
    event.set()


def test_a_function_runs_elsewhere_and_its_result_comes_back(loop: Loop, calls: Calls) -> None:
    def where(left: int, *, right: int) -> tuple[int, int]:
        return left + right, threading.get_ident()

    total, thread = loop.run(calls.run(where, 2, right=3))
    assert total == 5
    assert thread != threading.get_ident()


def test_the_error_of_a_function_comes_through(loop: Loop, calls: Calls) -> None:
    def fails() -> None:
        raise BadInput("Not so.")

    with pytest.raises(BadInput, match="Not so"):
        loop.run(calls.run(fails))


def test_a_bug_of_a_function_comes_as_an_error_that_can_be_told_and_is_logged_once(
    loop: Loop, calls: Calls, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.expect("A bug in a call")

    def fails() -> None:
        raise LookupError("not here")

    for _ in range(3):
        with pytest.raises(Unforeseen, match="not here") as raised:
            loop.run(calls.run(fails))
        assert isinstance(raised.value.__cause__, LookupError)
    assert len(caplog.records) == 1


def test_the_loop_goes_on_while_a_function_blocks(loop: Loop, calls: Calls, held: threading.Event) -> None:
    async def release_while_it_waits() -> bool:
        waiting = asyncio.ensure_future(calls.run(held.wait, GUARD_SECONDS))
        await asyncio.sleep(0)
        held.set()
        return await waiting

    assert loop.run(release_while_it_waits())


def test_several_functions_run_at_once_but_no_more_than_the_bound(loop: Loop) -> None:
    calls = Calls(loop.qt, 2)
    both = threading.Barrier(2, timeout=GUARD_SECONDS)
    inside, most, lock = 0, 0, threading.Lock()

    def meet() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        both.wait()
        with lock:
            inside -= 1

    async def four() -> None:
        await asyncio.gather(*(calls.run(meet) for _ in range(4)))

    loop.run(four())
    loop.run(calls.drop())
    assert most == 2


def test_to_cancel_the_wait_does_not_stop_the_function(
    loop: Loop, calls: Calls, held: threading.Event
) -> None:
    began, done = threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        held.wait(GUARD_SECONDS)
        done.set()

    task = calls.spawn(calls.run(work), name="work")
    loop.until(began.is_set)
    task.cancel()
    loop.until(task.done)
    assert task.cancelled()
    assert not done.is_set()
    held.set()
    loop.run(calls.drop())
    assert done.is_set()


def test_a_spawned_coroutine_gives_its_result(loop: Loop, calls: Calls) -> None:
    async def seven() -> int:
        return 7

    task = calls.spawn(seven(), name="seven")
    loop.until(task.done)
    assert task.result() == 7
    assert task.get_name() == "seven"


def test_an_error_that_nobody_awaits_reaches_the_handler_at_once(loop: Loop, calls: Calls) -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    task = calls.spawn(fails(), name="a poll")  # kept, so that no collector can tell of it
    loop.until(lambda: loop.bugs)
    assert [type(error) for error in loop.bugs] == [ZeroDivisionError]
    loop.bugs.clear()
    assert task.done()


def test_to_drop_waits_for_what_runs_and_drops_what_has_not_begun(loop: Loop, held: threading.Event) -> None:
    calls = Calls(loop.qt, 1)
    began: list[str] = []

    def work(name: str) -> None:
        began.append(name)
        held.wait(GUARD_SECONDS)

    first = loop.qt.create_task(calls.run(work, "first"))
    second = loop.qt.create_task(calls.run(work, "second"))
    loop.until(lambda: began)
    dropping = loop.qt.create_task(calls.drop())
    loop.until(second.done)
    assert second.cancelled()
    assert not dropping.done()
    held.set()
    loop.until(dropping.done)
    assert began == ["first"]
    assert first.done()
    assert first.exception() is None
