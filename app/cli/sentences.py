"""The result of an action as a sentence."""

from __future__ import annotations

from app.actions.estimate import Estimate, Known, Measured
from app.actions.results import ActionResult, Answer
from app.core.durations import duration
from app.core.program import PROGRAM

CONFIRMATION = "DELETE"
"""What is typed to confirm that something is deleted."""

STOPPED_EARLY = "Stopped. Nothing was changed."

SENTENCES = {
    Answer.STARTED: "Business {business}: job {job} was started.",
    Answer.PAUSED: "Job {job} is paused.",
    Answer.PAUSING: "Job {job} pauses after its current batch.",
    Answer.RESUMED: "Job {job} is resumed.",
    Answer.CANCELLED: "Job {job} is cancelled.",
    Answer.TAKEN_OVER: "Job {job} is taken over by this console.",
    Answer.KEEPS_FILES: "Job {job}: its files that are still there are kept.",
    Answer.MARKED_FAILED: "Job {job} is marked as failed{resume}",
    Answer.RETRYING: "Job {job}: retrying failed receipts.",
    Answer.HANDED_OVER: "Business {business}: job {job} is queued on the server.",
    Answer.NOT_ENTERED: "Business {business}: job {job} waits on the server without an entry in its queue. "
    "{detail} Enqueue it again (`{program} resume {job} --on server`), or run it here (`--on here`).",
    Answer.ALREADY_ACTIVE: "Business {business}: job {job} is already active; see `{program} jobs`.",
    Answer.NOTHING_TO_DELETE: "Business {business}: no receipts to delete.",
    Answer.TOO_SOON: "Business {business}: a deletion was started less than a minute ago. "
    "Try again in {time}.",
    Answer.NO_PERMISSION: "This user has no permission to delete receipts: the role admin or higher "
    "is required.",
    Answer.OTHER_BUSINESS: "Business {business}: this user can only act in their own business.",
    Answer.PAGE_DISABLED: "Business {business}: the receipts page is not enabled for this business.",
    Answer.BUSINESS_INACTIVE: "Business {business} is inactive, so its receipts cannot be deleted.",
    Answer.NO_SUCH_BUSINESS: "Business {business} does not exist.",
    Answer.SEVERAL_BUSINESSES: "Business {business}: several businesses have this name; use the ID.",
    Answer.NO_SUCH_JOB: "The job does not exist, or belongs to another business.",
    Answer.WRONG_STATUS: "Not possible: job {job} is {status}.",
    Answer.STILL_ALIVE: "Business {business}: job {job} is still running. Try again in {time}.",
    Answer.NOTHING_TO_RETRY: "Job {job} has no failed receipts to retry.",
    Answer.OTHER_JOB_TYPE: "Job {job} is of another type; the console only shows it.",
    Answer.RUN_ELSEWHERE: "Job {job} runs on the web worker, which does not support pausing. "
    "Cancel the job instead.",
    Answer.RESTORING: "Business {business}: what job {job} has deleted is being restored.",
    Answer.RESTORE_ACTIVE: "Business {business}: deleted receipts are being restored, or that restore is "
    "paused; see `{program} restores`.",
    Answer.NOTHING_TO_RESTORE: "Job {job} has no deleted receipts to restore.",
    Answer.NO_SUCH_RESTORE: "The restore does not exist, or belongs to another business.",
    Answer.NOT_WRITTEN: "Job {job} was not changed. {detail} Try again.",
    Answer.CURSOR_DAMAGED: "Job {job}: {detail}",
}
"""By answer; of actions on restores see `cli.restore_output`."""

_TIMES = {
    Known.ONE: "About {full}.",
    Known.FULL_NOW: "About {full} now, about {gentle} while the product is busy.",
    Known.GENTLE_NOW: "About {gentle} now, about {full} while the database is idle.",
    Known.GENTLE_ALWAYS: "About {gentle}, because what others do cannot be seen.",
    Known.EITHER: "About {full} while the database is idle, about {gentle} while the product is busy.",
}

_MEASURED = {
    Measured.FULL: "Measured so far only while the database was idle.",
    Measured.GENTLE: "Measured so far only while the product was busy.",
    Measured.NONE: "Not measured yet on this database.",
}


def sentence(result: ActionResult) -> str:
    """The answer as a sentence."""
    resume = f". {result.detail}" if result.detail else "; it can be resumed."
    return SENTENCES[result.answer].format(
        program=PROGRAM,
        business=result.detail if result.business_id is None else result.business_id,
        job=result.job.id if result.job else "",
        status=result.job.status.value if result.job else "",
        time=duration(result.seconds or 1),
        detail=result.detail,
        resume=resume,
    )


def estimate_sentence(takes: Estimate) -> str:
    """How long it takes, as the window says it."""
    told = _TIMES[takes.known].format(full=duration(takes.full), gentle=duration(takes.gentle))
    return " ".join(filter(None, (told, _MEASURED.get(takes.measured))))
