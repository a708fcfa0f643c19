"""How a job that this command ran has ended, and why: what its row says now, beside what ran here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.cursor import has_files_left
from app.core.errors import SweepError
from app.core.exit_status import Exit, exit_status
from app.core.job import Job, JobStatus
from app.core.whereabouts import ON_SERVER, Place, whereabouts
from app.core.worker import WEB_WORKER, console_of, holder_of, workstation_of
from app.engine.events import Ending, SliceResult


class Ended(StrEnum):
    """How; `ended` of the JSON. All but COMPLETED come with a reason."""

    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    """Completed, but receipts or files that were to go are left."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    TAKEN_OVER = "taken_over"
    """Somebody else runs it now, or keeps it in their queue."""
    GIVEN_UP = "given_up"
    """It still is this command's on its row, and nobody runs it: take it over."""
    GONE = "gone"
    ON_SERVER = "on_server"
    """It was handed over, and this command has not waited for its end."""
    UNKNOWN = "unknown"
    """The database could not be asked any more."""

    @property
    def word(self) -> str:
        """For people."""
        return self.value.replace("_", " ")


EXITS = {kind: Exit.DONE if kind is Ended.COMPLETED else Exit.FAILED for kind in Ended}
"""Of a job that ended so; where it is UNKNOWN, the error that is the reason may say more."""

STOPPED = "This command was stopped."
CANCELLED = "Cancelled on the web or at another console."
PAUSED_ELSEWHERE = "Paused at another console."
CAPPED = "The maximum run time was reached."
COMPLETED_ELSEWHERE = "Completed by somebody else."
FAILED_ELSEWHERE = "Marked as failed by somebody else."
TAKEN_BY_WEB = "Taken over by the web worker."
QUEUED_FOR_WEB = "Resumed on the web: it waits for the web worker."
TAKEN_BY_CONSOLE = "Taken over by another console on {workstation} ({console})."
TAKEN_BY_SERVER_WORKER = "Taken over by the server worker {name}."
QUEUED_ON_SERVER = "Handed over to the server: it waits there for a worker."
STILL_ON_SERVER = "It goes on on the server."
WAITS_ON_SERVER = "It waits on the server for a worker."
NOT_ANSWERED = "Interrupted: {reason} Take the job over once it is not responding."
STILL_WAITING = "It still waits in the queue of this command, which has ended: take the job over."
STILL_RUNNING = "Its current step had not ended. Take the job over once it is not responding."
ROW_GONE = "Its row is gone: the business or the job was deleted."


@dataclass(frozen=True, slots=True)
class JobEnd:
    """Of one job. `reason` is English, and "" where it simply completed; `status` is the exit status."""

    ended: Ended
    reason: str = ""
    status: Exit = Exit.FAILED


@dataclass(frozen=True, slots=True)
class RunHere:
    """What this command knows of a job's last slice: `last` is None where none ended here. `stopped`: the
    person asked the command to stop. `console` is this command's name on rows."""

    last: SliceResult | None
    stopped: bool
    console: str
    has_leftovers: bool = False


def end_of(job: Job | None, here: RunHere) -> JobEnd:
    """How the job has ended by its row as it is now; None where there is no row any more."""
    if job is None:
        return _end(Ended.GONE, ROW_GONE)
    match job.status:
        case JobStatus.COMPLETED:
            return _completed(job, here)
        case JobStatus.CANCELLED:
            return _end(Ended.CANCELLED, CANCELLED)
        case JobStatus.FAILED:
            return _end(Ended.FAILED, job.last_error or FAILED_ELSEWHERE)
        case JobStatus.PAUSED:
            return _end(Ended.PAUSED, _why_paused(job, here))
        case JobStatus.QUEUED | JobStatus.RUNNING:
            return _still_active(job, here)


def end_on_server(job: Job | None) -> JobEnd:
    """How a job has ended that was handed over to the server, or how it stands while nobody waits for it any
    more."""
    if job is not None and job.status in {JobStatus.QUEUED, JobStatus.RUNNING}:
        is_taken = job.status is JobStatus.RUNNING
        return _end(Ended.ON_SERVER, STILL_ON_SERVER if is_taken else WAITS_ON_SERVER)
    if job is None or job.status is not JobStatus.COMPLETED:
        return end_of(job, RunHere(None, stopped=False, console=""))
    has_leftovers = job.failed > 0 or has_files_left(job.cursor_text)
    return _end(Ended.INCOMPLETE if has_leftovers else Ended.COMPLETED, job.last_error or "")


def unknown_end(error: SweepError) -> JobEnd:
    """Where the row could not be read."""
    return JobEnd(Ended.UNKNOWN, str(error), exit_status(error))


def _completed(job: Job, here: RunHere) -> JobEnd:
    elsewhere = here.last is None or here.last.ending is not Ending.COMPLETED
    reason = " ".join(filter(None, (COMPLETED_ELSEWHERE if elsewhere else "", job.last_error)))
    return _end(Ended.INCOMPLETE if job.failed or here.has_leftovers else Ended.COMPLETED, reason)


def _why_paused(job: Job, here: RunHere) -> str:
    ending = here.last.ending if here.last else None
    if here.last is not None and ending is Ending.PAUSED and here.last.error:
        return here.last.error
    if ending is Ending.CAPPED:
        return CAPPED
    if here.stopped and ending in {Ending.PAUSED, None}:
        return STOPPED
    return " ".join(filter(None, (PAUSED_ELSEWHERE, job.last_error)))


def _still_active(job: Job, here: RunHere) -> JobEnd:
    holder = holder_of(job)
    console = console_of(holder)
    if console == here.console:
        return _end(Ended.GIVEN_UP, _why_given_up(job, here))
    found = whereabouts(job)
    if found is not None and found.place is Place.SERVER_WORKER:
        return _end(Ended.TAKEN_OVER, TAKEN_BY_SERVER_WORKER.format(name=found.name))
    if found == ON_SERVER:
        return _end(Ended.TAKEN_OVER, QUEUED_ON_SERVER)
    if console is not None:
        taken = TAKEN_BY_CONSOLE.format(workstation=workstation_of(holder), console=console)
        return _end(Ended.TAKEN_OVER, taken)
    waits = job.status is JobStatus.QUEUED and holder != WEB_WORKER
    return _end(Ended.TAKEN_OVER, QUEUED_FOR_WEB if waits else TAKEN_BY_WEB)


def _why_given_up(job: Job, here: RunHere) -> str:
    if here.last is not None and here.last.error:
        return NOT_ANSWERED.format(reason=_sentence(here.last.error))
    return STILL_RUNNING if job.status is JobStatus.RUNNING else STILL_WAITING


def _end(ended: Ended, reason: str) -> JobEnd:
    return JobEnd(ended, reason, EXITS[ended])


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
