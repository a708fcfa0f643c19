"""The report of a run: its figures are those that plain SQL finds, whatever else happens to the rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.actions.next_step import NextStep
from app.actions.report import Reports, RunReport
from app.actions.results import Answer
from app.actions.runs import Runs
from app.core import messages
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.policy import PaceMode, Policy
from app.core.run import FileCounts, Run, RunLabel, RunState
from app.core.run_errors import NoSuchRun
from app.db import users
from app.db.runs import RUNS_SHOWN
from app.receipts.names import DELETE_RECEIPTS
from app.reports.record import record_of
from tests.support.faulty import REFUSED, refuse, relent
from tests.support.halting import many
from tests.support.product import Product
from tests.support.running import Station

NAME = "SUP-4790"
NO_FILES = FileCounts()


def start(station: Station, actor: Actor, businesses: Sequence[int], name: str = NAME) -> list[int]:
    results = station.actions.start(actor, DELETE_RECEIPTS, businesses, run=RunLabel(name, "Contract ended"))
    return [one.job.id for one in results if one.answer is Answer.STARTED and one.job]


def read(station: Station, actor: Actor | None = None, name: str = NAME) -> RunReport:
    return Reports(station.database, station.types).find(actor, name)


def by_business(report: RunReport) -> dict[int, tuple[int, int, int, int | None]]:
    return {
        line.business_id: (line.before, line.deleted, line.failed, line.after) for line in report.businesses
    }


def test_the_figures_are_those_of_a_count_in_the_database(
    station: Station, product: Product, actor: Actor
) -> None:
    """Some receipts fail, some files are missing, some businesses get no job; others are not touched."""
    before = {one: 5 + place for place, one in enumerate(many(product, 4, receipts=0))}
    for business, count in before.items():
        product.receipts(business, count, files=2)
    failing, losing, *_ = before
    bystander, empty = product.business("Bystander"), product.business("Empty")
    product.receipts(bystander, 9, files=1)
    bad = [
        row["id"] for row in product.rows("SELECT id FROM receipts WHERE business_id = %s LIMIT 2", failing)
    ]
    refuse(product, bad)
    product.lose_files(3, losing)
    files_before = sum(product.files(one) for one in before)
    for job_id in start(station, actor, [*before, empty, 999_999]):
        station.run(job_id)
    report = read(station, actor)
    assert by_business(report) == {
        one: (before[one], product.deleted(one), before[one] - product.deleted(one), product.live(one))
        for one in before
    }
    assert (report.deleted, report.failed, report.after) == (
        sum(map(product.deleted, before)),
        len(bad),
        sum(map(product.live, before)),
    )
    assert report.files.deleted == files_before - sum(product.files(one) for one in before)
    assert (report.files.missing, report.files.left) == (3, 0)
    (undone,) = report.undone
    assert (undone.business_id, undone.count, undone.reason) == (failing, 2, REFUSED)
    assert (sorted(undone.item_ids), undone.step) == (sorted(bad), NextStep.ASK_DATABASE)
    assert {(one.business_id, one.answer) for one in report.refused} == {
        (empty, "nothing_to_delete"),
        (999_999, "no_such_business"),
    }
    assert report.businesses[0].business_id == failing
    assert report.row.requested_by == actor.email
    product.execute("DROP FUNCTION IF EXISTS hold CASCADE")


def test_what_came_after_the_run_is_not_its_business(
    station: Station, product: Product, actor: Actor
) -> None:
    (business,) = many(product, 1, receipts=4)
    (job_id,) = start(station, actor, [business])
    product.receipts(business, 7)
    station.run(job_id)
    report = read(station)
    assert by_business(report) == {business: (4, 4, 0, 0)}
    assert report.undone == []
    checksum = record_of(report)["checksum"]
    product.receipts(business, 3)
    assert record_of(read(station))["checksum"] == checksum
    product.execute("UPDATE receipts SET is_deleted = false WHERE id = (SELECT min(id) FROM receipts)")
    again = read(station)
    assert (again.after, again.emptied, [one.count for one in again.undone]) == (1, 0, [1])
    assert record_of(again)["checksum"] != checksum


def test_failures_that_are_retried_leave_the_report(station: Station, product: Product, actor: Actor) -> None:
    (business,) = many(product, 1, receipts=5)
    ids = [row["id"] for row in product.rows("SELECT id FROM receipts ORDER BY id")]
    refuse(product, ids[:2])
    (job_id,) = start(station, actor, [business])
    station.run(job_id)
    assert (read(station).failed, read(station).row.jobs) == (2, {RunState.WITH_FAILURES: 1})
    relent(product)
    other = product.user()
    with station.database.begin() as connection:
        helper = users.by_id(connection, other.id)
    assert helper
    station.actions.retry(helper, [job_id])
    station.run(job_id)
    report = read(station)
    assert (report.failed, report.deleted, report.after, report.undone) == (0, 5, 0, [])
    assert report.continued_by == [other.email]


@pytest.mark.parametrize("status", ["failed", "cancelled", "paused"])
def test_what_a_job_did_not_get_to_is_told_with_its_reason(
    station: Station, product: Product, actor: Actor, status: str
) -> None:
    business = product.business()
    ids = product.receipts(business, 6)
    run = Run("0123456789ab", NAME)
    said = "The rows are locked by another process."
    cursor = Cursor(ids[1], ids[-1], run=run).text()
    product.job(business, status, total=6, processed=2, succeeded=2, cursor=cursor, last_error=said)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", ids[:2])
    report = read(station, actor)
    (undone,) = report.undone
    assert (undone.count, undone.reason, undone.state) == (4, said, RunState(status))
    assert undone.step is {
        "failed": NextStep.RESUME,
        "cancelled": NextStep.DELETE_AGAIN,
        "paused": NextStep.RESUME,
    }.get(status)


def test_a_damaged_position_costs_no_more_than_its_failures(
    station: Station, product: Product, actor: Actor
) -> None:
    business = product.business("Alma")
    product.receipts(business, 3)
    run = '"run": {"id": "0123456789ab", "name": "SUP-4790"}'
    cursor = '{"last_id": 1, "failed": "x", "max_id": 99, ' + run + "}"
    product.job(business, "completed", total=3, processed=3, succeeded=1, failed_count=2, cursor=cursor)
    report = read(station, actor)
    assert (report.deleted, report.failed, report.after) == (1, 2, 3)
    assert [one.count for one in report.undone] == [2, 1]
    record_of(report)


def test_the_run_keeps_the_policy_of_its_start(product: Product, actor: Actor) -> None:
    for mode in PaceMode:
        policy = Policy(batch_size=7, throttle_ms=0, mode=mode)
        (business,) = many(product, 1, receipts=2)
        with Station(product, policy=policy) as station:
            start(station, actor, [business], mode.value)
            found = read(station, actor, mode.value).policy
        assert found
        assert found.mode is mode
        assert found.batch_size == (7 if mode is PaceMode.FIXED else Policy().batch_size)


def test_a_person_sees_what_they_may_see(station: Station, product: Product, actor: Actor) -> None:
    mine, others = many(product, 2, receipts=3)
    start(station, actor, [mine, others, 999_999])
    admin = product.user("admin", mine)
    with station.database.begin() as connection:
        seeing = users.by_id(connection, admin.id)
    report = read(station, seeing)
    assert (list(by_business(report)), report.refused) == ([mine], [])
    foreign = product.user("admin", product.business())
    with station.database.begin() as connection:
        other = users.by_id(connection, foreign.id)
    with pytest.raises(NoSuchRun):
        read(station, other)


def test_a_run_is_found_by_its_id_however_many_came_after_it(
    station: Station, product: Product, actor: Actor
) -> None:
    (business,) = many(product, 1, receipts=2)
    (job_id,) = start(station, actor, [business])
    run_id = read(station).row.id
    product.execute("UPDATE background_jobs SET status = 'cancelled'")
    others = product.business()
    product.execute(
        "INSERT INTO background_jobs (business_id, job_type, status, cursor)"
        " SELECT %s, 'delete_receipts_all', 'cancelled',"
        """ format('{"last_id": 1, "run": {"id": "%%s", "name": "%%s"}}', lpad(to_hex(n), 12, '0'), n)"""
        " FROM generate_series(1, %s) n",
        others,
        RUNS_SHOWN,
    )
    with pytest.raises(NoSuchRun):
        read(station, actor)
    for seeing in (actor, None):
        assert [line.job_id for line in read(station, seeing, run_id).businesses] == [job_id]
    assert Runs(station.database, station.types).find(actor, run_id).row.id == run_id


def test_a_report_is_six_statements_however_many_businesses_there_are(
    station: Station, product: Product, actor: Actor
) -> None:
    start(station, actor, many(product, 12, receipts=1))
    with station.statements() as sent:
        read(station, actor)
    assert len(sent) <= 6


def row_of_run(
    product: Product,
    status: str,
    live: int = 0,
    *,
    name: str = "Alma",
    deferred: tuple[int, ...] = (),
    files: FileCounts = NO_FILES,
    last_error: str | None = None,
) -> None:
    """A job of the run as a row alone, whose business has so many live receipts."""
    business = product.business(name)
    ids = product.receipts(business, live) if live else []
    run = Run("0123456789ab", NAME)
    cursor = Cursor(0, max(ids, default=9), deferred=deferred, files=files, run=run)
    product.job(business, status, cursor=cursor.text(), total=live, last_error=last_error)


@pytest.mark.parametrize("status", ["queued", "running"])
def test_what_is_under_way_is_not_told_as_not_done(station: Station, product: Product, status: str) -> None:
    row_of_run(product, status, live=4)
    report = read(station)
    assert (report.row.is_active, report.after, report.undone) == (True, 4, [])


def test_receipts_that_a_retry_did_not_reach_are_told_once(station: Station, product: Product) -> None:
    row_of_run(product, "completed", live=3, deferred=(1, 2))
    assert [(one.count, one.step) for one in read(station).undone] == [
        (2, NextStep.RETRY),
        (1, NextStep.DELETE_AGAIN),
    ]


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("Files not deleted: 4 (Connection reset).", NextStep.CLEAN_UP),
        (messages.FILES_HELD.format(count=4, all=5), NextStep.CONFIRM_MISSING),
    ],
)
def test_files_that_are_left_have_a_line_of_their_own(
    station: Station, product: Product, said: str, step: NextStep
) -> None:
    row_of_run(
        product, "completed", files=FileCounts(deleted=1, missing=2, needed=3, left=4), last_error=said
    )
    report = read(station)
    assert report.files == FileCounts(1, 2, 3, 4)
    assert [(one.what, one.count, one.reason, one.step) for one in report.undone] == [
        ("files", 4, said, step)
    ]


def test_who_needs_a_person_stands_first_and_the_rest_by_name(station: Station, product: Product) -> None:
    for name, status, live in (("C", "completed", 0), ("b", "completed", 0), ("Z", "failed", 2)):
        row_of_run(product, status, live, name=name)
    row_of_run(product, "completed", name="Y", files=FileCounts(left=1))
    assert [line.business for line in read(station).businesses] == ["Z", "Y", "b", "C"]
