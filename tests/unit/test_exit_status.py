"""Every error, every answer and every way in which a job can end has its exit status: one map for all."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from app.actions.results import EXITS as BY_ANSWER
from app.actions.results import Answer
from app.cli.job_end import EXITS as BY_END
from app.cli.job_end import Ended, JobEnd, RunHere, end_of, unknown_end
from app.core import errors, queue_errors, run_errors
from app.core.exit_status import BY_KIND, Exit, exit_status, worst
from app.core.job import JobStatus
from app.core.messages import NO_LONGER_PERMITTED
from app.engine.batch import TooManyFailures
from app.engine.events import Ending, SliceResult
from tests.support.jobs import a_job
from tests.support.kinds import kinds_of_errors

WORKER = "sweep:prod-2:w31:ef56/3"
US, OTHERS = "sweep:here:7:ab12", "sweep:there:9:cd34"


def test_every_kind_of_error_every_answer_and_every_end_has_one() -> None:
    assert set(BY_KIND) == kinds_of_errors()
    assert set(BY_ANSWER) == set(Answer)
    assert set(BY_END) == set(Ended)


REFUSALS = {
    errors.SignInRefused,
    errors.SignInTooSoon,
    errors.NotAllowed,
    run_errors.NoSuchRun,
    run_errors.NothingInRun,
    queue_errors.NobodyListens,
}
OUT_OF_REACH = {errors.CannotConnect, errors.ConnectionLost, queue_errors.QueueUnreachable}


@pytest.mark.parametrize("kind", sorted(kinds_of_errors(), key=str))
def test_what_an_error_means(kind: type[errors.SweepError]) -> None:
    """As command-line.md says; a kind that is derived later from one of these means the same."""
    derived = type("Derived", (kind,), {"__init__": lambda self: None, "__module__": "tests"})
    expected = Exit.FAILED
    if issubclass(kind, errors.BadInput):
        expected = Exit.USAGE
    elif kind in REFUSALS:
        expected = Exit.REFUSED
    elif kind in OUT_OF_REACH:
        expected = Exit.CANNOT_CONNECT
    assert BY_KIND[kind] is exit_status(derived()) is expected


def test_an_error_of_another_room_is_a_failure() -> None:
    assert exit_status(TooManyFailures("x")) is Exit.FAILED


@pytest.mark.parametrize("answer", Answer)
def test_what_an_answer_means(answer: Answer) -> None:
    """Done, or nothing to do: success. Not carried out: a failure. All else was refused."""
    expected = Exit.REFUSED
    if answer.is_done or answer.is_harmless:
        expected = Exit.DONE
    elif answer in {Answer.CURSOR_DAMAGED, Answer.NOT_WRITTEN, Answer.NOT_ENTERED}:
        expected = Exit.FAILED
    assert answer.exit_status is expected
    if answer.web_status in {403, 404, 429}:
        assert answer.exit_status is Exit.REFUSED


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([], Exit.DONE),
        ([Exit.DONE, Exit.REFUSED], Exit.REFUSED),
        ([Exit.REFUSED, Exit.FAILED, Exit.DONE], Exit.FAILED),
        ([Exit.FAILED, Exit.CANNOT_CONNECT], Exit.CANNOT_CONNECT),
    ],
)
def test_of_several_the_worst_counts(found: list[Exit], counts: Exit) -> None:
    assert worst(found) is counts


# How a job ended


def ended(status: JobStatus, ending: Ending | None, stopped: bool = False, **job: Any) -> JobEnd:
    last = None if ending is None else SliceResult(7, ending, error=job.pop("error", ""))
    return end_of(a_job(id=7, status=status, **job), RunHere(last, stopped, US))


@pytest.mark.parametrize(
    ("status", "ending", "stopped"), list(product(JobStatus, [None, *Ending], [False, True]))
)
def test_whatever_the_row_and_the_slice_say_there_is_an_end(
    status: JobStatus, ending: Ending | None, stopped: bool
) -> None:
    end = ended(status, ending, stopped)
    assert (end.status is Exit.DONE) == (status is JobStatus.COMPLETED)
    assert end.reason or (end.ended, ending) == (Ended.COMPLETED, Ending.COMPLETED)


def cursor(worker: str) -> dict[str, Any]:
    return {"cursor_text": f'{{"last_id": 4, "at": 4, "worker": "{worker}"}}'}


def test_who_has_the_job_now_is_told() -> None:
    here = ended(JobStatus.RUNNING, Ending.ABANDONED, error="no route", **cursor(f"{US}/1"))
    assert here.ended is Ended.GIVEN_UP
    assert "no route" in here.reason
    hangs = ended(JobStatus.RUNNING, None, **cursor(f"{US}/1"))
    queued = ended(JobStatus.QUEUED, None, **cursor(f"{US}/queue"))
    assert (hangs.ended, queued.ended) == (Ended.GIVEN_UP, Ended.GIVEN_UP)
    assert len({here.reason, hangs.reason, queued.reason}) == 3
    there = ended(JobStatus.RUNNING, Ending.LOST, **cursor(f"{OTHERS}/2"))
    assert there.ended is Ended.TAKEN_OVER
    assert OTHERS in there.reason
    server, handed = (
        ended(one, Ending.LOST, **cursor(worker))
        for one, worker in (
            (JobStatus.RUNNING, WORKER),
            (JobStatus.QUEUED, "sweep:@server:1700000000:0/queue"),
        )
    )
    assert (server.ended, handed.ended) == (Ended.TAKEN_OVER, Ended.TAKEN_OVER)
    assert "prod-2:31" in server.reason
    assert "@server" not in handed.reason
    web, waits = (ended(one, Ending.LOST) for one in (JobStatus.RUNNING, JobStatus.QUEUED))
    assert (web.ended, waits.ended) == (Ended.TAKEN_OVER, Ended.TAKEN_OVER)
    assert len({here.reason, there.reason, web.reason, waits.reason}) == 4


def test_why_a_job_is_paused_is_told() -> None:
    lost = ended(JobStatus.PAUSED, Ending.PAUSED, error=NO_LONGER_PERMITTED, last_error=NO_LONGER_PERMITTED)
    assert lost.reason == NO_LONGER_PERMITTED
    reasons = {
        ended(JobStatus.PAUSED, Ending.PAUSED, stopped=True).reason,
        ended(JobStatus.PAUSED, Ending.CAPPED).reason,
        ended(JobStatus.PAUSED, Ending.LOST).reason,
    }
    assert len(reasons) == 3
    assert ended(JobStatus.PAUSED, Ending.LOST, stopped=True) == ended(JobStatus.PAUSED, Ending.LOST)


@pytest.mark.parametrize("left", ["receipts", "files"])
def test_what_is_left_makes_a_completed_job_incomplete(left: str) -> None:
    job = a_job(id=7, status=JobStatus.COMPLETED, failed=1 if left == "receipts" else 0, last_error="left")
    here = RunHere(SliceResult(7, Ending.COMPLETED), False, US, has_leftovers=left == "files")
    assert end_of(job, here) == JobEnd(Ended.INCOMPLETE, "left", Exit.FAILED)


def test_where_nobody_can_be_asked_the_error_is_the_reason() -> None:
    lost = errors.ConnectionLost("gone")
    assert unknown_end(lost) == JobEnd(Ended.UNKNOWN, "gone", Exit.CANNOT_CONNECT)
    assert end_of(None, RunHere(None, False, US)).ended is Ended.GONE
