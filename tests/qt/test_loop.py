"""`app.bootstrap.loop` and `app.qt.collecting`: the loop from its first coroutine to its orderly end."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.loop import run
from app.core.errors import BadInput
from app.qt.calls import Calls
from app.qt.collecting import FULL_AFTER, MainThreadCollector, kept_aside
from app.qt.nets import Bugs
from tests.qt.conftest import Loop
from tests.support.gate import GUARD_SECONDS
from tests.support.logs import ExpectedLogs


@pytest.fixture(autouse=True)
def _in_order(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """The garbage of a loop is collected here, and its end said nothing that the test did not read."""
    yield
    gc.collect()
    assert capfd.readouterr().err == ""


def test_the_result_comes_back(qapp: QApplication) -> None:
    async def main(calls: Calls) -> tuple[int, int]:
        await asyncio.sleep(0.01)
        return 7, await calls.run(threading.get_ident)

    result, thread = run(qapp, main)
    assert result == 7
    assert thread != threading.get_ident()


def test_one_loop_after_another(qapp: QApplication) -> None:
    async def main(calls: Calls) -> int:
        return await calls.run(int, "3")

    assert [run(qapp, main) for _ in range(3)] == [3, 3, 3]


def test_an_expected_error_comes_through(qapp: QApplication) -> None:
    async def main(_calls: Calls) -> None:
        raise BadInput("Not so.")

    with pytest.raises(BadInput, match="Not so"):
        run(qapp, main)


def test_a_bug_in_a_task_is_logged_and_ends_nothing(
    qapp: QApplication,
    expected_logs: ExpectedLogs,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs.expect("A bug: ZeroDivisionError")
    bugs = Bugs()
    monkeypatch.setattr(sys, "excepthook", bugs.hook)

    async def fails() -> None:
        raise ZeroDivisionError("a bug")

    async def main(calls: Calls) -> str:
        calls.spawn(fails(), name="a poll")
        await asyncio.sleep(0.05)
        return "went on"

    assert run(qapp, main) == "went on"
    assert "ZeroDivisionError('a bug')" in capfd.readouterr().err


def test_a_function_that_still_runs_at_the_end_is_waited_for(qapp: QApplication) -> None:
    """And its end does not knock at a loop that is closed by then."""
    begun, ended = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        threading.Event().wait(0.3)
        ended.set()

    async def main(calls: Calls) -> None:
        calls.spawn(calls.run(slow), name="slow")
        while not begun.is_set():
            await asyncio.sleep(0.01)

    run(qapp, main)
    assert ended.is_set()


def test_an_answer_that_nobody_waits_for_any_more_does_not_outlive_the_loop(qapp: QApplication) -> None:
    """It is posted while the loop ends; Qt would deliver it afterwards, to a loop without timers."""
    begun, ended = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        ended.wait(GUARD_SECONDS)

    async def main(calls: Calls) -> None:
        task = calls.spawn(calls.run(slow), name="slow")
        while not begun.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        asyncio.get_running_loop().call_later(0.05, ended.set)

    run(qapp, main)
    qapp.processEvents()
    assert ended.is_set()


class Garbage:
    """A cycle that tells in which thread it was collected."""

    def __init__(self, told: list[int]) -> None:
        self.told, self.itself = told, self

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


def litter(told: list[int], pieces: int = 5000) -> None:
    """So much garbage that Python would collect it here and now."""
    for _ in range(pieces):
        Garbage(told)


def test_no_worker_ever_collects_garbage(qapp: QApplication) -> None:
    """It might find a QObject, and Qt does not survive it being destroyed there."""
    told: list[int] = []

    async def main(calls: Calls) -> list[int]:
        await calls.run(litter, told)
        after_the_worker = told[:]
        while not told:
            await asyncio.sleep(0.05)
        return after_the_worker

    assert run(qapp, main) == []
    assert set(told) == {threading.get_ident()}


def test_the_collector_is_given_back_with_everything_collected(qtbot: QtBot) -> None:
    told: list[int] = []
    collector = MainThreadCollector()
    assert not gc.isenabled()
    litter(told, 1)
    collector.close()
    assert gc.isenabled()
    assert told == [threading.get_ident()]


def test_what_was_there_before_is_left_alone_for_a_while(qtbot: QtBot) -> None:
    told: list[int] = []
    before = [Garbage(told)]
    with kept_aside():
        before.clear()
        gc.collect()
        assert told == []
        after = [Garbage(told)]
        after.clear()
        gc.collect()
        assert len(told) == 1
    gc.collect()
    assert len(told) == 2


def test_old_garbage_is_found_too(qtbot: QtBot) -> None:
    """What has lived through collections of the young goes with the rarer ones of the old."""
    told: list[int] = []
    collector = MainThreadCollector()
    garbage = [Garbage(told)]
    gc.collect(1)
    garbage.clear()
    for _ in range(20 * FULL_AFTER):
        litter([], 1000)
        collector._collect()
    collected = told[:]
    collector.close()
    assert collected == [threading.get_ident()]


def test_what_goes_on_between_two_waits_has_a_running_loop(loop: Loop) -> None:
    async def steps() -> None:
        for _ in range(100):
            asyncio.get_running_loop()
            await asyncio.sleep(0)

    going_on = loop.qt.create_task(steps())
    loop.until(lambda: True)
    loop.until(going_on.done)
    going_on.result()
