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
def test_it_is_so_many_days_after_the_last_end(
    station: Station, product: Product, actor: Actor, days: int
) -> None:
    businesses = [product.business(), product.business()]
    for business in businesses:
        product.receipts(business, 3, files=2)
    ids = delete(station, actor, businesses, days)
    product.execute(
        "UPDATE background_jobs SET finished_at = finished_at - interval '1 hour' WHERE id = %s", ids[0]
    )
    row, report = both(station)
    ends = [station.read(job_id).finished_at for job_id in ids]
    until = [end + timedelta(days=days) for end in ends if end] if days else [None, None]
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


@pytest.mark.parametrize("time", ["infinity", "-infinity", "20240-01-01", "294276-12-31"])
def test_odd_times_cost_no_run(station: Station, product: Product, actor: Actor, time: str) -> None:
    business = product.business()
    product.receipts(business, 2, files=1)
    delete(station, actor, [business], MAX_DAYS)
    product.execute(f"UPDATE background_jobs SET finished_at = '{time}'")
    row, report = both(station)
    assert (row.files.kept, report.files.kept, report.kept_until) == (2, 2, None)


@pytest.mark.parametrize("days", [0, 1, MAX_DAYS])
@pytest.mark.parametrize("kept", [0, 1, 10**15 - 1])
def test_the_text_of_a_cursor_says_it(days: int, kept: int) -> None:
    lie = '"files": [1, 2, 3, 4, 5], "keep_days": 9, '
    cursor = Cursor(
        keep_days=days, files=FileCounts(4, 3, 2, 1, kept), failed=(FailedItem(3, lie), FailedItem(4, lie))
    )
    assert kept_by(cursor.text()) == (kept, days)


@pytest.mark.parametrize("text", [None, "", "{", '"files": [1, 2, 3, 4]', '"files": [', '"keep_days": x'])
def test_what_is_no_cursor_keeps_nothing(text: str | None) -> None:
    assert kept_by(text) == (0, 0)
    for ended in (None, datetime.min, datetime.max):
        assert kept_until(ended, 7) is None


def test_where_there_were_no_files_none_are_kept(station: Station, product: Product, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 3)
    delete(station, actor, [business], 7)
    _row, report = both(station)
    assert (report.files, report.kept_until) == (FileCounts(), None)
