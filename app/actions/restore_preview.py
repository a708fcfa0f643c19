"""What a restore would give back and what not, before anything is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil

from app.actions.acting import no_such_job, refusal
from app.actions.results import Answer
from app.core.access import Actor, Business
from app.core.cursor import HIGHEST_ID, Cursor
from app.core.errors import CursorDamaged
from app.core.job import Job
from app.core.keeping import kept_until
from app.core.restore import CHOSEN, Restore, Wanted
from app.core.restore_errors import TooManyChosen
from app.db import businesses, jobs, restores, users
from app.db.engine import Connection
from app.engine.restoring import Conflict, Restorable, Restoring


@dataclass(frozen=True, slots=True)
class JobPreview:
    """One job of the preview. `refusal` is None where its restore would start; `seconds` belongs to
    STILL_ALIVE, `in_the_way` (a deletion) to ALREADY_ACTIVE and STILL_ALIVE, `restore` to RESTORE_ACTIVE.

    `deleted` is what the job has counted, `stamped` what it has stamps for, `wanted` how many of these were
    asked for. `files_gone` are files that are known to be deleted or missing; the job itself has kept
    `files_kept`. All that are still there are kept `until` then, by its own days; None where none are kept
    for it.
    """

    job_id: int
    business_id: int | None = None
    name: str | None = None
    job: Job | None = None
    deleted: int = 0
    stamped: int = 0
    wanted: int = 0
    found: Restorable = field(default_factory=Restorable)
    files_gone: int = 0
    files_kept: int = 0
    until: datetime | None = None
    refusal: Answer | None = None
    in_the_way: Job | None = None
    restore: Restore | None = None
    seconds: int | None = None
    asked: Wanted | None = None
    """What the restore's row would say."""

    @property
    def will_be_restored(self) -> int:
        return self.found.will_be_restored

    @property
    def conflicts(self) -> int:
        return self.found.conflicts

    @property
    def restored_before(self) -> int:
        """Of those wanted: not deleted any more, or by somebody else since."""
        return max(0, self.wanted - self.found.found)

    @property
    def unstamped(self) -> int:
        """Deleted in the same job by the web worker, or by a console that gave no stamps: these cannot come
        back."""
        return max(0, self.deleted - self.stamped)


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """All jobs that were asked for, in the order given. The sums are of those that would start."""

    jobs: tuple[JobPreview, ...]

    @property
    def going(self) -> tuple[JobPreview, ...]:
        return tuple(one for one in self.jobs if one.refusal is None)

    @property
    def refused(self) -> tuple[JobPreview, ...]:
        return tuple(one for one in self.jobs if one.refusal is not None)

    @property
    def deleted(self) -> int:
        return sum(one.deleted for one in self.going)

    @property
    def will_be_restored(self) -> int:
        return sum(one.will_be_restored for one in self.going)

    @property
    def conflicts(self) -> int:
        return sum(one.conflicts for one in self.going)

    @property
    def listed(self) -> tuple[Conflict, ...]:
        """The conflicts by name, as far as the single jobs list them."""
        return tuple(conflict for one in self.going for conflict in one.found.listed)

    @property
    def restored_before(self) -> int:
        return sum(one.restored_before for one in self.going)

    @property
    def unstamped(self) -> int:
        return sum(one.unstamped for one in self.going)

    @property
    def others(self) -> int:
        """Each business counts once."""
        by_business = {one.business_id: one.found.others for one in self.going}
        return sum(by_business.values())

    @property
    def files_there(self) -> int:
        return sum(one.found.files_there for one in self.going)

    @property
    def files_gone(self) -> int:
        return sum(one.files_gone for one in self.going)

    @property
    def without_files(self) -> int:
        return sum(one.found.without_files for one in self.going)

    @property
    def until(self) -> datetime | None:
        """Until when all files of them that are still there are kept; None where none are there."""
        kept = (one.until for one in self.going if one.until and one.found.files_there)
        return min(kept, default=None)


class RestoreLook:
    """Looks at jobs as a restore of them would: for the preview, and again under the locks of a start."""

    def __init__(self, kind: Restoring) -> None:
        self._kind = kind

    def __call__(
        self, connection: Connection, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None
    ) -> tuple[Actor, list[JobPreview]]:
        """The person as the row says now, and each job in the order of `job_ids`."""
        ids = list(dict.fromkeys(job_ids))
        acting = users.by_id(connection, actor.user_id) or replace(actor, is_active=False)
        found = jobs.by_ids(connection, ids)
        business_ids = list({job.business_id for job in found.values()})
        known = {one.id: one for one in businesses.read(connection, business_ids)}
        chosen = None if items is None else tuple(sorted({one for one in items if 0 < one <= HIGHEST_ID}))
        if chosen is not None and len(chosen) > CHOSEN:
            raise TooManyChosen(len(chosen), CHOSEN)
        seen = [self._allowed(acting, key, found.get(key), known, chosen) for key in ids]
        return acting, self._in_the_way(connection, self._figures(connection, seen, chosen))

    def _allowed(
        self,
        acting: Actor,
        job_id: int,
        job: Job | None,
        known: Mapping[int, Business],
        items: tuple[int, ...] | None,
    ) -> JobPreview:
        if job is None:
            return JobPreview(job_id, refusal=no_such_job(acting).answer)
        refused = refusal(acting, known.get(job.business_id), self._kind.permission)
        if refused in {Answer.OTHER_BUSINESS, Answer.NO_PERMISSION}:
            hidden = refused is Answer.OTHER_BUSINESS
            return JobPreview(job_id, refusal=Answer.NO_SUCH_JOB if hidden else refused)
        name = known[job.business_id].name if job.business_id in known else None
        seen = JobPreview(job_id, job.business_id, name, job, refusal=refused)
        if job.job_type != self._kind.name:
            return replace(seen, refusal=refused or Answer.OTHER_JOB_TYPE)
        try:
            cursor = Cursor.parse(job.cursor_text)
        except CursorDamaged:
            return replace(seen, refusal=refused or Answer.CURSOR_DAMAGED)
        stamps = tuple(stamp.at for stamp in cursor.stamps)
        return replace(
            seen,
            deleted=job.succeeded,
            stamped=sum(stamp.count for stamp in cursor.stamps),
            files_gone=cursor.files.deleted + cursor.files.missing,
            files_kept=cursor.files.kept,
            until=kept_until(min(stamps, default=None), cursor.keep_days),
            asked=Wanted(job_id, stamps, items) if stamps else None,
        )

    def _figures(
        self, connection: Connection, seen: Sequence[JobPreview], items: tuple[int, ...] | None
    ) -> list[JobPreview]:
        wanted = [(one.business_id, one.asked) for one in seen if one.business_id and one.asked]
        found = iter(self._kind.restorable(connection, wanted))
        filled = []
        for one in seen:
            figured = one
            if one.business_id and one.asked:
                there = next(found)
                count = one.stamped if items is None else there.found
                figured = replace(one, found=there, wanted=count)
                if items is None and not figured.restored_before:  # what was kept went when it was due
                    gone = max(0, one.files_kept - there.files_there)
                    figured = replace(figured, files_gone=one.files_gone + gone)
            if figured.refusal is None and not figured.will_be_restored:
                figured = replace(figured, refusal=Answer.NOTHING_TO_RESTORE)
            filled.append(figured)
        return filled

    def _in_the_way(self, connection: Connection, seen: Sequence[JobPreview]) -> list[JobPreview]:
        """What else is at work in a business comes before that there is nothing to restore."""
        types = [self._kind.name]
        open_ones = {None, Answer.NOTHING_TO_RESTORE}
        ids = list({one.business_id for one in seen if one.business_id and one.refusal in open_ones})
        if not ids:
            return list(seen)
        active = jobs.active(connection, types, ids)
        alive = jobs.alive(connection, types, ids)
        restoring = restores.active_here(connection, ids)
        decided = []
        for one in seen:
            business_id = one.business_id or 0
            if one.refusal not in open_ones:
                decided.append(one)
            elif job := active.get(business_id):
                decided.append(replace(one, refusal=Answer.ALREADY_ACTIVE, in_the_way=job))
            elif restore := restoring.get(business_id):
                decided.append(replace(one, refusal=Answer.RESTORE_ACTIVE, restore=restore))
            elif job := alive.get(business_id):
                seconds = max(1, ceil(job.seconds_alive or 0.0))
                decided.append(replace(one, refusal=Answer.STILL_ALIVE, in_the_way=job, seconds=seconds))
            else:
                decided.append(one)
        return decided
