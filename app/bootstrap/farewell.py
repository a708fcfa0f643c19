"""What a console says of the jobs that it leaves behind, in English, and what it does for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.actions.jobs import JobActions
from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.workers.group import WorkerGroup

PAUSED_BEHIND = (
    "Job {job} (business {business}) is paused at {processed:,} of {total:,} receipts, before its current "
    "step had ended. Files of deleted receipts may be left: resume the job to delete them and the rest."
)
UNWRITTEN = (
    "Job {job} was left behind, and its row could not be changed. It can be taken over once its last "
    "heartbeat is two minutes old."
)
FILES_BEHIND = "Files may be left. Run the same command again to continue."


class JobsBehind:
    """The jobs of a console for whose end nobody waits."""

    def __init__(self, workers: WorkerGroup, jobs: JobActions, actor: Actor) -> None:
        self._workers = workers
        self._jobs = jobs
        self._actor = actor

    def let_go(self) -> Sequence[str]:
        told = [*sentences(self._jobs.let_go(self._actor))]
        self._jobs.end(1.0)
        return told

    def unwritten(self) -> Sequence[str]:
        return [UNWRITTEN.format(job=job_id) for job_id in self._workers.own_jobs]


class FilesBehind:
    """A sweep for whose end nobody waits."""

    def let_go(self) -> Sequence[str]:
        return [FILES_BEHIND]

    def unwritten(self) -> Sequence[str]:
        return [FILES_BEHIND]


def sentences(left_behind: Iterable[ActionResult]) -> Iterable[str]:
    """One for each job that was paused, or could not be."""
    for result in left_behind:
        if (job := result.job) is not None:
            sentence = PAUSED_BEHIND if result.answer is Answer.PAUSED else UNWRITTEN
            yield sentence.format(
                job=job.id, business=job.business_id, processed=job.processed, total=job.total
            )
