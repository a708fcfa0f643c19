"""How a job's counters and the table of its items agree: at the beginning, where its end is frozen, and at
the end, where the items are counted once more. The sentences are parts of `last_error`."""

from __future__ import annotations

from dataclasses import replace

from app.core import messages
from app.core.cursor import Cursor
from app.core.job import Job
from app.db.engine import Connection
from app.engine.job_type import JobType
from app.engine.tally import FileTally, most_frequent


def freeze(
    connection: Connection, job_type: JobType, job: Job, cursor: Cursor, *, upto: int | None = None
) -> tuple[Cursor, int | None]:
    """The cursor with an end, and the job's new total, where it had no end until now; else as it was, and
    None. Such a job is of the web side, and says from now on for how long its files are kept.

    Items that come from here on are not the job's, and what is live by now is what it will delete. `upto`
    is the end that a person was shown.
    """
    if cursor.max_id is not None:
        return cursor, None
    ends = {} if upto is None else {job.business_id: upto}
    left = job_type.remaining(connection, {job.business_id: cursor.last_id}, ends)[job.business_id]
    # Whoever starts a job in a console chooses for how long files are kept; of one of the web side nobody.
    keep_days = cursor.keep_days or job_type.keeps_for
    total = job.processed + left.count + len(cursor.deferred)
    return replace(cursor, max_id=left.max_id, keep_days=keep_days), total


def what_differs(job: Job, live: int) -> list[str]:
    """Sentences on what the table says of a job's items at its end, where its counters say otherwise. One
    that is live may have been counted, before somebody brought it back, or not: neither is certain."""
    uncounted = job.total - job.processed
    parts = (
        (messages.NOT_GONE, live),
        (messages.DELETED_ELSEWHERE, uncounted - live),
        (messages.COUNTED_BEYOND, -uncounted),
    )
    return [sentence.format(count=count) for sentence, count in parts if count > 0]


def what_is_left(cursor: Cursor, files: FileTally) -> list[str]:
    """Sentences on what the job could not delete or left alone, with reasons, and on what was gone before."""
    sentences = []
    if cursor.failed:
        last = cursor.failed[-1].reason
        sentences.append(messages.NOT_DELETED.format(count=len(cursor.failed), reason=last))
    return [*sentences, *what_became_of(files)]


def what_became_of(files: FileTally) -> list[str]:
    """Sentences on files that were not just deleted, the worst first."""
    sentences = []
    if files.left > files.held:
        sentences.append(
            messages.FILES_NOT_DELETED.format(count=files.left - files.held, reason=files.reason)
        )
    if files.held:
        sentences.append(messages.FILES_HELD.format(count=files.held, all=files.looked_at))
    if files.missing:
        sentences.append(messages.FILES_MISSING.format(count=files.missing))
    for reason, count in most_frequent(files.why_needed):
        sentences.append(messages.FILES_NEEDED.format(count=count, reason=reason))
    if files.hidden:
        sentences.append(messages.FILES_HIDDEN.format(count=files.hidden))
    return sentences
