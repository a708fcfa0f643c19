"""What came of an action, in plain words."""

from __future__ import annotations

from app.actions.results import ActionResult, Answer
from app.cli.output import PROGRAM

_SENTENCES = {
    Answer.STARTED: "Business {business}: job {job} was started.",
    Answer.PAUSED: "Job {job} is paused.",
    Answer.PAUSING: "Job {job} pauses at its next batch.",
    Answer.RESUMED: "Job {job} goes on.",
    Answer.CANCELLED: "Job {job} is cancelled.",
    Answer.TAKEN_OVER: "Job {job} goes on here.",
    Answer.MARKED_FAILED: "Job {job} is marked as failed; it can be resumed.",
    Answer.RETRYING: "Job {job}: its failed receipts are tried again.",
    Answer.ALREADY_ACTIVE: "Business {business}: job {job} is already active; see `{program} jobs`.",
    Answer.NOTHING_TO_DELETE: "Business {business} has no receipts to delete.",
    Answer.TOO_SOON: "Business {business}: a deletion was started a moment ago. Try again in {seconds} s.",
    Answer.NO_PERMISSION: "This user may not delete receipts: that needs the role admin or higher.",
    Answer.OTHER_BUSINESS: "Business {business}: this user may act in the own business alone.",
    Answer.PAGE_DISABLED: "Business {business}: the receipts page is not enabled there.",
    Answer.BUSINESS_INACTIVE: "Business {business} is not active: nobody deletes its receipts.",
    Answer.NO_SUCH_BUSINESS: "There is no business {business}.",
    Answer.NO_SUCH_JOB: "There is no such job.",
    Answer.WRONG_STATUS: "Job {job} is {status}, so this cannot be done with it.",
    Answer.STILL_ALIVE: "Business {business}: job {job} is still being run, its last heartbeat is too young. "
    "Try again in {seconds} s, if no other follows.",
    Answer.NOTHING_TO_RETRY: "Job {job} has no failed receipts to try again.",
    Answer.OTHER_JOB_TYPE: "Job {job} is of another type; this console runs deletions of receipts only.",
    Answer.RUN_ELSEWHERE: "Job {job} is the web worker's, which would not notice a pause. "
    "It can be cancelled.",
    Answer.NOT_WRITTEN: "Job {job} was not changed. {detail} Try again.",
    Answer.CURSOR_DAMAGED: "Job {job}: {detail}",
}


def sentence(result: ActionResult) -> str:
    """The answer in plain words."""
    return _SENTENCES[result.answer].format(
        program=PROGRAM,
        business=result.business_id,
        job=result.job.id if result.job else "",
        status=result.job.status.value if result.job else "",
        seconds=result.seconds,
        detail=result.detail,
    )
