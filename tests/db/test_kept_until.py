"""Until when the files of a job are kept, as its run and its report have it from the row."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.actions.report import Reports, RunReport
from app.actions.runs import Runs
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.job import JobStatus
from app.core.keeping import MAX_DAYS, kept_by, kept_until
from app.core.run import FileCounts, RunLabel, RunRow, RunState
from app.core.stamps import Stamp
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station


def delete(station: Station, actor: Actor, businesses: list[int], days: int) -> list[int]:
    results = station.actions.start(actor, DELETE_RECEIPTS, businesses, run=RunLabel("SUP-7"), keep_days=days)
    ids = [result.job.id for result in results if result.job]
    for job_id in ids:
        station.run(job_id)
    return ids


def both(station: Station) -> tuple[RunRow, RunReport]:
    (row,) = Runs(station.database, station.types).listed(None)
    return row, Reports(station.database, station.types).find(None, row.id)


@pytest.mark.parametrize("days", [0, 1, 7, MAX_DAYS])
def test_it_is_so_many_days_after_the_first_deletion(
    station: Station, product: Product, actor: Actor, days: int
) -> None:
    businesses = [product.business(), product.business()]
    for business in businesses:
        product.receipts(business, 3, files=2)
    ids = delete(station, actor, businesses, days)
    stamps = [Cursor.parse(station.read(job_id).cursor_text).stamps[0].at for job_id in ids]
    earlier = stamps[1] - timedelta(days=2)  # it was paused for long, say
    product.execute(
        "UPDATE background_jobs SET cursor = replace(cursor, %s, %s) WHERE id = %s",
        str(stamps[1]),
        str(earlier),
        ids[1],
    )
    row, report = both(station)
    until = [at + timedelta(days=days) for at in (stamps[0], earlier)] if days else [None, None]
    assert (row.kept_until, report.kept_until) == (until[1], until[1])
    assert sorted(map(str, (line.kept_until for line in report.businesses))) == sorted(map(str, until))
    kept = 12 if days else 0
    assert (row.files.kept, report.files.kept, row.files.left) == (kept, kept, 0)
    assert (report.undone, report.jobs) == ([], {RunState.COMPLETED: 2}), "they are no failure"


def test_while_the_run_is_active_nobody_knows(station: Station, product: Product, actor: Actor) -> None:
    businesses = [product.business(), product.business()]
    for business in businesses:
        product.receipts(business, 3, files=1)
    (_over, other) = delete(station, actor, businesses, 7)
    product.execute("UPDATE background_jobs SET status = 'paused', finished_at = NULL WHERE id = %s", other)
    row, report = both(station)
    assert (station.read(other).status, row.is_active, row.kept_until) == (JobStatus.PAUSED, True, None)
    assert (row.files.kept, report.files.kept) == (6, 6)


@pytest.mark.parametrize(
    "time",
    [
        "infinity",
        "0000-00-00 00:00:00.000000",
        "2026-13-01 00:00:00.000000",
        "2026-01-00 00:00:00.000000",
        "2026-01-01 24:00:00.000000",
        "9999-12-31 23:59:59.999999",
        "2026-01-01 00:00:00",
    ],
)
def test_odd_times_cost_no_run(station: Station, product: Product, actor: Actor, time: str) -> None:
    business = product.business()
    product.receipts(business, 2, files=1)
    delete(station, actor, [business], MAX_DAYS)
    first = r'(?<="stamps": \[\[")[^"]*'
    product.execute("UPDATE background_jobs SET cursor = regexp_replace(cursor, %s, %s)", first, time)
    row, _report = both(station)
    assert (row.files.kept, row.kept_until) == (2, None)


def test_a_day_that_no_month_has_costs_no_run(station: Station, product: Product, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 2, files=1)
    delete(station, actor, [business], 7)
    first = r'(?<="stamps": \[\[")[^"]*'
    odd = "2026-02-30 10:00:00.000000"
    product.execute("UPDATE background_jobs SET cursor = regexp_replace(cursor, %s, %s)", first, odd)
    row, _report = both(station)
    assert (row.files.kept, row.kept_until) == (2, datetime(2026, 3, 9, 10))


@pytest.mark.parametrize("days", [0, 1, MAX_DAYS])
@pytest.mark.parametrize("kept", [0, 1, 10**15 - 1])
def test_the_text_of_a_cursor_says_it(days: int, kept: int) -> None:
    lie = '"files": [1, 2, 3, 4, 5], "keep_days": 9, '
    cursor = Cursor(
        keep_days=days,
        files=FileCounts(4, 3, 2, 1, kept),
        failed=(FailedItem(3, lie), FailedItem(4, lie)),
        stamps=(Stamp(datetime(2026, 11, 28, 9), 1), Stamp(datetime(2026, 11, 29, 9), 1)),
    )
    until = datetime(2026, 11, 28, 9) + timedelta(days) if days else None
    assert kept_by(cursor.text()) == (kept, until)


@pytest.mark.parametrize("text", [None, "", "{", '"files": [1, 2, 3, 4]', '"files": [', '"keep_days": x'])
def test_what_is_no_cursor_keeps_nothing(text: str | None) -> None:
    assert kept_by(text) == (0, None)
    for ended in (None, datetime.min, datetime.max):
        assert kept_until(ended, 7) is None


def test_where_there_were_no_files_none_are_kept(station: Station, product: Product, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 3)
    delete(station, actor, [business], 7)
    _row, report = both(station)
    assert (report.files, report.kept_until) == (FileCounts(), None)
