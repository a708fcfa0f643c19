"""Command line and window use the same names for the same states and findings."""

from __future__ import annotations

import pytest

from app.actions.findings import Finding, Verdict
from app.cli.listing import state_words
from app.core.job import STALE_AFTER, STUCK_AFTER, Job, JobStatus
from app.ui.businesses.states import State, job_state
from app.ui.texts.findings import finding_text, verdict_text
from app.ui.texts.words import status_name, without_marks
from tests.support.jobs import a_job


@pytest.mark.parametrize("status", JobStatus)
def test_statuses(status: JobStatus) -> None:
    job = a_job(status=status)
    assert state_words(job) == status.value == status_name(status).lower() == job_state(job).word.lower()


@pytest.mark.parametrize(
    ("job", "state"),
    [
        (a_job(status=JobStatus.RUNNING, idle_seconds=STALE_AFTER + 1.0), State.STALE),
        (a_job(status=JobStatus.QUEUED, idle_seconds=STUCK_AFTER + 1.0), State.STUCK),
    ],
)
def test_jobs_that_need_a_person(job: Job, state: State) -> None:
    assert job_state(job) is state
    assert state_words(job) == state.word.lower()


@pytest.mark.parametrize("status", [JobStatus.PAUSED, JobStatus.FAILED, JobStatus.CANCELLED])
def test_jobs_that_the_web_worker_still_runs(status: JobStatus) -> None:
    """The table has a line of its own for the status; the command line puts both into one cell."""
    job = a_job(status=status)
    job = a_job(status=status, heartbeat_at=job.read_at)
    assert job_state(job) is State.STILL_RUN
    assert state_words(job) == f"{status_name(status)}, {State.STILL_RUN.word}".lower()


@pytest.mark.parametrize("verdict", Verdict)
def test_verdicts(verdict: Verdict) -> None:
    assert verdict.value.upper() == verdict_text(verdict).upper()


@pytest.mark.parametrize("code", ["job_stale", "job_stuck"])
def test_findings_about_jobs(code: str) -> None:
    finding = Finding("jobs", Verdict.ERROR, code, {"job_id": 7, "business_id": 3, "seconds": 4000})
    assert without_marks(finding_text(finding)) == finding.sentence
