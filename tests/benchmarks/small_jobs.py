"""Many jobs of few receipts: what a job costs beside its batch, and how often it waits for the server."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise

from app.core.text import shortened
from app.engine.events import Ending
from tests.benchmarks import command, contestants
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately
from tests.support.proxy import Proxy, Query

OF_ONE = 5
"""Receipts of a business."""

COUNTED = 50
"""Jobs whose round trips are counted."""

_SETTINGS = re.compile(r"\s*(SET|SELECT set_config\()", re.IGNORECASE)
_WRITES = re.compile(r'\b(UPDATE|INSERT INTO|DELETE FROM)\s+(?:"?\w+"?\.)?"?(\w+)"?', re.IGNORECASE)
_TABLES = re.compile(r'\b(FROM|JOIN)\s+(?:"?\w+"?\.)?"?(\w+)"?', re.IGNORECASE)
_OF_PRODUCT = {"background_jobs", "receipts", "attachments", "business", "users"}


def measure(ground: Ground, *, quick: bool) -> Report:
    """Default settings, nobody else there: four workers, which are full speed; one, as for what a job costs;
    and the whole command."""
    businesses, runs = (6, 1) if quick else (1_000, 3)
    numbers = range(1, businesses + 1)

    def fill(cursor):
        add_businesses(cursor, 2 * businesses)
        add_receipts(cursor, 2 * businesses * OF_ONE, f"1 + n % {2 * businesses}")

    template = ground.template(fill)
    root = ground.folder / "none-of-small-jobs"
    (root / "attachments").mkdir(parents=True)

    def on_a_copy(run: Callable[[str], float]) -> Callable[[], float]:
        def milliseconds() -> float:
            with ground.copy(template) as url:
                took = run(url)
                contestants.require_done(url, *numbers)
            return took * 1000 / businesses

        return milliseconds

    found = alternately(
        {
            "console, four workers": on_a_copy(lambda url: _together(url, numbers, 4)),
            "console, one worker": on_a_copy(lambda url: _together(url, numbers, 1)),
            "console, the whole command": on_a_copy(
                lambda url: command.delete(url, numbers, root, businesses * OF_ONE)
            ),
            "limit: one statement for each business": on_a_copy(
                lambda url: contestants.single_statements(url, *numbers)
            ),
        },
        runs,
    )
    report = Report(
        "small_jobs",
        f"{businesses:,} businesses with {OF_ONE} receipts each, no files, nobody else there;"
        f" {runs} runs each.",
    )
    times = [report.add(f"{name}: a business", "ms", values).median for name, values in found.items()]
    with ground.copy(template) as url:
        trips = _round_trips(url, numbers[: min(COUNTED, businesses)])
    a_job = report.add("round trips a job", "", [len(names) for names in trips])
    report.aim("time of a business at full speed", times[0], unit="ms", at_most=4)
    report.aim("round trips of a job", a_job.median, unit="", at_most=6)
    report.remarks.append(f"The one statement takes {times[-1]:.2f} ms for each business.")
    usual = next(names for names in trips if len(names) == statistics.median_low(map(len, trips)))
    report.remarks += [f"Round trip {place} of a job: {name}" for place, name in enumerate(usual, 1)]
    return report


def _together(url: str, businesses: Sequence[int], workers: int) -> float:
    """Seconds of all jobs in so many workers, from the first claim to the last end."""
    policy = contestants.default_policy()
    with closing(contestants.Desk(url)) as desk, ThreadPoolExecutor(workers) as pool:
        jobs = desk.start(*businesses)
        began = time.perf_counter()
        endings = set(pool.map(lambda job_id: desk.run(job_id, policy), jobs))
        took = time.perf_counter() - began
    assert endings == {Ending.COMPLETED}, endings
    return took


def _round_trips(url: str, businesses: Sequence[int]) -> list[list[str]]:
    """What was asked of the server for each job but the first, which opens the connection: by whoever stands
    between."""
    asked: list[str] = []

    def note(query: Query) -> None:
        asked.append(_name(query.sql))

    policy = contestants.default_policy()
    with Proxy(url) as proxy:
        proxy.script = note
        with closing(contestants.Desk(proxy.url)) as desk:
            marks = []
            for job_id in desk.start(*businesses):
                ending = desk.run(job_id, policy)
                assert ending is Ending.COMPLETED, ending
                marks.append(len(asked))
    return [asked[begin:end] for begin, end in pairwise(marks)]


def _name(sql: str) -> str:
    """A round trip in short: without the settings, what it writes, else what it reads, else its words."""
    text = "; ".join(part.strip() for part in sql.split(";") if part.strip() and not _SETTINGS.match(part))
    for tables in (_WRITES, _TABLES):
        found = [(verb.upper(), table) for verb, table in tables.findall(text) if table in _OF_PRODUCT]
        if found:
            return ", ".join(dict.fromkeys(f"{verb.split()[0]} {table}" for verb, table in found))
    return shortened(text or sql)
