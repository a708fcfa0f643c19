"""What a runner reports: steps on the way, and how a slice ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.policy import Pace


class WaitReason(StrEnum):
    """Why a job waits at the moment."""

    THROTTLE = "throttle"
    BACKOFF = "backoff"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Step:
    """A batch was committed, or a wait began: look at the row. `wait` and `seconds` say why and how long the
    job waits from now on; `detail` is the reason of a back-off, in English; `pace` its pace, where that is
    adaptive."""

    job_id: int
    wait: WaitReason | None = None
    seconds: float = 0.0
    detail: str = ""
    pace: Pace | None = None


class Ending(StrEnum):
    """How a slice of a job ended."""

    COMPLETED = "completed"
    PAUSED = "paused"
    CAPPED = "capped"
    CONTINUES = "continues"
    RETURNED = "returned"
    FAILED = "failed"
    LOST = "lost"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Crash:
    """A worker met the bug `error` in a slice of this job; the heartbeat, where there is none."""

    job_id: int | None
    error: BaseException


@dataclass(frozen=True, slots=True)
class SliceResult:
    """The end of one slice: from a claim to the next pause, end, or loss.

    `succeeded` and `failed` count items of this slice alone, and so do of files `files_deleted`,
    `files_missing` (gone already; their rows are dropped), `files_needed` (needed by something that stays, no
    failure), `files_kept` (go later, by `core.keeping`) and `files_left` (could not be deleted). `items_left`
    those items of a completed job that are live all the same and have not failed. CAPPED is paused by the
    runtime cap; CONTINUES is the same, but back in the queue; RETURNED waits on the server for another
    worker, as this one was asked to end; LOST means that the job was cancelled, ended or taken over elsewhere
    (or never was this worker's); ABANDONED that the row could not be written: the console quit while the
    database was unreachable, or the database refuses. `error` says why, in English; `crash` is the bug that
    ended it."""

    job_id: int
    ending: Ending
    succeeded: int = 0
    failed: int = 0
    files_deleted: int = 0
    files_missing: int = 0
    files_needed: int = 0
    files_kept: int = 0
    files_left: int = 0
    items_left: int = 0
    error: str = ""
    crash: Crash | None = None
