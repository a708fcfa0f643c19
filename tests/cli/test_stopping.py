"""Commands that are stopped: by a signal, by a crash, by what others do to the job; no count is ever lost."""

from __future__ import annotations

import signal
from subprocess import Popen
from typing import Any

import pytest

from app.cli.running import RunSummary
from app.core.cursor import Cursor
from app.engine.events import Ending, SliceResult
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import Program, finished, until

PATIENT = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "60000", "SWEEP_WORKERS": "1"}
"""Waits for a minute after each batch: who does not end that wait hangs."""


def counters(product: Product, business_id: int) -> tuple[object, ...]:
    job_id = product.scalar("SELECT id FROM background_jobs WHERE business_id = %s", business_id)
    return product.counters(job_id)


def started(program: Program, product: Product, *businesses: int, **environment: str) -> Popen[str]:
    """A deletion in a process of its own, in the wait after its first batch."""
    process = program.start(
        "delete", "--business", *businesses, "--confirm", "DELETE", "--json", **(PATIENT | environment)
    )
    until(lambda: counters_are(product, businesses[0], "running", 2) or process.poll() is not None)
    return process


def counters_are(product: Product, business_id: int, status: str, processed: int) -> bool:
    rows = product.rows("SELECT status, processed FROM background_jobs WHERE business_id = %s", business_id)
    return rows == [{"status": status, "processed": processed}]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_pauses_at_the_next_batch(
    program: Program, product: Product, number: signal.Signals
) -> None:
    running, waiting = product.business(), product.business()
    product.receipts(running, 5, files=1)
    product.receipts(waiting, 3, files=1)
    process = started(program, product, running, waiting)
    process.send_signal(number)
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    assert (done.json["ok"], done.json["deleted"], done.json["files_deleted"]) == (False, 2, 2)
    assert [result["job"]["status"] for result in done.json["results"]] == ["paused", "paused"]
    assert counters(product, running) == ("paused", 5, 2, 2, 0)
    assert counters(product, waiting) == ("paused", 3, 0, 0, 0)
    assert [(product.live(one), product.files(one)) for one in (running, waiting)] == [(3, 3), (3, 3)]
    cursors = product.rows("SELECT cursor, finished_at FROM background_jobs")
    assert [(Cursor.parse(one["cursor"]).worker, one["finished_at"]) for one in cursors] == [(None, None)] * 2
    job_id = done.json["results"][0]["job"]["id"]
    resumed = program.run("resume", job_id, "--json")
    assert (resumed.status, resumed.json["deleted"], resumed.json["files_deleted"]) == (0, 3, 3)
    assert counters(product, running) == ("completed", 5, 5, 5, 0)
    assert (product.live(running), product.files(running)) == (0, 0)


def test_a_signal_stops_the_program_also_when_its_user_may_nothing_any_more(
    program: Program, product: Product
) -> None:
    """To stop needs no right: else nothing but a kill would help."""
    running, waiting = product.business(), product.business()
    product.receipts(running, 5)
    product.receipts(waiting, 3)
    process = started(program, product, running, waiting)
    product.execute("UPDATE users SET is_active = false")
    process.terminate()
    done = finished(process)
    assert done.status == 1
    assert "Traceback" not in done.err
    assert counters(product, running) == ("paused", 5, 2, 2, 0)
    assert counters(product, waiting) == ("paused", 3, 0, 0, 0)


def test_a_row_that_somebody_holds_does_not_keep_the_program_from_ending(
    program: Program, product: Product
) -> None:
    """The job that waits cannot be paused; nobody would ever take it, and the program wait for its end."""
    running, waiting = product.business(), product.business()
    product.receipts(running, 5)
    product.receipts(waiting, 3)
    process = started(program, product, running, waiting)
    lock = "SELECT 1 FROM background_jobs WHERE business_id = %s FOR UPDATE"
    with somebody(product, lock, waiting):
        process.terminate()
        done = finished(process)
    assert (done.status, done.json["deleted"]) == (1, 2)
    assert counters(product, running) == ("paused", 5, 2, 2, 0)
    assert counters(product, waiting) == ("queued", 3, 0, 0, 0)


def test_a_crash_loses_nothing(program: Program, product: Product) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=2)
    process = started(program, product, business_id)
    process.kill()
    finished(process)
    assert counters(product, business_id) == ("running", 5, 2, 2, 0)
    job_id = product.scalar("SELECT id FROM background_jobs")
    refused = program.run("take-over", job_id)
    assert (refused.status, "still running" in refused.sentence) == (3, True)
    product.execute("UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '2 minutes'")
    done = program.run("take-over", job_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert done.json["deleted"] == 3
    assert counters(product, business_id) == ("completed", 5, 5, 5, 0)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)
    assert product.rows("SELECT * FROM attachments") == []


def test_a_job_that_somebody_cancels_ends_the_command(program: Program, product: Product) -> None:
    business_id = product.business()
    product.receipts(business_id, 5)
    process = started(program, product, business_id, SWEEP_THROTTLE_MS="1000")
    product.execute("UPDATE background_jobs SET status = 'cancelled'")
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    assert done.json["results"][0]["job"]["status"] == "cancelled"
    deleted = done.json["deleted"]
    assert counters(product, business_id) == ("cancelled", 5, deleted, deleted, 0)
    assert product.live(business_id) == 5 - deleted


def test_a_waiting_job_that_somebody_cancels_is_not_waited_for(program: Program, product: Product) -> None:
    """The heartbeat takes it out of the queue, and no worker will ever tell of it."""
    running, waiting = product.business(), product.business()
    product.receipts(running, 5)
    product.receipts(waiting, 3)
    script = """
import functools, sys
from app.cli import acting, main

acting.ThreadPool = functools.partial(acting.ThreadPool, beat_every=0.05)
sys.exit(main(sys.argv[1:]))
"""
    words = program.words("delete", "--business", running, waiting, "--confirm", "DELETE", "--json")
    process = program.python("-c", script, *words, **(PATIENT | {"SWEEP_THROTTLE_MS": "700"}))
    until(lambda: counters_are(product, running, "running", 2) or process.poll() is not None)
    product.execute("UPDATE background_jobs SET status = 'cancelled' WHERE business_id = %s", waiting)
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    assert [found["job"]["status"] for found in done.json["results"]] == ["completed", "cancelled"]
    assert done.json["deleted"] == 5
    assert counters(product, waiting) == ("cancelled", 3, 0, 0, 0)


# What only shows when threads meet in the wrong moment


def test_a_job_that_is_over_before_anybody_watches_ends_the_command(
    program: Program, product: Product
) -> None:
    """Between the action, in its thread, and the main thread's next turn there is time for a small job."""
    job_id = product.job(product.business(), "paused", cursor='{"last_id": 0, "max_id": 0}')
    script = """
import sys, time
from app.actions.jobs import JobActions
from app.cli import main

def slow(self, actor, job_ids, ends, resume=JobActions.resume, **more):
    results = resume(self, actor, job_ids, ends, **more)
    while self._workforce.busy or self._workforce.waiting:
        time.sleep(0.01)
    time.sleep(0.3)
    return results

JobActions.resume = slow
sys.exit(main(sys.argv[1:]))
"""
    process = program.python("-c", script, *program.words("resume", job_id, "--json"))
    done = finished(process)
    assert (done.status, done.err) == (0, "")
    assert done.json["results"][0]["job"]["status"] == "completed"


def test_a_batch_that_outlasts_the_patience_of_quitting_is_whole_or_not_at_all(
    program: Program, product: Product
) -> None:
    """The process ends in order; the server ends the batch by itself, with its counters or not at all."""
    business_id = product.business()
    product.receipts(business_id, 5)
    product.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $$"
    )
    product.execute("CREATE TRIGGER t BEFORE UPDATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION slow()")
    script = """
import sys, time
from app.actions import leaving
from app.cli import main
from app.cli.running import ProgressWatch
from app.core.errors import SweepError

def give_up(self, *_, **__):
    while not self._console.pool.busy:
        time.sleep(0.1)
    time.sleep(0.5)
    raise SweepError("Enough.")

ProgressWatch.until_over, leaving.BATCH_SECONDS = give_up, 0.1
sys.exit(main(sys.argv[1:]))
"""
    words = program.words("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    done = finished(program.python("-c", script, *words))
    assert (done.status, done.out, done.err.splitlines()[0]) == (1, "", "Enough.")
    until(lambda: not product.scalar("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))
    deleted = 5 - product.live(business_id)
    assert deleted in {0, 5}
    assert counters(product, business_id)[1:] == (5, deleted, deleted, 0)


def test_a_slice_that_ends_while_the_program_stops_is_counted(program: Program, product: Product) -> None:
    """Its worker is through with the job, and only then tells what it did."""
    business_id = product.business()
    product.receipts(business_id, 5, files=1)
    script = """
import sys, time
from app.actions.jobs import JobActions
from app.cli import main
from app.workers.job_queue import JobQueue

def slow(self, job_id, *, given_up=False, done=JobQueue.done):
    done(self, job_id, given_up=given_up)
    time.sleep(1)

def patient(self, actor, stop_own=JobActions.stop_own):
    results = stop_own(self, actor)
    while self._workforce.busy:
        time.sleep(0.01)
    return results

JobQueue.done, JobActions.stop_own = slow, patient
sys.exit(main(sys.argv[1:]))
"""
    words = program.words("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    process = program.python("-c", script, *words, **PATIENT)
    until(lambda: counters_are(product, business_id, "running", 2) or process.poll() is not None)
    process.terminate()
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    assert (done.json["deleted"], done.json["files_deleted"]) == (2, 2)


@pytest.mark.parametrize("words", [["delete", "--confirm", "DELETE"], ["sweep"]], ids=["delete", "sweep"])
def test_a_signal_before_anything_began_begins_nothing(
    program: Program, product: Product, words: list[str]
) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    product.receipts(business_id, 2, files=1, is_deleted=True)
    with somebody(product, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE") as holder:
        process = program.start(*words, "--json", "--business", business_id)
        until(lambda: product.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        process.send_signal(signal.SIGINT)
        holder.rollback()
        done = finished(process)
    assert done.status == 1
    assert len(done.err.splitlines()) == 1
    assert product.rows("SELECT * FROM background_jobs") == []
    assert (product.live(business_id), product.files(business_id)) == (3, 2)


# What the command reports


def result(ending: Ending, **counts: Any) -> SliceResult:
    return SliceResult(7, ending, **counts)


def test_the_slices_of_a_job_are_added_up() -> None:
    summary = RunSummary()
    summary.note(result(Ending.CONTINUES, succeeded=5, failed=1, files_deleted=9))
    assert summary.over == set()
    summary.note(result(Ending.COMPLETED, succeeded=4, files_deleted=3))
    summary.note(SliceResult(8, Ending.PAUSED, succeeded=1, files_left=1))
    assert (summary.deleted, summary.failed, summary.files_deleted, summary.files_left) == (10, 1, 12, 1)
    assert summary.over == {7, 8}


def test_a_file_that_is_left_is_counted_once() -> None:
    """The sweep of the last slice has met again every file that an earlier one had to leave."""
    summary = RunSummary()
    summary.note(result(Ending.CONTINUES, files_left=2))
    summary.note(result(Ending.CONTINUES, files_left=1))
    assert summary.files_left == 3
    summary.note(result(Ending.COMPLETED, files_left=3))
    assert summary.files_left == 3


def test_a_file_that_was_left_and_then_swept_is_not_left() -> None:
    summary = RunSummary()
    summary.note(result(Ending.CONTINUES, files_left=2))
    summary.note(result(Ending.COMPLETED, files_deleted=2))
    assert (summary.files_left, summary.files_deleted) == (0, 2)
