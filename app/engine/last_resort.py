"""The last resort of a worker: whatever it meets, the row says why its job does not go on."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from app.core.cursor import Cursor
from app.core.errors import SweepError
from app.core.job import Job, JobStatus
from app.core.messages import UNEXPECTED, joined
from app.core.text import kind_of, visible
from app.core.worker import ConsoleIdentity, console_of, console_that_keeps, runner_of
from app.db import job_writes, jobs
from app.db.again import again
from app.db.engine import Database
from app.engine.events import Crash, Ending, SliceResult
from app.engine.recording import Recorder
from app.engine.runner import Runner

log = logging.getLogger(__name__)


class LastResort:
    """For all workers of one console. A job that its worker gives up would stay running or queued on its row
    for as long as the console lives; so it is set to failed, which any console may resume."""

    def __init__(self, database: Database, identity: ConsoleIdentity, recorder: Recorder) -> None:
        self._database = database
        self._recorder = recorder
        self._name = identity.name

    def run(self, runner: Runner) -> SliceResult:
        """One slice, in this thread; never raises."""
        try:
            result = runner.run()
        except BaseException as error:  # a bug, also a SystemExit: the thread goes on with other jobs
            log.exception("Job %d: the worker met a bug", runner.job_id)
            said = unexpected(error)
            ending = Ending.FAILED if self._write(runner.job_id, said) else Ending.ABANDONED
            return replace(runner.so_far(ending, said), crash=Crash(runner.job_id, error))
        if result.ending is not Ending.ABANDONED or runner.is_leaving:
            return result
        is_written = self._write(runner.job_id, result.error)
        return replace(result, ending=Ending.FAILED) if is_written else result

    def _write(self, job_id: int, reason: str) -> bool:
        """In a transaction of its own, on another connection. False where the job is not ours any more, or
        the database does not take it."""
        try:
            return again(partial(self._fail, job_id, reason))
        except SweepError as error:
            log.warning("Job %d: its row could not be set to failed: %s", job_id, error)
        except Exception:  # perhaps the bug is in what reads or writes rows
            log.exception("Job %d: its row could not be set to failed", job_id)
        return False

    def _fail(self, job_id: int, reason: str) -> bool:
        with self._recorder.ends() as notes, self._database.begin() as connection:
            job = jobs.read(connection, job_id)
            if job is None or not self._is_ours(job):
                return False
            cursor = Cursor.parse(job.cursor_text).owned_by(None)
            if job.status is JobStatus.RUNNING:
                cursor = replace(cursor, interrupted=True)
            failed = job_writes.fail(connection, job, cursor, joined([reason]))
            if failed is not None:
                notes.job(connection, job, failed, Ending.FAILED.value)
            return failed is not None

    def _is_ours(self, job: Job) -> bool:
        """The row names the claim of a worker of this console, or waits in its queue. The write then compares
        the whole cursor."""
        if job.status is JobStatus.RUNNING:
            return console_of(runner_of(job.cursor_text, job.started_at)) == self._name
        return job.status is JobStatus.QUEUED and console_that_keeps(job.cursor_text) == self._name


def unexpected(error: BaseException) -> str:
    """A bug as it is told to people."""
    return UNEXPECTED.format(reason=visible(str(error)) if isinstance(error, SweepError) else kind_of(error))
