"""What a batch costs as the table grows: 10,000 businesses, one with few receipts and one with many."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from app.db import schema
from app.db.engine import Database
from app.db.url import parse_url
from tests.benchmarks import contestants
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately

RUNS = 3
MANY, FEW, BATCH = 2_000, 50, 50
"""Receipts of the two kinds of businesses, spread over the whole table; the many are forty batches."""

MEASURED = 3 * RUNS
"""Businesses of each kind, one a run: without the index, with it, and for the limit."""

OTHERS = MEASURED + 1
"""The first business of the second kind; those from twice that on are nobody's."""

LOADING = {"fsync": "off", "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "16GB"}


def measure(ground: Ground, *, quick: bool) -> Report:
    """All sizes in turns; a server that loads carelessly is started again with care before it is measured."""
    sizes, runs = ((30_000,), 1) if quick else ((100_000, 1_000_000, 10_000_000), RUNS)
    folder = Path(ground.folder / "growth")
    folder.mkdir()
    loading = Ground(folder, LOADING)
    with loading.server:
        names = {size: loading.template(partial(_fill, size=size)) for size in sizes}
    measuring = Ground(folder)
    report = Report(
        "table_growth",
        f"Milliseconds a batch of {BATCH}, in a business with {MANY:,} receipts (forty batches) and in one"
        f" with {FEW} (a whole job), among 10,000 businesses; {runs} runs each.",
    )
    with measuring.server:
        urls = {size: measuring.url(name) for size, name in names.items()}
        for index in ("without", "with"):
            if index == "with":
                for url in urls.values():
                    _recommend(url)
            _measure(report, urls, index, runs)
    return report


def _measure(report: Report, urls: dict[int, str], index: str, runs: int) -> None:
    offset = RUNS if index == "with" else 0
    for kind, receipts, first in (("many", MANY, 1 + offset), ("few", FEW, 1 + offset + OTHERS - 1)):
        costs = {f"{size:,}": partial(_cost, url, count(first), receipts) for size, url in urls.items()}
        found = alternately(costs, runs)
        for size, values in found.items():
            report.add(f"{kind}, {index} the recommended index, {size} receipts", "ms", values)
        ratio = _growth(found)
        what = f"a batch of {kind} at the largest over the smallest table, {index} the recommended index"
        if index == "with":
            report.aim(what, ratio, at_most=1.2)
        else:
            report.remarks.append(f"{what}: {ratio:.2f} ×")
    if index == "with":
        _measure_limit(report, urls, runs)


def _measure_limit(report: Report, urls: dict[int, str], runs: int) -> None:
    """What a batch costs in the database whoever sends it: so many rows found by their ids, and updated."""
    first = 1 + 2 * RUNS
    costs = {f"{size:,}": partial(_limit, url, count(first)) for size, url in urls.items()}
    logged: dict[str, list[float]] = {name: [] for name in costs}
    found = alternately({name: partial(_note_log, cost, logged[name]) for name, cost in costs.items()}, runs)
    for size, values in found.items():
        report.add(f"limit: {BATCH} rows updated by their ids, {size} receipts", "ms", values)
    for size, kilobytes in logged.items():
        report.add(f"limit: write-ahead log of these {BATCH}, {size} receipts", "kB", kilobytes)
    report.remarks.append(
        f"{BATCH} rows updated by their ids at the largest over the smallest table: {_growth(found):.2f} ×"
    )


def _growth(found: Mapping[str, Sequence[float]]) -> float:
    """The median at the largest table over that at the smallest."""
    series = list(found.values())
    return statistics.median(series[-1]) / statistics.median(series[0])


def _note_log(cost: Callable[[], tuple[float, float]], logged: list[float]) -> float:
    milliseconds, kilobytes = cost()
    logged.append(kilobytes)
    return milliseconds


def _limit(url: str, businesses: Iterator[int]) -> tuple[float, float]:
    """Milliseconds and kilobytes of write-ahead log a batch, in the next business."""
    took, kilobytes = contestants.updates_by_ids(url, next(businesses), BATCH)
    return took * 1000 / (MANY / BATCH), kilobytes


def _cost(url: str, businesses: Iterator[int], receipts: int) -> float:
    """Milliseconds a batch in the next business."""
    business = next(businesses)
    took = contestants.run_job(url, business, contestants.unthrottled(BATCH))
    contestants.require_done(url, business)
    return took * 1000 / (receipts / BATCH)


def _fill(cursor: Cursor, size: int) -> None:
    """Every so manyth row belongs to a business that is measured: 40 of 41 to one with many receipts."""
    add_businesses(cursor, 10_000)
    cursor.execute("SET session_replication_role = replica")  # else every row looks its business up
    cursor.execute(
        "SELECT indexdef, indexname FROM pg_indexes WHERE tablename = 'receipts' AND indexname <> %s",
        ("receipts_pkey",),
    )
    indexes = cursor.fetchall()
    for _, name in indexes:
        cursor.execute(f"DROP INDEX {name}")
    measured = MEASURED * (MANY + FEW)
    step = size // measured
    add_receipts(
        cursor,
        size,
        f"CASE WHEN n % {step} <> 0 OR n / {step} > {measured} THEN {2 * OTHERS} + n % {10_000 - 2 * OTHERS}"
        f" WHEN n / {step} % {MANY // FEW + 1} = 0"
        f" THEN {OTHERS} + n / {step} / {MANY // FEW + 1} % {MEASURED}"
        f" ELSE 1 + n / {step} % {MEASURED} END",
    )
    for definition, _ in indexes:
        cursor.execute(definition)
    cursor.execute("SET session_replication_role = origin")


def _recommend(url: str) -> None:
    with closing(Database(parse_url(url), connections=1)) as database:
        schema.apply(database, with_recommended=True)
    with session(url) as cursor:
        cursor.execute("VACUUM ANALYZE receipts")
