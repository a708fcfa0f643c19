"""Runs jobs of this process until they are done, with a progress bar for people."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import ParamSpec, TypeVar

from app.bootstrap.console import Console
from app.bootstrap.ending import Farewell
from app.cli.job_end import JobEnd, RunHere, end_of, end_on_server, unknown_end
from app.cli.output import complain, show_progress
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.durations import counted
from app.core.errors import CursorDamaged, DatabaseError, SweepError
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.core.run import FileCounts
from app.db import jobs as job_rows
from app.engine.events import Ending, SliceResult, Step
from app.engine.job_type import lowest_live
from app.workers.stop_request import StopRequest
from app.workers.thread_pool import ThreadPool

P = ParamSpec("P")
T = TypeVar("T")

CommandConsole = Console[ThreadPool]

STOPPING_SECONDS = 90.0
"""How long the current steps are waited for after the first signal: a statement that gets no answer takes 75,
and files are not waited for that long (`files.bounded.Patience`)."""

RETRYING = "Job {job} is trying again: {reason}"

_UNDER_WAY = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})

_LOOK_SECONDS = 0.3
_WAKE_SECONDS = 0.1
_BAR_WIDTH = 30


def in_background(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls `function` in another thread and waits for it. A signal handler runs in the main thread only,
    between two instructions of Python: a blocking statement or storage call there would delay it."""
    with ThreadPoolExecutor(1, thread_name_prefix="action") as executor:
        future = executor.submit(function, *args, **kwargs)
        # In short waits: not on every system does a signal end the wait of the main thread.
        while not wait([future], _WAKE_SECONDS).done:
            pass
        return future.result()


@dataclass
class RunSummary:
    """What the slices that ran in this process did, added up; `over` are the jobs that have ended. Workers
    write it from their threads."""

    deleted: int = 0
    failed: int = 0
    files_deleted: int = 0
    files_missing: int = 0
    items_left: int = 0
    over: set[int] = field(default_factory=set)
    _files_needed: dict[int, int] = field(default_factory=dict)
    _files_kept: dict[int, int] = field(default_factory=dict)
    _files_left: dict[int, int] = field(default_factory=dict)
    _last: dict[int, SliceResult] = field(default_factory=dict)
    _waits: dict[int, str] = field(default_factory=dict)
    _news: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    _ended: Event = field(default_factory=Event, repr=False, compare=False)

    @property
    def files_needed(self) -> int:
        return sum(self._files_needed.values())

    @property
    def files_kept(self) -> int:
        return sum(self._files_kept.values())

    @property
    def files_left(self) -> int:
        return sum(self._files_left.values())

    def note(self, result: SliceResult) -> None:
        """Adds a slice; its job is over unless it continues automatically."""
        with self._lock:
            self._last[result.job_id] = result
            self.deleted += result.succeeded
            self.failed += result.failed
            self.files_deleted += result.files_deleted
            self.files_missing += result.files_missing
            self.items_left += result.items_left
            # The sweep at a job's end has counted again what its earlier slices left.
            is_whole = result.ending is Ending.COMPLETED
            for stay, number in (
                (self._files_needed, result.files_needed),
                (self._files_kept, result.files_kept),
                (self._files_left, result.files_left),
            ):
                stay[result.job_id] = number + (0 if is_whole else stay.get(result.job_id, 0))
            if result.ending is not Ending.CONTINUES:
                self.over.add(result.job_id)
                self._ended.set()

    def note_elsewhere(self, before: Job, after: Job) -> None:
        """Adds what others did with a job between these two readings of its row."""
        with self._lock:
            self.deleted += max(0, after.succeeded - before.succeeded)
            self.failed += max(0, after.failed - before.failed)
            was, now = _files_of(before), _files_of(after)
            self.files_deleted += max(0, now.deleted - was.deleted)
            self.files_missing += max(0, now.missing - was.missing)
            self._files_needed[after.id], self._files_kept[after.id] = now.needed, now.kept
            self._files_left[after.id] = now.left

    def note_step(self, step: Step) -> None:
        """Why a job waits before it tries again, once for each reason; `news` gives it to whoever tells."""
        with self._lock:
            if step.wait is None:
                self._waits.pop(step.job_id, None)
            elif step.detail and self._waits.get(step.job_id) != step.detail:
                self._waits[step.job_id] = step.detail
                self._news.append(RETRYING.format(job=step.job_id, reason=step.detail))

    def news(self) -> list[str]:
        """Sentences since the last call."""
        with self._lock:
            told, self._news = self._news, []
            return told

    def note_dropped(self, job_id: int) -> None:
        """The job is over, and no slice of it will end."""
        with self._lock:
            self.over.add(job_id)
            self._ended.set()

    def wait(self, job_ids: set[int], seconds: float) -> None:
        """Returns once these jobs are over, or after so long."""
        until = time.monotonic() + seconds
        while self.still_open(job_ids) and (left := until - time.monotonic()) > 0:
            self._ended.wait(left)
            self._ended.clear()

    def last_slice(self, job_id: int) -> SliceResult | None:
        """The latest slice of the job that has ended here."""
        with self._lock:
            return self._last.get(job_id)

    def has_leftovers(self, job_id: int) -> bool:
        """Receipts or files of the job that were to go are left."""
        with self._lock:
            last = self._last.get(job_id)
            return bool(self._files_left.get(job_id) or (last and last.items_left))

    def still_open(self, job_ids: set[int]) -> set[int]:
        """Those of the jobs that are not over."""
        with self._lock:
            return job_ids - self.over


class ProgressWatch:
    """Watches the jobs that run in this process. `jobs` are the rows at the end, `ends` how each ended."""

    def __init__(self, console: CommandConsole, summary: RunSummary) -> None:
        """`summary` must receive the workers' callbacks from before the first job began."""
        self.jobs: dict[int, Job] = {}
        self.ends: dict[int, JobEnd] = {}
        self.summary = summary
        self.farewell: Farewell | None = None
        """What becomes of the jobs where nobody waits for their end."""
        self._console = console
        self._lowest_live: dict[int, int] = {}

    def until_over(self, actor: Actor, job_ids: Sequence[int], stop: StopRequest, *, quiet: bool) -> None:
        """Waits until each of the jobs is over. Once asked to `stop`, nothing begins here any more: those
        that wait are paused, and those that run at their next batch. One that still waits then, because its
        row is locked, is not waited for, nor is one that hangs: the end of the program tries again."""
        running, stopping_until = set(job_ids), math.inf
        while running := self._awaited(running, is_stopping=stopping_until < math.inf):
            if stop.is_asked and stopping_until == math.inf:
                stopping_until = time.monotonic() + STOPPING_SECONDS
                in_background(self._console.jobs.stop_own, actor)
            if time.monotonic() > stopping_until:
                break
            self.summary.wait(running, _LOOK_SECONDS)
            for told in self.summary.news():
                complain(told)
            if not quiet and stopping_until == math.inf:
                _show(self._console, job_ids)
        if job_ids:
            self._look_at_the_end(job_ids, stopped=stop.is_asked)
        if job_ids and not quiet:
            _show_done(self.jobs)
            show_progress("")

    def until_ended_on_server(self, handed: Sequence[Job], stop: StopRequest, *, quiet: bool) -> None:
        """Waits until each of the jobs, as they were handed over, runs and waits no more, or the person stops
        waiting, which stops no job."""
        if not handed:
            return
        ids = [job.id for job in handed]
        while not stop.is_asked:
            self.jobs, self._lowest_live = in_background(_counted, self._console, ids)
            if not quiet:
                _show_done(self.jobs)
            if not any(job.status in _UNDER_WAY for job in self.jobs.values()):
                break
            time.sleep(_LOOK_SECONDS)
        self.ends = {job_id: end_on_server(self.jobs.get(job_id)) for job_id in ids}
        for before in handed:
            if (after := self.jobs.get(before.id)) is not None:
                self.summary.note_elsewhere(before, after)
        if not quiet:
            show_progress("")

    def _awaited(self, jobs: set[int], *, is_stopping: bool) -> set[int]:
        still_open = self.summary.still_open(jobs)
        return still_open.difference(self._console.pool.queue) if is_stopping else still_open

    def _look_at_the_end(self, job_ids: Sequence[int], *, stopped: bool) -> None:
        try:
            self.jobs, self._lowest_live = in_background(_counted, self._console, job_ids)
        except DatabaseError as error:  # what was done until now is told all the same
            self.ends = dict.fromkeys(job_ids, unknown_end(error))
            return
        name, summary = self._console.identity.name, self.summary
        for job_id in job_ids:
            here = RunHere(summary.last_slice(job_id), stopped, name, summary.has_leftovers(job_id))
            self.ends[job_id] = end_of(self.jobs.get(job_id), here)

    def percent(self, job: Job) -> float | None:
        """How far one of `jobs` is, or one that is not completed."""
        return percent(job, self._lowest_live.get(job.id))


def _show(console: CommandConsole, job_ids: Sequence[int]) -> None:
    if not sys.stderr.isatty():
        return
    try:
        found = in_background(_rows, console, job_ids)
    except SweepError as error:
        show_progress(str(error))
        return
    _show_done(found)


def _show_done(found: Mapping[int, Job]) -> None:
    done = sum(job.processed for job in found.values())
    total = sum(job.total for job in found.values())
    show_progress(progress_bar(done, total))


def progress_bar(done: int, total: int) -> str:
    """How far it is, in one line of a terminal."""
    filled = _BAR_WIDTH * min(done, total) // total if total else 0
    bar = "#" * filled + "." * (_BAR_WIDTH - filled)
    return f"[{bar}] {done:,} / {counted(total, 'receipt')}"


def _files_of(job: Job) -> FileCounts:
    try:
        return Cursor.parse(job.cursor_text).files
    except CursorDamaged:
        return FileCounts()


def _rows(console: CommandConsole, job_ids: Sequence[int]) -> dict[int, Job]:
    with console.database.begin() as connection:
        return job_rows.by_ids(connection, job_ids)


def _counted(console: CommandConsole, job_ids: Sequence[int]) -> tuple[dict[int, Job], dict[int, int]]:
    """The jobs, and the lowest ids of what is live of their kind, both by job id."""
    with console.database.snapshot() as connection:
        found = job_rows.by_ids(connection, job_ids)
        return found, lowest_live(connection, console.types, list(found.values()))
