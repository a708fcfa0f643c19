"""What a deletion would remove and what would be refused, before anything is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.acting import refusal
from app.actions.results import Answer
from app.core.access import Actor
from app.core.job import Job
from app.db import businesses, jobs, restores, starting, users
from app.db.engine import Database
from app.db.tables import has_restores
from app.engine.job_type import JobType, Preview


@dataclass(frozen=True, slots=True)
class BusinessPreview:
    """One business of the preview. `refusal` is None where the deletion would start; `seconds` belongs to
    TOO_SOON and STILL_ALIVE, `job` to ALREADY_ACTIVE and STILL_ALIVE."""

    business_id: int
    name: str | None
    removes: Preview
    refusal: Answer | None
    job: Job | None = None
    seconds: int | None = None


def preview(
    database: Database, job_type: JobType, actor: Actor, business_ids: Sequence[int]
) -> list[BusinessPreview]:
    """The preview of each business, in the order given; seven statements, and one more where the
    database has restores, however many businesses."""
    ids = list(dict.fromkeys(business_ids))
    with database.begin() as connection:
        acting = users.by_id(connection, actor.user_id)
        found = {row.id: row for row in businesses.read(connection, ids)}
        refused = {key: refusal(acting, found.get(key), job_type.permission) for key in ids}
        closed = {Answer.PAGE_DISABLED, Answer.BUSINESS_INACTIVE}
        seen = [key for key in ids if refused[key] is None or refused[key] in closed]
        previews = job_type.preview(connection, seen)
        active = jobs.active(connection, [job_type.name], seen)
        alive = jobs.alive(connection, [job_type.name], seen)
        restored = restores.active(connection, seen) if has_restores(connection) else {}
        too_soon = starting.seconds_until_next(connection, job_type.name, seen)
    shown = []
    for key in ids:
        job = active.get(key) or alive.get(key)
        why = refused[key] or _would_refuse(previews[key], job, too_soon.get(key), key in restored)
        waits = job.seconds_to_rescue if job and why is Answer.STILL_ALIVE else too_soon.get(key)
        name = found[key].name if key in previews else None
        shown.append(BusinessPreview(key, name, previews.get(key, Preview()), why, job, waits))
    return shown


def _would_refuse(removes: Preview, job: Job | None, seconds: int | None, is_restored: bool) -> Answer | None:
    """In the order in which a start decides."""
    if is_restored and not (job and job.is_active):
        return Answer.RESTORE_ACTIVE
    if job is not None:
        return Answer.ALREADY_ACTIVE if job.is_active else Answer.STILL_ALIVE
    if removes.items == 0:
        return Answer.NOTHING_TO_DELETE
    return Answer.TOO_SOON if seconds is not None else None
