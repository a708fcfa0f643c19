"""Runs jobs of this process until they are done, with a progress bar for people."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from app.bootstrap.console import Console
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job
from app.db import jobs as job_rows
from app.engine.events import Ending, SliceResult

_LOOK_SECONDS = 0.3
_BAR_WIDTH = 30


@dataclass
class Tally:
    """What the slices that ran in this process did, added up; `over` are the jobs that have ended."""

    deleted: int = 0
    failed: int = 0
    files_deleted: int = 0
    over: set[int] = field(default_factory=set)
    _files_left: dict[int, int] = field(default_factory=dict)

    @property
    def files_left(self) -> int:
        return sum(self._files_left.values())

    def note(self, result: SliceResult) -> None:
        """Adds a slice; its job is over unless it goes on by itself."""
        self.deleted += result.succeeded
        self.failed += result.failed
        self.files_deleted += result.files_deleted
        # The sweep at a job's end has met again what its earlier slices had to leave.
        before = 0 if result.ending is Ending.COMPLETED else self._files_left.get(result.job_id, 0)
        self._files_left[result.job_id] = before + result.files_left
        if result.ending is not Ending.CONTINUES:
            self.over.add(result.job_id)


class Watch:
    """What becomes of the jobs that run in this process. Listens from the moment it is made, so that none
    can be over before anybody listens. `jobs` are the rows at the end."""

    def __init__(self, console: Console) -> None:
        self.jobs: dict[int, Job] = {}
        self.tally = Tally()
        self._console = console
        console.pool.left.connect(self._on_left)
        console.pool.dropped.connect(self._on_dropped)

    async def until_over(
        self, actor: Actor, job_ids: Sequence[int], stop_asked: threading.Event, *, quiet: bool
    ) -> None:
        """Waits until each of the jobs is over; `stop_asked` pauses them at their next batch."""
        running = set(job_ids)
        while running := running - self.tally.over:
            await asyncio.sleep(_LOOK_SECONDS)
            if stop_asked.is_set():
                stop_asked.clear()
                await self._console.calls.run(
                    self._console.desk.jobs.stop_own, actor, self._console.pool.own_jobs
                )
            if not quiet:
                await _show(self._console, job_ids)
        if job_ids:
            self.jobs = await self._console.calls.run(_rows, self._console, job_ids)
        if job_ids and not quiet and sys.stderr.isatty():
            print(file=sys.stderr)

    def _on_left(self, result: SliceResult) -> None:
        self.tally.note(result)

    def _on_dropped(self, job_id: int) -> None:
        self.tally.over.add(job_id)


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Set by Ctrl+C and SIGTERM, which do nothing else inside the block."""
    asked = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _show(console: Console, job_ids: Sequence[int]) -> None:
    if not sys.stderr.isatty():
        return
    try:
        rows = (await console.calls.run(_rows, console, job_ids)).values()
    except SweepError as error:
        print(f"\r\033[K{error}", end="", file=sys.stderr, flush=True)
        return
    done, total = sum(job.processed for job in rows), sum(job.total for job in rows)
    filled = _BAR_WIDTH * min(done, total) // total if total else 0
    bar = "#" * filled + "." * (_BAR_WIDTH - filled)
    print(f"\r\033[K[{bar}] {done:,} / {total:,} receipts", end="", file=sys.stderr, flush=True)


def _rows(console: Console, job_ids: Sequence[int]) -> dict[int, Job]:
    with console.database.begin() as connection:
        return {job_id: job for job_id in job_ids if (job := job_rows.read(connection, job_id))}
