"""The files of a slice whose job another one has paused in the middle of it: the slice deletes those of what
it had committed, and the row is still to say how many they were."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from app.core.cursor import Cursor
from app.core.errors import CursorDamaged, DatabaseError
from app.core.job import JobStatus
from app.db import job_writes, jobs
from app.db.again import again
from app.db.engine import Database
from app.engine.tally import FileTally

log = logging.getLogger(__name__)


def tell(database: Database, job_id: int, mine: Cursor, files: FileTally) -> None:
    """Adds them to the row where somebody else has paused the job at the place of `mine`. Of one that has
    ended nothing is written any more, nor of one that was left in the middle of a step or that somebody goes
    with: then they remain uncounted."""
    if files == FileTally():
        return
    try:
        again(partial(_tell, database, job_id, mine, files))
    except DatabaseError as error:
        log.warning("Job %d: %d deleted files are not counted: %s", job_id, files.deleted, error)


def _tell(database: Database, job_id: int, mine: Cursor, files: FileTally) -> None:
    with database.begin() as connection:
        job = jobs.read(connection, job_id)
        if job is None or job.status is not JobStatus.PAUSED:
            return
        try:
            found = Cursor.parse(job.cursor_text)
        except CursorDamaged:
            return
        if found == mine.owned_by(None):
            in_doubt = found.interrupted or files.in_doubt > 0  # as `Runner._leave`
            told = replace(found, files=files.added_to(found.files), interrupted=in_doubt)
            job_writes.tell_files(connection, job, told)
