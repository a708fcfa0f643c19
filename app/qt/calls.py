"""Runs blocking functions off the main thread and lets coroutines await them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar, cast

from app.core.errors import SweepError, Unforeseen
from app.qt.nets import BugKinds

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Calls:
    """The bounded executor of the console, bound to the loop of the main thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, threads: int = 4) -> None:
        self.loop = loop
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="sweep-call")
        # For `asyncio.to_thread` as well: an executor that qasync makes for it would still answer when the
        # loop does not listen any more.
        loop.set_default_executor(self._executor)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._bugs = BugKinds()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Awaits `function` in the executor. Kinds of SweepError come through; anything else is a bug, which
        is logged and comes as Unforeseen, so that who awaits tells the person as of any other error.

        Cancelling the await does not stop the function.
        """
        future = self._executor.submit(self._caught, function, args, kwargs)
        return cast(T, await asyncio.wrap_future(future, loop=self.loop))

    def spawn(self, coroutine: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Starts a coroutine, for instance from a slot. An unexpected error reaches the loop's exception
        handler at once, and not only when the task is collected."""
        task = self.loop.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def drop(self) -> None:
        """Cancels spawned coroutines that still run, drops functions that have not begun, and waits for those
        that have; accepts no more. Their answers are delivered before this returns."""
        while tasks := list(self._tasks):  # what ends may spawn once more
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # In a thread, so that the loop keeps running; its own answer is posted after all those of the
        # executor.
        with ThreadPoolExecutor(1, thread_name_prefix="sweep-end") as waiting:
            ended = waiting.submit(self._executor.shutdown, wait=True, cancel_futures=True)
            await asyncio.wrap_future(ended, loop=self.loop)

    def _caught(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        try:
            return function(*args, **kwargs)
        except SweepError:
            raise
        except Exception as error:  # the border between this thread and those who await
            if self._bugs.is_new(error):
                log.exception("A bug in a call")
            raise Unforeseen(error) from error

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.loop.call_exception_handler(
                {"message": f"unexpected error in {task.get_name()}", "exception": error, "task": task}
            )
