"""What the people who use the product notice while receipts are being deleted."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass

import psycopg2

from app.core.policy import PaceMode, Policy
from app.engine.control import Control, Stop
from app.engine.events import Step
from tests.benchmarks import contestants
from tests.benchmarks.clients import Latencies
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, Series, figure

JOBS = 4
BUSINESSES = 21

Load = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class _Case:
    """What else the server has to do, how long that takes to get into its stride, and in which of the rounds
    it has its turn (every second one for what shows itself at once)."""

    load: Load
    warm_up: float = 0.0
    every: int = 1


@dataclass(frozen=True, slots=True)
class _Window:
    """What the clients noticed in one turn, and the receipts deleted a second meanwhile."""

    latencies: Latencies
    deleted: float


def measure(ground: Ground, *, quick: bool) -> Report:
    """Four jobs at once in businesses of their own; the live transactions touch receipts of all.

    Many short turns: what a disk takes for a commit differs more from one minute to the next than the goal
    allows, so one turn beside another tells little, and the medians of many tell more. How much, says the
    case that is measured against itself."""
    receipts, seconds, rounds = (400, 0.4, 2) if quick else (60_000, 10.0, 8)

    def fill(cursor):
        add_businesses(cursor, BUSINESSES)
        add_receipts(cursor, JOBS * receipts * 5 // 4, f"1 + n % {JOBS + 1}")

    template = ground.template(fill)
    adaptive = Policy(mode=PaceMode.ADAPTIVE, runtime_cap_seconds=None)
    fixed = Policy(runtime_cap_seconds=None)
    cases = {
        "no job": _Case(_nothing),
        "4 jobs, adaptive": _Case(lambda url: _console(url, adaptive), 0.0 if quick else 12.0),
        "no job, again": _Case(_nothing),
        "4 jobs, default policy": _Case(lambda url: _console(url, fixed)),
        "4 peers, no throttle": _Case(_peers, every=2),
        "4 single statements": _Case(_statements, every=2),
    }
    found: dict[str, list[_Window]] = {name: [] for name in cases}
    names = list(cases)
    for number in range(rounds):
        for name in names:
            if number % cases[name].every == 0:
                with ground.copy(template) as url:
                    found[name].append(_window(url, cases[name], seconds))
        names = names[1:] + names[:1]
    return _report(found, seconds)


def _report(found: dict[str, list[_Window]], seconds: float) -> Report:
    report = Report(
        "live_queries",
        f"Reads by id and inserts of 4 clients with short pauses; turns of {seconds:g} s in alternation, "
        + ", ".join(f"{len(windows)} with {name}" for name, windows in found.items())
        + ".",
    )
    p99 = {}
    for name, windows in found.items():
        report.add(f"{name}: p50", "ms", [statistics.median(one.latencies.all) for one in windows])
        p99[name] = report.add(f"{name}: p99", "ms", [_p99(one.latencies.all) for one in windows])
        report.add(f"{name}: p99 of the reads", "ms", [_p99(one.latencies.reads) for one in windows])
        report.add(f"{name}: p99 of the inserts", "ms", [_p99(one.latencies.inserts) for one in windows])
        report.add(f"{name}: deleted meanwhile", "receipts/s", [one.deleted for one in windows])
    first, again = p99["no job"], p99["no job, again"]
    before = statistics.median(first.values + again.values)
    _compare(report, p99, before)
    report.remarks.append(f"p99 with no job, over itself: {figure(again.median / first.median)} ×")
    return report


def _compare(report: Report, p99: dict[str, Series], before: float) -> None:
    for name, series in p99.items():
        ratio = series.median / before
        if "adaptive" in name:
            report.aim(f"p99 with {name}, over that without jobs", ratio, at_most=1.25)
        elif "no job" not in name:
            report.remarks.append(f"p99 with {name}, over that without jobs: {figure(ratio)} ×")


def _p99(latencies: Sequence[float]) -> float:
    return sorted(latencies)[math.ceil(len(latencies) * 0.99) - 1]


def _window(url: str, case: _Case, seconds: float) -> _Window:
    with case.load(url):
        time.sleep(case.warm_up)
        before, began = _deleted(url), time.perf_counter()
        clients = [sys.executable, "-m", "tests.benchmarks.clients", url, str(seconds)]
        said = subprocess.run(clients, check=True, capture_output=True, text=True).stdout
        speed = (_deleted(url) - before) / (time.perf_counter() - began)
    return _Window(Latencies(**json.loads(said)), speed)


def _deleted(url: str) -> int:
    with session(url) as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_upd), 0) FROM pg_stat_user_tables WHERE relname = 'receipts'"
        )
        (updated,) = cursor.fetchone() or (0,)
    return int(updated)


@contextmanager
def _nothing(url: str) -> Iterator[None]:
    yield


@contextmanager
def _console(url: str, policy: Policy) -> Iterator[None]:
    with closing(contestants.Desk(url)) as services:
        controls = [Control() for _ in range(JOBS)]
        under_way = threading.Semaphore(0)

        def note(step: Step) -> None:
            if step.wait:
                under_way.release()

        threads = [
            threading.Thread(target=services.run, args=(job_id, policy, control, note))
            for job_id, control in zip(services.start(*range(1, JOBS + 1)), controls, strict=True)
        ]
        for thread in threads:
            thread.start()
        under_way.acquire(timeout=30)
        try:
            yield
        finally:
            for control in controls:
                control.request(Stop.SHUTDOWN)
            for thread in threads:
                thread.join()


@contextmanager
def _peers(url: str) -> Iterator[None]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.peer", url, str(business_id)], stdout=subprocess.PIPE
        )
        for business_id in range(1, JOBS + 1)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()  # it is at work
        yield
    finally:
        for process in processes:
            process.terminate()
            process.communicate()


@contextmanager
def _statements(url: str) -> Iterator[None]:
    """Again and again, on what the last one has left untouched: as heavy as it gets, for the whole time."""
    over = threading.Event()

    def update(business_id: int) -> None:
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            deleted = True
            while not over.is_set():
                cursor.execute(
                    "UPDATE receipts SET is_deleted = %s, updated_at = now() WHERE business_id = %s",
                    (deleted, business_id),
                )
                connection.commit()
                deleted = not deleted

    threads = [threading.Thread(target=update, args=(number,)) for number in range(1, JOBS + 1)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
