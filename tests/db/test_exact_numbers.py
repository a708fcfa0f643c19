"""At its end a job tells the truth, whatever the database and others did to its receipts meanwhile: what a
statement returned as deleted is counted, what was picked and is not has failed, and the rest is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from app.actions.overview import BusinessRow, Overview
from app.core.cursor import FailedItem
from app.core.database_messages import ROWS_HIDDEN
from app.core.messages import (
    COUNTED_BEYOND,
    DELETED_ELSEWHERE,
    LOCKED,
    NOT_DELETED,
    NOT_GONE,
    SKIPPED,
    TOO_MANY_FAILED,
)
from app.core.progress import percent
from app.engine.events import Ending, SliceResult
from app.receipts import queries
from tests.support.faulty import REFUSED, meddle, refuse, stop_meddling
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role, somebody
from tests.support.product import Product
from tests.support.running import Station

UNDO = "UPDATE receipts SET is_deleted = false WHERE id = NEW.id; RETURN NULL;"


@pytest.fixture(autouse=True)
def tidy(product: Product) -> Iterator[None]:
    """Takes the triggers away again, so that the next test needs no new database."""
    yield
    product.execute("DROP FUNCTION IF EXISTS hold, meddle CASCADE; DROP RULE IF EXISTS nothing ON receipts")
    product.execute("DROP POLICY IF EXISTS seen ON receipts; DROP POLICY IF EXISTS changed ON receipts")
    product.execute("ALTER TABLE receipts DISABLE ROW LEVEL SECURITY")


@dataclass(frozen=True, slots=True)
class End:
    """What the row says at the end, beside what is there."""

    status: str
    total: int
    processed: int
    succeeded: int
    failed: int
    error: str | None
    live: int
    files: int


def end(product: Product, job_id: int, *, brought_back: Sequence[int] = ()) -> End:
    """Also looks for what must hold whatever has happened: counts that add up, percent, and files. Those of
    receipts that were `brought_back` had gone before, by right."""
    row = product.job_row(job_id)
    total, processed, succeeded, failed = (
        row[name] for name in ("total", "processed", "succeeded", "failed_count")
    )
    business = row["business_id"]
    assert processed == succeeded + failed
    live = product.live(business)
    assert_never_whole(product, business, live)
    needed = product.rows(
        "SELECT storage_path FROM attachments a JOIN receipts r ON a.id = r.attachment_id"
        " WHERE r.business_id = %s AND r.is_deleted IS NOT TRUE AND NOT r.id = ANY(%s)",
        business,
        list(brought_back),
    )
    assert all(product.path(one["storage_path"]).is_file() for one in needed), "a live receipt lost its file"
    error, files = row["last_error"], product.files(business)
    return End(row["status"], total, processed, succeeded, failed, error, live, files)


def assert_never_whole(product: Product, business: int, live: int) -> None:
    """Percent says 100 where the job is completed and nothing of it is live, and nowhere else."""
    with Station(product, "onlooker") as onlooker:
        (row,) = Overview(onlooker.database, onlooker.types).read(
            onlooker.actor(product.user().id), [business]
        )
        with onlooker.database.begin() as connection:
            lowest = queries.live_by_business(connection, [business]).get(business)
    assert isinstance(row, BusinessRow)
    assert row.job is not None
    shares = {row.percent, percent(row.job, lowest.lowest_id if lowest else None)}
    assert (100.0 in shares) == (row.job.status == "completed" and not live and not row.job.failed)


def run(station: Station, product: Product, business: int, **policy: Any) -> tuple[SliceResult, End]:
    (job_id,) = station.start(business)
    result = station.run(job_id, **policy)
    return result, end(product, job_id)


def not_gone(count: int) -> str:
    return NOT_GONE.format(count=count)


@pytest.mark.parametrize(
    "does", ["RETURN NULL;", "NEW.is_deleted := false; RETURN NEW;", "NEW.is_deleted := NULL; RETURN NEW;"]
)
def test_what_a_trigger_leaves_out_has_failed(
    station: Station, product: Product, business: int, does: str
) -> None:
    ids = product.receipts(business, 23, files=1)
    bad = [ids[place] for place in (0, 3, 4, 9, 22)]
    meddle(product, "BEFORE", does, bad)
    (job_id,) = station.start(business)
    result = station.run(job_id)
    told = NOT_DELETED.format(count=5, reason=SKIPPED)
    assert end(product, job_id) == End("completed", 23, 23, 18, 5, told, 5, 5)
    assert (result.succeeded, result.failed, result.items_left) == (18, 5, 0)
    assert station.cursor(job_id).failed == tuple(FailedItem(one, SKIPPED) for one in bad)


@pytest.mark.parametrize("number", [25, 60])
def test_a_job_of_which_everything_is_left_out_is_no_success(
    station: Station, product: Product, business: int, number: int, expected_logs: ExpectedLogs
) -> None:
    """With more than three batches of ten it gives up by itself."""
    expected_logs.expect(rf"failed batch \d in a row: {SKIPPED}")
    product.receipts(business, number, files=1)
    meddle(product, "BEFORE", "RETURN NULL;")
    result, found = run(station, product, business, failure_cap=4)
    tried = min(number, 40)
    assert (found.succeeded, found.failed, found.live, found.files) == (0, tried, number, number)
    assert found.status == ("completed" if number == 25 else "failed")
    assert SKIPPED in (found.error or "")
    assert result.files_deleted == 0


@pytest.mark.parametrize(("when", "all_of_them"), [("AFTER", False), ("AFTER", True), ("LATE", False)])
def test_what_is_undone_behind_the_statement_is_told(
    station: Station, product: Product, business: int, when: str, all_of_them: bool
) -> None:
    """The statement had returned them as deleted; the web worker, which counted nothing, is not blamed."""
    ids = product.receipts(business, 23, files=1)
    undone = ids if all_of_them else [ids[2], ids[9], ids[15]]
    meddle(product, when, UNDO, undone)
    result, found = run(station, product, business)
    left = len(undone)
    assert found == End("completed", 23, 23, 23, 0, not_gone(left), left, left)
    assert (result.items_left, result.files_deleted) == (left, 23 - left)


@pytest.mark.parametrize(
    ("when", "does", "places"),
    [
        ("AFTER", "UPDATE receipts SET is_deleted = true WHERE id = NEW.id + 1; RETURN NULL;", [9, 20]),
        ("BEFORE", "UPDATE receipts SET is_deleted = true WHERE id = NEW.id + 1; RETURN NEW;", [3, 20]),
        ("BEFORE", "DELETE FROM receipts WHERE id = NEW.id; RETURN NULL;", [3, 20]),
    ],
    ids=["of the next batch", "of the same batch", "this one, for good"],
)
def test_what_a_trigger_deletes_itself_is_not_counted_as_ours(
    station: Station, product: Product, business: int, when: str, does: str, places: list[int]
) -> None:
    ids = product.receipts(business, 23)
    meddle(product, when, does, [ids[place] for place in places])
    _, found = run(station, product, business)
    assert (found.status, found.failed, found.live) == ("completed", 0, 0)
    assert found.succeeded == 21
    assert found.error == DELETED_ELSEWHERE.format(count=2)


def test_what_a_trigger_brings_back_is_told(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 23, files=1)
    does = f"UPDATE receipts SET is_deleted = false WHERE id = {ids[1]}; RETURN NULL;"
    meddle(product, "AFTER", does, [ids[15]])
    (job_id,) = station.start(business)
    station.run(job_id)
    found = end(product, job_id, brought_back=ids)
    assert (found.succeeded, found.failed, found.error, found.live) == (23, 0, not_gone(1), 1)


def test_a_rule_that_deletes_nothing_fails_the_job(station: Station, product: Product, business: int) -> None:
    product.receipts(business, 23, files=1)
    product.execute("CREATE RULE nothing AS ON UPDATE TO receipts DO INSTEAD NOTHING")
    _, found = run(station, product, business)
    assert (found.status, found.processed, found.live, found.files) == ("failed", 0, 23, 23)
    assert "cannot perform UPDATE RETURNING" in (found.error or "")


@pytest.mark.parametrize("table", ["receipts", "attachments"])
def test_a_policy_that_comes_in_the_middle_ends_the_job(product: Product, business: int, table: str) -> None:
    """Even one that hides nothing: PostgreSQL cannot know, and refuses. That on attachments is met as soon as
    their files are to go, behind the batches."""
    product.receipts(business, 23, files=1)

    def comes(wait: int) -> None:
        if wait == 1:
            product.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            product.execute(f"CREATE POLICY seen ON {table} USING (true)")

    with role(product) as url, Station(product, "guarded", url=url) as guarded:
        (job_id,) = guarded.start(business)
        result = guarded.run_until(job_id, comes)
    found = end(product, job_id)
    assert (found.status, result.ending) == ("failed", Ending.FAILED)
    assert (found.error or "").startswith(ROWS_HIDDEN.partition("{role}")[0].format(table=table))
    assert (found.live, found.succeeded) == ((13, 10) if table == "receipts" else (0, 23))
    assert product.files(business) == 23


def test_receipts_come_back_and_come_late_in_the_middle(
    station: Station, product: Product, business: int
) -> None:
    """Behind the cursor they stay, and are told; before it they are deleted, beyond the total."""
    other = product.business()
    ids = product.receipts(other, 3)
    ids += product.receipts(business, 30, files=1)
    gone = product.receipts(business, 2, is_deleted=True)
    product.receipts(business, 1)
    (job_id,) = station.start(business)

    def meanwhile(wait: int) -> None:
        if wait == 2:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = ANY(%s)", [ids[4], *gone])
            product.execute("UPDATE receipts SET business_id = %s WHERE id = ANY(%s)", business, ids[:2])
            product.receipts(business, 4)  # with ids above the end

    result = station.run_until(job_id, meanwhile)
    found = end(product, job_id, brought_back=ids)
    assert (found.total, found.processed, found.succeeded, found.live) == (31, 33, 33, 3 + 4)
    assert found.error == f"{not_gone(3)} {COUNTED_BEYOND.format(count=2)}"
    assert result.items_left == 3


def test_what_others_delete_in_the_same_moment_has_not_failed(
    impatient: Station, product: Product, business: int
) -> None:
    """The batch has picked them, and waits for them."""
    ids = product.receipts(business, 15, files=1)
    (job_id,) = impatient.start(business)
    sql = "UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)"
    with (
        somebody(product, sql, ids[2:4]) as other,
        impatient.just_before("SET CONSTRAINTS", other.commit),
    ):
        assert impatient.run(job_id).failed == 0
    assert end(product, job_id) == End(
        "completed", 15, 13, 13, 0, DELETED_ELSEWHERE.format(count=2), live=0, files=0
    )


def test_left_out_locked_and_bad_ones_in_one_batch(
    impatient: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 10, files=1)
    refuse(product, [ids[1]])
    meddle(product, "BEFORE", "RETURN NULL;", [ids[4], ids[8]])
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", [ids[4], ids[6]]):
        impatient.run(job_id)
    found = end(product, job_id)
    assert (found.status, found.succeeded, found.failed, found.live, found.files) == ("completed", 6, 4, 4, 4)
    reasons = {one.item_id: one.reason for one in impatient.cursor(job_id).failed}
    assert reasons.keys() == {ids[1], ids[4], ids[6], ids[8]}
    assert (reasons[ids[1]], reasons[ids[6]], reasons[ids[8]]) == (REFUSED, LOCKED, SKIPPED)


def test_left_out_ones_are_tried_again(station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 23, files=1)
    meddle(product, "BEFORE", "RETURN NULL;", ids[3:6])
    (job_id,) = station.start(business)
    station.run(job_id)
    who = station.actor(product.user().id)
    station.actions.retry(who, [job_id])
    station.run(job_id)
    assert end(product, job_id).failed == 3
    stop_meddling(product)
    meddle(product, "AFTER", UNDO, [ids[3]])
    station.actions.retry(who, [job_id])
    result = station.run(job_id)
    assert (result.ending, result.succeeded, result.items_left) == (Ending.COMPLETED, 3, 1)
    assert end(product, job_id) == End("completed", 23, 23, 23, 0, not_gone(1), 1, 1)


def test_a_job_fails_before_it_loses_one_that_was_left_out(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 2150)
    meddle(product, "BEFORE", "IF OLD.id % 2 = 0 THEN RETURN NULL; END IF; RETURN NEW;")
    (job_id,) = station.start(business)
    station.run(job_id, batch_size=300)
    found = end(product, job_id)
    assert (found.status, found.succeeded, found.failed) == ("failed", 900, 900)
    assert (found.live, len(station.cursor(job_id).failed)) == (2150 - 900, 900)
    assert (found.error or "").startswith(TOO_MANY_FAILED.partition("{reason}")[0])


def test_all_that_there_is_to_tell_is_told_whole(station: Station, product: Product, business: int) -> None:
    """Half a sentence would not be translated."""
    ids = product.receipts(business, 30, files=1)
    refuse(product, [ids[29]], reason="x" * 160)
    (job_id,) = station.start(business)

    def meanwhile(wait: int) -> None:
        if wait == 1:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[0])
            product.execute("DELETE FROM receipts WHERE id = ANY(%s)", ids[15:18])

    station.run_until(job_id, meanwhile)
    bad = NOT_DELETED.format(count=1, reason="x" * 160)
    told = end(product, job_id, brought_back=ids).error
    assert told == f"{not_gone(1)} {DELETED_ELSEWHERE.format(count=2)} {bad}"
