"""`app.qt.closing`: the loop is closed at every point of a call's life, and nothing reaches it afterwards."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from app.qt.calls import Calls
from tests.qt.conftest import Loop
from tests.support.gate import GUARD_SECONDS

THREADS = 4

Close = Callable[[], None]


@pytest.fixture
def close(loop: Loop, qapp: QApplication) -> Close:
    """Closes the loop and lets Qt deliver what is posted to it all the same. Where that raises, pytest-qt
    fails the test; where a task is left half done, its destruction is among the loop's bugs."""

    def close() -> None:
        loop.close()
        qapp.processEvents()
        gc.collect()
        assert loop.bugs == []

    return close


class Work:
    """A function that runs until it is let go."""

    def __init__(self) -> None:
        self.begun, self.over = 0, 0
        self._go = threading.Event()
        self._count = threading.Lock()

    def __call__(self) -> str:
        with self._count:
            self.begun += 1
        self._go.wait(GUARD_SECONDS)
        with self._count:
            self.over += 1
        return "done"

    def let_go(self) -> None:
        self._go.set()

    def let_go_during(self, loop: Loop) -> None:
        """Once the loop runs for its end, and waits for this."""
        loop.qt.call_later(0.05, self.let_go)


@pytest.fixture
def work() -> Iterator[Work]:
    work = Work()
    yield work
    work.let_go()


def end_all_threads(calls: Calls) -> None:
    """The functions are over, and their answers posted; the main thread has taken none out yet."""
    calls._executor.shutdown(wait=True)


def post(loop: Loop, got: list[str]) -> None:
    """A thread that the loop knows nothing of says something to it, and ends."""
    thread = threading.Thread(target=loop.qt.call_soon_threadsafe, args=(got.append, "posted"))
    thread.start()
    thread.join()


def test_before_anything_was_asked(close: Close) -> None:
    close()


def test_before_a_coroutine_has_begun(loop: Loop, work: Work, close: Close) -> None:
    task = loop.calls.spawn(loop.calls.run(work), name="work")
    work.let_go_during(loop)
    close()
    assert task.done()
    assert work.begun == work.over


def test_before_a_function_has_begun(loop: Loop, work: Work, close: Close) -> None:
    tasks = [loop.calls.spawn(loop.calls.run(work), name="work") for _ in range(THREADS + 1)]
    loop.until(lambda: work.begun == THREADS)
    work.let_go_during(loop)
    close()
    assert (work.begun, work.over) == (THREADS, THREADS)
    assert all(task.cancelled() for task in tasks)


def test_while_a_function_runs(loop: Loop, work: Work, close: Close) -> None:
    task = loop.calls.spawn(loop.calls.run(work), name="work")
    loop.until(lambda: work.begun)
    work.let_go_during(loop)
    close()
    assert task.cancelled()
    assert work.over == 1


def test_while_a_function_runs_that_nobody_drops(loop: Loop, work: Work, close: Close) -> None:
    """Who was not spawned is not cancelled, and hears the answer."""
    task = loop.qt.create_task(loop.calls.run(work))
    loop.until(lambda: work.begun)
    work.let_go_during(loop)
    close()
    assert task.result() == "done"


def test_while_a_function_runs_in_the_loops_own_executor(loop: Loop, work: Work, close: Close) -> None:
    task = loop.qt.create_task(asyncio.to_thread(work))
    loop.until(lambda: work.begun)
    work.let_go_during(loop)
    close()
    assert task.result() == "done"


@pytest.mark.parametrize("is_spawned", [True, False])
def test_while_the_answer_is_posted(loop: Loop, work: Work, close: Close, is_spawned: bool) -> None:
    asked = loop.calls.run(work)
    task: asyncio.Task[Any]
    task = loop.calls.spawn(asked, name="work") if is_spawned else loop.qt.create_task(asked)
    loop.until(lambda: work.begun)
    work.let_go()
    end_all_threads(loop.calls)
    assert not task.done()
    close()
    assert task.cancelled() if is_spawned else task.result() == "done"


def test_while_many_answers_are_posted(loop: Loop, work: Work, close: Close) -> None:
    tasks = [loop.qt.create_task(loop.calls.run(work)) for _ in range(100)]
    loop.until(lambda: work.begun == THREADS)
    work.let_go()
    end_all_threads(loop.calls)
    close()
    assert [task.result() for task in tasks] == ["done"] * 100


def test_after_the_answer(loop: Loop, work: Work, close: Close) -> None:
    work.let_go()
    task = loop.calls.spawn(loop.calls.run(work), name="work")
    loop.until(task.done)
    close()
    assert task.result() == "done"


def test_after_the_wait_was_cancelled_while_the_function_runs(loop: Loop, work: Work, close: Close) -> None:
    task = loop.calls.spawn(loop.calls.run(work), name="work")
    loop.until(lambda: work.begun)
    task.cancel()
    loop.until(task.done)
    work.let_go_during(loop)
    close()
    assert work.over == 1


def test_after_the_wait_was_cancelled_and_the_answer_is_posted(loop: Loop, work: Work, close: Close) -> None:
    task = loop.calls.spawn(loop.calls.run(work), name="work")
    loop.until(lambda: work.begun)
    task.cancel()
    loop.until(task.done)
    work.let_go()
    end_all_threads(loop.calls)
    close()
    assert work.over == 1


def test_a_coroutine_may_still_ask_while_it_is_dropped(loop: Loop, close: Close) -> None:
    answers: list[int] = []

    async def tidy_up_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            answers.append(await loop.calls.run(int, "7"))

    task = loop.calls.spawn(tidy_up_at_the_end(), name="tidy")
    loop.turn()
    close()
    assert task.cancelled()
    assert answers == [7]


def test_a_coroutine_that_spawns_another_while_it_is_dropped(loop: Loop, close: Close) -> None:
    others: list[asyncio.Task[Any]] = []

    async def spawn_another() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            others.append(loop.calls.spawn(asyncio.Event().wait(), name="another"))

    loop.calls.spawn(spawn_another(), name="first")
    loop.turn()
    close()
    assert [task.cancelled() for task in others] == [True]


def test_another_thread_has_posted_before_the_end(loop: Loop, close: Close) -> None:
    got: list[str] = []
    post(loop, got)
    close()
    assert got == ["posted"]


def test_another_thread_posts_while_the_last_coroutines_end(loop: Loop, close: Close) -> None:
    got: list[str] = []

    async def post_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            post(loop, got)

    loop.calls.spawn(post_at_the_end(), name="posts")
    loop.turn()
    close()
    assert got == ["posted"]


def test_another_thread_posts_while_the_loop_closes(loop: Loop, close: Close) -> None:
    """Too late for anybody to hear it. The loop's own executor ends in the middle of `close`, so its end is
    a place to post from."""

    class PostsAtItsEnd(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            post(loop, got)
            super().shutdown(wait, cancel_futures=cancel_futures)

    got: list[str] = []
    loop.qt.set_default_executor(PostsAtItsEnd(1))
    close()
    assert got == []


def test_another_thread_posts_after_the_end(loop: Loop, close: Close, qapp: QApplication) -> None:
    got: list[str] = []
    close()
    post(loop, got)
    qapp.processEvents()
    assert got == []


def test_the_timers_end_with_the_loop(loop: Loop, close: Close) -> None:
    """In this thread; a thread that collected them later would not survive it."""
    timers = loop.qt._timer
    loop.qt.call_later(GUARD_SECONDS, print)
    close()
    assert not shiboken6.isValid(timers)


def test_the_loop_is_closed_also_where_its_last_coroutine_failed(
    loop: Loop, close: Close, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    timers = loop.qt._timer
    monkeypatch.setattr(loop.calls, "drop", fails)
    with pytest.raises(ZeroDivisionError):
        close()
    assert loop.qt.is_closed()
    assert not shiboken6.isValid(timers)
