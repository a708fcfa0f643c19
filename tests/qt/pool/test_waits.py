"""The waits of the pool's workers end at once: each of these tests hangs for a minute otherwise."""

from __future__ import annotations

from dataclasses import replace

from app.actions.results import Answer
from app.core.cursor import Cursor
from app.engine.events import Ending, WaitReason
from tests.qt.pool.conftest import NewStation, Until
from tests.support.gate import QUICK, waits
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import PATIENT


def test_pausing_ends_a_long_throttle(product: Product, new_crew: NewStation, until: Until) -> None:
    business_id = product.business()
    receipts = product.receipts(business_id, 5, files=1)
    crew = new_crew(policy=PATIENT)
    (job_id,) = crew.delete(business_id)
    until(lambda: waits(crew, job_id))
    assert crew.pause(job_id).answer in {Answer.PAUSING, Answer.PAUSED}  # its worker is as quick
    until(lambda: crew.results)
    assert crew.results[0].ending is Ending.PAUSED
    assert product.counters(job_id) == ("paused", 5, 2, 2, 0)
    assert (product.live(business_id), product.files(business_id)) == (3, 3)
    found = product.job_row(job_id)
    assert found["finished_at"] is None
    who = crew.person.user_id
    cursor = Cursor.parse(found["cursor"])
    expected = Cursor(last_id=receipts[1], max_id=receipts[-1], user_id=who)
    assert [stamp.count for stamp in cursor.stamps] == [2]
    assert cursor == replace(expected, run=cursor.run, files=cursor.files, stamps=cursor.stamps)
    assert crew.pool.state_of(job_id) is None


def test_a_paused_job_goes_on_where_it_was(product: Product, new_crew: NewStation, until: Until) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=1)
    crew = new_crew(policy=PATIENT)
    (job_id,) = crew.delete(business_id)
    for done in (2, 4):
        until(lambda: waits(crew, job_id))
        assert product.counters(job_id) == ("running", 5, done, done, 0)
        crew.pause(job_id)
        until(lambda: crew.pool.busy == 0)
        assert product.counters(job_id) == ("paused", 5, done, done, 0)
        assert crew.resume(job_id).answer is Answer.RESUMED
    until(lambda: product.job_status(job_id) == "completed")
    assert product.counters(job_id) == ("completed", 5, 5, 5, 0)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_cancelling_ends_a_long_throttle(product: Product, new_crew: NewStation, until: Until) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=1)
    crew = new_crew(policy=PATIENT)
    (job_id,) = crew.delete(business_id)
    until(lambda: waits(crew, job_id))
    assert crew.cancel(job_id).answer is Answer.CANCELLED
    until(lambda: crew.results)
    assert crew.results[0].ending is Ending.LOST
    assert product.counters(job_id) == ("cancelled", 5, 2, 2, 0)
    assert (product.live(business_id), product.files(business_id)) == (3, 3)


def test_a_job_that_is_cancelled_elsewhere_ends_its_long_throttle(
    product: Product, new_crew: NewStation, until: Until
) -> None:
    """By the web API: nothing but the row tells the heartbeat."""
    business_id = product.business()
    product.receipts(business_id, 5)
    crew = new_crew(policy=PATIENT, beat_every=QUICK)
    (job_id,) = crew.delete(business_id)
    until(lambda: waits(crew, job_id))
    product.execute("UPDATE background_jobs SET status = 'cancelled' WHERE id = %s", job_id)
    until(lambda: crew.results)
    assert crew.results[0].ending is Ending.LOST
    assert product.counters(job_id) == ("cancelled", 5, 2, 2, 0)
    assert product.live(business_id) == 3


def test_a_back_off_ends_at_once_too(
    product: Product, new_crew: NewStation, until: Until, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch 1 in a row")
    business_id = product.business()
    product.receipts(business_id, 2)
    product.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE 'no deletions today'; END $$"
    )
    product.execute("CREATE TRIGGER refuse BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION refuse()")
    crew = new_crew(policy=PATIENT)
    (job_id,) = crew.delete(business_id)

    def backs_off() -> bool:
        state = crew.pool.state_of(job_id)
        return bool(state and state.wait and state.wait.reason is WaitReason.BACKOFF)

    until(backs_off)
    state = crew.pool.state_of(job_id)
    assert state is not None
    assert state.wait is not None
    assert "no deletions today" in state.wait.detail
    crew.pause(job_id)
    until(lambda: crew.results)
    assert product.counters(job_id) == ("paused", 2, 2, 0, 2)
