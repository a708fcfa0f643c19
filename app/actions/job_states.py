"""What a person sees of a job: by its row, and by what only this console knows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.core.job import Job, JobStatus
from app.core.run import RunState
from app.engine.events import WaitReason
from app.workers.job_queue import LocalState, Stopping


class JobState(StrEnum):
    """One rule for all that shows a job, so that it has the same word everywhere."""

    STALE = "stale"
    STUCK = "stuck"
    FAILED = "failed"
    WITH_FAILURES = "with_failures"
    INTERRUPTED = "interrupted"
    """A console that has ended had it, and it may not be taken over yet."""
    LATE = "late"
    RETRYING = "retrying"
    STILL_RUN = "still_run"
    RUNNING = "running"
    PAUSING = "pausing"
    CANCELLING = "cancelling"
    QUEUED = "queued"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset(
    {
        JobState.RUNNING,
        JobState.STILL_RUN,
        JobState.LATE,
        JobState.RETRYING,
        JobState.PAUSING,
        JobState.CANCELLING,
    }
)
"""A worker has it: what counts as running."""


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What only this console knows of a job of the run `run_id`: what its worker here does with it, and
    whether a console that has ended left it behind, and whether workers listen on the server for which it
    waits longer than usual."""

    run_id: str
    local: LocalState | None = None
    is_left_behind: bool = False
    is_listened_for: bool = False

    @property
    def is_being_cancelled(self) -> bool:
        """Its row says cancelled already, or will soon; its worker here is still in a batch."""
        return self.local is not None and self.local.stopping is Stopping.CANCELLING


Here = Mapping[int, KnownHere]
"""By the id of the job; of those alone whose rows do not say all."""

NOTHING_MORE: Here = MappingProxyType({})
"""Where there is no worker, the rows say all."""


def by_row(job: Job) -> JobState:
    """The state of a job by its row alone."""
    if job.is_stale:
        return JobState.STALE
    if job.is_stuck:
        return JobState.STUCK
    if job.is_run_after_its_end:
        return JobState.STILL_RUN
    if job.is_completed_with_failures:
        return JobState.WITH_FAILURES
    return JobState.LATE if job.is_late else JobState(job.status.value)


def seen_here(
    job: Job, local: LocalState | None, *, is_left_behind: bool = False, is_listened_for: bool = False
) -> JobState:
    """The state of a job by its row, and by what this console knows: `local`, that a console that has ended
    left it behind, and that workers listen on the server for which it waits."""
    state = by_row(job)
    if state is JobState.STUCK and is_listened_for:
        return JobState.QUEUED
    if job.needs_rescue:
        return state
    if is_left_behind and job.status in {JobStatus.QUEUED, JobStatus.RUNNING}:
        return JobState.INTERRUPTED
    if local is None:
        return state
    if job.status is JobStatus.RUNNING:
        return _at_work(local) or state
    return JobState.CANCELLING if local.stopping is Stopping.CANCELLING else state


def _at_work(local: LocalState) -> JobState | None:
    """What its worker here does beside deleting."""
    match local:
        case LocalState(stopping=Stopping.PAUSING):
            return JobState.PAUSING
        case LocalState(stopping=Stopping.CANCELLING):
            return JobState.CANCELLING
        case _ if local.wait is not None and local.wait.reason is not WaitReason.THROTTLE:
            return JobState.RETRYING
        case _:
            return None


def counted_as(state: JobState) -> RunState:
    """As what a run counts it."""
    return RunState.RUNNING if state in UNDER_WAY else RunState(state.value)


def states_of(jobs: Collection[Job], here: Here) -> tuple[JobState, ...]:
    """Of each job."""
    found = []
    for job in jobs:
        known = here.get(job.id)
        found.append(
            by_row(job)
            if known is None
            else seen_here(
                job,
                known.local,
                is_left_behind=known.is_left_behind,
                is_listened_for=known.is_listened_for,
            )
        )
    return tuple(found)
