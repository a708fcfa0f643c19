"""How well the time left holds that a row of the window shows, over the second half of a job."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial

from psycopg2.extensions import cursor as Cursor

from app.core.policy import Pace
from app.core.progress import SpeedMeter
from app.db import jobs
from app.engine.events import Ending, Step
from app.viewmodel.poller import POLL_MS, SOONEST_MS
from tests.benchmarks import clients, contestants
from tests.benchmarks.bulk import WORKERS
from tests.benchmarks.content import add_businesses, add_receipts, loading
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report

WITHIN = 0.3
"""How far the time left may be from what the job really takes, as a part of that."""

SHORTEST = 1.0
"""Seconds before the end after which no estimate counts: a window shows whole seconds."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """So many receipts for each of the workers, and who else is there meanwhile."""

    receipts: int
    runs: int
    others: Callable[[str], AbstractContextManager[object]]


def measure(ground: Ground, *, quick: bool) -> Report:
    """Jobs with default settings, each looked at as often as the window polls, by the window's own meter."""
    alone, with_clients, runs = (60, 30, 1) if quick else (120_000, 30_000, 3)
    scenes = {
        f"nobody else there, {alone:,} receipts a job": _Scene(alone, runs, lambda url: nullcontext()),
        f"4 clients, {with_clients:,} receipts a job": _Scene(with_clients, 1, clients.at_work),
    }
    report = Report(
        "estimate",
        f"{WORKERS} jobs with default settings at once; the time left over the second half of each, at each"
        f" look of a window: {SOONEST_MS} ms after a worker's step, and every {POLL_MS / 1000:g} s;"
        f" {runs} runs alone, 1 with clients.",
    )
    for name, scene in scenes.items():
        template = ground.template(partial(_fill, receipts=scene.receipts))
        ratios: list[float] = []
        took: list[float] = []
        for _ in range(scene.runs):
            with ground.copy(template) as url, scene.others(url):
                for watched in _watch(url):
                    took.append(watched.took)
                    ratios += watched.ratios()
        _add(report, name, took, ratios)
    return report


def _fill(cursor: Cursor, receipts: int) -> None:
    add_businesses(cursor, WORKERS)
    with loading(cursor):
        add_receipts(cursor, WORKERS * receipts, f"1 + n % {WORKERS}")


def _add(report: Report, name: str, took: list[float], ratios: list[float]) -> None:
    report.add(f"{name}: a job takes", "s", took)
    if not ratios:
        report.remarks.append(f"{name}: too short for an estimate in its second half")
        return
    report.add(f"{name}: the time left over what it took", "×", ratios)
    held = statistics.mean(abs(ratio - 1) <= WITHIN for ratio in ratios) * 100
    report.aim(f"{name}: estimates within {WITHIN:.0%}", held, unit=f"% of {len(ratios)}", at_least=90)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A job: the seconds that it took, and the seconds left as they were said, with when."""

    took: float
    said: list[tuple[float, float]]

    def ratios(self) -> list[float]:
        """The time left as it was said over what was left, in the second half."""
        second_half = [one for one in self.said if self.took / 2 <= one[0] <= self.took - SHORTEST]
        return [left / (self.took - at) for at, left in second_half]


def _watch(url: str) -> list[_Watched]:
    """All jobs at once, looked at over the console's own connections, as its window does."""
    with closing(contestants.Desk(url)) as desk:
        job_ids = desk.start(*range(1, WORKERS + 1))
        said: dict[int, list[tuple[float, float]]] = {job_id: [] for job_id in job_ids}
        ended: dict[int, float] = {}
        paces: dict[int, Pace] = {}
        moved = threading.Event()

        def run(job_id: int) -> None:
            def note(step: Step) -> None:
                paces[job_id] = step.pace or paces.get(job_id, Pace(0, 0.0))
                moved.set()

            ending = desk.run(job_id, contestants.default_policy(), report=note)
            assert ending is Ending.COMPLETED, ending
            ended[job_id] = time.perf_counter()

        threads = [threading.Thread(target=run, args=(job_id,)) for job_id in job_ids]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        meters = {job_id: SpeedMeter() for job_id in job_ids}
        while any(thread.is_alive() for thread in threads):
            for job_id, left in _seconds_left(desk, meters, paces):
                said[job_id].append((time.perf_counter() - began, left))
            if moved.wait(POLL_MS / 1000):
                time.sleep(SOONEST_MS / 1000)
                moved.clear()
    return [_Watched(ended[job_id] - began, said[job_id]) for job_id in job_ids]


def _seconds_left(
    desk: contestants.Desk, meters: Mapping[int, SpeedMeter], paces: Mapping[int, Pace]
) -> Iterator[tuple[int, float]]:
    """What the rows show, as the window's poller has it: from one look at all jobs."""
    with desk.database.begin() as connection:
        found = [jobs.read(connection, job_id) for job_id in meters]
    for job in found:
        assert job
        pace = paces.get(job.id)
        meters[job.id].see(time.monotonic(), job, *(pace.rhythm if pace else ()))
        if (left := meters[job.id].seconds_left(job)) is not None:
            yield job.id, left
