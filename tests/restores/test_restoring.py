"""What a job has deleted comes back as it was, each receipt at most once, and nothing else with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.core.restore import RestoreStatus
from app.engine.control import Control, Stop
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.restoring import Restoring, age, whole_rows
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def deleted_by(station: Station, business: int) -> int:
    """A job that has deleted all there is."""
    station.product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 minutes'")
    (job_id,) = station.start(business)
    station.run(job_id)
    return job_id


def test_every_receipt_comes_back_bit_by_bit(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 24, gmail_message_id=None)
    product.receipts(business, 1, amount="NaN", vendor_name="שם 'עם' \"תווים\"", gmail_message_id="<a@b>")
    before = whole_rows(product, business)
    job_id = deleted_by(station, business)
    gone = whole_rows(product, business)
    (done,) = restoring.restore(job_id)
    assert whole_rows(product, business) == before != gone
    assert (done.status, done.total, done.restored) == (RestoreStatus.COMPLETED, 25, 25)
    assert (done.conflicts, done.failed, done.gone) == (0, 0, 0)
    assert done.finished_at is not None
    assert done.heartbeat_at is None


def test_updated_at_says_when(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    job_id = deleted_by(station, business)
    product.execute("UPDATE receipts SET updated_at = updated_at - interval '1 day'")
    restoring.restore(job_id)
    late = "SELECT count(*) FROM receipts WHERE updated_at > timezone('UTC', now()) - interval '1 minute'"
    assert product.scalar(late) == 3


def test_what_others_have_deleted_stays(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    """By the web side before and after, by hand, with a time beside that of the job, and in other places."""
    other = product.business("Another")
    mine = product.receipts(business, 12)
    theirs = product.receipts(business, 5, is_deleted=True, deleted_at="2026-01-02 03:04:05.678901")
    product.receipts(business, 1, is_deleted=True, deleted_at=None)
    job_id = deleted_by(station, business)
    at = product.scalar("SELECT deleted_at FROM receipts WHERE id = %s", mine[0])
    for beside in (at - timedelta(microseconds=1), at + timedelta(microseconds=1)):
        product.receipts(business, 2, is_deleted=True, deleted_at=beside)
    elsewhere = product.receipts(other, 2, is_deleted=True, deleted_at=at)
    live_with_a_time = product.receipts(business, 1, is_deleted=False, deleted_at=at)
    before = whole_rows(product, business), whole_rows(product, other)
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.will_be_restored, preview.others) == (12, 10)
    restoring.restore(job_id)
    after = whole_rows(product, business)
    assert {key: row for key, row in after.items() if key not in mine} == {
        key: row for key, row in before[0].items() if key not in mine
    }
    assert whole_rows(product, other) == before[1]
    assert set(theirs) <= set(after)
    assert elsewhere
    assert product.live(business) == 12 + len(live_with_a_time)


def test_receipts_that_were_restored_or_removed_before_are_counted_as_gone(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 20)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    product.execute("DELETE FROM receipts WHERE id = %s", ids[3])
    product.execute("UPDATE receipts SET is_deleted = false, deleted_at = NULL WHERE id = %s", ids[4])
    product.execute("UPDATE receipts SET deleted_at = now() WHERE id = %s", ids[5])
    done = restoring.run(restore_id)
    assert (done.total, done.restored, done.gone, done.done) == (20, 17, 3, 20)
    assert product.deleted(business) == 1


def test_only_chosen_ones(restoring: Restoring, station: Station, product: Product, business: int) -> None:
    ids = product.receipts(business, 10)
    strange = product.receipts(business, 1, is_deleted=True, deleted_at="2026-01-02 03:04:05.678901")
    job_id = deleted_by(station, business)
    (done,) = restoring.restore(job_id, items=[ids[7], ids[2], ids[2], strange[0], 2**40])
    assert (done.total, done.restored) == (2, 2)
    live = [row["id"] for row in product.rows("SELECT id FROM receipts WHERE NOT is_deleted ORDER BY id")]
    assert live == [ids[2], ids[7]]
    (rest,) = restoring.restore(job_id)
    assert (rest.total, rest.restored) == (8, 8)


def test_one_of_several_jobs(restoring: Restoring, station: Station, product: Product, business: int) -> None:
    first = product.receipts(business, 5)
    one = deleted_by(station, business)
    second = product.receipts(business, 6)
    two = deleted_by(station, business)
    restoring.restore(two)
    assert product.live(business) == 6
    assert {row["id"] for row in product.rows("SELECT id FROM receipts WHERE NOT is_deleted")} == set(second)
    restoring.restore(one)
    assert product.live(business) == len(first) + len(second)


def test_many_batches_report_their_progress(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 35)
    job_id = deleted_by(station, business)
    seen: list[tuple[str, int]] = []
    (restore_id,) = restoring.start(job_id)
    restoring.run(restore_id, report=lambda row: seen.append((row.status.value, row.restored)))
    assert seen == [
        ("running", 0),
        *[("running", count) for count in (10, 20, 30, 35)],
        ("completed", 35),
    ]


def test_pause_and_go_on(restoring: Restoring, station: Station, product: Product, business: int) -> None:
    product.receipts(business, 30)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    paused = restoring.run_until(restore_id, lambda _: restoring.answer("pause", restore_id))
    assert (paused.status, paused.restored, product.live(business)) == (RestoreStatus.PAUSED, 10, 10)
    assert restoring.answer("go_on", restore_id) == "restoring"
    assert restoring.crew.handed == [restore_id, restore_id]
    assert restoring.run(restore_id).restored == 30
    assert product.live(business) == 30


def test_asked_to_stop_it_pauses_with_the_reason(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 30)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    control: Control = QuickControl(station.clock, lambda _: control.request(Stop.SHUTDOWN, "Paused: so."))
    paused = restoring.run(restore_id, control)
    assert (paused.status, paused.restored, paused.last_error) == (RestoreStatus.PAUSED, 10, "Paused: so.")


def test_cancelled_what_came_back_stays(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 30)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    over = restoring.run_until(restore_id, lambda _: restoring.answer("cancel", restore_id))
    assert (over.status, product.live(business)) == (RestoreStatus.CANCELLED, 10)
    assert restoring.answer("go_on", restore_id) == "wrong_status"
    (rest,) = restoring.restore(job_id)
    assert (rest.total, product.live(business)) == (20, 30)


def test_taken_over_from_a_dead_console(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    """Its last batch under way loses, when it wakes after all."""
    product.receipts(business, 30)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    with Station(product, "another") as another:
        theirs = Restoring(another)

        def take_over(_wait: int) -> None:
            assert theirs.answer("go_on", restore_id) == "still_alive"
            age(product, restore_id)
            assert theirs.answer("go_on", restore_id) == "restoring"
            assert theirs.run(restore_id).restored == 30

        lost = restoring.run_until(restore_id, take_over)
    assert (lost.status, lost.restored, product.live(business)) == (RestoreStatus.COMPLETED, 30, 30)


def test_whoever_has_lost_it_gives_nothing_back_any_more(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 30)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    taken = "UPDATE sweep_restores SET owner = 'sweep:other:1:abc/1'"
    lost = restoring.run_until(restore_id, lambda _: product.execute(taken))
    assert (lost.status, lost.owner, lost.restored) == (RestoreStatus.RUNNING, "sweep:other:1:abc/1", 10)
    assert product.live(business) == 10


@pytest.mark.parametrize(("act", "after"), [("pause", "paused"), ("cancel", "cancelled")])
def test_a_stop_in_the_moment_of_the_claim(
    restoring: Restoring, station: Station, product: Product, business: int, act: str, after: str
) -> None:
    product.receipts(business, 3)
    (restore_id,) = restoring.start(deleted_by(station, business))
    claim = "UPDATE sweep_restores SET status = 'running', owner = 'sweep:other:1:abc/1'"
    with station.just_before("UPDATE sweep_restores", lambda: product.execute(claim)):
        assert restoring.answer(act, restore_id) == after
    assert restoring.read(restore_id).status == after


def test_a_console_that_wakes_up_as_somebody_takes_its_restore_over(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    (restore_id,) = restoring.start(deleted_by(station, business))
    age(product, restore_id)
    wakes = "UPDATE sweep_restores SET heartbeat_at = timezone('UTC', clock_timestamp())"
    with Station(product, "another") as another:
        theirs = Restoring(another)
        with another.just_before("UPDATE sweep_restores", lambda: product.execute(wakes)):
            result = theirs.result("go_on", restore_id)
    assert result.answer == "still_alive"
    assert restoring.run(restore_id).restored == 3


def test_a_waiting_one_of_a_dead_console_goes_on_too(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    assert restoring.answer("go_on", restore_id) == "still_alive"
    age(product, restore_id)
    with Station(product, "another") as another:
        theirs = Restoring(another)
        assert theirs.answer("go_on", restore_id) == "restoring"
        assert restoring.run(restore_id).status is RestoreStatus.QUEUED  # not here
        assert theirs.run(restore_id).restored == 3


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("nth", [1, 3, 4, 6])
def test_a_connection_that_breaks_in_any_commit(
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    nth: int,
    done: bool,
    expected_logs: ExpectedLogs,
) -> None:
    """The claim, the first and the second batch, the end: the row says what was done."""
    expected_logs.expect("waits for the database")
    product.receipts(business, 25)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    with station.losing_a_commit(nth, done=done):
        over = restoring.run(restore_id)
    assert (over.status, over.restored, over.gone) == (RestoreStatus.COMPLETED, 25, 0)
    assert product.live(business) == 25


def test_whoever_loses_the_right_does_not_go_on(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 60)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)

    def revoke(_wait: int) -> None:
        product.execute("UPDATE business SET is_active = false WHERE id = %s", business)
        station.clock.now += 60

    paused = restoring.run_until(restore_id, revoke)
    assert (paused.status, paused.restored) == (RestoreStatus.PAUSED, 10)
    assert paused.last_error == "Paused: the business is no longer active."


def test_what_is_wanted_cannot_be_read(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    product.execute("UPDATE sweep_restores SET wanted = '{\"job\": 1}'")
    failed = restoring.run(restore_id)
    assert failed.status is RestoreStatus.FAILED
    assert "cannot be read" in (failed.last_error or "")
    assert product.live(business) == 0


def test_the_row_keeps_who_and_what(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    job_id = deleted_by(station, business)
    (restore_id,) = restoring.start(job_id)
    row = restoring.read(restore_id)
    assert (row.job_id, row.business_id, row.requested_by) == (job_id, business, station.person.email)
    at = product.scalar("SELECT min(deleted_at) FROM receipts")
    assert isinstance(at, datetime)
    assert row.wanted.stamps == (at,)
    assert row.wanted.items is None
    assert row.business_name == "Demo Dental Clinic"
    (listed,) = restoring.actions.read(station.person, job_ids=[job_id])
    assert listed.id == restore_id
