"""Runs blocking functions off the main thread and lets coroutines await them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Calls:
    """The bounded executor of the console, bound to the loop of the main thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, threads: int = 4) -> None:
        self.loop = loop
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="sweep-call")
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Awaits `function` in the executor; its exceptions come through.

        Cancelling the await does not stop the function.
        """
        future = self._executor.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future, loop=self.loop)

    def spawn(self, coroutine: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Starts a coroutine, for instance from a slot. An error that nobody expected reaches the loop's
        exception handler at once, and not only when the task is collected."""
        task = self.loop.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def drop(self) -> None:
        """Cancels what was spawned and still runs, and waits until the functions under it are over: an
        answer must not knock at a loop that is closed."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

    def close(self) -> None:
        """Waits for the functions that run; takes no more."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.loop.call_exception_handler(
                {"message": f"unexpected error in {task.get_name()}", "exception": error, "task": task}
            )
