"""What a batch costs as the table grows, beside the bare update of as many rows of the same kind."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import psycopg2
from psycopg2.extensions import cursor as Cursor

from app.db import schema
from app.db.engine import Database
from app.db.url import parse_url
from app.db.waiting import unbound_waits
from app.engine.events import Ending, Step
from tests.benchmarks import contestants
from tests.benchmarks.content import add_businesses, add_receipts, loading
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately, figure

MANY, FEW = 3_000, 50
"""Receipts of the two kinds of businesses that are measured, spread over the whole table."""

PAIRS = {("without", 500): 2, ("with", 500): 4, ("with", 50): 2}
"""How often a batch of this size is measured, without and with the recommended index: each time in two
businesses, one for the console and one for the bare update. 500 is the first batch of a default pace at full
speed, 50 that of the web worker."""

LARGEST = 2 * sum(PAIRS.values())
"""The last of the businesses with many receipts; the next ones have few."""

JOBS = 4
"""Businesses with few receipts."""

WARM_UP = 1
"""Batches that do not count: a session's first ones wait for its caches."""

LOADING = {"fsync": "off", "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "16GB"}


def measure(ground: Ground, *, quick: bool) -> Report:
    """All sizes in turns; a server that loads carelessly is started again with care before it is measured."""
    sizes = (50_000,) if quick else (100_000, 1_000_000, 10_000_000)
    folder = Path(ground.folder / "growth")
    folder.mkdir()
    loading_server = Ground(folder, LOADING)
    with loading_server.server:
        names = {size: loading_server.template(partial(_fill, size=size)) for size in sizes}
    measuring = Ground(folder)
    report = Report(
        "table_growth",
        "Milliseconds a batch of the console and of the bare update of as many rows by their ids, in turn, on"
        f" one table, in two businesses with {MANY:,} receipts each among 10,000; and of a whole job in one"
        f" with {FEW}.",
    )
    with measuring.server:
        urls = {size: measuring.url(name) for size, name in names.items()}
        businesses = {size: count(1) for size in sizes}
        for index in ("without", "with"):
            if index == "with":
                for url in urls.values():
                    _recommend(url)
            for (where, batch), times in PAIRS.items():
                if where == index:
                    _compare(report, urls, businesses, index, batch, 1 if quick else times)
        _measure_jobs(report, urls, 1 if quick else JOBS)
    return report


def _compare(
    report: Report,
    urls: Mapping[int, str],
    businesses: Mapping[int, Iterator[int]],
    index: str,
    batch: int,
    times: int,
) -> None:
    """The sizes in turns, and who begins in turns, too."""
    console: dict[int, list[float]] = {size: [] for size in urls}
    bare: dict[int, list[float]] = {size: [] for size in urls}
    logged: dict[int, list[float]] = {size: [] for size in urls}
    for number in range(times):
        for size, url in urls.items():
            pair = _Pair(url, batch, next(businesses[size]), next(businesses[size]))
            logged[size].append(pair.run(bare_first=number % 2 == 1))
            console[size] += pair.console[WARM_UP:]
            bare[size] += pair.bare[WARM_UP:]
    for size in urls:
        what = f"{batch} rows, {index} the recommended index, {size:,} receipts"
        ours = report.add(f"console, {what}", "ms", console[size])
        limit = report.add(f"limit, {what}", "ms", bare[size])
        over = f"a batch over the bare update, {what}"
        if index == "with":
            report.aim(over, ours.median / limit.median, at_most=1.15)
        else:
            report.remarks.append(f"{over}: {figure(ours.median / limit.median)} ×")
        report.add(f"write-ahead log of both batches, {what}", "kB", logged[size])


class _Pair:
    """A job of the console in one business, and the rows of another updated by their ids, batch by batch in
    turn: what the disk, the caches and the log do meanwhile hits both alike."""

    def __init__(self, url: str, batch: int, ours: int, theirs: int) -> None:
        self.console: list[float] = []
        self.bare: list[float] = []
        self._url = url
        self._batch = batch
        self._ours = ours
        self._theirs = theirs

    def run(self, *, bare_first: bool) -> float:
        """Deletes all receipts of both; returns the kilobytes of write-ahead log of two batches."""
        with closing(psycopg2.connect(self._url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor, closing(contestants.Desk(self._url)) as desk:
                (job_id,) = desk.start(self._ours)
                cursor.execute("SELECT id FROM receipts WHERE business_id = %s ORDER BY id", (self._theirs,))
                ids = [one for (one,) in cursor]
                batches = [ids[at : at + self._batch] for at in range(0, len(ids), self._batch)]
                before = _log_position(cursor)
                ending = desk.run(
                    job_id,
                    contestants.unthrottled(self._batch),
                    report=self._turns(cursor, batches, bare_first=bare_first),
                )
                written = _log_position(cursor) - before
        assert ending is Ending.COMPLETED, ending
        contestants.require_done(self._url, self._ours, self._theirs)
        return written / 1000 / len(batches)

    def _turns(
        self, cursor: Cursor, batches: Sequence[Sequence[int]], *, bare_first: bool
    ) -> Callable[[Step], None]:
        """What the job calls when it is claimed and after each batch: then it is the other's turn."""
        left = iter(batches)
        began: float | None = None

        def turn(step: Step) -> None:
            nonlocal began
            if step.wait is not None:
                return
            now = time.perf_counter()
            is_claim = began is None
            if began is not None:
                self.console.append((now - began) * 1000)
            if (bare_first or not is_claim) and (ids := next(left, None)):
                with unbound_waits():  # as short as it can be
                    self.bare.append(contestants.update_by_ids(cursor, ids) * 1000)
            began = time.perf_counter()

        return turn


def _measure_jobs(report: Report, urls: Mapping[int, str], runs: int) -> None:
    costs = {f"{size:,}": partial(_job, url, count(LARGEST + 1)) for size, url in urls.items()}
    found = alternately(costs, runs)
    for size, values in found.items():
        report.add(f"a job of {FEW}, with the recommended index, {size} receipts", "ms", values)
    medians = [statistics.median(values) for values in found.values()]
    report.aim(
        f"a job of {FEW} at the largest over the smallest table", medians[-1] / medians[0], at_most=1.2
    )


def _job(url: str, businesses: Iterator[int]) -> float:
    """Milliseconds of the job of the next business, from its claim to its end."""
    business = next(businesses)
    took = contestants.run_job(url, business, contestants.unthrottled(FEW))
    contestants.require_done(url, business)
    return took * 1000


def _log_position(cursor: Cursor) -> float:
    """Bytes of write-ahead log until now."""
    cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
    (position,) = cursor.fetchone() or (0,)
    return float(position)


def _fill(cursor: Cursor, size: int) -> None:
    """Every so manyth row belongs to a business that is measured, one of `apart` of these to one with few;
    the other businesses have the rest."""
    measured = LARGEST * MANY + JOBS * FEW
    apart = measured // (JOBS * FEW)
    step = size // measured
    others = LARGEST + JOBS + 1
    place = f"(n / {step})"
    add_businesses(cursor, 10_000)
    with loading(cursor):
        add_receipts(
            cursor,
            size,
            f"CASE WHEN n % {step} <> 0 OR {place} > {measured} THEN {others} + n % {10_000 - others}"
            f" WHEN {place} % {apart} = 0 THEN {LARGEST + 1} + {place} / {apart} % {JOBS}"
            f" ELSE 1 + ({place} - {place} / {apart}) % {LARGEST} END",
        )


def _recommend(url: str) -> None:
    with closing(Database(parse_url(url), connections=1)) as database:
        schema.apply(database, with_recommended=True)
    with unbound_waits(), session(url) as cursor:
        cursor.execute("VACUUM ANALYZE receipts")
