"""What a batch did, and how it is recorded on the job's row: for any kind of job."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import messages
from app.core.cursor import Cursor
from app.core.errors import OwnershipLost, SweepError
from app.core.job import Job
from app.db import job_writes
from app.db.engine import Connection


class TooManyFailures(SweepError):
    """The job would have more failed items than it can remember; nothing of the batch was done."""

    code = "too_many_failures"

    def __init__(self, reason: str) -> None:
        super().__init__(messages.TOO_MANY_FAILED.format(reason=reason), reason=reason)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a committed batch did. `taken` counts the items that it looked at: with none, the job has reached
    its end. `file_ids` name the files of the items that it deleted, for `AfterCommit.add`."""

    job: Job
    cursor: Cursor
    taken: int = 0
    succeeded: int = 0
    failed: int = 0
    file_ids: tuple[int, ...] = ()


def record(
    connection: Connection,
    job: Job,
    before: Cursor,
    after: Cursor,
    *,
    taken: int,
    succeeded: int,
    failed: int,
    file_ids: tuple[int, ...] = (),
) -> BatchResult:
    """Counts what was done in this transaction, and moves the cursor. Raises OwnershipLost, which rolls it
    back, where the job is not running at `before` any more. `taken` items were looked at."""
    now = job_writes.checkpoint(connection, job.id, before, after, succeeded=succeeded, failed=failed)
    if now is None:
        raise OwnershipLost(job.id)
    return BatchResult(now, after, taken, succeeded, failed, file_ids)
