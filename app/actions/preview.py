"""What a deletion would remove and what would be refused, before anything is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.results import Answer
from app.core.access import Actor, Business, denial
from app.core.job import Job
from app.db import businesses, jobs, starting, users
from app.db.engine import Database
from app.db.preview import ReceiptsPreview, receipts_preview


@dataclass(frozen=True, slots=True)
class BusinessPreview:
    """One business of the preview. `refusal` is None where the deletion would start; `seconds` belongs to
    TOO_SOON and STILL_ALIVE, `job` to ALREADY_ACTIVE and STILL_ALIVE."""

    business_id: int
    name: str | None
    receipts: ReceiptsPreview
    refusal: Answer | None
    job: Job | None = None
    seconds: int | None = None


def preview(database: Database, actor: Actor, business_ids: Sequence[int]) -> list[BusinessPreview]:
    """The preview of each business, in the order given; seven statements, however many businesses."""
    ids = list(dict.fromkeys(business_ids))
    with database.begin() as connection:
        acting = users.by_id(connection, actor.user_id)
        found = {row.id: row for row in businesses.read(connection, ids)}
        refused = {key: _denied(acting, found.get(key)) for key in ids}
        closed = {Answer.PAGE_DISABLED, Answer.BUSINESS_INACTIVE}
        seen = [key for key in ids if refused[key] is None or refused[key] in closed]
        previews = receipts_preview(connection, seen)
        active = jobs.active(connection, seen)
        alive = jobs.alive(connection, seen)
        too_soon = starting.seconds_until_next(connection, seen)
    shown = []
    for key in ids:
        job = active.get(key) or alive.get(key)
        refusal = refused[key] or _refusal(previews[key], job, too_soon.get(key))
        waits = job.seconds_to_rescue if job and refusal is Answer.STILL_ALIVE else too_soon.get(key)
        name = found[key].name if key in previews else None
        shown.append(BusinessPreview(key, name, previews.get(key, ReceiptsPreview()), refusal, job, waits))
    return shown


def _denied(actor: Actor | None, business: Business | None) -> Answer | None:
    if actor is None or not actor.may_sign_in:
        return Answer.NO_PERMISSION
    if business is None:
        return Answer.NO_SUCH_BUSINESS
    reason = denial(actor, business)
    return Answer.denied(reason) if reason else None


def _refusal(receipts: ReceiptsPreview, job: Job | None, seconds: int | None) -> Answer | None:
    """In the order in which a start decides."""
    if job is not None:
        return Answer.ALREADY_ACTIVE if job.is_active else Answer.STILL_ALIVE
    if receipts.receipts == 0:
        return Answer.NOTHING_TO_DELETE
    return Answer.TOO_SOON if seconds is not None else None
