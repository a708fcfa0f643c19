"""Take over, mark as failed, and retry: when they may be done, and that the old worker loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.job import JobStatus
from app.core.messages import MARKED_BY_HAND, RETRIED_ONLY
from app.db import jobs
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

NOW = "timezone('UTC', clock_timestamp())"
STATUSES = [status.value for status in JobStatus]


def silence(product: Product, job_id: int, seconds: int) -> None:
    """Nobody has cared for the job for so long. A queued one of the web side has no heartbeat."""
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = NULL WHERE status = 'queued' AND id = %s", job_id
    )
    beaten = product.job_status(job_id) != "queued"
    for column in ("created_at", "updated_at", "started_at", *(["heartbeat_at"] if beaten else [])):
        product.execute(
            f"UPDATE background_jobs SET {column} = {NOW} - make_interval(secs => %s) WHERE id = %s",
            seconds,
            job_id,
        )


def act(station: Station, action: str, actor: Actor, job_id: int) -> ActionResult:
    (result,) = getattr(station.actions, action)(actor, [job_id])
    assert isinstance(result, ActionResult)
    (*_earlier, line) = station.audit.read()
    assert (line.action, line.answer, line.job_id) == (action, result.answer, job_id)
    return result


def hold(product: Product, ids: Sequence[int]) -> None:
    product.execute(f"""
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'held'; END $$;
        CREATE TRIGGER hold BEFORE UPDATE ON receipts FOR EACH ROW
            WHEN (NEW.is_deleted AND OLD.id IN ({", ".join(map(str, ids))})) EXECUTE FUNCTION hold()""")


@pytest.mark.parametrize("action", ["take_over", "mark_failed"])
@pytest.mark.parametrize(("status", "limit"), [("running", 120), ("queued", 60)])
def test_only_a_job_without_a_sign_of_life_is_rescued(
    station: Station, product: Product, actor: Actor, business: int, action: str, status: str, limit: int
) -> None:
    job_id = product.job(business, status, cursor='{"last_id": 7, "worker": "sweep:other:1:abc/1"}')
    silence(product, job_id, limit - 20)
    before = product.job_row(job_id)
    result = act(station, action, actor, job_id)
    assert result.answer is Answer.STILL_ALIVE
    assert product.job_row(job_id) == before
    silence(product, job_id, limit + 1)
    result = act(station, action, actor, job_id)
    done = Answer.TAKEN_OVER if action == "take_over" else Answer.MARKED_FAILED
    assert result.answer is done
    assert result.job
    assert result.job.status == product.job_status(job_id)
    assert station.workers.enqueued == ([job_id] if action == "take_over" else [])


@pytest.mark.parametrize("action", ["take_over", "mark_failed"])
@pytest.mark.parametrize("status", ["paused", "completed", "failed", "cancelled"])
def test_what_is_not_rescued(
    station: Station, product: Product, actor: Actor, business: int, action: str, status: str
) -> None:
    job_id = product.job(business, status)
    silence(product, job_id, 1000)
    before = product.job_row(job_id)
    assert act(station, action, actor, job_id).answer is Answer.WRONG_STATUS
    assert product.job_row(job_id) == before


@pytest.mark.parametrize("action", ["take_over", "mark_failed"])
def test_a_sign_of_life_in_the_last_moment_saves_the_job(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    """The database decides, in the statement that changes the row."""
    job_id = product.job(business, "running", cursor="{}")
    silence(product, job_id, 1000)

    def beat() -> None:
        product.execute(f"UPDATE background_jobs SET heartbeat_at = {NOW}")

    with station.just_before("UPDATE background_jobs", beat):
        assert act(station, action, actor, job_id).answer is Answer.STILL_ALIVE
    assert product.job_status(job_id) == "running"


@pytest.mark.parametrize(
    ("action", "status"),
    [("take_over", "running"), ("mark_failed", "running"), ("resume", "paused"), ("retry", "completed")],
)
def test_a_row_that_is_being_written_is_a_sign_of_life(
    station: Station, product: Product, actor: Actor, business: int, action: str, status: str
) -> None:
    """Also where the server only ends, slowly, what a dead console had begun: that may yet be committed."""
    cursor = Cursor(7, 99, failed=(FailedItem(3, "x"),)).text()
    job_id = product.job(business, status, cursor=cursor, failed_count=1)
    silence(product, job_id, 1000)
    before = product.job_row(job_id)
    with somebody(product, "UPDATE background_jobs SET processed = 1 WHERE id = %s", job_id):
        assert act(station, action, actor, job_id).answer is Answer.STILL_ALIVE
    assert product.job_row(job_id) == before
    assert station.workers.enqueued == []
    assert act(station, action, actor, job_id).answer.is_done


@pytest.mark.parametrize("action", ["take_over", "mark_failed"])
def test_a_job_that_moves_on_in_the_last_moment_is_left(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    job_id = product.job(business, "running", cursor='{"last_id": 7}')
    silence(product, job_id, 1000)

    def move() -> None:
        product.execute("UPDATE background_jobs SET cursor = '{\"last_id\": 57}'")

    before = product.job_row(job_id) | {"cursor": '{"last_id": 57}'}
    with station.just_before("UPDATE background_jobs", move):
        assert not act(station, action, actor, job_id).answer.is_done
    assert product.job_row(job_id) == before


def test_a_job_that_was_taken_over_goes_on_and_its_old_worker_loses(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    with Station(product, "another") as another:

        def take_over(wait: int) -> None:
            if wait == 2:
                silence(product, job_id, 121)
                assert act(another, "take_over", actor, job_id).answer is Answer.TAKEN_OVER
                assert another.run_batches(job_id, 1).succeeded == 10

        old = station.run_until(job_id, take_over)
        assert (old.ending, old.succeeded) == (Ending.LOST, 20)
        another.wait_in_queue(job_id)
        assert another.run(job_id).ending is Ending.COMPLETED
    job = product.job_row(job_id)
    assert (job["processed"], job["succeeded"], job["failed_count"]) == (35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_batch_in_flight_is_lost_to_a_take_over(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    with Station(product, "another") as another:

        def take_over() -> None:
            silence(product, job_id, 121)
            act(another, "take_over", actor, job_id)

        with station.just_before("UPDATE background_jobs", take_over, nth=2):
            assert station.run(job_id).ending is Ending.LOST
        assert product.live(business) == 15
        assert another.run(job_id).succeeded == 15
    assert product.job_row(job_id)["succeeded"] == 15


def test_a_take_over_keeps_counters_cursor_and_last_error(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    cursor = Cursor(7, 99, "sweep:other:1:abc/1", (FailedItem(3, "x"),), (4,), None, {"x": 1})
    job_id = product.job(
        business, "running", cursor=cursor.text(), processed=8, succeeded=7, failed_count=1, last_error="old"
    )
    silence(product, job_id, 121)
    result = act(station, "take_over", actor, job_id)
    assert result.job
    assert (result.job.processed, result.job.succeeded, result.job.failed) == (8, 7, 1)
    assert result.job.last_error == "old"
    wished = cursor.wished_by(actor.user_id, station.identity.waiting)
    assert station.cursor(job_id) == replace(wished, interrupted=True)
    assert result.job.idle_seconds < 60


def test_a_job_of_the_web_api_that_nobody_runs_is_taken_over(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 15)
    job_id = product.job(business, "queued", total=15, cursor=None)
    silence(product, job_id, 61)
    assert act(station, "take_over", actor, job_id).answer is Answer.TAKEN_OVER
    assert station.run(job_id).succeeded == 15


@pytest.mark.parametrize("action", ["take_over", "mark_failed"])
def test_a_damaged_cursor(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    """It cannot be gone on from, but the job can be put out of its misery."""
    job_id = product.job(business, "running", cursor="{")
    silence(product, job_id, 1000)
    answer = act(station, action, actor, job_id).answer
    assert answer is (Answer.CURSOR_DAMAGED if action == "take_over" else Answer.MARKED_FAILED)


def test_a_job_marked_as_failed_says_so_and_can_be_resumed(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = product.job(business, "running", cursor='{"last_id": 7}', processed=7)
    silence(product, job_id, 121)
    act(station, "mark_failed", actor, job_id)
    job = product.job_row(job_id)
    assert (job["status"], job["processed"], job["cursor"]) == ("failed", 7, '{"last_id": 7}')
    assert job["last_error"] == MARKED_BY_HAND
    assert job["finished_at"] is not None
    assert act(station, "resume", actor, job_id).answer is Answer.RESUMED


def test_only_the_failed_receipts_are_tried_again(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    ids = product.receipts(business, 35, files=1)
    bad = [ids[3], ids[17], ids[30]]
    hold(product, bad)
    (job_id,) = station.start(business)
    station.run(job_id)
    assert (product.job_row(job_id)["succeeded"], product.job_row(job_id)["failed_count"]) == (32, 3)
    product.receipts(business, 4)
    product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[5])  # a sync restored it
    product.execute("DROP TRIGGER hold ON receipts")
    one = f"FOR EACH ROW WHEN (OLD.id = {bad[1]}) EXECUTE FUNCTION hold()"
    product.execute(f"CREATE TRIGGER hold BEFORE UPDATE ON receipts {one}")
    result = act(station, "retry", actor, job_id)
    assert result.answer is Answer.RETRYING
    assert result.job
    assert (result.job.processed, result.job.succeeded, result.job.failed) == (32, 32, 0)
    assert result.job.finished_at is None
    assert station.workers.enqueued == [job_id]
    slice_result = station.run(job_id)
    assert (slice_result.ending, slice_result.succeeded, slice_result.failed) == (Ending.COMPLETED, 2, 1)
    job = product.job_row(job_id)
    assert (job["status"], job["processed"], job["succeeded"], job["failed_count"]) == (
        "completed",
        35,
        34,
        1,
    )
    assert station.cursor(job_id).failed == (FailedItem(bad[1], "held"),)
    assert station.cursor(job_id).retry is None
    assert product.live(business) == 4 + 1 + 1
    assert product.files(business) == 1


def test_failed_receipts_of_a_job_that_failed_itself(
    station: Station, product: Product, actor: Actor, business: int, expected_logs: ExpectedLogs
) -> None:
    """They are tried again; the rest is for a resume."""
    expected_logs.expect("failed batch")
    ids = product.receipts(business, 65)
    hold(product, ids[5:50])
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.FAILED
    before = product.job_row(job_id)
    assert (before["succeeded"], before["failed_count"]) == (5, 35)
    product.execute("DROP TRIGGER hold ON receipts")
    assert act(station, "retry", actor, job_id).answer is Answer.RETRYING
    result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.FAILED, 35)
    job = product.job_row(job_id)
    assert (job["status"], job["processed"], job["succeeded"], job["failed_count"]) == ("failed", 40, 40, 0)
    assert RETRIED_ONLY in job["last_error"]
    assert act(station, "resume", actor, job_id).answer is Answer.RESUMED
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.job_row(job_id)["succeeded"] == 65
    assert product.live(business) == 0


def test_a_retry_can_be_paused_and_resumed(
    station: Station, product: Product, actor: Actor, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch")
    ids = product.receipts(business, 25)
    hold(product, ids[0:15])
    (job_id,) = station.start(business)
    station.run(job_id)
    product.execute("DROP TRIGGER hold ON receipts")
    product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[20])
    act(station, "retry", actor, job_id)
    assert station.run_batches(job_id, 1).succeeded == 10
    assert act(station, "resume", actor, job_id).answer is Answer.RESUMED
    assert station.run(job_id).succeeded == 5
    job = product.job_row(job_id)
    assert (job["status"], job["processed"], job["succeeded"], job["failed_count"]) == (
        "completed",
        25,
        25,
        0,
    )
    assert product.live(business) == 1


def test_a_retry_in_which_everything_fails_again_leaves_a_completed_job_completed(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """There is nothing that giving up could save: every receipt has had its turn."""
    ids = product.receipts(business, 40)
    hold(product, [*ids[0:9], *ids[10:19], *ids[20:29], *ids[30:39]])
    (job_id,) = station.start(business)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert act(station, "retry", actor, job_id).answer is Answer.RETRYING
    assert station.run(job_id).ending is Ending.COMPLETED
    job = product.job_row(job_id)
    assert (job["processed"], job["succeeded"], job["failed_count"]) == (40, 4, 36)


def test_a_last_pass_in_which_everything_is_still_locked_completes_the_job(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    ids = product.receipts(business, 12)
    with (
        Station(product, "impatient") as impatient,
        somebody(product, "SELECT 1 FROM receipts WHERE id = ANY(%s) FOR UPDATE", ids[2:8]),
    ):
        (job_id,) = impatient.start(business)
        result = impatient.run(job_id, batch_size=1)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 6, 6)


@pytest.mark.parametrize("status", STATUSES)
def test_what_can_be_retried(
    station: Station, product: Product, actor: Actor, business: int, status: str
) -> None:
    failed = Cursor(9, 99, failed=(FailedItem(3, "x"),)).text()
    job_id = product.job(business, status, cursor=failed, processed=None, failed_count=None)
    before = product.job_row(job_id)
    result = act(station, "retry", actor, job_id)
    if status in {"completed", "failed"}:
        assert result.answer is Answer.RETRYING
        assert (product.job_row(job_id)["processed"], product.job_row(job_id)["failed_count"]) == (0, 0)
    else:
        assert result.answer is Answer.WRONG_STATUS
        assert product.job_row(job_id) == before


@pytest.mark.parametrize("cursor", [None, '{"last_id": 7}', "{"])
def test_without_recorded_failures_there_is_nothing_to_retry(
    station: Station, product: Product, actor: Actor, business: int, cursor: str | None
) -> None:
    job_id = product.job(business, "completed", cursor=cursor)
    before = product.job_row(job_id)
    answer = act(station, "retry", actor, job_id).answer
    assert answer is (Answer.CURSOR_DAMAGED if cursor == "{" else Answer.NOTHING_TO_RETRY)
    assert product.job_row(job_id) == before


def test_a_retry_beside_another_active_job(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    failed = Cursor(9, 99, failed=(FailedItem(3, "x"),)).text()
    job_id = product.job(business, "completed", cursor=failed)
    active = product.job(business, "running")
    (result,) = station.actions.retry(actor, [job_id])
    assert result.answer is Answer.ALREADY_ACTIVE
    assert result.job
    assert result.job.id == active
    assert product.job_status(job_id) == "completed"


def test_the_jobs_that_a_console_holds(station: Station, product: Product) -> None:
    name = station.identity.name
    held = [
        product.job(product.business(), "queued", cursor=Cursor(worker=station.identity.waiting).text()),
        product.job(product.business(), "running", cursor=Cursor(worker=f"{name}/3").text()),
    ]
    product.job(product.business(), "paused", cursor=Cursor(worker=f"{name}/3").text())
    product.job(product.business(), "completed", cursor=Cursor(worker=f"{name}/3").text())
    product.job(product.business(), "running", cursor=Cursor(worker="sweep:other:1:abc/3").text())
    product.job(product.business(), "running", cursor=None)
    with station.database.begin() as connection:
        assert sorted(job.id for job in jobs.held_by(connection, [DELETE_RECEIPTS], [name])) == held
