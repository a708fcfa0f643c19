"""`app.engine.last_resort`: whatever a worker meets, its job's row says why it does not go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.errors import IllegalTransition, StorageUnusable, SweepError, TransientError
from app.core.messages import UNEXPECTED, recognized
from app.db import job_writes, running
from app.engine.control import Stop
from app.engine.events import Ending, SliceResult, Step
from app.receipts.job_type import ReceiptDeletion
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

SECRET = "hush-5e1c"
BUGS: list[BaseException] = [
    ZeroDivisionError(SECRET),
    KeyError(SECRET),
    RecursionError(),
    MemoryError(),
    SystemExit(SECRET),
    GeneratorExit(),
    OSError(5, "Input/output error", SECRET),
    UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, "invalid start byte"),
    type("N\u202e" + "a" * 3000, (Exception,), {})(),
    IllegalTransition("running", "\x1b[31mqueued" + "x" * 2000),
    StorageUnusable("the cellar", "it is dark\nand cold."),
]


def raises(error: BaseException) -> Callable[..., Any]:
    def act(*_: object, **__: object) -> Any:
        raise error

    return act


def run(station: Station, job_id: int, report: Callable[[Step], None] = lambda _: None) -> SliceResult:
    """A slice as the console of the program runs it."""
    return station.run_slice(job_id, QuickControl(station.clock), report)


@pytest.fixture
def job_id(station: Station, product: Product, business: int) -> int:
    product.receipts(business, 3, files=1)
    return station.start(business)[0]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: ascii(type(bug).__name__)[:30])
def test_a_bug_is_on_the_row_and_what_was_done_is_counted(
    station: Station,
    product: Product,
    business: int,
    job_id: int,
    bug: BaseException,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("the worker met a bug")
    with monkeypatch.context() as patch:
        patch.setattr(ReceiptDeletion, "count_live", raises(bug))
        result = run(station, job_id)
    assert (result.ending, result.succeeded) == (Ending.FAILED, 3)
    job = product.job_row()
    assert (job["status"], job["heartbeat_at"], job["last_error"]) == ("failed", None, result.error)
    assert job["finished_at"] is not None
    assert (Cursor.parse(job["cursor"]).worker, Cursor.parse(job["cursor"]).interrupted) == (None, True)
    known = recognized(result.error)
    assert known is not None
    assert known[0] is UNEXPECTED
    assert len(known[1]["reason"]) < 500
    assert result.error.isprintable()
    assert SECRET not in result.error
    assert result.crash is not None
    assert (result.crash.error, result.crash.job_id) == (bug, job_id)
    station.wait_in_queue(job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert (product.live(business), product.files(business)) == (0, 0)


@pytest.mark.parametrize("place", ["next_batch", "after_commit", "report"])
def test_wherever_it_is(
    station: Station,
    product: Product,
    job_id: int,
    place: str,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    """In the kind of job, before anything is claimed or after; or in who listens to the steps."""
    expected_logs.expect("the worker met a bug")
    if place == "report":
        result = run(station, job_id, raises(ZeroDivisionError()))
    else:
        monkeypatch.setattr(ReceiptDeletion, place, raises(ZeroDivisionError()))
        result = run(station, job_id)
    assert (result.ending, product.job_status()) == (Ending.FAILED, "failed")
    assert product.last_error() == result.error == UNEXPECTED.format(reason="ZeroDivisionError")


def test_a_bug_before_the_claim(
    station: Station,
    product: Product,
    job_id: int,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    """The row still waits in this console's queue, where nobody would take it any more."""
    expected_logs.expect("the worker met a bug")
    monkeypatch.setattr(running, "claim_new", raises(ZeroDivisionError()))
    result = run(station, job_id)
    assert (result.ending, product.counters()) == (Ending.FAILED, ("failed", 3, 0, 0, 0))
    assert Cursor.parse(product.job_row()["cursor"]).interrupted is False


def test_a_job_that_somebody_has_taken_meanwhile_is_left_alone(
    station: Station,
    product: Product,
    job_id: int,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("the worker met a bug")

    def taken(*_: object) -> int:
        product.execute("UPDATE background_jobs SET cursor = replace(cursor, %s, 'x')", station.identity.name)
        raise ZeroDivisionError

    monkeypatch.setattr(ReceiptDeletion, "count_live", taken)
    result = run(station, job_id)
    assert (result.ending, product.job_status(), product.last_error()) == (
        Ending.ABANDONED,
        "running",
        None,
    )
    assert result.error == UNEXPECTED.format(reason="ZeroDivisionError")


@pytest.mark.parametrize("obstacle", ["the database", "another bug"])
def test_where_the_row_cannot_be_written_the_result_says_why(
    station: Station,
    product: Product,
    job_id: int,
    obstacle: str,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("the worker met a bug")
    expected_logs.expect("could not be set to failed")
    monkeypatch.setattr(ReceiptDeletion, "count_live", raises(ZeroDivisionError()))
    trouble = SweepError("away") if obstacle == "the database" else KeyError("id")
    monkeypatch.setattr(job_writes, "fail", raises(trouble))
    result = run(station, job_id)
    assert (result.ending, result.succeeded) == (Ending.ABANDONED, 3)
    assert result.error == UNEXPECTED.format(reason="ZeroDivisionError")
    assert result.crash is not None


def test_a_claim_that_the_database_refuses_is_on_the_row(
    station: Station, product: Product, job_id: int
) -> None:
    """It would wait in this console's queue for ever."""
    product.execute("""
        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'not today' USING ERRCODE = '55000'; END $$;
        CREATE TRIGGER no BEFORE UPDATE ON background_jobs FOR EACH ROW
            WHEN (NEW.status = 'running') EXECUTE FUNCTION no()""")
    try:
        result = run(station, job_id)
    finally:
        product.execute("DROP FUNCTION no CASCADE")
    assert (result.ending, product.job_status()) == (Ending.FAILED, "failed")
    assert product.last_error() == result.error
    assert "not today" in result.error


def test_a_console_that_quits_does_not_turn_a_job_into_a_failed_one(
    station: Station, product: Product, job_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away as it had to pause: the job is found at the next start, and goes on."""
    control = QuickControl(station.clock)
    control.request(Stop.SHUTDOWN)
    monkeypatch.setattr(job_writes, "pause", raises(TransientError("busy")))
    result = station.run_slice(job_id, control, lambda _: None)
    assert (result.ending, product.job_status()) == (Ending.ABANDONED, "queued")
