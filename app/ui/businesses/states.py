"""What a row's status looks like: one state of the table each, with icon, colour and word."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.core.errors import Unforeseen
from app.core.job import Job, JobStatus
from app.engine.events import WaitReason
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState, Stopping


@dataclass(frozen=True, slots=True)
class Look:
    """Icon name, colour token, and the word as the translations know it."""

    icon: str
    tone: str
    word: object


class State(Enum):
    """What the status column can show, in the order in which it sorts: what needs a person comes first."""

    UNSHOWN = Look("triangle-alert", "bad", QT_TRANSLATE_NOOP("Words", "Cannot be shown"))
    STALE = Look("triangle-alert", "bad", QT_TRANSLATE_NOOP("Words", "Not responding"))
    STUCK = Look("triangle-alert", "bad", QT_TRANSLATE_NOOP("Words", "Stuck"))
    FAILED = Look("circle-x", "bad", QT_TRANSLATE_NOOP("Words", "Failed"))
    WITH_FAILURES = Look("circle-alert", "warn", QT_TRANSLATE_NOOP("Words", "Completed with failures"))
    INTERRUPTED = Look("triangle-alert", "warn", QT_TRANSLATE_NOOP("Words", "Interrupted"))
    LATE = Look("heart-pulse", "warn", QT_TRANSLATE_NOOP("Words", "Delayed"))
    RETRYING = Look("rotate-cw", "warn", QT_TRANSLATE_NOOP("Words", "Retrying"))
    STILL_RUN = Look("loader", "warn", QT_TRANSLATE_NOOP("Words", "Still running"))
    RUNNING = Look("loader", "accent", QT_TRANSLATE_NOOP("Words", "Running"))
    PAUSING = Look("circle-pause", "warn", QT_TRANSLATE_NOOP("Words", "Pausing…"))
    CANCELLING = Look("ban", "idle", QT_TRANSLATE_NOOP("Words", "Cancelling…"))
    QUEUED = Look("clock", "idle", QT_TRANSLATE_NOOP("Words", "Queued"))
    PAUSED = Look("circle-pause", "warn", QT_TRANSLATE_NOOP("Words", "Paused"))
    COMPLETED = Look("circle-check", "ok", QT_TRANSLATE_NOOP("Words", "Completed"))
    CANCELLED = Look("ban", "idle", QT_TRANSLATE_NOOP("Words", "Cancelled"))
    NO_JOB = Look("circle-dashed", "idle", QT_TRANSLATE_NOOP("Words", "No job"))
    NOTHING = Look("inbox", "idle", QT_TRANSLATE_NOOP("Words", "Nothing to delete"))

    @property
    def icon(self) -> str:
        return self.value.icon

    @property
    def tone(self) -> str:
        return self.value.tone

    @property
    def word(self) -> str:
        """The word in the present language."""
        return QCoreApplication.translate("Words", str(self.value.word))


STANDING = frozenset({State.PAUSING, State.PAUSED})
"""Where a bar is striped: it does not move on, or will not any more."""

RANK = {state: rank for rank, state in enumerate(State)}

_PLAIN = {
    JobStatus.QUEUED: State.QUEUED,
    JobStatus.RUNNING: State.RUNNING,
    JobStatus.PAUSED: State.PAUSED,
    JobStatus.COMPLETED: State.COMPLETED,
    JobStatus.FAILED: State.FAILED,
    JobStatus.CANCELLED: State.CANCELLED,
}


def state_of(shown: ShownRow) -> State:
    """The state of a row: what its job says, and what only this console knows of it."""
    if shown.flaw:
        return State.UNSHOWN
    job = shown.row.job
    if job is None:
        return State.NO_JOB if shown.row.items_left else State.NOTHING
    if shown.free_at is not None:
        return State.INTERRUPTED
    local = shown.local
    if local is not None and not job.needs_rescue:
        if job.status is JobStatus.RUNNING:
            here = _running_here(local)
            return State.LATE if here is State.RUNNING and job.is_late else here
        if local.stopping is Stopping.CANCELLING:
            return State.CANCELLING  # its row says cancelled, and its worker here is still in a batch
    return job_state(job)


def showable(shown: ShownRow) -> ShownRow:
    """The same row, or one that says why it cannot be shown: everything else asks for its state."""
    try:
        state_of(shown)
    except Exception as error:  # noqa: BLE001 - the border of one row: the others are shown
        sys.excepthook(type(error), error, error.__traceback__)
        return replace(shown, flaw=Unforeseen(error).reason)
    return shown


def job_state(job: Job) -> State:
    """The state of a job by its row alone."""
    if job.is_stale:
        return State.STALE
    if job.is_stuck:
        return State.STUCK
    if job.is_run_after_its_end:
        return State.STILL_RUN
    if job.is_completed_with_failures:
        return State.WITH_FAILURES
    return State.LATE if job.is_late else _PLAIN[job.status]


def _running_here(local: LocalState) -> State:
    match local:
        case LocalState(stopping=Stopping.PAUSING):
            return State.PAUSING
        case LocalState(stopping=Stopping.CANCELLING):
            return State.CANCELLING
        case _ if local.wait is not None and local.wait.reason is not WaitReason.THROTTLE:
            return State.RETRYING
        case _:
            return State.RUNNING
