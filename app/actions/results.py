"""How an action ended for one business or job: a typed answer with the web API's meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.access import Denial
from app.core.exit_status import Exit
from app.core.job import Job


class Answer(StrEnum):
    """What happened. `web_status` is the HTTP status by which the web API says the same."""

    STARTED = "started"
    PAUSED = "paused"
    PAUSING = "pausing"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken_over"
    MARKED_FAILED = "marked_failed"
    RETRYING = "retrying"
    KEEPS_FILES = "keeps_files"
    """Those that are still there are kept for as long as was asked, or longer."""
    HANDED_OVER = "handed_over"
    """Started or resumed, or entered again: it waits on the server."""
    NOT_ENTERED = "not_entered"
    """The same, but its entry in the queue could not be made: nobody will take it before that is done."""
    ALREADY_ACTIVE = "already_active"
    NOTHING_TO_DELETE = "nothing_to_delete"
    TOO_SOON = "too_soon"
    NO_PERMISSION = "no_permission"
    OTHER_BUSINESS = "other_business"
    PAGE_DISABLED = "page_disabled"
    BUSINESS_INACTIVE = "business_inactive"
    NO_SUCH_BUSINESS = "no_such_business"
    SEVERAL_BUSINESSES = "several_businesses"
    NO_SUCH_JOB = "no_such_job"
    WRONG_STATUS = "wrong_status"
    STILL_ALIVE = "still_alive"
    NOTHING_TO_RETRY = "nothing_to_retry"
    OTHER_JOB_TYPE = "other_job_type"
    RUN_ELSEWHERE = "run_elsewhere"
    CURSOR_DAMAGED = "cursor_damaged"
    NOT_WRITTEN = "not_written"
    RESTORING = "restoring"
    """A restore has started or goes on, in this console."""
    RESTORE_ACTIVE = "restore_active"
    """A restore of the business is active: no deletion and no other restore starts there."""
    NOTHING_TO_RESTORE = "nothing_to_restore"
    NO_SUCH_RESTORE = "no_such_restore"

    @property
    def is_done(self) -> bool:
        """The action did what was asked."""
        return self in _DONE

    @property
    def is_harmless(self) -> bool:
        """The request was right, but there was nothing to do."""
        return self in {Answer.NOTHING_TO_DELETE, Answer.NOTHING_TO_RETRY, Answer.NOTHING_TO_RESTORE}

    @property
    def runs_here(self) -> bool:
        """The action put the job into this console's queue."""
        return self in {Answer.STARTED, Answer.RESUMED, Answer.TAKEN_OVER, Answer.RETRYING}

    @property
    def is_on_server(self) -> bool:
        """The job waits on the server now."""
        return self in {Answer.HANDED_OVER, Answer.NOT_ENTERED}

    @property
    def web_status(self) -> int:
        return _WEB_STATUS.get(self, 200 if self.is_done else 400)

    @property
    def exit_status(self) -> Exit:
        """That of a command to which this is the answer; what became of a job that runs counts too."""
        return EXITS[self]

    @classmethod
    def denied(cls, denial: Denial) -> Answer:
        return cls(denial.value)


_DONE = frozenset(
    {
        Answer.STARTED,
        Answer.PAUSED,
        Answer.PAUSING,
        Answer.RESUMED,
        Answer.CANCELLED,
        Answer.TAKEN_OVER,
        Answer.MARKED_FAILED,
        Answer.RETRYING,
        Answer.KEEPS_FILES,
        Answer.HANDED_OVER,
        Answer.RESTORING,
    }
)

# web-api-contract.md, What the web API does. An existing job and nothing to delete are no errors there.
_WEB_STATUS = {
    Answer.ALREADY_ACTIVE: 200,
    Answer.NOTHING_TO_DELETE: 200,
    Answer.TOO_SOON: 429,
    Answer.NO_PERMISSION: 403,
    Answer.OTHER_BUSINESS: 403,
    Answer.PAGE_DISABLED: 403,
    Answer.BUSINESS_INACTIVE: 403,
    Answer.NO_SUCH_BUSINESS: 404,
    Answer.NO_SUCH_JOB: 404,
    Answer.NO_SUCH_RESTORE: 404,
    Answer.RESTORE_ACTIVE: 409,
    Answer.NOTHING_TO_RESTORE: 200,
    Answer.NOT_WRITTEN: 503,
    Answer.NOT_ENTERED: 503,
}


EXITS = {
    Answer.STARTED: Exit.DONE,
    Answer.PAUSED: Exit.DONE,
    Answer.PAUSING: Exit.DONE,
    Answer.RESUMED: Exit.DONE,
    Answer.CANCELLED: Exit.DONE,
    Answer.TAKEN_OVER: Exit.DONE,
    Answer.MARKED_FAILED: Exit.DONE,
    Answer.KEEPS_FILES: Exit.DONE,
    Answer.RETRYING: Exit.DONE,
    Answer.HANDED_OVER: Exit.DONE,
    Answer.NOT_ENTERED: Exit.FAILED,
    Answer.NOTHING_TO_DELETE: Exit.DONE,
    Answer.NOTHING_TO_RETRY: Exit.DONE,
    Answer.ALREADY_ACTIVE: Exit.REFUSED,
    Answer.TOO_SOON: Exit.REFUSED,
    Answer.NO_PERMISSION: Exit.REFUSED,
    Answer.OTHER_BUSINESS: Exit.REFUSED,
    Answer.PAGE_DISABLED: Exit.REFUSED,
    Answer.BUSINESS_INACTIVE: Exit.REFUSED,
    Answer.NO_SUCH_BUSINESS: Exit.REFUSED,
    Answer.SEVERAL_BUSINESSES: Exit.REFUSED,
    Answer.NO_SUCH_JOB: Exit.REFUSED,
    Answer.WRONG_STATUS: Exit.REFUSED,
    Answer.STILL_ALIVE: Exit.REFUSED,
    Answer.OTHER_JOB_TYPE: Exit.REFUSED,
    Answer.RUN_ELSEWHERE: Exit.REFUSED,
    Answer.RESTORING: Exit.DONE,
    Answer.NOTHING_TO_RESTORE: Exit.DONE,
    Answer.RESTORE_ACTIVE: Exit.REFUSED,
    Answer.NO_SUCH_RESTORE: Exit.REFUSED,
    Answer.CURSOR_DAMAGED: Exit.FAILED,
    Answer.NOT_WRITTEN: Exit.FAILED,
}


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The answer for one business. `job` is the row as it is now, where there is one; `seconds` is how long
    to wait where a request came too soon; `detail` is a reason in English, or how a business was named whose
    id is not known."""

    answer: Answer
    business_id: int | None
    job: Job | None = None
    seconds: int | None = None
    detail: str = ""
