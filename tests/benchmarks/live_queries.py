"""What the people who use the product notice while receipts are being deleted."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import psycopg2

from app.core.policy import PaceMode, Policy
from app.engine.control import Control, Stop
from app.engine.events import Step
from tests.benchmarks import contestants
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report

JOBS = 4
BUSINESSES = 21

Load = Callable[[str], AbstractContextManager[None]]


def measure(ground: Ground, *, quick: bool) -> Report:
    """Four jobs at once in businesses of their own; the live transactions touch receipts of all."""
    receipts, seconds, runs = (400, 0.4, 1) if quick else (60_000, 15.0, 3)
    warm_up = 0.0 if quick else 10.0

    def fill(cursor):
        add_businesses(cursor, BUSINESSES)
        add_receipts(cursor, JOBS * receipts * 5 // 4, f"1 + n % {JOBS + 1}")

    template = ground.template(fill)
    adaptive = Policy(mode=PaceMode.ADAPTIVE, runtime_cap_seconds=None)
    loads: dict[str, tuple[Load, float]] = {
        "no job": (_nothing, 0.0),
        "4 jobs, adaptive": (lambda url: _console(url, adaptive), warm_up),
        "4 jobs, default policy": (lambda url: _console(url, Policy(runtime_cap_seconds=None)), 0.0),
        "4 peers, no throttle": (_peers, 0.0),
        "4 single statements": (_statements, 0.0),
    }
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in loads}
    names = list(loads)
    for _ in range(runs):
        for name in names:
            load, warming = loads[name]
            with ground.copy(template) as url:
                found[name].append(_window(url, load, seconds, warming))
        names = names[1:] + names[:1]
    return _report(found, seconds, runs)


def _report(found: dict[str, list[tuple[float, float, float]]], seconds: float, runs: int) -> Report:
    report = Report(
        "live_queries",
        f"Reads by id and inserts of 4 clients with short pauses, {seconds:g} s a run; {runs} runs each.",
    )
    p99 = {}
    for name, measured in found.items():
        report.add(f"{name}: p50", "ms", [values[0] for values in measured])
        p99[name] = report.add(f"{name}: p99", "ms", [values[1] for values in measured])
        report.add(f"{name}: deleted meanwhile", "receipts/s", [values[2] for values in measured])
    before = p99["no job"].values
    for name, series in p99.items():
        if name != "no job":
            ratio = statistics.median(
                after / first for after, first in zip(series.values, before, strict=True)
            )
            if "adaptive" in name:
                report.aim(f"p99 with {name}, over that without jobs", ratio, at_most=1.25)
            else:
                report.remarks.append(f"p99 with {name}, over that without jobs: {ratio:.2f} ×")
    return report


def _window(url: str, load: Load, seconds: float, warming: float) -> tuple[float, float, float]:
    """p50 and p99 of the clients in milliseconds, and receipts deleted a second meanwhile."""
    with load(url):
        time.sleep(warming)
        before, began = _deleted(url), time.perf_counter()
        clients = [sys.executable, "-m", "tests.benchmarks.clients", url, str(seconds)]
        said = subprocess.run(clients, check=True, capture_output=True, text=True).stdout
        speed = (_deleted(url) - before) / (time.perf_counter() - began)
    latencies = sorted(json.loads(said))
    return statistics.median(latencies), latencies[math.ceil(len(latencies) * 0.99) - 1], speed


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
    with closing(contestants.Desk(url)) as desk:
        controls = [Control() for _ in range(JOBS)]
        under_way = threading.Semaphore(0)

        def note(step: Step) -> None:
            if step.wait:
                under_way.release()

        threads = [
            threading.Thread(target=desk.run, args=(job_id, policy, control, note))
            for job_id, control in zip(desk.start(*range(1, JOBS + 1)), controls, strict=True)
        ]
        for thread in threads:
            thread.start()
        under_way.acquire(timeout=30)
        try:
            yield
        finally:
            for control in controls:
                control.request(Stop.LEAVE)
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
