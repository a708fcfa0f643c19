"""What a row's status looks like: one state of the table each, with icon, colour and word."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.actions.job_states import JobState, by_row, seen_here
from app.core.errors import Unforeseen
from app.core.job import Job
from app.viewmodel.rows import ShownRow


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


def state_of(shown: ShownRow) -> State:
    """The state of a row: what its job says, and what only this console knows of it."""
    if shown.flaw:
        return State.UNSHOWN
    job = shown.row.job
    if job is None:
        return State.NO_JOB if shown.row.items_left else State.NOTHING
    return shown_as(
        seen_here(
            job,
            shown.local,
            is_left_behind=shown.free_at is not None,
            is_listened_for=shown.is_listened_for,
        )
    )


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
    return shown_as(by_row(job))


def shown_as(state: JobState) -> State:
    """How the state of a job looks."""
    return State[state.name]
