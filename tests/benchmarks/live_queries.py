"""What the people who use the product notice while receipts are being deleted."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass

import psycopg2

from app.core.policy import Policy
from tests.benchmarks import clients, contestants
from tests.benchmarks.bulk import MEASURED, WORKERS, bulk
from tests.benchmarks.clients import Latencies, Sample, p99
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, Series, figure

BUSINESSES = 21

SETTLING = 10.0
"""Seconds of an adaptive pace that do not count: until it knows the clients."""

ADAPTIVE = "4 jobs, adaptive"

Load = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class _Case:
    """What else the server has to do, how long that takes to get into its stride, and in which of the rounds
    it has its turn (few for what shows itself at once)."""

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
    receipts, seconds, rounds = (400, 0.4, 2) if quick else (60_000, 10.0, 6)

    def fill(cursor):
        add_businesses(cursor, BUSINESSES)
        add_receipts(cursor, WORKERS * receipts * 5 // 4, f"1 + n % {WORKERS + 1}")

    template = ground.template(fill)
    adaptive, fixed = contestants.default_policy(), Policy()
    cases = {
        "no job": _Case(nullcontext),
        ADAPTIVE: _Case(lambda url: bulk(url, adaptive), 0.1 if quick else SETTLING),
        "no job, again": _Case(nullcontext),
        "4 jobs, fixed pace": _Case(lambda url: bulk(url, fixed), every=2),
        "4 peers, no throttle": _Case(_peers, every=4),
        "4 single statements": _Case(_statements, every=4),
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
    tails, deleted = {}, {}
    for name, windows in found.items():
        report.add(f"{name}: p50", "ms", [_p50(one.latencies.all) for one in windows])
        tails[name] = report.add(f"{name}: p99", "ms", [p99(one.latencies.all) for one in windows])
        report.add(f"{name}: p99 of the reads", "ms", [p99(one.latencies.reads) for one in windows])
        report.add(f"{name}: p99 of the inserts", "ms", [p99(one.latencies.inserts) for one in windows])
        deleted[name] = report.add(
            f"{name}: deleted meanwhile", "receipts/s", [one.deleted for one in windows]
        )
    first, again = tails["no job"], tails["no job, again"]
    before = statistics.median(first.values + again.values)
    _compare(report, tails, before)
    report.aim(f"deleted meanwhile by {ADAPTIVE}", deleted[ADAPTIVE].median, unit="receipts/s", at_least=900)
    report.remarks.append(f"p99 with no job, over itself: {figure(again.median / first.median)} ×")
    return report


def _compare(report: Report, tails: dict[str, Series], before: float) -> None:
    for name, series in tails.items():
        ratio = series.median / before
        if name == ADAPTIVE:
            report.aim(f"p99 with {name}, over that without jobs", ratio, at_most=1.25)
        elif "no job" not in name:
            report.remarks.append(f"p99 with {name}, over that without jobs: {figure(ratio)} ×")


def _p50(samples: Sequence[Sample]) -> float:
    return statistics.median(sample[1] for sample in samples)


def _window(url: str, case: _Case, seconds: float) -> _Window:
    with clients.at_work(url) as people:
        time.sleep(seconds / 10)  # they are there before whatever else
        with case.load(url):
            time.sleep(case.warm_up)
            before, began = _deleted(url), time.perf_counter()
            time.sleep(seconds)
            ended = time.perf_counter()
            people.leave()
            speed = (_deleted(url) - before) / (time.perf_counter() - began)
    return _Window(people.latencies.between(began - people.began, ended - people.began), speed)


def _deleted(url: str) -> int:
    with session(url) as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_upd), 0) FROM pg_stat_user_tables WHERE relname = 'receipts'"
        )
        (updated,) = cursor.fetchone() or (0,)
    return int(updated)


@contextmanager
def _peers(url: str) -> Iterator[None]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.peer", url, str(business_id)], stdout=subprocess.PIPE
        )
        for business_id in MEASURED
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

    threads = [threading.Thread(target=update, args=(number,)) for number in MEASURED]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
