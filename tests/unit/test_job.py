"""`app.core.job`: which changes of status are legal, and what a row's age makes of a job."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from app.core.errors import IllegalTransition
from app.core.job import (
    ACTIVE,
    ENDED,
    RESUMABLE,
    STALE_AFTER,
    STUCK_AFTER,
    Job,
    JobStatus,
    require,
    sources,
)
from tests.support.jobs import a_job

QUEUED, RUNNING, PAUSED = JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED
COMPLETED, FAILED, CANCELLED = JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED

# As states.md has it, written out a second time on purpose.
LEGAL = {
    (QUEUED, RUNNING),
    (QUEUED, PAUSED),
    (QUEUED, CANCELLED),
    (QUEUED, FAILED),
    (RUNNING, QUEUED),
    (RUNNING, PAUSED),
    (RUNNING, COMPLETED),
    (RUNNING, FAILED),
    (RUNNING, CANCELLED),
    (PAUSED, QUEUED),
    (PAUSED, CANCELLED),
    (FAILED, QUEUED),
    (COMPLETED, QUEUED),
}


@pytest.mark.parametrize(("old", "new"), list(product(JobStatus, JobStatus)))
def test_every_change_of_status_is_legal_or_raises(old: JobStatus, new: JobStatus) -> None:
    if (old, new) in LEGAL:
        require(old, new)
        assert old in sources(new)
        return
    assert old not in sources(new)
    with pytest.raises(
        IllegalTransition, match=f"A job that is {old.value} cannot become {new.value}"
    ) as caught:
        require(old, new)
    assert caught.value.values == {"old": old, "new": new}


def test_the_statuses_are_those_of_the_table() -> None:
    assert {status.value for status in JobStatus} == {
        "queued",
        "running",
        "paused",
        "completed",
        "failed",
        "cancelled",
    }


def test_the_sets_of_statuses() -> None:
    assert {"queued", "running", "paused"} == ACTIVE
    assert {"completed", "failed", "cancelled"} == ENDED
    assert {"paused", "failed"} == RESUMABLE


@pytest.mark.parametrize("status", JobStatus)
def test_what_can_be_done_with_a_job(status: JobStatus) -> None:
    job = a_job(status=status, cursor_text='{"last_id": 7}')
    assert job.is_active == (status.value in {"queued", "running", "paused"})
    assert job.is_cancellable == (status.value in {"queued", "running", "paused"})
    assert job.is_resumable == (status.value in {"paused", "failed"})


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_job_that_never_began_may_begin(nothing: str | None) -> None:
    """Also after it was marked as failed, which says that it can be resumed."""
    assert a_job(status=PAUSED, cursor_text=nothing).is_resumable
    assert a_job(status=FAILED, cursor_text=nothing).is_resumable


@pytest.mark.parametrize("status", JobStatus)
def test_a_running_job_is_stale_after_two_minutes_of_silence(status: JobStatus) -> None:
    silent = a_job(status=status, idle_seconds=STALE_AFTER + 0.1)
    assert silent.is_stale == (status is RUNNING)
    assert not replace(silent, idle_seconds=float(STALE_AFTER)).is_stale
    assert STALE_AFTER == 120


@pytest.mark.parametrize("status", JobStatus)
def test_a_queued_job_is_stuck_after_a_minute(status: JobStatus) -> None:
    silent = a_job(status=status, idle_seconds=STUCK_AFTER + 0.1)
    assert silent.is_stuck == (status is QUEUED)
    assert not replace(silent, idle_seconds=float(STUCK_AFTER)).is_stuck
    assert STUCK_AFTER == 60


@pytest.mark.parametrize("status", JobStatus)
def test_what_needs_rescue(status: JobStatus) -> None:
    assert a_job(status=status, idle_seconds=500.0).needs_rescue == (status in {QUEUED, RUNNING})
    assert not a_job(status=status, idle_seconds=10.0).needs_rescue
    assert not a_job(status=status, idle_seconds=500.0, is_foreign=True).needs_rescue


def test_a_job_is_a_snapshot() -> None:
    job: Job = a_job()
    with pytest.raises(AttributeError):
        job.processed = 5  # type: ignore[misc]
